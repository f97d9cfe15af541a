import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import html from '../index.html?raw'
import { setCall } from '../src/api'
import { readAppearance, setAppearance, systemLanguage } from '../src/app/appearance'
import App from '../src/app/App.vue'
import { resetRoute, setGuard, useRoute } from '../src/app/route'
import { onBeforeLock, lock, setStatus, watchIdle } from '../src/app/session'
import { makeI18n } from '../src/i18n'
import { lockDelay, startLock } from '../src/lock'
import { fakeCall, makeWorld } from './fake'

beforeEach(() => {
  document.documentElement.innerHTML = ''
  setAppearance({ language: 'zh-CN' })
  vi.spyOn(location, 'reload').mockImplementation(() => {})
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
  setCall()
})

const element = <T extends HTMLElement>(id: string) => document.getElementById(id) as T

describe('lock page', () => {
  it('waits longer after each wrong password', () => {
    expect([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 50].map(lockDelay)).toEqual([0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60])
  })

  function open() {
    document.body.innerHTML = /<body>(.*)<\/body>/s.exec(html)![1]!
  }

  it('refuses a wrong password in words, then opens', async () => {
    open()
    const world = makeWorld({ state: 'locked' })
    setCall(fakeCall(world))
    await startLock()
    expect(element('lock').hidden).toBe(false)
    expect(element('lock-place').textContent).toBe(world.status.place)
    const password = element<HTMLInputElement>('lock-password')
    const submit = () => element('lock-form').dispatchEvent(new Event('submit', { cancelable: true }))
    password.value = '错的密码'
    submit()
    await flushPromises()
    expect(element('lock-error').textContent).toContain('密码不对')
    password.value = world.password
    submit()
    await vi.waitFor(() => expect(document.querySelector('[data-testid="nav-today"]')).not.toBeNull())
    expect(element('lock')).toBeNull()
  })

  it('goes to the first run where there is no ledger', async () => {
    open()
    setCall(fakeCall(makeWorld({ state: 'none' })))
    await startLock()
    await vi.waitFor(() => expect(document.querySelector('[data-testid="first-place"]')).not.toBeNull())
  })
})

it('speaks English only where the system does', () => {
  expect(['en-US', 'en', 'C', 'zh-CN', 'fr', undefined].map((tag) => systemLanguage(tag as string))).toEqual(['en', 'en', 'zh-CN', 'zh-CN', 'zh-CN', systemLanguage()])
  expect(readAppearance('#lang=en&theme=dark&size=huge')).toEqual({ language: 'en', theme: 'dark', size: 'huge' })
  expect(readAppearance('#theme=pink&size=13px')).toMatchObject({ theme: 'system', size: 'normal' })
})

describe('frame', () => {
  async function start(world = makeWorld()) {
    setCall(fakeCall(world))
    setStatus(world.status)
    resetRoute()
    const wrapper = mount(App, { global: { plugins: [makeI18n()] }, attachTo: document.body })
    await flushPromises()
    return wrapper
  }

  it('makes a ledger in the first run and begins', async () => {
    const world = makeWorld({ state: 'none' })
    const wrapper = await start(world)
    const by = (testid: string) => wrapper.find(`[data-testid="${testid}"]`)
    await vi.waitFor(() => expect(by('first-next').exists()).toBe(true))
    await by('first-next').trigger('submit')
    await by('first-password').setValue('短')
    await by('first-next').trigger('submit')
    expect(by('first-branch').exists()).toBe(false)
    await by('first-password').setValue('青山绿水 2026')
    await by('first-password2').setValue('青山绿水 2026')
    await by('first-next').trigger('submit')
    await by('first-branch').setValue('某县税务局第一支部')
    await by('first-secretary').setValue('甲书记')
    await by('first-create').trigger('submit')
    await flushPromises()
    expect(world.status.settings?.branch).toBe('某县税务局第一支部')
    await by('first-later').trigger('click')
    await by('first-empty').trigger('click')
    await flushPromises()
    expect(by('today-empty').exists()).toBe(true)
    wrapper.unmount()
  })

  it('shows counts in the navigation and goes to the pages', async () => {
    const wrapper = await start()
    expect(wrapper.find('[data-testid="nav-today"]').text()).toMatch(/^今日\s*6$/)
    for (const page of ['people', 'settings'] as const) {
      await wrapper.find(`[data-testid="nav-${page}"]`).trigger('click')
      await flushPromises()
      expect(useRoute().current.value.page).toBe(page)
    }
    wrapper.unmount()
  })

  it('does not leave unsaved work without being told to', async () => {
    const wrapper = await start()
    setGuard(() => false)
    expect(await useRoute().go('people')).toBe(false)
    setGuard(() => true)
    expect(await useRoute().go('people')).toBe(true)
    wrapper.unmount()
  })
})

