import type { Deadline, DutyKind, DutyRule, KindRule, Part, RulePack } from '../../api'

/** The last item of 六必谈 and 六必访; the office's own categories follow it. */
export const SIX = 6
/** The most characters of a title, and the most days that a deadline may count. */
export const TITLE = 30
export const MOST_DAYS = 366

export const copyOf = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

/** Every row of the pack: the event kinds, then the kinds of the routines. */
export const rowsOf = (pack: RulePack): KindRule[] => [...pack.kinds, ...pack.routines.map((routine) => routine.rule)]

export const rowOf = (pack: RulePack, kind: string) => rowsOf(pack).find((row) => row.kind === kind)

/** The first of `own_1`, `own_2` … that no row has. */
export function ownCode(pack: RulePack): string {
  const taken = new Set(rowsOf(pack).map((row) => row.kind))
  let n = 1
  while (taken.has(`own_${n}`)) n += 1
  return `own_${n}`
}

/** The first number from 7 on that no category of talks, or of visits, has. */
export function freeCategory(pack: RulePack, kind: DutyKind): number {
  const taken = new Set(pack.categories.filter((one) => one.kind === kind).map((one) => one.number))
  let n = SIX + 1
  while (taken.has(n)) n += 1
  return n
}

/** The parts that a row may still have of talks or visits: each once, and a joint talk only among parties. */
export function freeParts(row: KindRule, kind: DutyKind): Part[] {
  const taken = new Set(row.duties.filter((duty) => duty.kind === kind).map((duty) => duty.part))
  const all: Part[] = ['whole', 'follow_up', 'second_follow_up', 'before', 'after']
  if (row.parties && kind === 'talk') all.push('joint')
  return all.filter((part) => !taken.has(part))
}

/** The deadline that a new duty begins with. */
export function usualDeadline(part: Part): Deadline {
  if (part === 'before') return { unit: 'eve' }
  if (part === 'follow_up') return { unit: 'between', from: 14, to: 30 }
  if (part === 'second_follow_up') return { unit: 'between', from: 60, to: 90 }
  return { unit: 'workdays', n: 5 }
}

/** A duty of another unit, with what the days were where that makes sense. */
export function inUnit(unit: Deadline['unit'], was: Deadline): Deadline {
  const n = 'n' in was ? was.n : 5
  if (unit === 'workdays' || unit === 'days') return { unit, n }
  if (unit === 'window') return { unit, before: 7, after: 7 }
  if (unit === 'between') return { unit, from: 14, to: 30 }
  return { unit }
}

/** The units that a duty's deadline may have: a before-part ends on the eve, only routines end with the year. */
export function unitsOf(part: Part, routine: boolean): Deadline['unit'][] {
  if (part === 'before') return ['eve']
  const units: Deadline['unit'][] = ['workdays', 'days', 'window', 'between']
  return routine ? [...units, 'year_end'] : units
}

/** What a deadline's days may not be. */
export function deadlineFault(limit: Deadline): 'days' | 'order' | null {
  const within = (n: number, least: number) => Number.isInteger(n) && n >= least && n <= MOST_DAYS
  if ('n' in limit) return within(limit.n, 1) ? null : 'days'
  if (limit.unit === 'window') return within(limit.before, 0) && within(limit.after, 0) ? null : 'days'
  if (limit.unit !== 'between') return null
  if (!within(limit.from, 0) || !within(limit.to, 1)) return 'days'
  return limit.from <= limit.to ? null : 'order'
}

/** Whether the stored pack has this duty already, which then is switched off rather than taken away. */
export function isStored(stored: RulePack | null, kind: string, duty: Pick<DutyRule, 'kind' | 'part'>): boolean {
  const row = stored && rowOf(stored, kind)
  return row?.duties.some((one) => one.kind === duty.kind && one.part === duty.part) ?? false
}

/**
 * The pack `shipped`, or one from a file, as it is taken into the editor: kinds and categories of the office's own that it lacks stay,
 * because records may name them; the version goes on from the present one.
 */
export function takenOver(shipped: RulePack, present: RulePack): RulePack {
  const pack = copyOf(shipped)
  const listed = new Set(rowsOf(pack).map((row) => row.kind))
  pack.kinds.push(...copyOf(present.kinds.filter((row) => !listed.has(row.kind))))
  const numbered = new Set(pack.categories.map((one) => `${one.kind}${one.number}`))
  pack.categories.push(...copyOf(present.categories.filter((one) => !numbered.has(`${one.kind}${one.number}`))))
  pack.version = present.version
  return pack
}
