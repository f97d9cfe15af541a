import type { OvertimeDay, OvertimeRow, StreakView } from '../../api'
import { halfWidth } from '../../money'

/** The most minutes of a day. */
export const DAY_MINUTES = 1440

/** Hours as they are typed: 2, 2.5, ２．５, 2小时, 2:30, 2小时30分. Empty → 0; null when it is no time of a day. */
export function minutesFromText(text: string): number | null {
  const plain = halfWidth(text).replace(/\s/g, '').replace(/：/g, ':')
  if (plain === '') return 0
  const clock = /^(\d{1,2})(?::|小时|时)(\d{1,2})分?钟?$/.exec(plain)
  const hours = /^(\d{0,2}(?:\.\d{1,2})?)(?:小时|时|h)?$/i.exec(plain)
  let minutes: number
  if (clock) {
    if (Number(clock[2]) > 59) return null
    minutes = Number(clock[1]) * 60 + Number(clock[2])
  } else if (hours && hours[1] !== '' && hours[1] !== '.') minutes = Math.round(Number(hours[1]) * 60)
  else return null
  return minutes <= DAY_MINUTES ? minutes : null
}

/** 150 → 2.5; nothing for none. */
export const hoursText = (minutes: number) => (minutes === 0 ? '' : String(Math.round((minutes / 60) * 100) / 100))

/** A block copied from a spreadsheet: lines of cells. The line break that ends it is no further line. */
export function blockFromText(text: string): string[][] {
  const lines = text.replace(/\r\n?/g, '\n').replace(/\n$/, '').split('\n')
  return lines.map((line) => line.split('\t'))
}

export const cellKey = (person: string, day: string) => `${person}|${day}`

/** The streak that a day of a row lies in, and whether its line begins or ends there. */
export interface StreakMark {
  streak: StreakView
  first: boolean
  last: boolean
}

/** For each day of the month its streak, if any. */
export function streakMarks(row: OvertimeRow, days: OvertimeDay[]): (StreakMark | null)[] {
  return days.map(({ day }) => {
    const streak = row.streaks.find((one) => one.first <= day && day <= one.last)
    return streak ? { streak, first: streak.first === day, last: streak.last === day } : null
  })
}

/** The month before or after. */
export function monthBy(year: number, month: number, by: number): { year: number; month: number } {
  const all = year * 12 + month - 1 + by
  return { year: Math.floor(all / 12), month: (all % 12) + 1 }
}

export type DayKind = 'work' | 'made' | 'weekend' | 'holiday'

export function dayKind({ view }: OvertimeDay): DayKind {
  if (view.workday) return view.holiday ? 'made' : 'work'
  return view.holiday ? 'holiday' : 'weekend'
}

/** The head's upper line: runs of days with one name, for the days from `from` up to `to`. */
export function namedSpans(days: OvertimeDay[], from: number, to: number): { kind: DayKind; name: string; days: number }[] {
  const spans: { kind: DayKind; name: string; days: number }[] = []
  for (const day of days.slice(from, to)) {
    const kind = dayKind(day)
    const name = day.view.holiday ?? ''
    const last = spans.at(-1)
    if (last && last.name === name && (name === '' || last.kind === kind)) last.days += 1
    else spans.push({ kind, name, days: 1 })
  }
  return spans
}
