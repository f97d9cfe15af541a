import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

import { setCall, type WorkView } from '../src/api'
import WorkBar from '../src/components/backup/WorkBar.vue'
import { show } from './help'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  vi.useRealTimers()
  setCall()
  document.body.innerHTML = ''
})

it('says what is done and how far it is, and stops it', async () => {
  let at: WorkView | null = null
  let stops = 0
  let asks = 0
  const extra = {
    work_status: () => {
      asks += 1
      return at
    },
    work_stop: () => {
      stops += 1
      return { done: true }
    },
  }
  const bar = await show(WorkBar, { props: { text: '正在备份' }, extra })
  expect(bar.by('busy').text()).toBe('正在备份')
  at = { stage: 'packing', done: 3_000_000, all: 4_000_000 }
  await vi.advanceTimersByTimeAsync(400)
  expect(bar.by('busy').text()).toBe('正在写入备份…75%')
  expect(bar.wrapper.find('progress').attributes('value')).toBe('75')
  at = { stage: 'checking', done: 0, all: 0 }
  await vi.advanceTimersByTimeAsync(400)
  expect([bar.by('busy').text(), bar.wrapper.find('progress').exists()]).toEqual(['正在核对副本…', false])
  await bar.by('work-stop').trigger('click')
  await flushPromises()
  expect([stops, bar.by('work-stop').text(), bar.by('work-stop').attributes('disabled')]).toEqual([1, '正在停止…', ''])
  bar.wrapper.unmount()
  const asked = asks
  await vi.advanceTimersByTimeAsync(2000)
  expect(asks, 'nothing is asked any more').toBe(asked)
})
