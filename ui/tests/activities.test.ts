// @vitest-environment happy-dom
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { setCall, type ActivityForm, type Call } from '../src/api'
import { resetRoute, useRoute } from '../src/app/route'
import { setStatus } from '../src/app/session'
import { question } from '../src/composables/shared/ask'
import { makeI18n } from '../src/i18n'
import ActivitiesPage from '../src/pages/ActivitiesPage.vue'
import ActivityEditPage from '../src/pages/ActivityEditPage.vue'
import { fakeCall, makeWorld } from './fake'
import { show } from './help'

let shown: VueWrapper | null = null
afterEach(() => {
  shown?.unmount()
  shown = null
  question.value?.answer(false)
})

async function open(options: Parameters<typeof show>[1] = {}) {
  const page = await show(ActivitiesPage, options)
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

describe('a year of activities', () => {
  it('shows for each kind the days on which it was held, what is open and what was missed', async () => {
    const { wrapper } = await open()
    const cells = (kind: string) => wrapper.findAll(`[data-kind="${kind}"] [data-testid="cadence-cell"]`)
    expect(cells('committee')).toHaveLength(12)
    expect(cells('committee')[10]!.text()).toBe('4日')
    expect(cells('party_day').map((cell) => cell.attributes('data-state'))).toEqual([...Array(3).fill('met'), 'missed', ...Array(6).fill('met'), 'open', 'ahead'])
    expect(cells('members').map((cell) => cell.text())).toEqual(['2月26日', '5月26日', '8月26日', '拟11月26日'])
    expect(cells('life').map((cell) => [cell.attributes('colspan'), cell.text()])).toEqual([['12', '待开']])
  })

  it('lets a missed period be explained, and the reason be taken back', async () => {
    const { wrapper, by, press, submit } = await open()
    const april = () => wrapper.find('[data-kind="party_day"] [data-from="2026-04-01"]')
    await april().get('button').trigger('click')
    expect(by('activity-explain-dialog').text()).toContain('主题党日：4月未开的原因')
    await submit('activity-explain-dialog')
    expect(april().text()).toBe('未开')
    await by('activity-explain-reason').setValue('征期集中办公，与5月合并')
    await submit('activity-explain-dialog')
    expect(april().text()).toBe('有原因')
    expect(april().get('button').attributes('title')).toBe('征期集中办公，与5月合并')
    await april().get('button').trigger('click')
    await flushPromises()
    question.value!.answer(true)
    await flushPromises()
    expect(april().text()).toBe('未开')
    await press('activity-earlier')
    expect(by('activity-year').text()).toBe('2025年')
    expect(by('activities-empty').exists()).toBe(true)
  })

  it('begins a plan from what is still to be held', async () => {
    const { wrapper } = await open()
    await wrapper.get('[data-kind="party_day"] [data-testid="cadence-open"]').trigger('click')
    expect(useRoute().current.value).toMatchObject({ page: 'activity-edit', kind: 'party_day' })
  })

  it('lists them with who came, by kind when that is wanted', async () => {
    const { all, by } = await open()
    expect(all('activity-row')).toHaveLength(26)
    expect(all('activity-row')[0]!.text()).toContain('计划')
    expect(all('activity-row')[1]!.text()).toContain('实到 9／应到 10')
    await by('activities-kind').setValue('lecture')
    expect(all('activity-row').map((row) => row.text().includes('党课'))).toEqual([true, true])
  })

  it('says what to do while there is nothing', async () => {
    const { by } = await open({ world: { people: 0, events: false } })
    expect(by('activities-empty').text()).toContain('这一年还没有活动')
  })
})

describe('the kinds of activities', () => {
  it('are renamed, added, asked otherwise and switched off', async () => {
    let saved: unknown
    const { wrapper, by, all, press, submit } = await open({ extra: { activity_kinds_set: (next) => (saved = next) as never } })
    await press('activity-kinds')
    expect(all('kind-line')).toHaveLength(8)
    await all('kind-title')[3]!.setValue('党员活动日')
    await all('kind-every')[5]!.setValue('quarter')
    await all('kind-times')[5]!.setValue('2')
    await all('kind-hidden')[6]!.setValue(true)
    await press('kind-add')
    await submit('kinds-dialog')
    expect(saved).toBeUndefined()
    expect(by('kinds-bad').text()).toBe('每一类都要有名称。')
    await all('kind-title')[8]!.setValue('安全学习')
    await all('kind-times')[0]!.setValue('13')
    await submit('kinds-dialog')
    expect(by('kinds-bad').text()).toBe('次数填 1 到 12。')
    await all('kind-times')[0]!.setValue('1')
    await submit('kinds-dialog')
    const kinds = (saved as { kinds: Record<string, unknown>[] }).kinds
    expect(kinds[3]).toMatchObject({ code: 'party_day', title: '党员活动日' })
    expect(kinds[5]).toMatchObject({ every: 'quarter', times: 2 })
    expect(kinds[6]).toMatchObject({ hidden: true })
    expect(kinds[8]).toMatchObject({ code: 'own_1', title: '安全学习', every: null })
    expect(wrapper.find('[data-testid="kinds-dialog"]').exists()).toBe(false)
  })
})

describe('writing an activity', () => {
  let asked: [string, { form?: ActivityForm; held?: boolean }][] = []
  let broken = new Set<string>()
  const requests = (name: string) => asked.filter(([each]) => each === name).map(([, request]) => request)
  const after = async (ms = 300) => {
    await flushPromises()
    await vi.advanceTimersByTimeAsync(ms)
    await flushPromises()
  }
  beforeEach(() => {
    vi.useFakeTimers()
    const world = makeWorld()
    const fake = fakeCall(world)
    asked = []
    broken = new Set()
    const call: Call = async (name, request) => {
      asked.push([name, JSON.parse(JSON.stringify(request))])
      if (broken.has(name)) throw { code: 'disk_full', detail: null }
      return fake(name, request)
    }
    setCall(call)
    setStatus(world.status)
    resetRoute({ page: 'activity-edit' })
  })
  afterEach(() => {
    vi.useRealTimers()
    setCall()
  })
  async function edit(props: Record<string, string>) {
    shown = mount(ActivityEditPage, { props, global: { plugins: [makeI18n()] }, attachTo: document.body })
    await after()
    const by = (testid: string) => shown!.get(`[data-testid="${testid}"]`)
    const all = (testid: string) => shown!.findAll(`[data-testid="${testid}"]`)
    const press = async (testid: string, at = 0) => {
      await all(testid)[at]!.trigger('click')
      await after()
    }
    return { by, all, press }
  }

  it('keeps a plan as one types, once created and then edited', async () => {
    const { by } = await edit({ kind: 'party_day' })
    await after(3000)
    expect(requests('activity_create')).toEqual([])
    await by('activity-title').setValue('重温入党誓词')
    await after(1600)
    expect(requests('activity_create')).toMatchObject([{ form: { kind: 'party_day', title: '重温入党誓词' } }])
    expect(requests('activity_create')[0]!.held ?? false).toBe(false)
    await by('activity-place').setValue('红色教育基地')
    await after(1600)
    expect(requests('activity_create')).toHaveLength(1)
    expect(requests('activity_edit')).toHaveLength(1)
    expect(by('activity-state').text()).toBe('计划已保存')
  })

  it('counts who came, and asks why of those who did not', async () => {
    const { by, all, press } = await edit({ kind: 'members' })
    expect(by('attendance-count').text()).toBe('应到 10 人')
    expect(all('attending-reason')).toHaveLength(0)
    await press('attending-on_leave', 1)
    await by('attending-reason').setValue('县局培训')
    await press('attending-observer', 2)
    await press('attendance-all')
    expect(by('attendance-count').text()).toBe('应到 9 人，实到 8 人')
    await press('attending-present', 1)
    expect(all('attending-reason')).toHaveLength(0)
    expect(by('attendance-count').text()).toBe('应到 9 人，实到 9 人')
    await press('attending-present', 1)
    expect(by('attendance-unmarked').text()).toContain('1')
    await press('activity-hold')
    expect(by('activity-error').text()).toContain('到会')
    await press('attending-absent', 1)
    await press('activity-hold')
    expect(requests('activity_edit').at(-1)).toMatchObject({ held: true })
    expect(by('activity-number').text()).toBe('〔2026〕第26号')
    expect(all('activity-hold')).toHaveLength(0)
  })

  it('replaces those who are expected and keeps what is noted of who stays', async () => {
    const { by, all, press } = await edit({ kind: 'members' })
    await press('attending-present')
    await press('attendance-everyone')
    expect(by('attendance-count').text()).toContain('应到 23 人')
    expect(all('attending-present')[0]!.attributes('aria-pressed')).toBe('true')
    await press('attendance-remove')
    expect(all('attendance-row')).toHaveLength(22)
  })

  it('asks only for names before its day, and says when the record comes', async () => {
    const { by, all } = await edit({ id: 'a26' })
    expect(all('attending-present')).toHaveLength(0)
    expect(all('attendance-row')).toHaveLength(10)
    expect(all('activity-hold')).toHaveLength(0)
    expect(by('sign-in-print').classes('p')).toBe(true)
  })

  it('is called off with a reason and restored', async () => {
    const { by, all, press } = await edit({ id: 'a26' })
    await press('activity-cancel')
    await by('activity-cancel-reason').setValue('与上级会议冲突')
    await by('activity-cancel-dialog').get('form').trigger('submit')
    await after()
    expect(requests('activity_cancel')).toMatchObject([{ id: 'a26', reason: '与上级会议冲突' }])
    expect(shown!.text()).toContain('这次活动已取消：与上级会议冲突')
    expect((by('activity-title').element as HTMLInputElement).disabled).toBe(true)
    await press('activity-restore')
    expect(all('activity-restore')).toHaveLength(0)
  })

  it('keeps what stands in the form when it could not be saved', async () => {
    const { by, press } = await edit({ id: 'a25' })
    broken.add('activity_edit')
    await by('activity-content').setValue('改过的内容')
    await press('activity-save')
    expect(by('activity-error').text()).toContain('disk_full')
    expect((by('activity-content').element as HTMLTextAreaElement).value).toBe('改过的内容')
    broken.clear()
    await press('activity-save')
    expect(requests('activity_edit').at(-1)).toMatchObject({ held: true, form: { content: '改过的内容' } })
    expect(by('activity-state').text()).toBe('已保存')
  })

  it('stores the hours of study in minutes', async () => {
    const { by, press } = await edit({ id: 'a25' })
    await by('activity-hours').setValue('1.5')
    await press('activity-save')
    expect(requests('activity_edit').at(-1)!.form!.minutes).toBe(90)
    await by('activity-hours').setValue('多')
    await press('activity-save')
    expect(requests('activity_edit')).toHaveLength(1)
  })
})
