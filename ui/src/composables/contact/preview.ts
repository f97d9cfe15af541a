import { onScopeDispose, ref, watch } from 'vue'

import { call, type SheetOf } from '../../api'

/** The printed sheet of what is being written: a moment after the last change, the latest answer wins. */
export function usePreview(request: () => SheetOf | null, delay = 200) {
  const pages = ref<string[]>([])
  const error = ref<unknown>(null)
  const busy = ref(false)
  let newest = 0
  let asked = ''
  let timer: ReturnType<typeof setTimeout> | undefined

  async function draw(sheet: SheetOf) {
    const mine = ++newest
    busy.value = true
    try {
      const answer = await call('sheet_preview', sheet)
      if (mine !== newest) return
      pages.value = answer.pages.map(svgUrl)
      error.value = null
    } catch (failure) {
      if (mine === newest) error.value = failure
    } finally {
      if (mine === newest) busy.value = false
    }
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
      timer = setTimeout(() => void draw(JSON.parse(text) as SheetOf), first ? 0 : delay)
    },
    { deep: true, immediate: true },
  )
  onScopeDispose(() => {
    clearTimeout(timer)
    newest++
  })

  /** Draws the same sheet anew, when what is stored behind it has changed: its number, say. */
  function again() {
    if (!asked) return
    clearTimeout(timer)
    void draw(JSON.parse(asked) as SheetOf)
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
