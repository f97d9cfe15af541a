/** The first screen, faked: everything owed in its groups, the routines, and what stands beside them. */
import type { ActivityOwed, BirthdayView, Figures, KnowingSummary, PromiseView, RoutineGroup, Tally } from '../src/api'
import type { World } from './fake'
import { TODAY } from './fake_days'
import { openDuties } from './fake_duties'
import { papersToday } from './fake_papers'
import type { Someone } from './fake_people'
import type { Handlers } from './fake_records'

const refOf = (person: Someone) => ({ id: person.id, name: person.form.name, post: person.form.post })
const MOST = 200

/** What the branch has still to hold in November, and what it did not hold in April. */
const owed: ActivityOwed[] = [
  { kind: 'party_day', title: '主题党日', every: 'month', cell: { from: '2026-04-01', to: '2026-04-30', state: 'missed', owed: 1, held: [], planned: [], reason: '' } },
  { kind: 'party_day', title: '主题党日', every: 'month', cell: { from: '2026-11-01', to: '2026-11-30', state: 'open', owed: 1, held: [], planned: [], reason: '' } },
]

function routinesOf(world: World): RoutineGroup[] {
  const groups = new Map<string, RoutineGroup>()
  for (const { kind, title, duties } of world.routines) {
    const duty = duties[0]!
    const group = groups.get(kind) ?? { kind, title, due: duty.first_due, open: 0, all: 0, overdue: false }
    groups.set(kind, group)
    if (duty.closed === null) group.open += 1
    if (duty.closed === null || duty.closed.how === 'met') group.all += 1
  }
  return [...groups.values()]
}

function figuresOf(world: World): Figures {
  // What was done earlier in the year, beside what is in the fake.
  const tally: Tally = { met: 29, late: 2, missed: 0, overdue: 0, open: 0, exempt: 1, withdrawn: 2 }
  for (const { state } of world.events.flatMap((event) => event.duties)) {
    const place = state.state === 'met' ? (state.late_workdays > 0 ? 'late' : 'met') : state.state
    tally[place === 'today' || place === 'this_week' || place === 'later' ? 'open' : place] += 1
  }
  const all = tally.met + tally.late + tally.missed + tally.overdue
  return { tally, on_time_permille: Math.floor((tally.met * 1000) / all) }
}

function promisesOf(world: World): PromiseView[] {
  const [, li, , gao, , , , , he] = world.people
  if (!li || !gao || !he) return []
  const promise = (id: string, person: Someone, what: string, due: string | null, overdue_days = 0): PromiseView => ({
    id, person: refOf(person), contact_kind: 'talk', contact: 'talk-1', day: '2026-11-12', what, by: '', due,
    state: overdue_days > 0 ? 'overdue' : 'open', overdue_days, answer: null, late_entry: false,
  })
  return [
    promise('r1', he, '调整12月值班表', '2026-11-20', 3),
    promise('r2', gao, '食堂早餐时间答复本人', '2026-11-25'),
    promise('r3', li, '与县医院联系复查床位，并协调所里同事轮流接送孩子上下学', null),
  ]
}

function birthdaysOf(world: World): BirthdayView[] {
  const [, li, , gao, chen] = world.people
  if (!li || !gao || !chen) return []
  return [
    { person: refOf(gao), kind: 'solar', day: TODAY, years: 36, lunar: null },
    { person: refOf(li), kind: 'political', day: '2026-11-26', years: 19, lunar: null },
    { person: refOf(chen), kind: 'lunar', day: '2026-11-28', years: null, lunar: '农历十月二十' },
  ]
}

function knowingOf(world: World): KnowingSummary {
  const here = world.people.filter(({ left }) => !left)
  const lacks = [[6, 0], [3, 1], [2, 2], [0, 3], [0, 2]] as const
  const least = here.slice(8, 13).map((person, i) => ({ person: refOf(person), unknown: lacks[i]![0], stale: lacks[i]![1] }))
  return { known: Math.floor(here.length * 4.1), all: here.length * 6, least }
}

export function makeTodayCommands(world: World): Handlers {
  const nothing: Figures = { tally: { met: 0, late: 0, missed: 0, overdue: 0, open: 0, exempt: 0, withdrawn: 0 }, on_time_permille: null }
  return {
    figures_get: () => figuresOf(world),
    today_get: () => {
      const open = openDuties(world)
      const inState = (state: string) => open.filter((duty) => duty.state.state === state)
      const unexplained = world.events
        .flatMap((event) => event.duties)
        .filter(({ state, closed }) => state.state === 'missed' && (closed === null || (closed.how === 'missed' && closed.reason === '')))
      const later = inState('later')
      const begun = world.events.length > 0
      return {
        today: TODAY, day: world.status.day,
        overdue: [...unexplained, ...inState('overdue')], due_today: inState('today'), this_week: inState('this_week'),
        later: later.slice(0, MOST), later_count: later.length,
        routines: routinesOf(world),
        drafts: world.drafts,
        promises: begun ? promisesOf(world) : [],
        birthdays: begun ? birthdaysOf(world) : [],
        knowing: knowingOf(world),
        figures: begun ? figuresOf(world) : nothing,
        persons: world.people.filter(({ left }) => !left).length, events: world.events.length, met_this_year: 41, activities: begun ? owed : [], suggestions: begun ? { open: 2, overdue: 1 } : { open: 0, overdue: 0 }, example_month: null, papers: papersToday(world),
      }
    },
  }
}
