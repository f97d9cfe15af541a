// @vitest-environment happy-dom
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { setCall, type Commands } from '../src/api'
import { resetRoute, useRoute } from '../src/app/route'
import { setStatus } from '../src/app/session'
import { question } from '../src/composables/shared/ask'
import { makeI18n } from '../src/i18n'
import EventEditPage from '../src/pages/EventEditPage.vue'
import { fakeCall, makeWorld, RULES } from './fake'

type Asked = { [K in keyof Commands]: [K, Commands[K][0]] }[keyof Commands]
let asked: Asked[] = []
const requests = (name: string) => asked.filter(([each]) => each === name).map(([, request]) => request)

function show(params: { id?: string; person?: string } = {}) {
  resetRoute({ page: 'event-edit', ...params })
  return mount(EventEditPage, { props: params, global: { plugins: [makeI18n()] }, attachTo: document.body })
}

const settled = async () => {
  await flushPromises()
  await vi.advanceTimersByTimeAsync(500)
  await flushPromises()
}

beforeEach(() => {
  vi.useFakeTimers()
  const world = makeWorld({ full: true })
  const fake = fakeCall(world)
  asked = []
  setCall(((name: never, request: never) => (asked.push([name, request]), fake(name, request))) as never)
  setStatus(world.status)
})
afterEach(() => {
  vi.useRealTimers()
  setCall()
  document.body.innerHTML = ''
})

