import { onScopeDispose, ref } from 'vue'

/** Whether the window is at least so many pixels wide. */
export function useWide(pixels: number) {
  const query = typeof matchMedia === 'function' ? matchMedia(`(min-width: ${pixels}px)`) : null
  const wide = ref(query?.matches ?? true)
  const changed = (event: MediaQueryListEvent) => (wide.value = event.matches)
  query?.addEventListener?.('change', changed)
  onScopeDispose(() => query?.removeEventListener?.('change', changed))
  return wide
}
