// @vitest-environment happy-dom
import { flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'

import type { SuggestionForm } from '../src/api'
import { useRoute } from '../src/app/route'
import { question } from '../src/composables/shared/ask'
import ActivitiesPage from '../src/pages/ActivitiesPage.vue'
import TodayPage from '../src/pages/TodayPage.vue'
import { show } from './help'

let shown: VueWrapper | null = null
afterEach(() => {
  shown?.unmount()
  shown = null
  question.value?.answer(false)
})

async function open(tab: 'suggestions' | 'example', options: Parameters<typeof show>[1] = {}) {
  const page = await show(ActivitiesPage, { ...options, props: { tab } })
  shown = page.wrapper
  const press = async (testid: string, at = 0) => {
    await page.all(testid)[at]!.trigger('click')
    await flushPromises()
  }
  const submit = async (testid: string) => {
    await page.by(testid).get('form').trigger('submit')
    await flushPromises()
  }
  return { ...page, press, submit }
}

describe('suggestions', () => {
  it('stand with the overdue first, say who raised them and lead to the record', async () => {
    const { all, by, press } = await open('suggestions')
    expect(all('suggestion-row').map((row) => row.text().slice(0, 3))).toEqual(['高辉刚', '办税厅'])
    expect(all('suggestion-row')[0]!.text()).toContain('逾期 3 天')
    expect(by('suggestions-count').text()).toBe('共 2 条，其中逾期 1 条')
    expect(all('suggestion-answer').map((button) => button.classes('p'))).toEqual([true, false])
    await press('suggestion-record')
    expect(useRoute().current.value).toMatchObject({ page: 'talk-edit', id: 'talk-12' })
  })

  it('are answered with a day, a way and words, and are then among the ended', async () => {
    const { all, by, press, submit } = await open('suggestions')
    await press('suggestion-answer')
    await submit('suggestion-dialog')
    expect(by('suggestion-dialog').text()).toContain('请写一句怎样答复的。')
    await by('suggestion-answer-text').setValue('征期留两个窗口到八点。')
    await submit('suggestion-dialog')
    expect(all('suggestion-row')).toHaveLength(1)
    await press('suggestions-ended')
    expect(all('suggestion-row')).toHaveLength(2)
    expect(all('suggestion-row').some((row) => row.text().includes('征期留两个窗口到八点。'))).toBe(true)
    await press('suggestion-reopen')
    await press('suggestions-open')
    expect(all('suggestion-row')).toHaveLength(2)
  })

  it('are noted of a person or of nobody named, and nothing is saved without who and what', async () => {
    const made: SuggestionForm[] = []
    const { by, all, press, submit } = await open('suggestions', {
      extra: { suggestion_create: (form) => (made.push(form), {}) as never },
    })
    await press('suggestion-new')
    await submit('suggestion-dialog')
    expect(made).toHaveLength(0)
    expect(by('suggestion-content-bad').exists()).toBe(true)
    await press('suggestion-unnamed')
    await by('suggestion-from').setValue('匿名')
    await by('suggestion-content').setValue('恢复工间操')
    await submit('suggestion-dialog')
    expect(made).toMatchObject([{ person: null, from: '匿名', content: '恢复工间操', due: null, record: null }])
    expect(all('suggestion-dialog')).toHaveLength(0)
  })

  it('say what belongs here while there are none', async () => {
    const { by } = await open('suggestions', { world: { people: 0, events: false } })
    expect(by('suggestions-empty').text()).toContain('没有未办结的意见建议')
  })
})

describe('setting an example', () => {
  it('shows every month of every line, and calls only months that are over not filled in', async () => {
    const { all, by } = await open('example')
    expect(all('example-line')).toHaveLength(3)
    const first = all('example-mark').slice(0, 12).map((cell) => cell.text())
    expect(first).toEqual(['做到', '做到', '部分', '做到', '做到', '没做到', '做到', '做到', '做到', '未填', '', ''])
    expect(by('example-review').text()).toBe('填10月的情况')
  })

  it('takes a month’s review: a mark and what he did, line by line', async () => {
    const { all, by, press, submit } = await open('example')
    await press('example-review')
    expect(by('review-dialog').text()).toContain('2026年10月')
    await press('review-done', 0)
    await all('review-note')[0]!.setValue('每天七点五十到。')
    await press('review-partly', 1)
    await submit('review-dialog')
    const october = (line: number) => all('example-mark')[line * 12 + 9]!
    expect([october(0).text(), october(1).text(), october(2).text()]).toEqual(['做到', '部分', '未填'])
    expect(october(0).attributes('title')).toBe('每天七点五十到。')
  })

  it('adds a line, and refuses an empty one', async () => {
    const { all, by, press, submit } = await open('example')
    await press('example-add')
    await submit('example-dialog')
    expect(by('example-dialog').text()).toContain('请写要求的是什么。')
    await by('example-what').setValue('节假日轮流值守先排自己')
    await submit('example-dialog')
    expect(all('example-line')).toHaveLength(4)
  })

  it('says what the list is for while it is empty', async () => {
    const { wrapper } = await open('example', { world: { people: 0, events: false } })
    expect(wrapper.text()).toContain('清单上还没有')
  })
})

describe('today', () => {
  it('reminds of what is to be held, of what was missed and of suggestions, and leads there', async () => {
    const page = await show(TodayPage)
    shown = page.wrapper
    expect(page.all('activity-owed').map((row) => row.attributes('data-state'))).toEqual(['missed', 'open'])
    expect(page.by('today-suggestions').text()).toContain('2 条待答复，逾期 1 条')
    await page.all('activity-owed')[1]!.get('button').trigger('click')
    expect(useRoute().current.value).toMatchObject({ page: 'activity-edit', kind: 'party_day' })
    await page.by('today-suggestions').get('button').trigger('click')
    expect(useRoute().current.value).toMatchObject({ page: 'activities', tab: 'suggestions' })
  })
})
