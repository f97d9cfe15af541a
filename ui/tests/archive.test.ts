// @vitest-environment happy-dom
import { flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'

import type { ArchivedAs, Commands, ItemView } from '../src/api'
import ArchivePage from '../src/pages/ArchivePage.vue'
import TalkEditPage from '../src/pages/TalkEditPage.vue'
import { question } from '../src/composables/shared/ask'
import { useToasts } from '../src/composables/shared/toast'
import { talkForm } from './fake_records'
import { show } from './help'

let shown: VueWrapper | null = null
afterEach(() => {
  shown?.unmount()
  shown = null
  question.value?.answer(false)
})

async function open(tab: string, options: Parameters<typeof show>[1] = {}) {
  const opened = await show(ArchivePage, { ...options, props: { tab } })
  shown = opened.wrapper
  const press = async (testid: string) => {
    await opened.by(testid).trigger('click')
    await flushPromises()
  }
  const tick = async (testid: string, on = true) => {
    await opened.by(testid).setValue(on)
    await flushPromises()
  }
  const submit = async (testid: string) => {
    await opened.by(testid).get('form').trigger('submit')
    await flushPromises()
  }
  const agree = async () => {
    question.value!.answer(true)
    await flushPromises()
  }
  return { ...opened, press, tick, submit, agree }
}

const said = () => useToasts().map((toast) => toast.text).join('\n')

describe('arranging', () => {
  it('archives what is ticked, and says before what it means and what is not signed', async () => {
    const { press, tick, submit, all, by, agree } = await open('arrange')
    expect(all('waiting-row')).toHaveLength(5)
    expect(all('waiting-row')[2]!.text()).toContain('收回，未签字')
    expect(all('waiting-row')[1]!.text()).toContain('有 1 项承诺未答复')
    expect(by('archive-each').attributes('disabled')).toBeDefined()
    expect(by('archive-no-fonds').text()).toContain('先留空')
    await tick('waiting-talk-12')
    await tick('waiting-talk-13')
    await press('archive-each')
    expect(question.value).toMatchObject({ title: '把 2 份记录归档？' })
    expect(question.value!.text).toContain('其中 1 份还没有签字收回')
    expect(question.value!.text).toContain('10 年')
    await agree()
    expect(all('waiting-row')).toHaveLength(3)
    expect(said()).toContain('已归档 2 件')

    await press('archive-undo')
    await submit('undo-dialog')
    expect(by('undo-dialog').text()).toContain('请写明原因')
    await by('undo-reason').setValue('期限选错')
    await submit('undo-dialog')
    expect(all('waiting-row')).toHaveLength(5)
    expect(by('archive-undone').text()).toContain('期限选错')
    expect(by('archive-undo').exists()).toBe(false)
  })

  it('binds a year and says how many of each there are', async () => {
    const { press, submit, by, all } = await open('arrange')
    await press('archive-book')
    for (const part of ['谈话 3 份', '走访 2 份', '谈话和走访共 5 份', '不出现个人姓名']) expect(by('book-dialog').text()).toContain(part)
    await by('book-both').setValue(true)
    await submit('book-dialog')
    expect(all('waiting-row')).toHaveLength(0)
    expect(by('archive-empty').exists()).toBe(true)
    expect(said()).toContain('共 7 页')
  })

  it('keeps the fonds number and refuses what is no code', async () => {
    const { press, submit, by, wrapper } = await open('arrange')
    await press('archive-settings')
    await by('archive-fonds').setValue('Z 109')
    await submit('archive-settings-dialog')
    expect(by('archive-settings-dialog').text()).toContain('只能用字母和数字')
    await by('archive-fonds').setValue(' Z109 ')
    await submit('archive-settings-dialog')
    expect(by('archive-settings-dialog').exists()).toBe(false)
    expect(by('archive-no-fonds').exists()).toBe(false)
    await press('archive-paper')
    expect((by('item-title').element as HTMLInputElement).value).toContain('2026年党员大会、支部委员会记录]')
    expect(wrapper.text()).toContain('请与县局档案室核对')
  })
})

describe('catalogue and boxes', () => {
  /** Two items in the catalogue of one fake. */
  async function filled() {
    const opened = await open('arrange')
    await opened.tick('waiting-talk-12')
    await opened.tick('waiting-talk-14')
    await opened.press('archive-each')
    await opened.agree()
    await opened.wrapper.setProps({ tab: 'catalogue' })
    await flushPromises()
    return opened
  }

  it('shows codes with lines for what is not known, and changes a title', async () => {
    const { all, press, submit, by } = await filled()
    expect(all('item-row')).toHaveLength(2)
    expect(all('item-row')[0]!.text()).toContain('____-WS·2026-D10-____')
    await press('item-edit-item-1')
    await by('item-title').setValue('')
    await submit('item-dialog')
    expect(by('item-dialog').text()).toContain('请填写题名')
    await by('item-title').setValue('[2026年第一次谈心谈话]')
    await by('item-number').setValue('7')
    await submit('item-dialog')
    expect(all('item-row')[0]!.text()).toContain('[2026年第一次谈心谈话]')
    expect(all('item-row')[0]!.text()).toContain('-0007')
    await press('number-items')
    expect(question.value!.text).toContain('没有件号的 1 件')
    question.value!.answer(true)
    await flushPromises()
    expect(all('item-row')[1]!.text()).toContain('-0008')
    expect(by('number-items').exists()).toBe(false)
  })

  it('puts what is ticked into a box, and takes an empty box away', async () => {
    const { all, press, tick, submit, by } = await filled()
    expect(by('to-box').attributes('disabled')).toBeDefined()
    await tick('item-item-1')
    await tick('item-item-2')
    await press('to-box')
    expect(said()).toContain('已装入第 1 盒，盒脊 20 毫米')
    expect(all('box-row')[0]!.text()).toContain('2 件')
    await press('box-edit-box-1')
    await by('box-situation').setValue('缺一页')
    await tick('box-item-item-2', false)
    await submit('box-dialog')
    expect(all('box-row')[0]!.text()).toContain('缺一页')
    await press('box-edit-box-1')
    await tick('box-item-item-1', false)
    expect(by('box-dialog').text()).toContain('把这个盒子撤掉')
    await submit('box-dialog')
    expect(all('box-row')).toHaveLength(0)
  })

  it('prints the catalogue of the group that is meant', async () => {
    const asked: Commands['sheet_pages'][0][] = []
    const item = { id: 'b1', code: '    -WS·2026-D10-    ', group: { year: 2026, retention: 'years10', unit: '' }, form: { title: '[2026年谈心谈话记录]', day: '2026-11-18', pages: 4, note: '', number: null, retention: 'years10', unit: '', responsible: '', document: '' }, of: { what: 'book', of: 'talks', records: [] }, records: 2, box_id: null, made_at: '2026-11-23T01:00:00Z' } satisfies ItemView
    const { press, by, tick } = await open('catalogue', {
      extra: {
        archive_get: () => ({ year: 2026, years: [2026], waiting: [], items: [item], boxes: [], undone: [], undoable: null }),
        sheet_pages: (request) => (asked.push(request), [{ mark: 'a', svg: '<svg xmlns="http://www.w3.org/2000/svg"/>' }]),
      },
    })
    const last = () => asked.at(-1)?.of
    const drawn = async () => {
      await new Promise((resolve) => setTimeout(resolve, 120))
      await flushPromises()
    }
    await press('print-catalogue')
    await drawn()
    expect(last()).toEqual({ sheet: 'archive', of: { what: 'catalogue', group: item.group } })
    await press('sheet-dialog-close')
    await press('item-more-b1')
    await press('item-book-b1')
    await tick('book-sheets')
    await drawn()
    expect(last()).toEqual({ sheet: 'archive', of: { what: 'book', item: 'b1', sheets: true, two_sided: true } })
    expect(by('sheet-dialog').text()).toContain('已签字的原件')
  })
})

describe('seal pages', () => {
  it('are made, listed and compared', async () => {
    const { press, by, all } = await open('seals')
    expect(by('seals-empty').exists()).toBe(true)
    await press('seal-make')
    expect(by('sheet-dialog').text()).toContain('封存页')
    await press('sheet-dialog-close')
    expect(all('seal-row')[0]!.text()).toContain('2026 年第四季度')
    const check = async (entry: string, groups: string) => {
      await by('seal-entry').setValue(entry)
      await by('seal-groups').setValue(groups)
      await by('seal-check').element.closest('form')!.dispatchEvent(new Event('submit'))
      await flushPromises()
    }
    await check('1284', '4e81 68ac 82d7 9d02')
    expect(by('seal-answer').text()).toContain('相符')
    expect(by('seal-answer').classes()).toContain('good')
    await check('1284', '4e81 0000 82d7 9d02')
    expect(by('seal-answer').text()).toContain('请先看是不是抄错了')
    expect(by('seal-answer').findAll('.red').map((group) => group.text())).toEqual(['68AC'])
    await check('9999', '4e81 68ac 82d7 9d02')
    expect(by('seal-answer').text()).toContain('退回到旧版本')
  })
})

describe('a record in the archive', () => {
  it('is frozen and takes notes', async () => {
    const archived: ArchivedAs = { code: 'Z109-WS·2026-D10-0023', title: '[谈话]', at: '2026-11-23T01:00:00Z', notes: [] }
    const opened = await show(TalkEditPage, {
      props: { id: 't1' },
      extra: {
        talk_get: ({ id }) => ({ id, number: '〔2026〕第23号', state: 'archived', persons: [], entered_at: '2026-11-23T01:00:00Z', late_entry: false, settles: [], warnings: [], form: talkForm(), archived }),
      },
    })
    shown = opened.wrapper
    const { by, all } = opened
    expect(by('frozen').text()).toContain('Z109-WS·2026-D10-0023')
    expect((by('talk-content').element as HTMLTextAreaElement).disabled).toBe(true)
    await by('note-add').trigger('click')
    await flushPromises()
    await by('note-text').setValue('值班已调整')
    await by('note-dialog').get('form').trigger('submit')
    await flushPromises()
    expect(all('frozen-note')[0]!.text()).toContain('值班已调整')
    expect(all('frozen-note')[0]!.text()).toContain('甲书记')
  })
})
