import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { setCall } from '../src/api'
import { setAppearance } from '../src/app/appearance'
import { resetRoute, useRoute } from '../src/app/route'
import { setStatus } from '../src/app/session'
import ExampleTab from '../src/components/example/ExampleTab.vue'
import SuggestionTab from '../src/components/suggestion/SuggestionTab.vue'
import ToastList from '../src/components/shared/ToastList.vue'
import { dismiss, notify, takeNewest, useToasts } from '../src/composables/shared/toast'
import { makeI18n } from '../src/i18n'
import EventEditPage from '../src/pages/EventEditPage.vue'
import PersonPage from '../src/pages/PersonPage.vue'
import { show } from './help'
import { fakeCall, makeWorld } from './fake'

const toasts = useToasts()
const clear = () => [...toasts].forEach(({ id }) => dismiss(id))

beforeEach(() => {
  clear()
  setAppearance({ language: 'zh-CN' })
})
afterEach(() => {
  vi.useRealTimers()
  setCall()
  clear()
  document.body.innerHTML = ''
})

describe('toasts', () => {
  function list() {
    vi.useFakeTimers()
    return mount(ToastList, { global: { plugins: [makeI18n()] }, attachTo: document.body })
  }

  it('stand ten seconds when they offer something, longer while pointed at or focused, and can be shut', async () => {
    const wrapper = list()
    notify('已删除', { label: '撤销', run: () => {} })
    await vi.advanceTimersByTimeAsync(9_000)
    expect(toasts).toHaveLength(1)
    await wrapper.get('[data-testid="toast"]').trigger('pointerenter')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(toasts).toHaveLength(1)
    await wrapper.get('[data-testid="toast"]').trigger('pointerleave')
    await vi.advanceTimersByTimeAsync(10_500)
    expect(toasts).toHaveLength(0)
    notify('已保存')
    await vi.advanceTimersByTimeAsync(100)
    await wrapper.get('[data-testid="toast-close"]').trigger('click')
    expect(toasts).toHaveLength(0)
    wrapper.unmount()
  })

  it('stack up to three, and say the newest to who cannot see them', async () => {
    const wrapper = list()
    for (const n of [1, 2, 3, 4]) notify(`第 ${n} 条`, { label: '撤销', run: () => {} })
    await vi.advanceTimersByTimeAsync(10)
    expect(toasts.map(({ text }) => text)).toEqual(['第 2 条', '第 3 条', '第 4 条'])
    expect(wrapper.get('[role="status"]').text()).toBe('第 4 条')
    expect(wrapper.get('[role="status"]').attributes('aria-live')).toBe('polite')
    wrapper.unmount()
  })

  it('do what they offer once', () => {
    const run = vi.fn()
    notify('已删除', { label: '撤销', run })
    notify('已保存')
    expect(takeNewest()).toBe(true)
    expect(takeNewest()).toBe(false)
    expect(run).toHaveBeenCalledOnce()
  })
})

describe('what was just done', () => {
  const undo = async () => {
    expect(toasts.at(-1)?.action?.label).toBe('撤销')
    takeNewest()
    await flushPromises()
  }

  it('an event that was called off is there again', async () => {
    const page = await show(EventEditPage, { props: { id: 'e1' } })
    await page.by('event-cancel').trigger('click')
    const dialog = document.querySelector('dialog')!
    const field = dialog.querySelector('input')!
    field.value = '记错了人'
    field.dispatchEvent(new Event('input', { bubbles: true }))
    await flushPromises()
    dialog.querySelector('form')!.dispatchEvent(new Event('submit', { cancelable: true, bubbles: true }))
    await flushPromises()
    expect(page.world.events.find(({ id }) => id === 'e1')?.cancelled).toBe('记错了人')
    await undo()
    expect(page.world.events.find(({ id }) => id === 'e1')?.cancelled).toBeNull()
    expect(toasts.at(-1)?.text).toBe('已恢复。')
  })

  it('a person who was noted as gone is there again', async () => {
    const page = await show(PersonPage, { props: { id: 'p2' } })
    await page.by('person-more').trigger('click')
    await flushPromises()
    await page.by('person-leave').trigger('click')
    await page.by('person-leave-dialog').find('form').trigger('submit')
    await flushPromises()
    expect(page.world.people.find(({ id }) => id === 'p2')?.left).not.toBeNull()
    await undo()
    expect(page.world.people.find(({ id }) => id === 'p2')?.left).toBeNull()
  })

  it('a suggestion that was deleted is there again, with all that was noted', async () => {
    const page = await show(SuggestionTab, { world: { people: 30 } })
    const rows = () => page.all('suggestion-row').map((row) => row.text())
    const before = rows()
    expect(before.length).toBeGreaterThan(0)
    await page.by('suggestion-more').trigger('click')
    await flushPromises()
    await page.by('suggestion-edit').trigger('click')
    await flushPromises()
    await page.by('suggestion-delete').trigger('click')
    await flushPromises()
    expect(rows()).toHaveLength(before.length - 1)
    await undo()
    expect(rows().toSorted()).toEqual(before.toSorted())
  })

  it('a line of 作示范 that was deleted is there again', async () => {
    const page = await show(ExampleTab, { world: { people: 8 } })
    const lines = () => page.all('example-line').map((row) => row.text())
    await page.by('example-add').trigger('click')
    await flushPromises()
    await page.by('example-what').setValue('准时参加学习')
    await page.wrapper.find('dialog form').trigger('submit')
    await flushPromises()
    const before = lines()
    await page.all('example-edit').at(-1)!.trigger('click')
    await flushPromises()
    await page.by('example-delete').trigger('click')
    await flushPromises()
    expect(lines()).toHaveLength(before.length - 1)
    await undo()
    expect(lines()).toEqual(before)
  })

  it('says why when it cannot be brought back', async () => {
    const world = makeWorld()
    setCall(fakeCall(world, { event_restore: () => { throw { code: 'not_cancelled', detail: null } } }))
    setStatus(world.status)
    resetRoute()
    const page = await show(EventEditPage, { props: { id: 'e1' }, extra: { event_restore: () => { throw { code: 'not_cancelled', detail: null } } } })
    await page.by('event-cancel').trigger('click')
    const field = document.querySelector<HTMLInputElement>('dialog input')!
    field.value = '记错了'
    field.dispatchEvent(new Event('input', { bubbles: true }))
    document.querySelector('dialog form')!.dispatchEvent(new Event('submit', { cancelable: true, bubbles: true }))
    await flushPromises()
    await undo()
    expect(toasts.at(-1)?.text).toContain('没有撤销')
    expect(useRoute().current.value.page).not.toBe('event-edit')
  })
})
