/** The program behind the page, faked in memory: enough for tests and the gallery, with no more rules than they need. */
import pack from '../../src-tauri/crates/method/rules/three_six.json'
import type {
  AppStatus, Call, DutyView, EventForm, EventView, PersonRef, PersonRow, PersonView, RulePack, Settings,
  TimelineEntry,
} from '../src/api'
import { explain, TODAY, workdaysBetween } from './fake_days'
import { idOf, makePeople, type Someone } from './fake_people'
import { makeRecordCommands, people as namedPeople, type Handlers } from './fake_records'

/** What the fake holds; handlers change it in place. */
export interface World {
  status: AppStatus
  password: string
  people: Someone[]
  events: EventView[]
  timeline: Map<string, TimelineEntry[]>
  drafts: { kind: 'talk' | 'visit'; id: string; persons: PersonRef[]; day: string }[]
  next: number
}

export const RULES = pack as unknown as RulePack

export const SETTINGS: Settings = {
  branch: '中共某县税务局中和税务所支部委员会',
  secretary: { name: '甲书记', post: '党支部书记' },
  others: [{ person: null, name: '赵建军', post: '副书记' }],
  talk_place: '支部活动室',
}

export const fail = (code: string, detail: string | null = null): never => {
  throw { code, detail }
}

export const mask = (text: string) => (text.length > 7 ? `${text.slice(0, 3)}****${text.slice(-4)}` : text)
export const refOf = (person: Someone): PersonRef => ({ id: person.id, name: person.form.name, post: person.form.post })

export function personOf(world: World, id: string): Someone {
  return world.people.find((one) => one.id === id) ?? fail('not_found')
}

/** What an event makes owed. */
export function dutiesOf(event: Omit<EventView, 'duties'>): DutyView[] {
  const rule = RULES.kinds.find((row) => row.kind === event.kind) ?? fail('unknown_kind')
  return event.persons.flatMap((person) =>
    rule.duties.map((duty, index) => {
      const { opens, explanation } = explain(event.kind, event.day, duty.deadline)
      const { due } = explanation
      const state: DutyView['state'] =
        due < TODAY
          ? { state: 'overdue', workdays: workdaysBetween(due, TODAY) }
          : due === TODAY
            ? { state: 'today' }
            : due <= '2026-11-29'
              ? { state: 'this_week' }
              : { state: 'later' }
      const { id, kind, title, day, note } = event
      return {
        id: `${id}-${person.id}-${index}`,
        kind: duty.kind, category: duty.category, part: duty.part, person,
        event: { id, kind, title, day, note },
        opens: duty.part === 'after' ? event.day : opens,
        due, first_due: due, provisional: explanation.provisional, state, explanation, closed: null,
      }
    }),
  )
}

export function makeEvent(world: World, form: EventForm, id = `e${world.next++}`): EventView {
  if (form.persons.length === 0) fail('persons_missing')
  const rule = RULES.kinds.find((row) => row.kind === form.kind) ?? fail('unknown_kind')
  if (rule.parties && form.persons.length < 2) fail('parties_missing')
  const bare = {
    ...form, id, title: rule.title, persons: form.persons.map((one) => refOf(personOf(world, one))),
    entered_at: '2026-11-23T01:00:00Z', cancelled: null, late_entry: workdaysBetween(form.day, TODAY) > 3,
  }
  return { ...bare, duties: dutiesOf(bare) }
}

export const openDuties = (world: World) =>
  world.events
    .filter((event) => event.cancelled === null)
    .flatMap((event) => event.duties)
    .filter((duty) => duty.closed === null)
    .sort((a, b) => (a.due < b.due ? -1 : 1))

function rowOf(world: World, { id, form, left }: Someone): PersonRow {
  return {
    id, name: form.name, sex: form.sex, birth: form.birth, political: form.political, post: form.post,
    phone_masked: mask(form.phone), is_secretary: form.is_secretary, left,
    open_duties: openDuties(world).filter((duty) => duty.person.id === id).length,
  }
}

function viewOf(world: World, person: Someone): PersonView {
  const { id, form, left } = person
  const events: TimelineEntry[] = world.events
    .filter((event) => event.persons.some((one) => one.id === id))
    .map((event) => ({
      day: event.day, what: 'event', id: event.id, title: event.title, detail: event.note, late_entry: event.late_entry,
    }))
  return {
    id, form, left,
    age: form.birth ? 2026 - Number(form.birth.slice(0, 4)) : null,
    id_number_masked: mask(form.id_number),
    phone_masked: mask(form.phone),
    duties: openDuties(world).filter((duty) => duty.person.id === id),
    timeline: [...events, ...(world.timeline.get(id) ?? [])].sort((a, b) => (a.day < b.day ? 1 : -1)),
    warnings: [],
  }
}

export interface FakeOptions {
  /** locked, open, or no ledger yet. */
  state?: 'open' | 'locked' | 'none'
  /** Nobody on the roster, or many people, or people without events. */
  people?: number
  events?: boolean
  /** So many more overdue duties. */
  crowd?: number
}

