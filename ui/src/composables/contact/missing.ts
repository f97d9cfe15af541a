import { reactive } from 'vue'

import { call } from '../../api'

/** Names, under each field, the characters that no font of the sheets has; asked when the field is left. */
export function useMissing() {
  const missing = reactive<Record<string, string[]>>({})
  const checked: Record<string, string> = {}

  async function check(field: string, text: string) {
    if (checked[field] === text) return
    checked[field] = text
    if (text === '') {
      missing[field] = []
      return
    }
    try {
      const answer = await call('text_check', { text })
      if (checked[field] === text) missing[field] = answer.missing
    } catch {
      // Saving says it again; a failed check must not disturb writing.
      delete checked[field]
    }
  }

  return { missing, check }
}
