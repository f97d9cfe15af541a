import { computed, shallowRef } from 'vue'

import { call, type Answer, type PromiseLine } from '../../api'

/** The answers already given to what a stored record promises. */
export function useGivenAnswers() {
  const answers = shallowRef(new Map<string, Answer>())

  async function read(lines: PromiseLine[]) {
    const kept = new Set(lines.flatMap((line) => line.id ?? []))
    if (kept.size === 0) return
    const persons = [...new Set(lines.map((line) => line.person))]
    try {
      const lists = await Promise.all(persons.map((person) => call('promise_list', { all: true, person })))
      answers.value = new Map(
        lists.flat().flatMap(({ id, answer }) => (answer && kept.has(id) ? [[id, answer] as const] : [])),
      )
    } catch {
      // The program refuses a change of what is answered, and says so.
    }
  }

  const answered = computed<ReadonlySet<string>>(() => new Set(answers.value.keys()))
  return { answers, answered, read }
}