describe('locking', () => {
  it('stores what is open first and then loads the page anew', async () => {
    const world = makeWorld()
    setCall(fakeCall(world))
    const store = vi.fn(async () => {})
    const forget = onBeforeLock(store)
    await lock()
    forget()
    expect(store).toHaveBeenCalledOnce()
    expect(world.status.unlocked).toBe(false)
    expect(location.reload).toHaveBeenCalledOnce()
  })

  it('does not wait long for what cannot be stored', async () => {
    vi.useFakeTimers()
    const world = makeWorld()
    setCall(fakeCall(world))
    const forget = onBeforeLock(() => new Promise(() => {}))
    const locked = lock()
    await vi.advanceTimersByTimeAsync(1400)
    expect(world.status.unlocked).toBe(true)
    await vi.advanceTimersByTimeAsync(200)
    await locked
    forget()
    expect(world.status.unlocked).toBe(false)
  })

  it('happens by itself after a while without a key', () => {
    vi.useFakeTimers()
    const onIdle = vi.fn()
    const stop = watchIdle(60_000, onIdle)
    vi.advanceTimersByTime(55_000)
    dispatchEvent(new KeyboardEvent('keydown', { key: 'a' }))
    vi.advanceTimersByTime(55_000)
    expect(onIdle).not.toHaveBeenCalled()
    vi.advanceTimersByTime(10_000)
    expect(onIdle).toHaveBeenCalledOnce()
    stop()
  })
})

describe('first run', () => {
  it('goes back on every step, and corrects the head of a ledger that is made already', async () => {
    const world = makeWorld({ state: 'none' })
    setCall(fakeCall(world))
    setStatus(world.status)
    resetRoute()
    const wrapper = mount(App, { global: { plugins: [makeI18n()] }, attachTo: document.body })
    const by = (testid: string) => wrapper.find(`[data-testid="${testid}"]`)
    const back = async () => {
      await by('first-back').trigger('click')
      await flushPromises()
    }
    await vi.waitFor(() => expect(by('first-next').exists()).toBe(true))
    await by('first-next').trigger('submit')
    await back()
    expect(by('first-place').exists()).toBe(true)
    await by('first-next').trigger('submit')
    await by('first-password').setValue('青山绿水 2026')
    await by('first-password2').setValue('青山绿水 2026')
    await by('first-next').trigger('submit')
    await back()
    expect(by('first-password').exists()).toBe(true)
    await by('first-password2').setValue('青山绿水 2026')
    await by('first-next').trigger('submit')
    await by('first-branch').setValue('某县税务局第一支部')
    await by('first-secretary').setValue('甲书记')
    await by('first-create').trigger('submit')
    await flushPromises()
    await back()
    expect(by('first-branch').element).toHaveProperty('value', '某县税务局第一支部')
    expect(by('first-back').exists()).toBe(false)
    await by('first-branch').setValue('某县税务局第二支部')
    await by('first-create').trigger('submit')
    await flushPromises()
    expect(world.status.settings?.branch).toBe('某县税务局第二支部')
    await by('first-later').trigger('click')
    await back()
    expect(by('first-later').exists()).toBe(true)
    await by('first-later').trigger('click')
    await by('first-empty').trigger('click')
    await flushPromises()
    expect(by('nav-today').exists()).toBe(true)
    wrapper.unmount()
  })
})
