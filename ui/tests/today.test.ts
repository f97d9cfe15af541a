import { flushPromises } from '@vue/test-utils'
import { afterEach, expect, it, vi } from 'vitest'

import { setCall } from '../src/api'
import { useRoute } from '../src/app/route'
import { useToasts } from '../src/composables/shared/toast'
import TodayPage from '../src/pages/TodayPage.vue'
import { fakeCall, makeWorld } from './fake'
import { show } from './help'

afterEach(() => {
  setCall()
  document.body.innerHTML = ''
})

it('lists what is owed by urgency, with person, why and until when', async () => {
  const { by, all, wrapper } = await show(TodayPage)
  expect(by('today-sentence').text()).toBe('一项逾期，今天到期两项，本周还有三项。')
  expect(all('duty-row')).toHaveLength(9)
  const overdue = by('today-overdue')
  expect(overdue.find('h2').text()).toBe('逾期 1')
  expect(overdue.find('[data-testid="duty-due"]').text()).toBe('逾期 1 个工作日')
  expect(by('today-due').findAll('li').map((row) => row.attributes('data-person'))).toEqual(['高辉刚', '李志国'].reverse())
  expect(by('today-week').text()).toContain('受奖之前')
  expect(by('today-week').text()).toContain('周四　11月26日')
  expect(by('today-later').text()).toContain('暂定')
  expect(wrapper.text()).not.toMatch(/today\.|common\.|rules\./)
})

it('asks why a talk before an event was not had, in a section of its own', async () => {
  const { by, world } = await show(TodayPage, { world: { full: true } })
  const section = by('today-missed')
  expect(section.find('[data-testid="duty-row"]').attributes('data-person')).toBe('郑海涛')
  expect(by('today-overdue').text()).not.toContain('郑海涛')
  expect(section.find('[data-testid="duty-record"]').exists()).toBe(false)
  await section.find('[data-testid="duty-missed"]').trigger('click')
  await by('duty-dialog-save').trigger('submit')
  expect(by('duty-lacking').text()).toBe('请写一句原因。')
  await by('duty-reason').setValue('任命当天才接到通知')
  await by('duty-reason').trigger('submit')
  await flushPromises()
  expect(by('today-missed').exists()).toBe(false)
  const closed = world.events.find((event) => event.id === 'e7')!.duties[0]!.closed
  expect(closed).toEqual({ how: 'missed', reason: '任命当天才接到通知' })
})

it('shows the first twenty of many, and more on a press', async () => {
  const { by } = await show(TodayPage, { world: { crowd: 150 } })
  const rows = () => by('today-overdue').findAll('[data-testid="duty-row"]')
  expect(rows()).toHaveLength(20)
  await by('duty-show-more').trigger('click')
  expect(rows()).toHaveLength(100)
  await by('duty-show-more').trigger('click')
  expect(rows()).toHaveLength(151)
  expect(by('duty-show-more').exists()).toBe(false)
})

it('says how many are left out when only the next ones came', async () => {
  const world = makeWorld()
  const view = (await fakeCall(world)('today_get', {}))
  const { by } = await show(TodayPage, { extra: { today_get: () => ({ ...view, later_count: 260 }) } })
  expect(by('today-later').find('h2').text()).toBe('将到 260')
  expect(by('today-later').text()).toContain(`其余 ${260 - view.later.length} 项临近时再列出`)
})

it('marks a day that was put off with the first one', async () => {
  const { by } = await show(TodayPage, { world: { full: true } })
  const row = by('today-week').findAll('[data-testid="duty-row"]').find((one) => one.attributes('data-person') === '冯玉兰')!
  expect(row.text()).toContain('顺延，原定11月19日')
  await row.find('[data-testid="duty-why"]').trigger('click')
  expect(row.find('[data-testid="explain-deferral"]').text()).toContain('11月19日 → 11月26日，原因：本人出差，回来后再谈')
  await row.find('[data-testid="explain-brief"]').trigger('click')
  await flushPromises()
  expect(useRoute().current.value).toMatchObject({ page: 'brief', duty: 'e11-p115-0' })
})