describe('logging an event', () => {
  it('asks what becomes owed as soon as who, what and when are there', async () => {
    const page = show({ person: 'p1' })
    await settled()
    expect(requests('event_preview')).toEqual([])
    await page.get('[data-testid=event-kind-post_change]').trigger('click')
    await settled()
    expect(requests('event_preview')).toEqual([{ kind: 'post_change', persons: ['p1'], day: '2026-11-23', month_only: false, joint: false, note: '' }])
    expect(page.findAll('[data-testid=preview-row]')).toHaveLength(1)
    expect(page.get('[data-testid=preview-due]').attributes('data-due')).toBe('2026-11-30')
    await page.get('[data-testid=event-note]').setValue('由征收岗转综合岗')
    await settled()
    expect(requests('event_preview')).toHaveLength(1)
    await page.get('[data-testid=event-day-1]').trigger('click')
    await settled()
    expect(requests('event_preview')[1]).toMatchObject({ day: '2026-11-22' })
  })

  it('says that a talk beforehand comes too late', async () => {
    const fake = fakeCall()
    setCall((async (name: never, request: never) => {
      const answer = (await fake(name, request)) as never as Commands['event_preview'][1]
      if (name === ('event_preview' as never)) answer.duties[0]!.state = { state: 'missed' }
      return answer
    }) as never)
    const page = show({ person: 'p4' })
    await settled()
    await page.get('[data-testid=event-kind-award]').trigger('click')
    await settled()
    expect(page.findAll('[data-testid=preview-row]')[0]!.text()).toMatch(/事前谈已来不及，将记为未办|Too late/)
  })

  it('needs two parties for a conflict and does not ask before', async () => {
    const page = show({ person: 'p5' })
    await settled()
    await page.get('[data-testid=event-kind-conflict]').trigger('click')
    await page.get('[data-testid=event-save]').trigger('click')
    await settled()
    expect(requests('event_preview')).toEqual([])
    expect(requests('event_create')).toEqual([])
    expect(page.find('[data-testid=event-error]').exists()).toBe(true)
  })

  it('saves and goes to the first page', async () => {
    const page = show({ person: 'p1' })
    await settled()
    await page.get('[data-testid=event-kind-illness]').trigger('click')
    await page.get('[data-testid=event-save]').trigger('click')
    await settled()
    expect(requests('event_create')).toEqual([{ kind: 'illness', persons: ['p1'], day: '2026-11-23', month_only: false, joint: false, note: '' }])
    expect(useRoute().current.value.page).toBe('today')
  })

  it('calls an event off with a reason', async () => {
    const page = show({ id: 'e2' })
    await settled()
    await page.get('[data-testid=event-cancel]').trigger('click')
    await page.get('[data-testid=event-cancel-dialog] form').trigger('submit')
    expect(page.get('[data-testid=event-cancel-lacking]').text()).not.toBe('')
    expect(requests('event_cancel')).toEqual([])
    await page.get('[data-testid=event-cancel-reason]').setValue('表彰改期')
    await page.get('[data-testid=event-cancel-dialog] form').trigger('submit')
    await settled()
    expect(requests('event_cancel')).toEqual([{ id: 'e2', reason: '表彰改期' }])
    // Back to where the event was opened from.
    expect(useRoute().current.value.page).toBe('events')
  })

  it('calls off, not saves, when Enter is pressed in the reason', async () => {
    const page = show({ id: 'e2' })
    await settled()
    await page.get('[data-testid=event-cancel]').trigger('click')
    await page.get('[data-testid=event-cancel-reason]').setValue('表彰改期')
    await page.get('[data-testid=event-cancel-reason]').trigger('keydown', { key: 'Enter' })
    await settled()
    expect(requests('event_cancel')).toHaveLength(1)
    expect(requests('event_edit')).toEqual([])
  })

  it('takes a month where the day is not known', async () => {
    const page = show({ person: 'p1' })
    await settled()
    await page.get('[data-testid=event-kind-post_change]').trigger('click')
    await page.get('[data-testid=event-month-only]').setValue(true)
    await page.get('[data-testid=event-month]').setValue('9')
    await settled()
    expect(page.find('[data-testid=event-day]').exists()).toBe(false)
    // From the last day of September, over the National Day holiday.
    expect(page.get('[data-testid=preview-due]').attributes('data-due')).toBe('2026-10-13')
    await page.get('[data-testid=event-save]').trigger('click')
    await settled()
    expect(requests('event_create')).toMatchObject([{ day: '2026-09-01', month_only: true }])
  })

  it('offers a joint talk only where the rules have one', async () => {
    const page = show({ person: 'p5' })
    await settled()
    await page.get('[data-testid=event-person]').setValue('孙国磊')
    await page.get('[data-testid=event-person]').trigger('keydown', { key: 'Enter' })
    expect(page.find('[data-testid=event-joint]').exists()).toBe(false)
    await page.get('[data-testid=event-kind-conflict]').trigger('click')
    await page.get('[data-testid=event-joint]').setValue(true)
    await settled()
    expect(requests('event_preview').at(-1)).toMatchObject({ joint: true })
    expect(page.findAll('[data-testid=preview-row]').map((row) => row.text()).join()).toContain('各方一起')
    // Another kind takes the wish back.
    await page.get('[data-testid=event-kind-illness]').trigger('click')
    await page.get('[data-testid=event-save]').trigger('click')
    await settled()
    expect(requests('event_create')).toMatchObject([{ kind: 'illness', joint: false }])
  })

  it('does not offer kinds that are switched off, but keeps the one of a stored event', async () => {
    const off = (kind: string) => ({ ...RULES, kinds: RULES.kinds.map((row) => (row.kind === kind ? { ...row, off: true } : row)) })
    setCall(fakeCall(makeWorld(), { rules_get: () => off('illness') }))
    const fresh = show({ person: 'p1' })
    await settled()
    expect(fresh.find('[data-testid=event-kind-illness]').exists()).toBe(false)
    expect(fresh.find('[data-testid=event-kind-injury]').exists()).toBe(true)
    fresh.unmount()
    const kept = show({ id: 'e1' })
    await settled()
    expect(kept.get('[data-testid=event-kind-illness]').attributes('aria-checked')).toBe('true')
  })

  it('goes on by Enter to what still lacks, and saves by Enter on the chosen kind', async () => {
    const page = show()
    await settled()
    const who = page.get('[data-testid=event-person]')
    expect(document.activeElement).toBe(who.element)
    await who.setValue('ghg')
    await who.trigger('keydown', { key: 'Enter' })
    await page.get('form').trigger('submit')
    expect((document.activeElement as HTMLElement).dataset.testid).toBe('event-kind-new_arrival')
    const kinds = page.get('[data-testid=event-kinds]')
    await kinds.trigger('keydown', { key: 'ArrowRight' })
    await kinds.trigger('keydown', { key: 'ArrowRight' })
    expect(page.get('[data-testid=event-kind-post_change]').attributes('aria-checked')).toBe('true')
    expect(page.findAll('[data-testid=event-kinds] [tabindex="0"]')).toHaveLength(1)
    await kinds.trigger('keydown', { key: 'Enter', isComposing: true })
    expect(requests('event_create')).toEqual([])
    await kinds.trigger('keydown', { key: 'Enter' })
    await settled()
    expect(requests('event_create')).toMatchObject([{ kind: 'post_change', persons: ['p1'], day: '2026-11-23' }])
  })
})

