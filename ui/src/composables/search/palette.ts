import { ref, shallowRef } from 'vue'

import type { SearchHit, SearchIn } from '../../api'
import { useRoute } from '../../app/route'
import { isCovered } from '../shared/keys'

/** What the keyboard opens over any page: the palette, or the list of keys. */
export const opened = ref<'palette' | 'keys' | null>(null)

/** Not from under a dialog that waits for an answer. */
export function open(what: 'palette' | 'keys'): void {
  if (!isCovered()) opened.value = what
}

/** What was chosen in the palette: a command by its id, or a person. Forgotten at locking. */
export type Recent = { command: string } | { person: SearchHit }

const MOST_RECENT = 6
export const recent = shallowRef<Recent[]>([])

const nameOf = (one: Recent) => ('command' in one ? one.command : one.person.id)

/** Notes what was chosen, the newest first and each once. */
export function remember(chosen: Recent): void {
  recent.value = [chosen, ...recent.value.filter((one) => nameOf(one) !== nameOf(chosen))].slice(0, MOST_RECENT)
}

/** Opens what was found. */
export function openHit(of: SearchIn, { id, persons, facet }: SearchHit): void {
  const { go, goContact } = useRoute()
  const person = persons[0]?.id
  if (of === 'person') void go('person', { id })
  else if (of === 'event') void go('event-edit', { id })
  else if (of === 'talk' || of === 'visit') void goContact(of, { id })
  else if (of === 'promise') void go('promises', { person })
  else if (of === 'activity') void go('activity-edit', { id })
  else if (of === 'suggestion') void go('activities', { tab: 'suggestions' })
  else void go('person', { id: person, ...(facet && { facet }) })
}
