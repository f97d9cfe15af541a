// @vitest-environment happy-dom
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { setCall, type Commands } from '../src/api'
import { resetRoute, useRoute } from '../src/app/route'
import { setStatus } from '../src/app/session'
import { makeI18n } from '../src/i18n'
import EventEditPage from '../src/pages/EventEditPage.vue'
import { fakeCall, makeWorld } from './fake'

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
  const world = makeWorld()
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
    expect(requests('event_preview')).toEqual([{ kind: 'post_change', persons: ['p1'], day: '2026-11-23', note: '' }])
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
    expect(page.findAll('[data-testid=preview-row]')[0]!.text()).toMatch(/会前谈已来不及，将记为未办|Too late/)
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
    expect(requests('event_create')).toEqual([{ kind: 'illness', persons: ['p1'], day: '2026-11-23', note: '' }])
    expect(useRoute().current.value.page).toBe('today')
  })

  it('calls an event off with a reason', async () => {
    const page = show({ id: 'e2' })
    await settled()
    await page.get('[data-testid=event-cancel]').trigger('click')
    expect(page.get('[data-testid=event-cancel-confirm]').attributes('disabled')).toBeDefined()
    await page.get('[data-testid=event-cancel-reason]').setValue('表彰改期')
    await page.get('[data-testid=event-cancel-confirm]').trigger('click')
    await settled()
    expect(requests('event_cancel')).toEqual([{ id: 'e2', reason: '表彰改期' }])
  })
})
