import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'

import { setCall, type DutyDefer, type DutyExempt } from '../src/api'
import { useRoute } from '../src/app/route'
import { question } from '../src/composables/shared/ask'
import { useToasts } from '../src/composables/shared/toast'
import EventsPage from '../src/pages/EventsPage.vue'
import RoutinePage from '../src/pages/RoutinePage.vue'
import TodayPage from '../src/pages/TodayPage.vue'
import { show } from './help'

afterEach(() => {
  setCall()
  document.body.innerHTML = ''
})

describe('exempting', () => {
  it('needs a reason and a name, the secretary’s to begin with, and takes the line away', async () => {
    const { by, world } = await show(TodayPage)
    await by('duty-menu').trigger('click')
    await by('duty-exempt').trigger('click')
    await flushPromises()
    expect((by('duty-by').element as HTMLInputElement).value).toBe('甲书记')
    await by('duty-reason').trigger('submit')
    expect(by('duty-lacking').text()).toBe('请写一句原因。')
    await by('duty-reason').setValue('已调往外单位帮扶')
    await by('duty-by').setValue(' ')
    await by('duty-reason').trigger('submit')
    expect(by('duty-lacking').text()).toBe('请写明由谁决定。')
    await by('duty-by').setValue('支部委员会')
    await by('duty-reason').trigger('submit')
    await flushPromises()
    expect(by('today-overdue').exists()).toBe(false)
    expect(by('duty-dialog').exists()).toBe(false)
    expect(world.events[0]!.duties[0]!.closed).toEqual({ how: 'exempt', reason: '已调往外单位帮扶', by: '支部委员会' })
    expect(useToasts().at(-1)?.text).toBe('已免除。')
  })

  it('takes several ticked lines at once', async () => {
    const asked = vi.fn((request: DutyExempt) => (request.ids.length ? [] : []))
    const { by, all } = await show(TodayPage, { extra: { duty_exempt: asked } })
    await by('today-pick').trigger('click')
    expect(by('picked-exempt').attributes('disabled')).toBeDefined()
    await all('duty-pick')[0]!.setValue(true)
    await all('duty-pick')[2]!.setValue(true)
    await all('duty-pick')[2]!.setValue(false)
    await all('duty-pick')[1]!.setValue(true)
    expect(by('duty-picked').text()).toContain('已选 2 项')
    await by('picked-exempt').trigger('click')
    await flushPromises()
    expect(by('duty-dialog').find('h2').text()).toBe('免除这 2 项')
    await by('duty-reason').setValue('单位撤并')
    await by('duty-reason').trigger('submit')
    await flushPromises()
    expect(asked.mock.calls[0]![0]).toMatchObject({ ids: ['e4-p3-0', expect.any(String)], reason: '单位撤并', by: '甲书记' })
    expect(by('duty-picked').exists()).toBe(false)
  })

  it('stays with what was entered when the program refuses', async () => {
    const { by } = await show(TodayPage, {
      extra: {
        duty_exempt: () => {
          throw { code: 'disk_full', detail: null }
        },
      },
    })
    await by('duty-menu').trigger('click')
    await by('duty-exempt').trigger('click')
    await by('duty-reason').setValue('已调走')
    await by('duty-reason').trigger('submit')
    await flushPromises()
    expect(by('duty-dialog').find('[data-testid="error-note"]').attributes('data-code')).toBe('disk_full')
    expect((by('duty-reason').element as HTMLInputElement).value).toBe('已调走')
  })
})

