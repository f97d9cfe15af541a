import type { Explanation, SkipReason } from '../../api'
import { addDays } from '../shared/days'

/** A line of the way from the event to the due day: days that count or days that do not, a run of them in one line. */
export type ExplainLine =
  | { what: 'counted'; from: string; to: string; first: number; last: number; makeUp: boolean }
  | { what: 'skipped'; from: string; to: string; days: number; why: SkipReason }

const sameReason = (a: SkipReason, b: SkipReason) =>
  a.kind === b.kind && (a.kind !== 'holiday' || b.kind !== 'holiday' || a.name === b.name)

/** All counted and skipped days in the order of the calendar, runs put together. */
export function explainLines(explanation: Explanation): ExplainLine[] {
  const lines: ExplainLine[] = []
  const counted = explanation.counted.map((day, i) => ({ day, n: i + 1 }))
  const skipped = explanation.skipped.map(({ day, why }) => ({ day, why }))
  const days = [...counted, ...skipped].sort((a, b) => (a.day < b.day ? -1 : 1))
  for (const entry of days) {
    const last = lines.at(-1)
    const follows = last !== undefined && addDays(last.to, 1) === entry.day
    if ('n' in entry) {
      const makeUp = explanation.made_up.includes(entry.day)
      if (follows && last.what === 'counted' && !last.makeUp && !makeUp) {
        last.to = entry.day
        last.last = entry.n
      } else {
        lines.push({ what: 'counted', from: entry.day, to: entry.day, first: entry.n, last: entry.n, makeUp })
      }
    } else if (follows && last.what === 'skipped' && sameReason(last.why, entry.why)) {
      last.to = entry.day
      last.days += 1
    } else {
      lines.push({ what: 'skipped', from: entry.day, to: entry.day, days: 1, why: entry.why })
    }
  }
  return lines
}
