import type { PromiseLine } from '../../api'

interface WithPromises {
  persons: string[]
  day: string
  promises: PromiseLine[]
}

/** Stands for the person of a line until one of several is chosen; a draft keeps it, and nothing is saved for good with it. */
export const NOBODY = '00000000-0000-0000-0000-000000000000'

/** A line that was added and left empty. */
const isBlank = (line: PromiseLine) => line.id === null && !line.what.trim() && !line.by.trim() && line.due === null

/** What is wrong with a line, as the program would say it. */
export function lineFault(line: PromiseLine, persons: string[], day: string): 'no_what' | 'nobody' | 'gone' | 'early' | null {
  if (isBlank(line)) return null
  if (!line.what.trim()) return 'no_what'
  if (!persons.includes(line.person)) return line.person === NOBODY ? 'nobody' : 'gone'
  return line.due !== null && line.due < day ? 'early' : null
}

const CODES = { no_what: 'field_missing', nobody: 'field_missing', gone: 'promise_not_of_record', early: 'day_too_early' } as const

/** The code of the first thing that keeps the promises from being saved; answered ones stay as they are. */
export function promiseProblem({ persons, day, promises }: WithPromises, answered: ReadonlySet<string>): string | null {
  for (const line of promises) {
    const fault = line.id !== null && answered.has(line.id) ? null : lineFault(line, persons, day)
    if (fault) return CODES[fault]
  }
  return null
}

/** The form without the lines that were left empty, which are no promises. */
export function withoutBlank<Form extends WithPromises>(form: Form): Form {
  return { ...form, promises: form.promises.filter((line) => !isBlank(line)) }
}

/** A line follows when the record has one person only, and another than before. */
export function followPerson(promises: PromiseLine[], persons: string[], answered: ReadonlySet<string>): void {
  const [only] = persons
  if (only === undefined || persons.length > 1) return
  for (const line of promises) if (line.id === null || !answered.has(line.id)) line.person = only
}

/** Gives the lines of a form that was written on while it was stored the ids of their promises, so that none is made twice. */
export function adoptIds(promises: PromiseLine[], stored: PromiseLine[]): void {
  const known = new Set(promises.map((line) => line.id))
  const fresh = stored.filter((line) => !known.has(line.id))
  const waiting = promises.filter((line) => line.id === null && !isBlank(line))
  const same = (a: PromiseLine, b: PromiseLine) =>
    a.person === b.person && a.what.trim() === b.what && a.by.trim() === b.by && a.due === b.due
  const take = (line: PromiseLine, from: number) => {
    const [taken] = fresh.splice(from, 1)
    if (taken) line.id = taken.id
  }
  for (const line of waiting) {
    const at = fresh.findIndex((one) => same(line, one))
    if (at >= 0) take(line, at)
  }
  // What is left was changed in that very moment.
  for (const line of waiting) if (line.id === null && fresh.length > 0) take(line, 0)
}
