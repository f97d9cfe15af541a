import { flushPromises } from '@vue/test-utils'
import { expect, it, vi } from 'vitest'

import { setCall } from '../src/api'
import { heedProgram } from '../src/app/session'
import { fakeCall, makeWorld } from './fake'

it('locks when the program asks, which is also told that the page lives', async () => {
  const world = makeWorld()
  vi.spyOn(location, 'reload').mockImplementation(() => {})
  const asked: string[] = []
  const fake = fakeCall(world)
  setCall((name, request) => {
    asked.push(name)
    return fake(name, request)
  })
  const told = vi.fn()
  const stop = heedProgram(told)
  dispatchEvent(new Event('zhixin-asked'))
  expect(told).toHaveBeenCalledOnce()
  dispatchEvent(new Event('zhixin-still-there'))
  await flushPromises()
  expect(asked).toEqual(['app_status'])
  expect(world.status.unlocked).toBe(true)
  dispatchEvent(new Event('zhixin-lock'))
  await flushPromises()
  expect(world.status.unlocked).toBe(false)
  expect(location.reload).toHaveBeenCalledOnce()
  stop()
  dispatchEvent(new Event('zhixin-still-there'))
  await flushPromises()
  expect(asked).toEqual(['app_status', 'vault_lock'])
})
