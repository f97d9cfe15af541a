import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'

import type { CardOf, FormsSettings, SheetOf } from '../src/api'
import { cellOrder, newKey } from '../src/composables/contact/forms'
import PersonCard from '../src/components/person/PersonCard.vue'
import SheetPreview from '../src/components/shared/SheetPreview.vue'
import FormsPage from '../src/pages/FormsPage.vue'
import TalkEditPage from '../src/pages/TalkEditPage.vue'
import { talkForm } from './fake_records'
import { show } from './help'

let shown: { unmount(): void } | null = null
afterEach(() => {
  shown?.unmount()
  shown = null
})

async function open() {
  const stored: FormsSettings[] = []
  const page = await show(FormsPage, { extra: { forms_set: (settings) => (stored.push(settings), { settings, talk: [], visit: [], talk_types: [], fonts: { fangsong: null, xiaobiaosong: null } }) } })
  shown = page.wrapper
  const press = async (testid: string) => {
    await page.by(testid).trigger('click')
    await flushPromises()
  }
  return { ...page, stored, press }
}

describe('the forms page', () => {
  it('stores only what differs from the form as it comes', async () => {
    const { by, press, stored } = await open()
    expect(by('forms-save').attributes('disabled')).toBeDefined()
    await by('form-label-talkers').setValue('主谈人')
    await by('form-shown-political').setValue(false)
    await press('form-down-content')
    await press('forms-save')
    expect(stored).toHaveLength(1)
    expect(stored[0]!.talk).toEqual({ labels: { talkers: '主谈人' }, hidden: ['political'], order: ['demand', 'content', 'opinion', 'follow_up'], extra: [], figures_only: false })
  })

  it('offers the fonts that this computer has', async () => {
    const { by, press, stored } = await open()
    expect(by('forms-font-xiaobiaosong').attributes('disabled')).toBeDefined()
    await by('forms-font-fangsong').setValue(true)
    await press('forms-save')
    expect(stored[0]!.fonts).toEqual({ fangsong: true, xiaobiaosong: false })
    expect(by('forms-font-fangsong').attributes('disabled'), 'a wish can be taken back where the font is missing').toBeUndefined()
  })

  it('takes a word back when its field is emptied', async () => {
    const { by, press, stored } = await open()
    await by('form-label-title').setValue('记录')
    await by('form-label-title').setValue(' ')
    await by('form-label-foot').setValue('内部资料')
    await press('forms-save')
    expect(stored[0]!.talk.labels).toEqual({ foot: '内部资料' })
  })

  it('adds fields of the office and wants a name for each', async () => {
    const { by, press, stored } = await open()
    await press('form-own-add')
    expect(by('forms-save').attributes('disabled'), 'without a name').toBeDefined()
    await by('form-own-0').setValue('书记批示')
    await by('form-own-kind-0').setValue('long')
    await press('forms-save')
    expect(stored[0]!.talk.extra).toEqual([{ key: 'own1', label: '书记批示', long: true }])
  })
})

describe('the order of the large cells', () => {
  const style = (order: string[], extra: { key: string; label: string; long: boolean }[] = []) => ({ labels: {}, hidden: [], order, extra, figures_only: false })

  it('puts what is not named behind the one before which it comes', () => {
    expect(cellOrder(style([]), ['a', 'b', 'c'])).toEqual(['a', 'b', 'c'])
    expect(cellOrder(style(['c', 'gone', 'a', 'c']), ['a', 'b', 'c'])).toEqual(['c', 'a', 'b'])
    expect(cellOrder(style([], [{ key: 'own1', label: '', long: true }, { key: 'own2', label: '', long: false }]), ['a'])).toEqual(['a', 'own1'])
  })

  it('gives a new field the first key that is free', () => {
    expect(newKey([{ key: 'own1', label: '', long: false }, { key: 'own3', label: '', long: false }])).toBe('own2')
  })
})

describe('the card of a person', () => {
  it('leaves out what is sensitive until it is ticked, and covers numbers', async () => {
    const drawn: CardOf[] = []
    const keep = (sheet: SheetOf) => sheet.sheet === 'card' && drawn.push(sheet.of)
    const { wrapper, by } = await show(PersonCard, { props: { person: 'p2', name: '李志国' }, extra: { sheet_pages: ({ of }) => (keep(of), [{ mark: 'a', svg: '<svg/>' }]) } })
    shown = wrapper
    const redrawn = async () => {
      await new Promise((done) => setTimeout(done, 150))
      await flushPromises()
    }
    await redrawn()
    expect(drawn.at(-1)).toEqual({ person: 'p2', facets: ['resume', 'hobby', 'performance'], masked: true })
    await by('card-mind').setValue(true)
    await by('card-masked').setValue(false)
    await redrawn()
    expect(drawn.at(-1)).toEqual({ person: 'p2', facets: ['resume', 'hobby', 'performance', 'mind'], masked: false })
  })
})

describe('the preview', () => {
  it('turns pages, shows them larger, and says what is wrong', async () => {
    const { wrapper, by } = await show(SheetPreview, { props: { pages: ['data:a', 'data:b', 'data:c'], busy: false, error: { code: 'missing_glyphs', detail: '😀' } } })
    shown = wrapper
    expect(by('sheet-count').text()).toContain('1')
    expect(by('sheet-previous').attributes('disabled')).toBeDefined()
    await by('sheet-next').trigger('click')
    await by('sheet-next').trigger('click')
    expect(by('sheet-count').text()).toContain('3')
    expect(by('sheet-next').attributes('disabled')).toBeDefined()
    await by('sheet-zoom-large').trigger('click')
    expect(wrapper.find('.sheets').classes()).toContain('large')
    expect(by('sheet-problem').text()).toContain('😀')
  })
})

describe('the editor of talks', () => {
  it('asks for what a kind of talk has besides', async () => {
    const { wrapper, by } = await show(TalkEditPage, { props: { id: 't-draft' }, extra: { talk_get: () => ({ id: 't-draft', number: '', state: 'draft', form: talkForm(), persons: [], entered_at: '2026-11-23T01:00:00Z', late_entry: false, settles: [], warnings: [], archived: null }) } })
    shown = wrapper
    await flushPromises()
    expect(by('extra-demand').exists()).toBe(false)
    await by('talk-variant-reminder').setValue()
    await flushPromises()
    expect(by('extra-grounds').exists() && by('extra-demand').exists()).toBe(true)
    await by('talk-variant-integrity').setValue()
    await flushPromises()
    expect(by('extra-demand').exists()).toBe(false)
    expect(wrapper.findAll('input[name="talk-type"]')).toHaveLength(3)
  })
})
