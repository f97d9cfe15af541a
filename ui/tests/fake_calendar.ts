/** The working calendar behind the page, faked: 2026 as announced, other years by the law, years changed here. */
import type { CalendarChange, CalendarView, CalendarYear, DutyChange, PlannedDay } from '../src/api'
import { addDays, weekdayOf } from '../src/composables/shared/days'
import type { World } from './fake'
import type { Handlers } from './fake_records'

const span = (name: string, from: string, to: string): PlannedDay[] => {
  const days: PlannedDay[] = []
  for (let day = from; day <= to; day = addDays(day, 1)) days.push({ day, name, off: true })
  return days
}
const worked = (name: string, ...days: string[]): PlannedDay[] => days.map((day) => ({ day, name, off: false }))

const BUILT_IN: Record<number, PlannedDay[]> = {
  2026: [
    ...span('元旦', '2026-01-01', '2026-01-03'), ...worked('元旦', '2026-01-04'),
    ...worked('春节', '2026-02-14'), ...span('春节', '2026-02-15', '2026-02-23'), ...worked('春节', '2026-02-28'),
    ...span('清明节', '2026-04-04', '2026-04-06'),
    ...span('劳动节', '2026-05-01', '2026-05-05'), ...worked('劳动节', '2026-05-09'),
    ...span('端午节', '2026-06-19', '2026-06-21'),
    ...worked('国庆节', '2026-09-20'), ...span('中秋节', '2026-09-25', '2026-09-27'),
    ...span('国庆节', '2026-10-01', '2026-10-07'), ...worked('国庆节', '2026-10-10'),
  ],
}

const byLaw = (year: number): PlannedDay[] => [
  ...span('元旦', `${year}-01-01`, `${year}-01-01`),
  ...span('春节', `${year}-02-05`, `${year}-02-08`),
  ...span('清明节', `${year}-04-05`, `${year}-04-05`),
  ...span('劳动节', `${year}-05-01`, `${year}-05-02`),
  ...span('国庆节', `${year}-10-01`, `${year}-10-03`),
]

/** A year's file as a colleague may have brought it. */
export const FILE: CalendarYear = {
  year: 2027,
  days: [...span('元旦', '2027-01-01', '2027-01-03'), ...span('春节', '2027-02-05', '2027-02-11'), ...worked('春节', '2027-02-20')],
}

export function viewOf(year: number, own: PlannedDay[] | undefined): CalendarView {
  const days = own ?? BUILT_IN[year] ?? byLaw(year)
  const source = own ? 'own' : BUILT_IN[year] ? 'built_in' : 'estimated'
  const planned = new Map(days.map((one) => [one.day, one]))
  const all: CalendarView['all'] = []
  for (let day = `${year}-01-01`; day.startsWith(String(year)); day = addDays(day, 1)) {
    const one = planned.get(day)
    const workday = one ? !one.off : weekdayOf(day) !== 0 && weekdayOf(day) !== 6
    all.push({ day, view: { workday, holiday: one?.name ?? null, provisional: source === 'estimated' } })
  }
  return { year, source, days, all, workdays: all.filter((one) => one.view.workday).length, known_years: [2024, 2025, 2026] }
}

export function makeCalendarCommands(world: World): Handlers {
  const own = new Map<number, PlannedDay[]>()
  const view = (year: number) => {
    const shown = viewOf(year, own.get(year))
    return { ...shown, known_years: [...new Set([...shown.known_years, ...own.keys()])].sort() }
  }
  /** Announcing a year ends what is 暂定 of the duties due in it, and moves the first of them by a day. */
  const change = (year: number, days: PlannedDay[]): CalendarChange => {
    const touched = world.events.flatMap((event) => event.duties).filter((duty) => duty.closed === null && duty.due.startsWith(String(year)) && duty.provisional)
    const changes: DutyChange[] = touched.map((duty, i) => ({
      change: i === 0 ? 'moved' : 'explained', was_due: duty.due,
      duty: { ...duty, provisional: false, due: i === 0 ? addDays(duty.due, 1) : duty.due },
    }))
    return { calendar: viewOf(year, days), changes }
  }
  return {
    calendar_get: ({ year }) => view(year),
    calendar_choose: () => FILE,
    calendar_preview: ({ year, days }) => change(year, days),
    calendar_set: ({ year, days }) => {
      if (days.length === 0) throw { code: 'bad_request', detail: 'days' }
      const answer = change(year, days)
      own.set(year, days)
      for (const { duty } of answer.changes) {
        const kept = world.events.flatMap((event) => event.duties).find((one) => one.id === duty.id)
        if (kept) Object.assign(kept, duty)
      }
      return { ...answer, calendar: view(year) }
    },
    calendar_reset: ({ year }) => {
      own.delete(year)
      return { calendar: view(year), changes: [] }
    },
  }
}
