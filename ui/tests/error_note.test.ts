import { flushPromises } from '@vue/test-utils'
import { afterEach, expect, it, vi } from 'vitest'

import { setCall } from '../src/api'
import ErrorNote from '../src/components/shared/ErrorNote.vue'
import { show } from './help'

afterEach(() => {
  vi.unstubAllGlobals()
  setCall()
  document.body.innerHTML = ''
})

const failure = { code: 'missing_glyphs', detail: '𰻝' }

it('says what happened with its code, and copies the code and the version, no word of what was written', async () => {
  const writeText = vi.fn(async () => {})
  vi.stubGlobal('navigator', { clipboard: { writeText }, platform: 'Linux', language: 'zh-CN' })
  const { wrapper, by } = await show(ErrorNote, { props: { error: failure } })
  expect(wrapper.text()).toContain('有的字打印不出来：𰻝。内容没有变。')
  expect(wrapper.text()).toContain('代码 missing_glyphs')
  await by('error-copy').trigger('click')
  await flushPromises()
  expect(writeText).toHaveBeenCalledExactlyOnceWith('知心 0.1.0 missing_glyphs')
  expect(by('error-copy').text()).toBe('已复制')
  await wrapper.setProps({ error: { code: 'disk_full', detail: null } })
  expect(by('error-copy').text()).toBe('复制错误代码')
})

it('marks the code where the page may not copy', async () => {
  vi.stubGlobal('navigator', { clipboard: { writeText: async () => { throw new Error('refused') } }, platform: 'Linux', language: 'zh-CN' })
  const { by } = await show(ErrorNote, { props: { error: failure } })
  await by('error-copy').trigger('click')
  await flushPromises()
  expect(getSelection()?.toString()).toBe('代码 missing_glyphs')
})