describe('changing an event', () => {
  it('shows what would move, come and go before it is saved', async () => {
    const page = show({ id: 'e4' })
    await settled()
    expect(requests('event_difference')).toEqual([])
    await page.get('[data-testid=event-day-1]').trigger('click')
    await settled()
    const row = page.get('[data-testid=change-row]')
    expect(row.attributes('data-change')).toBe('moved')
    expect(row.text()).toContain('11月20日 → 周三　11月25日')
    await page.get('[data-testid=event-kind-award]').trigger('click')
    await settled()
    expect(page.findAll('[data-testid=change-row]').map((one) => one.attributes('data-change'))).toEqual(['new', 'withdrawn', 'missed'])
    expect(requests('event_edit')).toEqual([])
  })

  it('says when nothing moves, with what stays folded away', async () => {
    const page = show({ id: 'e4' })
    await settled()
    await page.get('[data-testid=event-note]').setValue('办税差错被县局通报，已整改')
    await settled()
    expect(page.find('[data-testid=event-unchanged]').exists()).toBe(true)
    expect(page.get('[data-testid=event-same-duties]').attributes('open')).toBeUndefined()
    expect(page.get('[data-testid=event-same-duties]').text()).toContain('不变的 1 项')
  })

  it('takes back that it was called off', async () => {
    const world = makeWorld()
    world.events.find((event) => event.id === 'e4')!.cancelled = '记错了'
    setCall(fakeCall(world))
    const page = show({ id: 'e4' })
    await settled()
    expect(page.find('[data-testid=event-save]').exists()).toBe(false)
    await page.get('[data-testid=event-restore]').trigger('click')
    await settled()
    expect(world.events.find((event) => event.id === 'e4')!.cancelled).toBeNull()
    expect(page.find('[data-testid=event-save]').exists()).toBe(true)
  })

  it('leaves what comes from overtime to the overtime entries', async () => {
    const page = show({ id: 'e9' })
    await settled()
    expect(page.get('[data-testid=event-derived]').text()).toContain('加班记录')
    expect(page.get('[data-testid=event-facts]').text()).toContain('11月16日—20日')
    expect(page.find('[data-testid=event-person]').exists()).toBe(false)
    await page.get('[data-testid=event-note]').setValue('征期连续加班')
    await settled()
    expect(requests('event_difference')).toEqual([])
    await page.get('[data-testid=event-save]').trigger('click')
    await settled()
    expect(requests('event_edit')).toMatchObject([{ id: 'e9', form: { kind: 'overtime', day: '2026-11-20', note: '征期连续加班' } }])
  })

  it('takes an exemption back where it is shown', async () => {
    const page = show({ id: 'e11' })
    await settled()
    const rows = page.get('[data-testid=event-duties]')
    expect(rows.text()).toContain('家属已找到工作，困难解除（甲书记决定）')
    await rows.get('[data-testid=duty-reopen]').trigger('click')
    question.value!.answer(true)
    await settled()
    expect(requests('duty_reopen')).toHaveLength(1)
    expect(page.get('[data-testid=event-duties]').find('[data-testid=duty-reopen]').exists()).toBe(false)
  })
})