export function makeWorld({ state = 'open', people, events = true, crowd = 0 }: FakeOptions = {}): World {
  const open = state === 'open'
  const world: World = {
    status: {
      place: '/home/user/文档/知心账本', exists: state !== 'none', unlocked: open, version: '0.1.0', today: TODAY,
      day: { workday: true, holiday: null, provisional: false }, settings: open ? SETTINGS : null, notices: [],
    },
    password: '测试密码 2026', people: open ? makePeople(people) : [], events: [], timeline: new Map(), drafts: [], next: 100,
  }
  if (!open || !events || world.people.length < 10) return world
  const add = (kind: string, persons: number[], day: string, note: string, id?: string) =>
    world.events.push(makeEvent(world, { kind, persons: persons.map(idOf), day, note }, id))
  add('criticism', [2], '2026-11-17', '办税差错被县局通报', 'e4')
  add('illness', [1], '2026-11-20', '县人民医院骨科住院', 'e1')
  add('post_change', [3], '2026-11-16', '由征收岗转综合岗', 'e5')
  add('award', [4], '2026-11-27', '拟表彰为年度先进个人', 'e2')
  add('conflict', [5, 6], '2026-11-23', '报销单据交接时争执，各谈一次', 'e3')
  add('party_confirmation', [7], '2026-12-30', '支部大会讨论', 'e6')
  for (let i = 0; i < crowd; i += 1) add('criticism', [8 + (i % 12)], '2026-11-12', '窗口服务被投诉，说明情况并整改')
  world.timeline.set(idOf(1), [
    { day: '2026-09-12', what: 'talk', id: 'talk-1', title: '征期值班与家中老人照料', detail: '〔2026〕第14号', late_entry: false },
    { day: '2026-06-03', what: 'visit', id: 'visit-1', title: '父亲中风住院', detail: '〔2026〕第6号', late_entry: true },
  ])
  world.drafts.push({ kind: 'talk', id: 't-draft', persons: [refOf(world.people[3]!)], day: TODAY })
  return world
}

function coreHandlers(world: World): Handlers {
  const unlocked = (): AppStatus =>
    (world.status = { ...world.status, exists: true, unlocked: true, settings: world.status.settings ?? SETTINGS })
  const inState = (state: string) => openDuties(world).filter((duty) => duty.state.state === state)
  return {
    app_status: () => world.status,
    vault_choose: () => world.status,
    vault_create: ({ password, branch, secretary, post }) => {
      if ([...password].length < 8) fail('password_too_short')
      world.status.settings = { ...SETTINGS, branch, secretary: { name: secretary, post: post || '党支部书记' } }
      return unlocked()
    },
    vault_unlock: ({ password }) => (password === world.password ? unlocked() : fail('wrong_password')),
    vault_lock: () => (world.status = { ...world.status, unlocked: false, settings: null }),
    vault_verify: () => ({ sound: true, faults: [], persons: world.people.length, talks: 23, visits: 17, log_entries: 208 }),
    settings_get: () => world.status.settings ?? SETTINGS,
    settings_set: (settings) => (world.status.settings = settings),
    rules_get: () => RULES,
    today_get: () => ({
      today: TODAY, day: world.status.day,
      overdue: inState('overdue'), due_today: inState('today'), this_week: inState('this_week'), later: inState('later'),
      drafts: world.drafts, persons: world.people.filter(({ left }) => !left).length, events: world.events.length, met_this_year: 41,
    }),
    person_create: (form) => {
      if (form.name.trim() === '') fail('name_missing')
      const person = { id: `p${world.next++}`, form, left: null }
      world.people.push(person)
      return viewOf(world, person)
    },
    person_edit: ({ id, form }) => {
      const person = personOf(world, id)
      person.form = form
      return viewOf(world, person)
    },
    person_get: ({ id }) => viewOf(world, personOf(world, id)),
    person_list: ({ query }) =>
      world.people
        .filter(({ form }) => `${form.name}${form.post}${form.phone}`.includes(query))
        .map((person) => rowOf(world, person)),
    person_leave: ({ id, left }) => {
      const person = personOf(world, id)
      person.left = left
      return viewOf(world, person)
    },
    event_preview: (form) => {
      const event = makeEvent(world, form, 'preview')
      const same = world.events.filter(
        (one) => one.kind === form.kind && one.day === form.day && one.persons.some(({ id }) => form.persons.includes(id)),
      )
      return { duties: event.duties, same }
    },
    event_create: (form) => {
      const event = makeEvent(world, form)
      world.events.push(event)
      return event
    },
    event_edit: ({ id, form }) => {
      const at = world.events.findIndex((event) => event.id === id)
      return (world.events[at] = makeEvent(world, form, id))
    },
    event_get: ({ id }) => world.events.find((event) => event.id === id) ?? fail('not_found'),
    event_list: ({ person }) =>
      world.events.filter((event) => !person || event.persons.some(({ id }) => id === person)).toReversed(),
    event_cancel: ({ id, reason }) => {
      const event = world.events.find((one) => one.id === id) ?? fail('not_found')
      event.cancelled = reason
      return event
    },
    settle_offer: ({ kind, persons, day, by }) =>
      openDuties(world)
        .filter((duty) => duty.kind === kind && persons.includes(duty.person.id))
        .map((duty) => {
          const own = by.some(({ person }) => person === duty.person.id)
          const early = duty.part !== 'before' && day < duty.event.day
          const refused = own ? 'avoidance' : early ? 'too_early' : null
          return { duty, late_workdays: workdaysBetween(duty.due, day), refused }
        }),
    duty_list: ({ person, kind }) =>
      openDuties(world).filter((duty) => (!person || duty.person.id === person) && (!kind || duty.kind === kind)),
  }
}

/** A fake for `setCall`; every request and answer is copied, as it is across the border. */
export function fakeCall(world: World = makeWorld(), extra: Handlers = {}): Call {
  namedPeople.splice(0, namedPeople.length, ...world.people.map(refOf).sort((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true })))
  const handlers: Handlers = { ...makeRecordCommands(), ...coreHandlers(world), ...extra }
  return async (name, request) => {
    const handler = handlers[name] as ((request: unknown) => unknown) | undefined
    if (!handler) return fail('unknown_command', name)
    const answer = handler(JSON.parse(JSON.stringify(request)))
    return JSON.parse(JSON.stringify(answer ?? null))
  }
}
