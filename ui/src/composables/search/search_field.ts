import { ref } from 'vue'

import { useRoute } from '../../app/route'

/** Grows each time the search is called for while its page is open already. */
export const searchAsked = ref(0)

/** Goes to the search page, or to its field; not from under a dialog that waits for an answer. */
export function openSearch(): void {
  const { current, go } = useRoute()
  if (document.querySelector('dialog[open]')) return
  if (current.value.page === 'search') searchAsked.value += 1
  else void go('search', {})
}
