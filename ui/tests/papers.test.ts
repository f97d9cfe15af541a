// @vitest-environment happy-dom
import { flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'

import type { Commands } from '../src/api'
import { useRoute } from '../src/app/route'
import ContactsList from '../src/components/contact/ContactsList.vue'
import { question } from '../src/composables/shared/ask'
import { useToasts } from '../src/composables/shared/toast'
import ArchivePage from '../src/pages/ArchivePage.vue'
import TalkEditPage from '../src/pages/TalkEditPage.vue'
import TodayPage from '../src/pages/TodayPage.vue'
import type { Handlers } from './fake_records'
import { show } from './help'

let shown: VueWrapper | null = null
afterEach(() => {
  shown?.unmount()
  shown = null
  question.value?.answer(false)
})

/** Notes what a command is asked and answers `done`. */
function noting<K extends keyof Commands>(name: K, asked: Commands[K][0][], answer: unknown = { done: true }): Handlers {
  return { [name]: (request: Commands[K][0]) => (asked.push(request), answer) } as Handlers
}

async function open(page: Parameters<typeof show>[0], options: Parameters<typeof show>[1] = {}) {
  const opened = await show(page, options)
  shown = opened.wrapper
  const press = async (testid: string) => {
    await opened.by(testid).trigger('click')
    await flushPromises()
  }
  const submit = async (testid: string) => {
    await opened.by(testid).get('form').trigger('submit')
    await flushPromises()
  }
  const numbers = () => opened.all('paper-row').map((row) => row.attributes('data-number'))
  return { ...opened, press, submit, numbers }
}

describe('the register of printed sheets', () => {
  it('shows first what is out, the longest first, and marks what is overdue', async () => {
    const { numbers, all, by } = await open(ArchivePage)
    expect(numbers()).toEqual(['18', '19', '26'])
    const [first] = all('paper-row')
    for (const part of ['000018', '谈话记录表', '〔2026〕第14号', '李志国', '未回 20 天，逾期', '打印后已改动']) expect(first!.text()).toContain(part)
    expect(all('paper-row')[2]!.text()).toContain('今天印出')
    expect(by('papers-overdue').text()).toContain('有 1 张表印出超过 15 天还没有收回')
  })

  it('shows the others by where they stand, with the reason', async () => {
    const { press, numbers, all } = await open(ArchivePage)
    await press('papers-void')
    expect(numbers()).toEqual(['24', '23'])
    expect(all('paper-row').map((row) => row.text())).toEqual([expect.stringContaining('已重印为 000026'), expect.stringContaining('打印未成功')])
    await press('papers-lost')
    expect(all('paper-row')[0]!.text()).toContain('入户途中遗失')
    await press('papers-returned')
    expect(numbers()).toEqual(['22', '21', '20'])
    expect(all('paper-row')[0]!.text()).toContain('未签：本人出差')
    await press('papers-kept')
    expect(numbers()).toEqual(['27'])
  })

  it('notes that a sheet is back, signed or why not', async () => {
    const asked: Commands['paper_return'][0][] = []
    const { press, submit, by } = await open(ArchivePage, { extra: noting('paper_return', asked) })
    await press('paper-return-18')
    await by('paper-unsigned').setValue(true)
    await submit('paper-return-dialog')
    expect(by('paper-return-dialog').text()).toContain('请写没有签字的原因。')
    await by('paper-unsigned-reason').setValue(' 本人出差 ')
    await submit('paper-return-dialog')
    expect(asked).toEqual([{ numbers: [18], day: '2026-11-23', signing: { signing: 'unsigned', reason: '本人出差' } }])
    expect(useToasts().at(-1)?.text).toBe('已登记收回 1 张。')
  })

  it('notes several at once, and no day before the printing or after today', async () => {
    const asked: Commands['paper_return'][0][] = []
    const { press, submit, by } = await open(ArchivePage, { extra: noting('paper_return', asked) })
    for (const number of [18, 19]) await by(`paper-pick-${number}`).setValue(true)
    await press('papers-return-picked')
    for (const day of ['2026-11-15', '2026-11-24']) {
      await by('paper-return-day').setValue(day)
      await submit('paper-return-dialog')
    }
    expect(asked).toEqual([])
    await by('paper-return-day').setValue('2026-11-22')
    await by('paper-signed-day').setValue('2026-11-21')
    await submit('paper-return-dialog')
    expect(asked).toEqual([{ numbers: [18, 19], day: '2026-11-22', signing: { signing: 'signed', day: '2026-11-21' } }])
  })

  it('asks why a sheet becomes void or is written off', async () => {
    const { press, submit, by, numbers, world } = await open(ArchivePage)
    await press('paper-more-19')
    await press('paper-lost-19')
    await submit('paper-reason-dialog')
    expect(by('paper-reason-dialog').text()).toContain('请写明原因。')
    await by('paper-reason').setValue('途中遗失')
    await submit('paper-reason-dialog')
    expect(numbers()).toEqual(['18', '26'])
    expect(world.papers.find(({ number }) => number === 19)?.state).toEqual({ state: 'lost', day: '2026-11-23', reason: '途中遗失' })
    await press('paper-more-18')
    await press('paper-void-18')
    await by('paper-reason').setValue('印错')
    await submit('paper-reason-dialog')
    expect(numbers()).toEqual(['26'])
  })

  it('takes back what was noted, but not of a sheet that was never printed', async () => {
    const { press, by, numbers } = await open(ArchivePage)
    await press('papers-void')
    expect(by('paper-more-23').exists()).toBe(false)
    await press('paper-more-24')
    await press('paper-undo-24')
    question.value!.answer(true)
    await flushPromises()
    expect(numbers()).toEqual(['23'])
  })

  it('leads from a sheet filled in by hand to its record', async () => {
    const { press } = await open(ArchivePage)
    await press('papers-to_enter')
    await press('paper-enter-20')
    expect(useRoute().current.value).toEqual({ page: 'talk-edit', paper: 20 })
  })

  it('lets a record that was entered before be chosen', async () => {
    const asked: Commands['paper_link'][0][] = []
    const row = (id: string, state: string) => ({ id, number: '〔2026〕第23号', state, day: '2026-11-12', persons: [], categories: [], topic: '近况', late_entry: false, settled: 0 })
    const { press, submit, all, by } = await open(ArchivePage, {
      extra: { ...noting('paper_link', asked), ...noting('talk_list', [], [row('t1', 'saved'), row('t2', 'draft')]) },
    })
    await press('papers-to_enter')
    await press('paper-more-20')
    await press('paper-link-20')
    expect(all('paper-link-record')).toHaveLength(1)
    await submit('paper-link-dialog')
    expect(by('paper-link-dialog').text()).toContain('请选一次记录。')
    await by('paper-link-record').setValue(true)
    await submit('paper-link-dialog')
    expect(asked).toEqual([{ number: 20, record: 't1' }])
  })

  it('lets the limit be changed', async () => {
    const asked: Commands['paper_set'][0][] = []
    const { press, submit, by } = await open(ArchivePage, { extra: noting('paper_set', asked) })
    await press('papers-days')
    await by('paper-days').setValue('0')
    await submit('paper-days-dialog')
    expect(asked).toEqual([])
    await by('paper-days').setValue('20')
    await submit('paper-days-dialog')
    expect(asked).toEqual([{ days: 20 }])
  })

  it('says what stands here while nothing was printed', async () => {
    const { by } = await open(ArchivePage, { world: { people: 0 } })
    expect(by('papers-empty').text()).toContain('没有印出未回的表')
  })

  it('reads in English', async () => {
    const { all } = await open(ArchivePage, { language: 'en' })
    expect(all('paper-row')[0]!.text()).toContain('Out for 20 days, overdue')
  })
})

describe('beside a record', () => {
  it('its sheets stand, and the older one is offered to be void when it is printed again', async () => {
    const asked: Commands['paper_void'][0][] = []
    const { press, all, by } = await open(TalkEditPage, { props: { id: 'talk-3' }, extra: noting('paper_void', asked) })
    expect(all('panel-paper').map((paper) => paper.attributes('data-number'))).toEqual(['26', '24'])
    expect(by('paper-panel').text()).toContain('今天印出')
    await press('talk-print')
    expect(question.value?.text).toContain('以前印出的 000026 还没有收回。新印的是 000028')
    question.value!.answer(true)
    await flushPromises()
    expect(asked).toEqual([{ number: 26, reason: '', replaced_by: 28 }])
  })

  it('that is entered from a blank says so when it is first kept', async () => {
    const begun: Commands['talk_begin'][0][] = []
    const made: Commands['talk_create'][0][] = []
    const { by, press } = await open(TalkEditPage, {
      props: { paper: 20, person: 'p3' },
      extra: { ...noting('talk_create', made, null) },
    })
    void begun
    await by('talk-topic').setValue('近况')
    await press('talk-save')
    expect(made.at(-1)).toMatchObject({ draft: false, paper: 20 })
  })
})

describe('elsewhere', () => {
  it('the first screen names what is longest out, and leads there', async () => {
    const { all, by, press } = await open(TodayPage)
    expect(all('today-paper').map((row) => row.text())).toEqual([
      expect.stringContaining('20 天'), expect.stringContaining('7 天'), expect.stringContaining('今天'),
    ])
    expect(by('today-to-enter').text()).toBe('另有 1 张手填表收回后待录入')
    await press('today-papers-all')
    expect(useRoute().current.value).toEqual({ page: 'archive' })
    expect(by('today-unclaimed').text()).toBe('有 2 页扫描件待认领')
    await press('today-unclaimed')
    expect(useRoute().current.value).toEqual({ page: 'archive', tab: 'scans' })
  })

  it('several records of a list are printed as one job', async () => {
    const asked: Commands['sheet_print_many'][0][] = []
    const paper = (number: number) => ({ number, number_text: `00003${number}`, pages: 1, older: [] })
    const { all, press, by } = await open(ContactsList, { props: { kind: 'talk' }, extra: noting('sheet_print_many', asked, { papers: [paper(0), paper(1)] }) })
    await press('talk-pick')
    expect(by('talk-print-picked').attributes('disabled')).toBeDefined()
    const ticks = all('talk-tick').filter((tick) => tick.attributes('disabled') === undefined)
    for (const tick of ticks.slice(0, 2)) await tick.setValue(true)
    await press('talk-print-picked')
    const ids = all('talk-row').map((row) => row.attributes('data-id'))
    expect(asked).toHaveLength(1)
    expect(asked[0]!.sheets).toHaveLength(2)
    for (const sheet of asked[0]!.sheets) expect(ids).toContain((sheet as { id: string }).id)
    expect(useToasts().at(-1)?.text).toBe('2 张表已送到打印机，编号 000030 到 000031。')
  })

  it('blank sheets of several duties too', async () => {
    const asked: Commands['sheet_print_many'][0][] = []
    const { all, press } = await open(TodayPage, { extra: noting('sheet_print_many', asked, { papers: [] }) })
    await press('today-pick')
    for (const tick of all('duty-pick').slice(0, 2)) await tick.setValue(true)
    await press('picked-print')
    expect(asked[0]!.sheets.map(({ sheet }) => sheet).every((sheet) => sheet.endsWith('_blank'))).toBe(true)
    expect(asked[0]!.sheets).toHaveLength(2)
  })

  it('blank sheets for people, or several without a name', async () => {
    const asked: Commands['sheet_print_many'][0][] = []
    const paper = (number: number) => ({ number, number_text: `00003${number}`, pages: 1, older: [] })
    const { by, press } = await open(ContactsList, { props: { kind: 'talk' }, extra: noting('sheet_print_many', asked, { papers: [paper(0), paper(1), paper(2)] }) })
    await press('talk-blanks')
    await by('blank-variant').setValue('reminder')
    await by('blank-copies').setValue(3)
    expect(by('sheet-dialog-print').text()).toBe('打印 3 份')
    await press('sheet-dialog-print')
    const blank = { sheet: 'talk_blank', person: null, duty: null, variant: 'reminder' }
    expect(asked).toEqual([{ sheets: [blank, blank, blank] }])
    expect(useToasts().at(-1)?.text).toBe('3 张表已送到打印机，编号 000030 到 000032。')
  })
})
