// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
import { defineComponent, h, nextTick, ref } from 'vue'

import { useSteady } from '../src/composables/shared/steady'

afterEach(() => vi.unstubAllGlobals())

/** A box of 600 pixels with a field in it, which stands where `at` says. */
async function page() {
  let grown = () => {}
  vi.stubGlobal('ResizeObserver', class {
    constructor(tell: () => void) { grown = tell }
    observe() {}
    disconnect() {}
  })
  const Page = defineComponent(() => {
    const box = ref<HTMLElement>()
    const content = ref<HTMLElement>()
    useSteady(box, content)
    return () => h('div', { ref: box }, h('form', { ref: content }, h('textarea')))
  })
  const wrapper = mount(Page, { attachTo: document.body })
  await nextTick()
  const place = (element: Element, top: number, height: number) => (element.getBoundingClientRect = () => ({ top, bottom: top + height }) as DOMRect)
  const field = wrapper.get('textarea').element
  const shown = vi.fn()
  field.scrollIntoView = shown
  place(wrapper.element, 0, 600)
  return { field, shown, grow: () => grown(), at: (top: number) => place(field, top, 100), scroll: () => wrapper.trigger('scroll') }
}

it('brings the field that is written in back into sight when something above it came', async () => {
  const { field, shown, grow, at } = await page()
  at(500)
  grow()
  field.focus()
  grow()
  expect(shown).not.toHaveBeenCalled()
  at(900)
  grow()
  expect(shown).toHaveBeenCalledExactlyOnceWith({ block: 'nearest' })
})

it('leaves alone who has scrolled away from it', async () => {
  const { field, shown, grow, at, scroll } = await page()
  at(500)
  field.focus()
  at(-400)
  await scroll()
  grow()
  expect(shown).not.toHaveBeenCalled()
})

it('brings the field that the focus came to into sight where the web view did not', async () => {
  vi.useFakeTimers()
  const { field, shown, at } = await page()
  at(900)
  field.focus()
  expect(shown).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(300)
  expect(shown).toHaveBeenCalledOnce()
  vi.useRealTimers()
})
