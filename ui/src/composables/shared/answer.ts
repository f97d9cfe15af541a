import { onScopeDispose, ref, shallowRef, watch } from 'vue'

import { call, type Commands } from '../../api'

/** A command's answer for what is being entered, asked again whenever that changes; the latest answer wins. */
export function useAnswer<K extends keyof Commands>(name: K, request: () => Commands[K][0] | null, delay = 150) {
  const answer = shallowRef<Commands[K][1] | null>(null)
  const error = ref<unknown>(null)
  /** Whether what is shown was asked before what is entered now. */
  const waiting = ref(false)
  let newest = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  async function ask(body: Commands[K][0]) {
    const mine = ++newest
    try {
      const said = await call(name, body)
      if (mine !== newest) return
      answer.value = said
      error.value = null
      waiting.value = false
    } catch (failure) {
      if (mine !== newest) return
      answer.value = null
      error.value = failure
      waiting.value = false
    }
  }

  watch(
    () => JSON.stringify(request()),
    (text) => {
      clearTimeout(timer)
      newest++
      waiting.value = text !== 'null'
      if (text !== 'null') {
        timer = setTimeout(() => void ask(JSON.parse(text) as Commands[K][0]), delay)
        return
      }
      answer.value = null
      error.value = null
    },
    { immediate: true },
  )
  onScopeDispose(() => clearTimeout(timer))

  return { answer, error, waiting }
}
