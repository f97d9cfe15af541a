import { onScopeDispose, ref, watch } from 'vue'

import { call, type SheetOf } from '../../api'

/** How long after the last change the sheet is drawn; with the drawing itself it is there within 200 ms. */
const DELAY = 80

/** The printed sheet of what is being written: drawn a moment after the last change, one drawing at a time. */
export function usePreview(request: () => SheetOf | null, delay = DELAY) {
  const pages = ref<string[]>([])
  const error = ref<unknown>(null)
  const busy = ref(false)
  /** The pictures that are shown, by the marks of their pages: what has not changed is not sent again. */
  let shown = new Map<string, string>()
  let asked = ''
  let next: string | null = null
  let gone = false
  let timer: ReturnType<typeof setTimeout> | undefined

  async function drawOne(text: string) {
    try {
      const answer = await call('sheet_pages', { of: JSON.parse(text) as SheetOf, known: [...shown.keys()] })
      // What was asked for meanwhile is drawn next; an answer that is out of date is not shown.
      if (gone || next !== null) return
      shown = new Map(answer.map((page) => [page.mark, page.svg === null ? (shown.get(page.mark) ?? '') : svgUrl(page.svg)]))
      pages.value = answer.map((page) => shown.get(page.mark) ?? '')
      error.value = null
    } catch (failure) {
      if (!gone && next === null) error.value = failure
    }
  }

  async function draw(text: string) {
    next = text
    if (busy.value) return
    busy.value = true
    while (next !== null && !gone) {
      const now = next
      next = null
      await drawOne(now)
    }
    busy.value = false
  }

  watch(
    request,
    (sheet) => {
      if (!sheet) return
      const text = JSON.stringify(sheet)
      if (text === asked) return
      const first = asked === ''
      asked = text
      clearTimeout(timer)
      timer = setTimeout(() => void draw(text), first ? 0 : delay)
    },
    { deep: true, immediate: true },
  )
  onScopeDispose(() => {
    clearTimeout(timer)
    gone = true
  })

  /** Draws the same sheet anew, when what is stored behind it has changed: its number, say. */
  function again() {
    if (!asked) return
    clearTimeout(timer)
    void draw(asked)
  }

  return { pages, error, busy, again }
}

/** A picture's address that needs no server and passes the content policy. */
export function svgUrl(svg: string): string {
  const bytes = new TextEncoder().encode(svg)
  let binary = ''
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000))
  return `data:image/svg+xml;base64,${btoa(binary)}`
}
