import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'

import { setCall, type CalendarYear } from '../src/api'
import { useRoute } from '../src/app/route'
import { question } from '../src/composables/shared/ask'
import { choiceOf, likelyName, nextChoice, shownDays, weeksOf, withDay } from '../src/composables/rules/calendar_year'
import CalendarPage from '../src/pages/CalendarPage.vue'
import { viewOf } from './fake_calendar'
import { show } from './help'

afterEach(() => {
  setCall()
  question.value = null
  document.body.innerHTML = ''
})

describe('a year being edited', () => {
  const view = viewOf(2026, undefined)

  it('begins its weeks on Monday and leaves gaps at both ends', () => {
    const weeks = weeksOf(2026, 2)
    expect(weeks[0]).toEqual([null, null, null, null, null, null, '2026-02-01'])
    expect(weeksOf(2024, 2).flat().filter(Boolean)).toHaveLength(29)
    expect(weeksOf(2026, 11).flat().at(-1)).toBeNull()
  })

  it('knows what the arrangement makes of each day', () => {
    const days = shownDays(view, view.days)
    expect(days.get('2026-02-14')).toMatchObject({ workday: true, holiday: '春节', changed: false })
    expect(days.get('2026-02-16')).toMatchObject({ workday: false, holiday: '春节' })
    expect(days.get('2026-11-21')).toMatchObject({ workday: false, holiday: '' })
  })

  it('gives a day that is taken out of the plan back to the week', () => {
    const days = shownDays(view, withDay(view.days, '2026-02-14', 'usual', ''))
    expect(days.get('2026-02-14')).toMatchObject({ workday: false, holiday: '', changed: true })
    const friday = shownDays(view, withDay(view.days, '2026-10-02', 'usual', ''))
    expect(friday.get('2026-10-02')).toMatchObject({ workday: true, changed: true })
  })

  it('goes from usual to off to worked and back, in the order of the calendar', () => {
    expect(['usual', 'off', 'work'].map((one) => nextChoice(one as 'usual'))).toEqual(['off', 'work', 'usual'])
    const plan = withDay(view.days, '2026-01-05', 'off', '元旦')
    expect(choiceOf(plan, '2026-01-05')).toBe('off')
    expect(plan.map((one) => one.day)).toEqual([...plan.map((one) => one.day)].sort())
  })

  it('proposes the name of the holiday nearby', () => {
    expect(likelyName(view.days, '2026-02-13', '本单位安排')).toBe('春节')
    expect(likelyName(view.days, '2026-07-15', '本单位安排')).toBe('本单位安排')
  })
})

async function open(extra = {}, props = {}) {
  const shown = await show(CalendarPage, { extra, props })
  await flushPromises()
  const day = (which: string) => shown.wrapper.get(`[data-day="${which}"]`)
  return { ...shown, day }
}

