import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import { defineComponent, h, ref } from 'vue'

import { setCall } from '../src/api'
import DayInput from '../src/components/input/DayInput.vue'
import FindField from '../src/components/input/FindField.vue'
import PersonPicker from '../src/components/input/PersonPicker.vue'
import FormDialog from '../src/components/shared/FormDialog.vue'
import { question } from '../src/composables/shared/ask'
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

describe('find field', () => {
  it('is reached by Ctrl F with what stands in it selected', async () => {
    const { value, holder } = holding<string>(FindField, '', { label: '查找姓名', testid: 'find' })
    const { by } = await show(holder)
    await by('find').setValue('志国')
    expect(value.value).toBe('志国')
    expect(by('find').attributes('placeholder')).toBe('查找姓名')
    const input = by('find').element as HTMLInputElement
    input.blur()
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'f', ctrlKey: true }))
    expect(document.activeElement).toBe(input)
    expect([input.selectionStart, input.selectionEnd]).toEqual([0, 2])
  })
})

describe('dialog with fields', () => {
  const happened: string[] = []
  const dialog = (props: Record<string, unknown> = {}) => {
    happened.length = 0
    const holder = defineComponent(() => () =>
      h(FormDialog, {
        title: '顺延这一项', save: '顺延', saveId: 'ok', cancelId: 'no', 'data-testid': 'dialog', ...props,
        onSave: () => happened.push('save'), onClose: () => happened.push('close'),
      }, { default: () => h('input', { 'data-testid': 'reason' }) }),
    )
    return show(holder)
  }

  it('begins in its first field and is named by its title', async () => {
    const { by } = await dialog()
    expect(document.activeElement).toBe(by('reason').element)
    const title = document.getElementById(by('dialog').attributes('aria-labelledby')!)
    expect(title?.textContent).toBe('顺延这一项')
  })

  it('saves on Enter in a line and on Ctrl S, not on the Enter that ends a composition', async () => {
    const { by } = await dialog()
    await by('reason').trigger('keydown', { key: 'Enter', keyCode: 229 })
    expect(happened).toEqual([])
    await by('reason').trigger('keydown', { key: 'Enter' })
    await by('reason').trigger('keydown', { key: 's', ctrlKey: true })
    expect(happened).toEqual(['save', 'save'])
  })

  it('closes at once while nothing is written, and asks before it loses what was', async () => {
    const clean = await dialog()
    await clean.by('dialog').trigger('cancel')
    expect(happened).toEqual(['close'])
    const written = await dialog({ dirty: true })
    await written.by('no').trigger('click')
    expect(question.value?.title).toBe('内容还没有保存')
    question.value?.answer(false)
    await flushPromises()
    expect(happened).toEqual([])
    await written.by('dialog').trigger('cancel')
    question.value?.answer(true)
    await flushPromises()
    expect(happened).toEqual(['close'])
  })

  it('stays while it is saving, and while Esc belongs to the input method', async () => {
    const busy = await dialog({ busy: true })
    await busy.by('dialog').trigger('cancel')
    expect(happened).toEqual([])
    const { by } = await dialog()
    await by('reason').trigger('keydown', { key: 'Escape', keyCode: 229 })
    await by('dialog').trigger('cancel')
    expect(happened).toEqual([])
  })
})

const dialogs = import.meta.glob('../src/**/*.vue', { query: '?raw', import: 'default', eager: true }) as Record<string, string>

it('every dialog that one can type in leaves the keys of an input method alone', () => {
  const typed = Object.entries(dialogs).filter(([, text]) => text.includes('<dialog') && /<(?:input|textarea|slot)\b/.test(text))
  expect(typed.map(([file]) => file.replace('../src/components/', '')).toSorted()).toEqual(['search/Palette.vue', 'shared/FormDialog.vue', 'shared/SheetDialog.vue'])
  for (const [file, text] of typed) {
    expect(text, file).toContain('composing = isImeKey(event)')
    expect(text, file).toMatch(/@cancel\.prevent="(?:composing \|\| |onCancel")/)
  }
})
