/** A small stand-in for the calendar and the deadlines, for the fake only. */
import type { Deadline, Explanation, Skipped } from '../src/api'
import { addDays, weekdayOf } from '../src/composables/shared/days'

export const TODAY = '2026-11-23'

const range = (from: string, to: string) => {
  const days: string[] = []
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day)
  return days
}

const OFF = new Map<string, string>([
  ...range('2026-01-01', '2026-01-03').map((day) => [day, '元旦'] as const),
  ...range('2026-02-15', '2026-02-23').map((day) => [day, '春节'] as const),
  ...range('2026-10-01', '2026-10-07').map((day) => [day, '国庆节'] as const),
  ['2027-01-01', '元旦'],
])
const MADE_UP = new Set(['2026-01-04', '2026-02-14', '2026-02-28', '2026-09-20', '2026-10-10'])

function skipReason(day: string): Skipped['why'] | null {
  const name = OFF.get(day)
  if (name) return { kind: 'holiday', name }
  const weekend = weekdayOf(day) === 0 || weekdayOf(day) === 6
  return weekend && !MADE_UP.has(day) ? { kind: 'weekend' } : null
}

/** Working days after `from` up to `to`. */
export function workdaysBetween(from: string, to: string): number {
  return from < to ? range(addDays(from, 1), to).filter((day) => !skipReason(day)).length : 0
}

export function explain(kind: string, day: string, deadline: Deadline, since: string | null = null): { opens: string; explanation: Explanation } {
  const counted: string[] = []
  const skipped: Skipped[] = []
  let due = day
  let opens = day
  if (deadline.unit === 'workdays') {
    while (counted.length < deadline.n) {
      due = addDays(due, 1)
      const why = skipReason(due)
      if (why) skipped.push({ day: due, why })
      else counted.push(due)
    }
  } else if (deadline.unit === 'days') {
    due = addDays(day, deadline.n)
    counted.push(...range(addDays(day, 1), due))
  } else if (deadline.unit === 'eve') {
    due = addDays(since ?? day, -1)
    opens = TODAY < due ? TODAY : due
  } else if (deadline.unit === 'between') {
    opens = addDays(day, deadline.from)
    due = addDays(day, deadline.to)
  } else if (deadline.unit === 'year_end') {
    due = `${day.slice(0, 4)}-12-31`
  } else {
    opens = addDays(day, -deadline.before)
    due = addDays(day, deadline.after)
  }
  return {
    opens,
    explanation: {
      event_kind: kind,
      ...(since ? { event_since: since } : {}),
      event_day: day,
      deadline,
      pack: '三六工作法',
      pack_version: 1,
      counted,
      skipped,
      made_up: counted.filter((one) => MADE_UP.has(one)),
      due,
      provisional: due >= '2027-01-01' && deadline.unit === 'workdays',
    },
  }
}