describe('calendar page', () => {
  it('tells days off and make-up days by words', async () => {
    const { all, by, day } = await open()
    expect(all('calendar-day')).toHaveLength(365)
    expect(day('2026-02-14').get('i').attributes('data-mark')).toBe('班')
    expect(day('2026-02-14').attributes('aria-label')).toContain('春节调休上班')
    expect(day('2026-02-16').get('i').attributes('data-mark')).toBe('休')
    expect(day('2026-11-21').attributes('aria-label')).toContain('休息日')
    expect(by('calendar-workdays').text()).toBe('全年 248 个工作日')
    expect(by('calendar-source').text()).toContain('国务院办公厅已公布')
  })

  it('says that nothing is fetched from the network', async () => {
    const { wrapper } = await open()
    expect(wrapper.text()).toMatch(/国务院办公厅.*本程序不联网/s)
  })

  it('marks a year that is not announced', async () => {
    const { by } = await open()
    await by('calendar-next').trigger('click')
    await flushPromises()
    expect(by('calendar-source').text()).toBe('未公布，暂按法定节假日推算')
    expect(by('calendar-reset').exists()).toBe(false)
  })

  it('takes a day through 休 and 班 and counts the working days anew', async () => {
    const { by, day } = await open()
    await day('2026-02-13').trigger('click')
    expect(day('2026-02-13').attributes('data-kind')).toBe('off')
    expect(by('calendar-workdays').text()).toBe('全年 247 个工作日')
    expect((by('calendar-name').element as HTMLInputElement).value).toBe('春节')
    await day('2026-02-13').trigger('click')
    expect(day('2026-02-13').attributes('data-kind')).toBe('made')
    await day('2026-02-13').trigger('click')
    expect(day('2026-02-13').attributes('data-kind')).toBe('work')
    expect(by('calendar-preview').exists()).toBe(false)
  })

  it('stores a named day only after its preview', async () => {
    let stored: CalendarYear | undefined
    const { by, day } = await open({ calendar_set: (year: CalendarYear) => ((stored = year), { calendar: viewOf(2026, year.days), changes: [] }) })
    await day('2026-07-15').trigger('click')
    await by('calendar-name').setValue('抗洪抢险')
    await by('calendar-name').trigger('change')
    expect(by('calendar-save').exists()).toBe(false)
    await by('calendar-preview').trigger('click')
    await flushPromises()
    expect(by('changes-none').exists()).toBe(true)
    await by('calendar-save').trigger('click')
    await flushPromises()
    expect(stored!.days.find((one) => one.day === '2026-07-15')).toEqual({ day: '2026-07-15', name: '抗洪抢险', off: true })
    expect(by('calendar-source').text()).toBe('本单位导入或修改')
  })

  it('imports the file of another year, shows what moves, stores it and takes it back', async () => {
    const { by, all, day, world } = await open()
    await by('calendar-import').trigger('click')
    await flushPromises()
    expect(day('2027-02-20').get('i').attributes('data-mark')).toBe('班')
    expect(all('change-row')[0]!.text()).toMatch(/刘磊.*改期/s)
    const duty = () => world.events.find((event) => event.id === 'e6')!.duties.find((one) => one.part === 'after')!
    expect(duty().provisional).toBe(true)
    await by('calendar-save').trigger('click')
    await flushPromises()
    expect(duty().provisional).toBe(false)
    await by('calendar-reset').trigger('click')
    await flushPromises()
    question.value!.answer(true)
    await flushPromises()
    expect(by('calendar-source').text()).toContain('未公布')
  })

  it('walks by the keyboard with one stop for the whole year', async () => {
    const { wrapper, by } = await open()
    expect(wrapper.findAll('[data-testid="calendar-day"][tabindex="0"]').map((one) => one.attributes('data-day'))).toEqual(['2026-11-23'])
    await wrapper.get('[data-day="2026-11-23"]').trigger('keydown', { key: 'ArrowUp' })
    await flushPromises()
    expect((document.activeElement as HTMLElement).dataset.day).toBe('2026-11-16')
    expect(by('calendar-panel').text()).toContain('2026年11月16日')
  })

  it('asks before another year takes the place of unsaved days', async () => {
    const { by, day } = await open()
    await day('2026-02-13').trigger('click')
    await by('calendar-next').trigger('click')
    await flushPromises()
    expect(question.value).not.toBeNull()
    question.value!.answer(false)
    await flushPromises()
    expect(day('2026-02-13').attributes('data-kind')).toBe('off')
    const leaving = useRoute().go('today')
    question.value!.answer(false)
    expect(await leaving).toBe(false)
  })

  it('says what is wrong with a file and keeps the year', async () => {
    const refuse = () => {
      throw { code: 'bad_calendar', detail: 'form' }
    }
    const { by, all } = await open({ calendar_choose: refuse })
    await by('calendar-import').trigger('click')
    await flushPromises()
    expect(by('calendar-error').attributes('data-code')).toBe('bad_calendar')
    expect(all('calendar-day')).toHaveLength(365)
  })
})
