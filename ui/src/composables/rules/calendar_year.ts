import type { CalendarDay, CalendarView, PlannedDay } from '../../api'
import { addDays, weekdayOf } from '../shared/days'

/** What a day of a year being edited is, and whether that is as stored. */
export interface ShownDay {
  day: string
  workday: boolean
  /** The holiday's name where the day is planned off or worked. */
  holiday: string
  /** The day stands in the arrangement that is edited. */
  planned: boolean
  changed: boolean
}

export type DayChoice = 'usual' | 'off' | 'work'

export const isWeekend = (day: string) => weekdayOf(day) === 0 || weekdayOf(day) === 6

/** Every day of the year as `plan` would have it; what the next year's paper says of December comes from `view`. */
export function shownDays(view: CalendarView, plan: PlannedDay[]): Map<string, ShownDay> {
  const now = new Map(plan.map((one) => [one.day, one]))
  const before = new Map(view.days.map((one) => [one.day, one]))
  const show = ({ day, view: stored }: CalendarDay): ShownDay => {
    const own = now.get(day)
    const old = before.get(day)
    const changed = own?.off !== old?.off || own?.name !== old?.name
    if (own) return { day, workday: !own.off, holiday: own.name, planned: true, changed }
    if (old) return { day, workday: !isWeekend(day), holiday: '', planned: false, changed }
    return { day, workday: stored.workday, holiday: stored.holiday ?? '', planned: false, changed: false }
  }
  return new Map(view.all.map((one) => [one.day, show(one)]))
}

export function choiceOf(plan: PlannedDay[], day: string): DayChoice {
  const own = plan.find((one) => one.day === day)
  return own ? (own.off ? 'off' : 'work') : 'usual'
}

/** The next of 默认 → 休 → 班. */
export const nextChoice = (choice: DayChoice): DayChoice => (choice === 'usual' ? 'off' : choice === 'off' ? 'work' : 'usual')

/** The arrangement with one day changed, in the order of the calendar. */
export function withDay(plan: PlannedDay[], day: string, choice: DayChoice, name: string): PlannedDay[] {
  const others = plan.filter((one) => one.day !== day)
  if (choice === 'usual') return others
  return [...others, { day, name, off: choice === 'off' }].sort((a, b) => a.day.localeCompare(b.day))
}

/** The name that a day most likely has: its own, or that of the nearest planned day within a fortnight. */
export function likelyName(plan: PlannedDay[], day: string, fallback: string): string {
  for (let by = 0; by <= 14; by += 1) {
    const near = plan.find((one) => one.day === addDays(day, by) || one.day === addDays(day, -by))
    if (near) return near.name
  }
  return fallback
}

/** The weeks of a month, Monday first, with gaps where another month begins or ends. */
export function weeksOf(year: number, month: number): (string | null)[][] {
  const first = `${year}-${String(month).padStart(2, '0')}-01`
  const cells: (string | null)[] = Array.from({ length: (weekdayOf(first) + 6) % 7 }, () => null)
  for (let day = first; day.slice(0, 7) === first.slice(0, 7); day = addDays(day, 1)) cells.push(day)
  while (cells.length % 7 !== 0) cells.push(null)
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7))
}
