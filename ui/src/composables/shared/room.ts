import { onBeforeUnmount, ref, watch, type Ref } from 'vue'

/** How wide an element is, in rem, so that larger text counts as less room; 0 until it is known. */
export function useRoom(element: Ref<HTMLElement | undefined>) {
  const rem = ref(0)
  const measure = () => {
    const size = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 15
    rem.value = (element.value?.clientWidth ?? 0) / size
  }
  const observer = typeof ResizeObserver === 'function' ? new ResizeObserver(measure) : null
  watch(element, (now) => {
    observer?.disconnect()
    if (!now) return
    measure()
    observer?.observe(now)
  })
  onBeforeUnmount(() => observer?.disconnect())
  return rem
}
