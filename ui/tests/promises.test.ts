// @vitest-environment happy-dom
import { flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'

import { useRoute } from '../src/app/route'
import { question } from '../src/composables/shared/ask'
import { useToasts } from '../src/composables/shared/toast'
import PromisesPage from '../src/pages/PromisesPage.vue'
import type { PromiseView } from '../src/api'
import { show } from './help'

let shown: VueWrapper | null = null
afterEach(() => {
  shown?.unmount()
  shown = null
  question.value?.answer(false)
})

async function open(options: Parameters<typeof show>[1] = {}) {
  const page = await show(PromisesPage, options)
  shown = page.wrapper
  const ids = () => page.all('promise-row').map((row) => row.attributes('data-id'))
  const press = async (testid: string, at = 0) => {
    await page.all(testid)[at]!.trigger('click')
    await flushPromises()
  }
  const submit = async () => {
    await page.by('promise-dialog').get('form').trigger('submit')
    await flushPromises()
  }
  return { ...page, ids, press, submit }
}

describe('the promises that wait for an answer', () => {
  it('stand with the overdue first, then by day, and without a day last', async () => {
    const { ids, all } = await open()
    expect(ids()).toEqual(['m2', 'm1', 'm4', 'm3'])
    expect(all('promise-due').map((due) => due.text())).toEqual(['逾期 3 天11月20日前', '11月25日前', '11月30日前', '未定期限'])
  })

  it('say to whom, what, by whom and in which record, and lead there', async () => {
    const { all, press } = await open()
    const text = all('promise-row')[0]!.text()
    for (const part of ['李志国', '办税服务厅', '调整12月值班表', '责任人：赵建军', '11月13日走访时答应']) expect(text).toContain(part)
    // Nobody is named: then it is the branch's.
    expect(all('promise-row')[2]!.text()).toContain('责任人：支部')
    await press('promise-contact')
    expect(useRoute().current.value).toMatchObject({ page: 'visit-edit', id: 'visit-4' })
  })

  it('have one primary action, on the most urgent line', async () => {
    const { all } = await open()
    expect(all('promise-answer-open').map((button) => button.classes('p'))).toEqual([true, false, false, false])
  })

  it('mark what was entered late', async () => {
    const { all } = await open()
    expect(all('promise-row').map((row) => row.text().includes('补录'))).toEqual([false, false, false, true])
  })

  it('can be filtered by person and by words, and shown again', async () => {
    const { ids, by, press } = await open()
    await by('promises-person').setValue('p2')
    expect(ids()).toEqual(['m2', 'm4'])
    expect(by('promises-count').text()).toBe('共 2 项，其中逾期 1 项')
    await by('promises-filter').setValue('困难补助')
    expect(ids()).toEqual(['m4'])
    await by('promises-filter').setValue('没有这样的事')
    await press('promises-clear')
    expect(ids()).toHaveLength(4)
  })

  it('are those of one person when the page was opened for him', async () => {
    const { ids } = await open({ props: { person: 'p1' } })
    expect(ids()).toEqual(['m1'])
  })

  it('come by pages when there are many', async () => {
    const { ids, by, press } = await open({ world: { people: 300, crowd: 120 } })
    expect(ids()).toHaveLength(50)
    expect(by('promises-count').text()).toContain('共 124 项')
    await press('pager-next')
    expect(ids()).toHaveLength(50)
  })

  it('say what to do when there is none', async () => {
    const { by } = await open({ world: { people: 3 } })
    expect(by('promises-empty').text()).toContain('没有未答复的承诺')
  })
})

describe('answering', () => {
  it('asks for the day and what was told, closes the promise, and shows it as answered', async () => {
    const { by, ids, press, submit, world } = await open()
    await press('promise-answer-open')
    expect(by('promise-dialog').text()).toContain('只有答复了本人')
    expect(by('promise-asked').text()).toContain('调整12月值班表')
    expect((by('promise-answer-day').element as HTMLInputElement).value).toBe('2026-11-23')

    await submit()
    expect(by('promise-dialog').text()).toContain('请写一句怎样答复的')
    expect(world.promises.find((one) => one.id === 'm2')!.answer).toBeNull()

    await by('promise-answer-text').setValue(' 12月不排他的班，已当面告诉本人。 ')
    await submit()
    expect(by('promise-dialog').exists()).toBe(false)
    expect(world.promises.find((one) => one.id === 'm2')!.answer).toEqual({ day: '2026-11-23', text: '12月不排他的班，已当面告诉本人。' })
    expect(ids()).toEqual(['m1', 'm4', 'm3'])
    expect(useToasts().at(-1)!.text).toContain('李志国')

    await press('promises-answered')
    expect(ids()).toEqual(['m2', 'm5'])
    expect(by('promise-answer').text()).toContain('11月23日答复')
    expect(by('promise-answer').text()).toContain('晚 3 天')
    expect(by('promise-answer-open').exists()).toBe(false)
    expect(by('promise-edit').exists()).toBe(false)
  })

  it('refuses a day before the promise and one still to come', async () => {
    const { by, press, submit, world } = await open()
    await press('promise-answer-open')
    await by('promise-answer-text').setValue('已答复。')
    for (const [day, why] of [['2026-11-12', '早于答应那天'], ['2026-11-24', '在今天以后']] as const) {
      await by('promise-answer-day').setValue(day)
      expect(by('promise-answer-day-bad').text()).toContain(why)
      await submit()
      expect(world.promises.find((one) => one.id === 'm2')!.answer).toBeNull()
    }
  })

  it('keeps what was written when it cannot be saved', async () => {
    const { by, press, submit } = await open({ extra: { promise_answer: () => { throw { code: 'disk_full', detail: null } } } })
    await press('promise-answer-open')
    await by('promise-answer-text').setValue('已答复。')
    await submit()
    expect(by('promise-dialog').get('[data-testid="error-note"]').attributes('data-code')).toBe('disk_full')
    expect((by('promise-answer-text').element as HTMLTextAreaElement).value).toBe('已答复。')
  })

  it('asks before Esc throws away what was written, and never shuts for the input method', async () => {
    const { by, press } = await open()
    await press('promise-answer-open')
    await by('promise-answer-text').setValue('写了一半')
    await by('promise-dialog').trigger('keydown', { key: 'Escape', isComposing: true })
    await by('promise-dialog').trigger('cancel')
    expect(question.value).toBeNull()
    // The button is not the input method's, whatever key came before.
    await press('promise-cancel')
    expect(question.value).not.toBeNull()
    question.value!.answer(false)
    await flushPromises()
    expect(by('promise-dialog').exists()).toBe(true)
    await by('promise-dialog').trigger('keydown', { key: 'Escape' })
    await by('promise-dialog').trigger('cancel')
    expect(question.value).not.toBeNull()
    question.value!.answer(true)
    await flushPromises()
    expect(by('promise-dialog').exists()).toBe(false)
  })
})

describe('noting and changing by hand', () => {
  it('makes a new promise with what is filled in', async () => {
    const { by, ids, press, submit, world } = await open()
    await press('promise-new')
    await submit()
    expect(by('promise-form-what-bad').exists()).toBe(true)
    await by('promise-form-person').trigger('click')
    await press('person-option-王娟霞')
    await by('promise-form-what').setValue('联系会计培训名额')
    await by('promise-form-due').setValue('2026-11-24')
    await submit()
    const made = world.promises.at(-1)!
    expect(made).toMatchObject({ person: { name: '王娟霞' }, day: '2026-11-23', what: '联系会计培训名额', by: '', due: '2026-11-24', contact: null })
    expect(ids()).toEqual(['m2', made.id, 'm1', 'm4', 'm3'])
  })

  it('saves on Enter in a line, not in the text and not for the input method', async () => {
    const { by, press, world } = await open()
    await press('promise-edit')
    await by('promise-form-what').setValue('调整12月、1月值班表')
    await by('promise-form-what').trigger('keydown', { key: 'Enter' })
    await by('promise-form-by').trigger('keydown', { key: 'Enter', isComposing: true })
    await flushPromises()
    expect(world.promises.find((one) => one.id === 'm2')!.what).toContain('住院期间')
    await by('promise-form-by').trigger('keydown', { key: 'Enter' })
    await flushPromises()
    expect(world.promises.find((one) => one.id === 'm2')).toMatchObject({ what: '调整12月、1月值班表', due: '2026-11-20', contact: 'visit-4' } satisfies Partial<PromiseView>)
  })

  it('leaves the person and the day to the record in which it was made', async () => {
    const { by, press } = await open()
    await press('promise-edit')
    expect(by('promise-form-fixed').text()).toContain('李志国')
    expect(by('promise-form-person').exists()).toBe(false)
    await press('promise-cancel')
    // The last one was noted by hand.
    await press('promise-edit', 3)
    expect(by('promise-form-person').exists()).toBe(true)
    expect(by('promise-form-fixed').exists()).toBe(false)
  })

  it('refuses a due day before the promise', async () => {
    const { by, press, submit, world } = await open()
    await press('promise-edit')
    await by('promise-form-due').setValue('2026-11-01')
    expect(by('promise-form-due-bad').exists()).toBe(true)
    await submit()
    expect(world.promises.find((one) => one.id === 'm2')!.due).toBe('2026-11-20')
  })
})