it('stands the routines, promises, birthdays, knowing and figures beside it', async () => {
  const { by, all } = await show(TodayPage)
  const routine = all('routine-row')[0]!
  expect(routine.text()).toContain('年度谈心谈话')
  expect(routine.text()).toContain('已谈 4/10 人')
  expect(all('promise-row').map((row) => row.text())[0]).toContain('逾期 3 天')
  expect(all('birthday-row').map((row) => row.find('small').text())).toEqual(['公历生日，满 36 岁', '政治生日，入党 19 年', '农历十月二十'])
  expect(all('knowing-row')[1]!.text()).toContain('3 项未知，1 项过期')
  // 29 of 29 + 2 + 0 + 1.
  expect(by('today-rate').text()).toBe('90.6%')
  expect(by('figure-overdue').text()).toBe('1')
  await by('today-knowing-all').trigger('click')
  await flushPromises()
  expect(useRoute().current.value.page).toBe('knowing')
  await routine.find('button').trigger('click')
  await flushPromises()
  expect(useRoute().current.value).toEqual({ page: 'routine', kind: 'yearly_talk', due: '2026-12-31' })
})

it('leads to the record and explains the day', async () => {
  const { by } = await show(TodayPage)
  await by('duty-why').trigger('click')
  const said = by('duty-explain').text()
  for (const part of ['2026年11月17日（星期二）', '三六工作法 第1版', '第 1—3 个工作日', '11月18日—20日', '2026年11月20日（星期五）']) {
    expect(said).toContain(part)
  }
  await by('duty-record').trigger('click')
  await flushPromises()
  expect(useRoute().current.value).toEqual({ page: 'talk-edit', duty: 'e4-p3-0' })
})

it('prints the blank sheet of the duty', async () => {
  const print = vi.fn(() => ({ papers: [{ number: 28, number_text: '000028', pages: 1, older: [] }] }))
  const { by } = await show(TodayPage, { extra: { sheet_print: print } })
  await by('duty-blank').trigger('click')
  await by('duty-blank-print').trigger('click')
  await flushPromises()
  expect(print).toHaveBeenCalledWith({ sheet: 'talk_blank', person: 'p3', duty: 'e4-p3-0' })
  expect(useToasts().at(-1)?.text).toBe('已送到打印机，表格编号 000028。')
})

it('says what to do first when there is nobody, and when there is no event', async () => {
  const nobody = await show(TodayPage, { world: { people: 0 } })
  expect(nobody.by('today-empty').text()).toContain('导入花名册')
  const nothing = await show(TodayPage, { world: { events: false } })
  expect(nothing.by('today-empty').text()).toContain('记一件事由')
})

it('reads in English with the fallback of no key', async () => {
  const { by, wrapper } = await show(TodayPage, { language: 'en' })
  expect(by('today-sentence').text()).toBe('1 overdue, 2 due today, 3 more this week.')
  expect(by('duty-due').text()).toBe('1 working day overdue')
  expect(wrapper.text()).toContain('Change of post')
})

it('says what went wrong and what to do', async () => {
  const { by } = await show(TodayPage, {
    extra: {
      sheet_print: () => {
        throw { code: 'printer_missing', detail: null }
      },
    },
  })
  await by('duty-blank').trigger('click')
  await by('duty-blank-print').trigger('click')
  await flushPromises()
  expect(by('error-note').text()).toContain('没有找到打印机')
  expect(by('error-note').attributes('data-code')).toBe('printer_missing')
})

it('leads to recording an event with one press', async () => {
  const { by } = await show(TodayPage)
  await by('today-add').trigger('click')
  await flushPromises()
  expect(useRoute().current.value).toEqual({ page: 'event-edit' })
})
