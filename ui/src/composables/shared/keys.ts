import { getCurrentInstance, onBeforeUnmount, onMounted } from 'vue'

import { isImeKey } from '../../ime'

/** What a key does; `false` leaves the key to whoever bound it before. */
export type KeyHandler = (event: KeyboardEvent) => unknown

interface Binding {
  keys: Record<string, KeyHandler>
  /** Whether the keys count while a dialog waits for an answer. */
  counts: () => boolean
}

/** The newest last: a page's own keys come before those of the frame. */
const bindings: Binding[] = []

/** The name of a pressed key: `ctrl+s`, `alt+1`, `f1`, `escape`. */
export function keyOf(event: KeyboardEvent): string {
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1]
  // With Alt some keyboards type another character than the digit that is printed on the key.
  const key = event.altKey && digit ? digit : event.key.toLowerCase()
  return `${event.ctrlKey || event.metaKey ? 'ctrl+' : ''}${event.altKey ? 'alt+' : ''}${key}`
}

function onKey(event: KeyboardEvent): void {
  if (isImeKey(event) || event.defaultPrevented) return
  const key = keyOf(event)
  for (const { keys, counts } of bindings.toReversed()) {
    const handler = keys[key]
    if (!handler || !counts() || handler(event) === false) continue
    event.preventDefault()
    return
  }
}

/** Whether a dialog lies over the page. */
export const isCovered = () => document.querySelector('dialog[open]') !== null

/**
 * Binds keys such as `ctrl+s` or `escape` while the component is shown; never those of an input method.
 * Under a dialog only what is in it takes keys, under the manual nothing of the page, and always what is bound `always`.
 */
export function useKeys(keys: Record<string, KeyHandler>, { always = false } = {}): void {
  const instance = getCurrentInstance()
  const place = () => {
    const root = instance?.proxy?.$el as Node | null | undefined
    return root instanceof Element ? root : root?.parentElement
  }
  // The page under the manual is there, and not seen.
  const isHidden = () => place()?.closest<HTMLElement>('main')?.style.display === 'none'
  const isFree = () => (isCovered() ? place()?.closest('dialog[open]') != null : !isHidden())
  const binding: Binding = { keys, counts: () => always || isFree() }
  onMounted(() => {
    if (bindings.length === 0) addEventListener('keydown', onKey)
    bindings.push(binding)
  })
  onBeforeUnmount(() => {
    bindings.splice(bindings.indexOf(binding), 1)
    if (bindings.length === 0) removeEventListener('keydown', onKey)
  })
}
