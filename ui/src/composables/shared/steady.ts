import { onBeforeUnmount, watch, type Ref } from 'vue'

/** Web views bring what the focus moves to into sight a moment later, and drop it when something is drawn meanwhile. */
const A_MOMENT = 200

/**
 * Keeps what has the focus in sight when the focus came to it and when something above it comes or grows, which not every web view
 * does by itself. Whoever has scrolled away from it is left alone.
 */
export function useSteady(box: Ref<HTMLElement | null | undefined>, content: Ref<HTMLElement | null | undefined>): void {
  /** Whether it could be seen when the box was last scrolled or the focus last moved. */
  let seen = false
  let timer: ReturnType<typeof setTimeout> | undefined

  const focused = () => {
    const at = document.activeElement
    return at instanceof HTMLElement && at !== box.value && box.value?.contains(at) ? at : null
  }
  function isInSight(at: HTMLElement): boolean {
    const [of, around] = [at.getBoundingClientRect(), box.value!.getBoundingClientRect()]
    return of.bottom > around.top && of.top < around.bottom
  }

  const onScroll = () => {
    const at = focused()
    seen = at !== null && isInSight(at)
  }
  const keep = () => {
    const at = focused()
    if (seen && at && !isInSight(at)) at.scrollIntoView({ block: 'nearest' })
  }
  const onFocus = () => {
    seen = true
    clearTimeout(timer)
    timer = setTimeout(keep, A_MOMENT)
  }

  const observer = typeof ResizeObserver === 'function' ? new ResizeObserver(keep) : null
  watch(box, (now, before) => {
    before?.removeEventListener('scroll', onScroll)
    before?.removeEventListener('focusin', onFocus)
    now?.addEventListener('scroll', onScroll, { passive: true })
    now?.addEventListener('focusin', onFocus)
  })
  watch(content, (now) => {
    observer?.disconnect()
    if (now) observer?.observe(now)
  })
  onBeforeUnmount(() => {
    clearTimeout(timer)
    observer?.disconnect()
  })
}
