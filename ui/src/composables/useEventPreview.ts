import { onScopeDispose, ref, shallowRef, watch } from 'vue'

import { call, type EventForm, type EventPreview } from '../api'

/** What an event would make owed, asked again whenever who, what or when changes; the latest answer wins. */
export function useEventPreview(request: () => EventForm | null, delay = 150) {
  const preview = shallowRef<EventPreview | null>(null)
  const error = ref<unknown>(null)
  let newest = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  async function ask(form: EventForm) {
    const mine = ++newest
    try {
      const answer = await call('event_preview', form)
      if (mine !== newest) return
      preview.value = answer
      error.value = null
    } catch (failure) {
      if (mine !== newest) return
      preview.value = null
      error.value = failure
    }
  }

  watch(
    () => JSON.stringify(request()),
    (text) => {
      clearTimeout(timer)
      if (text !== 'null') {
        timer = setTimeout(() => void ask(JSON.parse(text) as EventForm), delay)
        return
      }
      newest++
      preview.value = null
      error.value = null
    },
    { immediate: true },
  )
  onScopeDispose(() => clearTimeout(timer))

  return { preview, error }
}