describe('putting off', () => {
  it('takes only a later day, and says what on time is judged by', async () => {
    const asked = vi.fn((_: DutyDefer) => [])
    const { by } = await show(TodayPage, { extra: { duty_defer: asked } })
    await by('duty-menu').trigger('click')
    await by('duty-defer').trigger('click')
    await flushPromises()
    expect(by('duty-dialog').text()).toContain('仍以原定的2026年11月20日为准')
    await by('duty-reason').setValue('本人住院')
    await by('duty-defer-day').setValue('2026-11-20')
    await by('duty-reason').trigger('submit')
    expect(by('duty-lacking').text()).toContain('要晚于现在的到期日（2026年11月20日）')
    expect(asked).not.toHaveBeenCalled()
    await by('duty-defer-day').setValue('2026-11-27')
    await by('duty-reason').trigger('submit')
    await flushPromises()
    expect(asked).toHaveBeenCalledWith({ ids: ['e4-p3-0'], due: '2026-11-27', reason: '本人住院' })
  })

  it('is not for the part before an event, alone or among several', async () => {
    const asked = vi.fn((_: DutyDefer) => [])
    const { by, all } = await show(TodayPage, { extra: { duty_defer: asked } })
    const row = by('today-week').findAll('[data-testid="duty-row"]').find((one) => one.attributes('data-person') === '陈敏')!
    await row.find('[data-testid="duty-menu"]').trigger('click')
    expect(row.find('[data-testid="duty-defer"]').exists()).toBe(false)
    expect(row.find('[data-testid="duty-exempt"]').exists()).toBe(true)
    await by('today-pick').trigger('click')
    for (const tick of all('duty-pick').slice(0, 4)) await tick.setValue(true)
    await by('picked-defer').trigger('click')
    await by('duty-defer-day').setValue('2026-12-30')
    await by('duty-reason').setValue('出差')
    await by('duty-reason').trigger('submit')
    expect(by('duty-lacking').text()).toContain('陈敏的“受奖之前”只能在事前办')
    expect(asked).not.toHaveBeenCalled()
  })

  it('moves the line and keeps the first day in sight', async () => {
    const { by } = await show(TodayPage)
    await by('duty-menu').trigger('click')
    await by('duty-defer').trigger('click')
    await by('duty-reason').setValue('本人住院')
    await by('duty-defer-day').setValue('2026-11-27')
    await by('duty-reason').trigger('submit')
    await flushPromises()
    expect(by('today-overdue').exists()).toBe(false)
    const row = by('today-week').findAll('[data-testid="duty-row"]').find((one) => one.attributes('data-person') === '周刚华')!
    expect(row.text()).toContain('周五　11月27日')
    expect(row.text()).toContain('原定11月20日')
  })
})

describe('a routine', () => {
  const props = { kind: 'yearly_talk', due: '2026-12-31' }

  it('lists who is still owed and with whom it was had', async () => {
    const { by, all } = await show(RoutinePage, { props })
    expect(by('routine-lead').text()).toBe('2026年12月31日前办完，已谈 4/10 人。')
    expect(all('duty-row')).toHaveLength(6)
    await by('routine-met').trigger('click')
    expect(all('duty-row')).toHaveLength(4)
    await by('duty-look').trigger('click')
    await flushPromises()
    expect(useRoute().current.value).toEqual({ page: 'talk-edit', id: 'talk-1' })
  })

  it('exempts, shows it there, and takes it back', async () => {
    const { by, all } = await show(RoutinePage, { props })
    const name = all('duty-row')[0]!.attributes('data-person')
    await by('duty-menu').trigger('click')
    await by('duty-exempt').trigger('click')
    await by('duty-reason').setValue('全年在外挂职')
    await by('duty-reason').trigger('submit')
    await flushPromises()
    expect(all('duty-row')).toHaveLength(5)
    await by('routine-exempt').trigger('click')
    expect(by('duty-row').attributes('data-person')).toBe(name)
    expect(by('duty-row').text()).toContain('全年在外挂职（甲书记决定）')
    await by('duty-reopen').trigger('click')
    question.value!.answer(true)
    await flushPromises()
    await by('routine-open').trigger('click')
    expect(all('duty-row')).toHaveLength(6)
  })

  it('stays usable with three hundred people: pages, and a filter', async () => {
    const { by, all } = await show(RoutinePage, { props, world: { people: 300 } })
    expect(all('duty-row')).toHaveLength(50)
    await by('pager-next').trigger('click')
    expect(all('duty-row')).toHaveLength(50)
    await by('routine-filter').setValue('阿不都热依木·买买提江')
    expect(all('duty-row').map((row) => row.attributes('data-person'))).toEqual(['阿不都热依木·买买提江·吐尔逊'])
  })
})

describe('the list of events', () => {
  it('shows spans, months and where an event comes from; routines only when asked', async () => {
    const { by, all, wrapper } = await show(EventsPage, { world: { full: true } })
    const row = (id: string) => wrapper.find(`[data-testid="event-row"][data-id="${id}"]`)
    expect(row('e9').text()).toContain('11月16日—20日')
    expect(row('e9').find('[data-testid="event-origin"]').text()).toBe('来自加班记录')
    expect(row('e8').text()).toContain('2026年10月')
    const without = all('event-row').length
    await by('event-routines').setValue(true)
    await flushPromises()
    expect(all('event-row').length).toBe(without + 20)
  })

  it('takes back that one was called off', async () => {
    const { all, by, world } = await show(EventsPage, { extra: {} })
    expect(by('event-restore').exists()).toBe(false)
    world.events[0]!.cancelled = '记错了人'
    world.events[0]!.duties[0]!.closed = { how: 'withdrawn', reason: '记错了人' }
    await by('event-routines').setValue(true)
    await flushPromises()
    await by('event-restore').trigger('click')
    question.value!.answer(true)
    await flushPromises()
    expect(world.events[0]!.cancelled).toBeNull()
    expect(world.events[0]!.duties[0]!.closed).toBeNull()
    expect(all('event-restore')).toHaveLength(0)
  })
})
