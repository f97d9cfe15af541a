/** Overtime behind the page, faked: entries, the streaks in them, and the visits that these make owed. */
import type { DutyChange, DutyView, OvertimeDay, OvertimeGrid, StreakGround, StreakView } from '../src/api'
import { addDays } from '../src/composables/shared/days'
import type { World } from './fake'
import { viewOf } from './fake_calendar'
import { explain, TODAY } from './fake_days'
import type { Handlers } from './fake_records'

const COUNTS = 120

export function makeOvertimeCommands(world: World): Handlers {
  const entries = new Map<string, number>()
  const events = new Map<string, string>()
  const known = new Map<number, Map<string, OvertimeDay['view']>>()

  function dayOf(day: string): OvertimeDay['view'] {
    const year = Number(day.slice(0, 4))
    if (!known.has(year)) known.set(year, new Map(viewOf(year, undefined).all.map((one) => [one.day, one.view])))
    return known.get(year)!.get(day)!
  }
  const at = (person: string, day: string) => entries.get(`${person}|${day}`) ?? 0

  /** Five working days, two days off, or 20 hours in seven days; days off without overtime do not break a run. */
  function streaksOf(person: string): StreakView[] {
    const days = [...entries].filter(([key, minutes]) => key.startsWith(`${person}|`) && minutes >= COUNTS).map(([key]) => key.split('|')[1]!).sort()
    const runs: string[][] = []
    for (const day of days) {
      let gap = runs.at(-1)?.at(-1)
      while (gap && addDays(gap, 1) < day && !dayOf(addDays(gap, 1)).workday) gap = addDays(gap, 1)
      if (gap && addDays(gap, 1) === day) runs.at(-1)!.push(day)
      else runs.push([day])
    }
    return runs.flatMap((run) => {
      const grounds: StreakGround[] = []
      if (run.filter((day) => dayOf(day).workday).length >= 5) grounds.push('workdays')
      if (run.some((day, i) => !dayOf(day).workday && run[i + 1] === addDays(day, 1) && !dayOf(addDays(day, 1)).workday)) grounds.push('rest_days')
      if (run.some((day) => run.filter((other) => other >= day && other <= addDays(day, 6)).reduce((sum, other) => sum + at(person, other), 0) >= 1200)) grounds.push('week')
      if (grounds.length === 0) return []
      const first = run[0]!
      const event = events.get(`${person}|${first}`) ?? `e-overtime-${events.size + 1}`
      events.set(`${person}|${first}`, event)
      return [{ event, first, last: run.at(-1)!, days: run.length, minutes: run.reduce((sum, day) => sum + at(person, day), 0), grounds }]
    })
  }

  const personOf = (id: string) => {
    const { form } = world.people.find((one) => one.id === id)!
    return { id, name: form.name, post: form.post }
  }
  function dutyOf(person: string, streak: StreakView): DutyView {
    const { opens, explanation } = explain('overtime', streak.last, { unit: 'days', n: 3 })
    return {
      id: `${streak.event}-0`, kind: 'visit', category: 6, part: 'whole', person: personOf(person),
      event: { id: streak.event ?? '', kind: 'overtime', title: '连续加班', since: streak.first, day: streak.last, month_only: false, note: '' },
      opens, due: explanation.due, first_due: explanation.due, provisional: false, state: { state: 'this_week' }, explanation, deferrals: [], closed: null,
    }
  }

  function gridOf(year: number, month: number): OvertimeGrid {
    const first = `${year}-${String(month).padStart(2, '0')}-01`
    const days: OvertimeDay[] = []
    for (let day = first; day.slice(0, 7) === first.slice(0, 7); day = addDays(day, 1)) days.push({ day, view: dayOf(day) })
    const rows = world.people
      .filter((person) => person.left === null || person.left.day >= first)
      .map(({ id }) => {
        const minutes = days.map(({ day }) => at(id, day))
        const streaks = streaksOf(id).filter((one) => one.last >= first && one.first <= days.at(-1)!.day)
        return { person: personOf(id), minutes, total: minutes.reduce((sum, one) => sum + one, 0), streaks }
      })
    return { year, month, days, rows }
  }

  if (world.people.length > 10) {
    const put = (i: number, minutes: number, ...days: string[]) => days.forEach((day) => entries.set(`${world.people[i]!.id}|${day}`, minutes))
    put(2, 150, '2026-11-09', '2026-11-10', '2026-11-11', '2026-11-12', '2026-11-13', '2026-11-16')
    put(4, 120, '2026-11-03', '2026-11-05', '2026-11-19')
    put(10, 180, '2026-11-14', '2026-11-15')
    put(7, 90, '2026-11-20')
    put(5, 240, '2026-10-01', '2026-10-02', '2026-10-03', '2026-10-10')
  }

  return {
    overtime_grid: ({ year, month }) => gridOf(year, month),
    overtime_set: ({ cells }) => {
      if (cells.some((cell) => cell.day > TODAY)) throw { code: 'day_in_future', detail: 'day' }
      const persons = [...new Set(cells.map((cell) => cell.person))]
      const before = new Map(persons.map((person) => [person, streaksOf(person)]))
      let changed = 0
      for (const { person, day, minutes } of cells) {
        if (at(person, day) === minutes) continue
        changed += 1
        if (minutes === 0) entries.delete(`${person}|${day}`)
        else entries.set(`${person}|${day}`, minutes)
      }
      const changes: DutyChange[] = persons.flatMap((person) => {
        const now = streaksOf(person)
        const was = before.get(person) ?? []
        const gone: DutyChange[] = was.filter((old) => !now.some((one) => one.first <= old.last && old.first <= one.last)).map((old) => ({ change: 'withdrawn', was_due: dutyOf(person, old).due, duty: dutyOf(person, old) }))
        const here: DutyChange[] = now.flatMap((one): DutyChange[] => {
          const old = was.find((other) => one.first <= other.last && other.first <= one.last)
          if (!old) return [{ change: 'new', was_due: null, duty: dutyOf(person, one) }]
          return old.last === one.last ? [] : [{ change: 'moved', was_due: dutyOf(person, old).due, duty: dutyOf(person, one) }]
        })
        return [...gone, ...here]
      })
      return { changed, changes }
    },
  }
}
