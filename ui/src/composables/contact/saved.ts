import { shallowRef } from 'vue'

import { call, type DutyView, type PersonRef, type PromiseLine } from '../../api'

/** What saving a record has brought about. */
export interface Saved {
  number: string
  persons: PersonRef[]
  day: string
  settled: DutyView[]
  promises: number
  facets: number
  /** What its persons are still owed; null until it is known. */
  owed: DutyView[] | null
}

interface SavedView {
  number: string
  persons: PersonRef[]
  settles: DutyView[]
  form: { day: string; promises: PromiseLine[]; facets: unknown[] }
}

/** Tells, after saving, what was settled and promised and what is still owed. */
export function useSaved() {
  const saved = shallowRef<Saved | null>(null)

  async function tell({ number, persons, settles, form }: SavedView) {
    const now: Saved = {
      number, persons, day: form.day, settled: settles, promises: form.promises.length, facets: form.facets.length, owed: null,
    }
    saved.value = now
    const [only] = persons
    try {
      // One question, whether the record has one person or many.
      const person = persons.length === 1 && only ? only.id : null
      const duties = await call('duty_list', { all: false, person, kind: null, event_kind: null })
      const owed = duties.filter((duty) => persons.some(({ id }) => id === duty.person.id))
      if (saved.value === now) saved.value = { ...now, owed }
    } catch {
      // The record is stored; what is owed stands under 今日 too.
    }
  }

  const close = () => (saved.value = null)
  return { saved, tell, close }
}
