import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import { defineComponent, h, ref } from 'vue'

import { setCall } from '../src/api'
import DayInput from '../src/components/input/DayInput.vue'
import PersonPicker from '../src/components/input/PersonPicker.vue'
import { isImeKey } from '../src/ime'
import { show } from './help'

afterEach(() => {
  setCall()
  document.body.innerHTML = ''
})

function holding<T>(component: object, start: T, props: Record<string, unknown>) {
  const value = ref(start)
  const holder = defineComponent(() => () =>
    h(component, { ...props, modelValue: value.value, 'onUpdate:modelValue': (next: T) => (value.value = next as never) }),
  )
  return { value, holder }
}

it('leaves the keys of an input method alone', () => {
  const key = (init: KeyboardEventInit & { keyCode?: number }) => Object.assign(new KeyboardEvent('keydown', init), init) as KeyboardEvent
  expect(isImeKey(key({ key: 'Enter', isComposing: true }))).toBe(true)
  expect(isImeKey({ isComposing: false, keyCode: 229 } as KeyboardEvent)).toBe(true)
  expect(isImeKey({ isComposing: false, keyCode: 13 } as KeyboardEvent)).toBe(false)
})

describe('day input', () => {
  it('takes a typed day at once, another way of writing on leaving, and says when it is none', async () => {
    const { value, holder } = holding<string | null>(DayInput, null, { label: '日期', testid: 'day' })
    const { by, wrapper } = await show(holder)
    const input = by('day').element as HTMLInputElement
    await by('day').setValue('2026-11-20')
    expect(value.value).toBe('2026-11-20')
    input.value = '11月16日'
    await by('day').trigger('input')
    await by('day').trigger('blur')
    expect(value.value).toBe('2026-11-16')
    expect(input.value).toBe('2026-11-16')
    input.value = '不知道'
    await by('day').trigger('input')
    await by('day').trigger('change')
    expect(value.value).toBeNull()
    expect(input.value).toBe('不知道')
    expect(wrapper.text()).toContain('看不懂这个日期')
  })
})

describe('person picker', () => {
  it('finds by a part of the name or post and chooses several', async () => {
    const { value, holder } = holding<string[]>(PersonPicker, [], { label: '谁', testid: 'who', multiple: true })
    const { by, all } = await show(holder)
    await by('who').setValue('征收')
    expect(all('person-option-钱小梅')).toHaveLength(1)
    await by('person-option-周刚华').trigger('click')
    await by('who').setValue('志国')
    await by('who').trigger('keydown', { key: 'Enter' })
    expect(value.value).toEqual(['p3', 'p2'])
    expect(by('person-chip-周刚华').exists()).toBe(true)
    await by('who').setValue('')
    await by('who').trigger('keydown', { key: 'Backspace' })
    expect(value.value).toEqual(['p3'])
  })

  it('does not take the Enter that ends a composition', async () => {
    const { value, holder } = holding<string[]>(PersonPicker, [], { label: '谁', testid: 'who', multiple: true })
    const { by } = await show(holder)
    await by('who').setValue('志国')
    await by('who').trigger('keydown', { key: 'Enter', keyCode: 229 })
    expect(value.value).toEqual([])
  })

  it('says when nobody is on the roster', async () => {
    const { holder } = holding<string[]>(PersonPicker, [], { label: '谁', testid: 'who' })
    const { by, wrapper } = await show(holder, { world: { people: 0 } })
    await by('who').trigger('click')
    await flushPromises()
    expect(wrapper.text()).toContain('花名册还是空的')
  })
})
