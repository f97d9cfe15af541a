import { computed, shallowRef, watch } from 'vue'

import { call } from '../../api'

/** The names of persons that are known by their ids only; the roster is read when there is first somebody to name. */
export function useNames(needed: () => boolean) {
  const rows = shallowRef<Map<string, string> | null>(null)

  watch(
    needed,
    async (now) => {
      if (!now || rows.value) return
      try {
        rows.value = new Map((await call('person_list', { query: '', sealed: true })).map(({ id, name }) => [id, name]))
      } catch {
        // The page that shows the persons says that the roster cannot be read.
      }
    },
    { immediate: true },
  )
  return computed(() => (id: string) => rows.value?.get(id) ?? '…')
}
