import { onBeforeUnmount, onMounted } from 'vue'

import { isImeKey } from '../../ime'

/** Binds keys such as `ctrl+s` or `escape` while the component is shown; never those of an input method. */
export function useKeys(keys: Record<string, (event: KeyboardEvent) => void>): void {
  const onKey = (event: KeyboardEvent) => {
    if (isImeKey(event) || event.defaultPrevented || event.altKey) return
    const ctrl = event.ctrlKey || event.metaKey
    const handler = keys[`${ctrl ? 'ctrl+' : ''}${event.key.toLowerCase()}`]
    if (!handler) return
    event.preventDefault()
    handler(event)
  }
  onMounted(() => addEventListener('keydown', onKey))
  onBeforeUnmount(() => removeEventListener('keydown', onKey))
}
