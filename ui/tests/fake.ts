/** The program behind the page, faked in memory: enough for tests and the gallery, with no more rules than they need. */
import type {
  AppStatus, Call, EventView, PaperRow, PersonRef, PersonRow, PersonView, PromiseView, Settings, TimelineEntry,
} from '../src/api'
import { TODAY } from './fake_days'
import { makeDutyCommands, makeEvent, makeRoutines, openDuties, putOff, type FormIn } from './fake_duties'
import { knownCount, makeKnowingCommands } from './fake_knowing'
import { idOf, makePeople, type Someone } from './fake_people'
import { makePromiseCommands, makePromises } from './fake_promises'
import { makeRecordCommands, people as namedPeople, type Handlers } from './fake_records'
import { makeActivityCommands } from './fake_activities'
import { makeCalendarCommands } from './fake_calendar'
import { makeImportFileCommands } from './fake_import_files'
import { makeOvertimeCommands } from './fake_overtime'
import { makeRulesCommands } from './fake_rules'
import { makeTodayCommands } from './fake_today'
import { makeAttachmentCommands } from './fake_attachments'
import { makeLedgerCommands } from './fake_ledgers'
import { makeLogCommands } from './fake_logbook'
import { makeSearchCommands } from './fake_search'
import { makePaperCommands, makePapers } from './fake_papers'
import { makeScanCommands } from './fake_scans'
import { makeArchiveCommands } from './fake_archive'
import { makeStatisticsCommands } from './fake_statistics'
import { makeIndicatorCommands } from './fake_indicators'
import { makeBackupCommands, makeBackups, type BackupOptions, type FakeBackups } from './fake_backups'
import { makeHandover, makeHandoverCommands, type FakeHandover } from './fake_handover'
import { makeVault, makeVaultCommands, withRecoverySheet, type FakeVault, type Ways } from './fake_vault'

export { makeEvent, openDuties, RULES } from './fake_duties'

/** What the fake holds; handlers change it in place. */
export interface World {
  status: AppStatus
  password: string
  people: Someone[]
  events: EventView[]
  /** The events that the routines made. */
  routines: EventView[]
  timeline: Map<string, TimelineEntry[]>
  promises: PromiseView[]
  papers: PaperRow[]
  drafts: { kind: 'talk' | 'visit'; id: string; persons: PersonRef[]; day: string }[]
  next: number
  /** The first entry of the operations log that was altered. */
  broken: number | null
  /** Whose data are sealed or handed over. */
  sealed: string[]
  vault: FakeVault
  backups: FakeBackups
  handover: FakeHandover
  /** Opens the ledger. */
  unlock: () => AppStatus
}

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

function rowOf(world: World, { id, form, left }: Someone): PersonRow {
  return {
    id, name: form.name, sex: form.sex, birth: form.birth, political: form.political, post: form.post,
    phone_masked: mask(form.phone), is_secretary: form.is_secretary, left, known: knownCount(world, id),
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
    absences: person.absences ?? [],
    promises: world.promises.filter((promise) => promise.person.id === id && promise.answer === null),
    lunar_birthday: form.lunar_birthday ? '农历十月十五' : null,
    timeline: [...events, ...(world.timeline.get(id) ?? [])].sort((a, b) => (a.day < b.day ? 1 : -1)),
    warnings: [],
  }
}

export interface FakeOptions extends BackupOptions {
  /** locked, open, or no ledger yet. */
  state?: 'open' | 'locked' | 'none'
  /** Nobody on the roster, or many people, or people without events. */
  people?: number
  events?: boolean
  /** So many more overdue duties. */
  crowd?: number
  /** One of every sort: missed, month only, overtime, joint talk, put off, exempt. */
  full?: boolean
  /** The first entry of the operations log that was altered. */
  broken?: number | null
  /** What opens the ledger. */
  ways?: Ways
}

export function makeWorld({ state = 'open', people, events = true, crowd = 0, full = false, broken = null, ways, ...backups }: FakeOptions = {}): World {
  const open = state === 'open'
  const password = '测试密码 2026'
  const world: World = {
    status: {
      place: '/home/user/文档/知心账本', exists: state !== 'none', unlocked: open, version: '0.1.0', today: TODAY,
      day: { workday: true, holiday: null, provisional: false }, settings: open ? SETTINGS : null, notices: [],
    },
    password, people: open ? makePeople(people) : [], events: [], routines: [], timeline: new Map(), promises: [], papers: [], drafts: [], next: 100, broken, sealed: [],
    vault: makeVault(ways ?? (state === 'none' ? 'password' : 'recovery')), handover: makeHandover(), backups: makeBackups(password, state === 'none' ? { backups: 0 } : backups),
    unlock: () => (world.status = { ...world.status, exists: true, unlocked: true, settings: world.status.settings ?? SETTINGS }),
  }
  if (!open || !events || world.people.length < 10) return world
  const add = (kind: string, persons: number[], day: string, note: string, id?: string, more: Partial<FormIn> = {}) =>
    world.events.push(makeEvent(world, { kind, persons: persons.map(idOf), day, note, ...more }, id))
  world.routines = makeRoutines(world, 4)
  add('criticism', [2], '2026-11-17', '办税差错被县局通报', 'e4')
  add('illness', [1], '2026-11-20', '县人民医院骨科住院', 'e1')
  add('post_change', [3], '2026-11-16', '由征收岗转综合岗', 'e5')
  add('award', [4], '2026-11-27', '拟表彰为年度先进个人', 'e2')
  add('conflict', [5, 6], '2026-11-23', '报销单据交接时争执，各谈一次', 'e3')
  add('party_confirmation', [7], '2026-12-30', '支部大会讨论', 'e6')
  for (let i = 0; i < crowd; i += 1) add('criticism', [8 + (i % 12)], '2026-11-12', '窗口服务被投诉，说明情况并整改')
  if (full) {
    add('promotion', [14], '2026-11-23', '晋升四级主办，宣布任职', 'e7')
    add('post_change', [13], '2026-10-01', '由窗口转档案岗', 'e8', { month_only: true })
    add('overtime', [19], '2026-11-20', '', 'e9', { since: '2026-11-16', origin: 'streak' })
    add('conflict', [10, 11], '2026-11-19', '窗口排班意见不合', 'e10', { joint: true })
    add('family_hardship', [15], '2026-11-16', '家属失业', 'e11')
    putOff(world, 'e11')
  }
  world.timeline.set(idOf(1), [
    { day: '2026-09-12', what: 'talk', id: 'talk-1', title: '征期值班与家中老人照料', detail: '〔2026〕第14号', late_entry: false },
    { day: '2026-06-03', what: 'visit', id: 'visit-1', title: '父亲中风住院', detail: '〔2026〕第6号', late_entry: true },
  ])
  world.promises = makePromises(world, crowd)
  world.papers = makePapers(world.people)
  world.drafts.push({ kind: 'talk', id: 't-draft', persons: [refOf(world.people[3]!)], day: TODAY })
  return world
}

function coreHandlers(world: World): Handlers {
  return {
    app_status: () => world.status,
    vault_choose: () => world.status,
    vault_create: ({ password, branch, secretary, post }) => {
      if ([...password].length < 8) fail('password_too_short')
      world.password = password
      world.status.settings = { ...SETTINGS, branch, secretary: { name: secretary, post: post || '党支部书记' } }
      return world.unlock()
    },
    vault_unlock: ({ password }) => (password === world.password ? world.unlock() : fail('wrong_password')),
    vault_lock: () => (world.status = { ...world.status, unlocked: false, settings: null }),
    vault_verify: () => ({ sound: true, faults: [], persons: world.people.length, talks: 23, visits: 17, log_entries: 208 }),
    settings_get: () => world.status.settings ?? SETTINGS,
    settings_set: (settings) => (world.status.settings = settings),
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
      for (const duty of openDuties(world).filter((one) => one.person.id === id)) duty.closed = { how: 'withdrawn', reason: left.reason }
      return viewOf(world, person)
    },
    person_return: ({ id, day, mistake }) => {
      const person = personOf(world, id)
      const left = person.left ?? fail('not_left')
      person.left = null
      if (!mistake) person.absences = [...(person.absences ?? []), { left, back: day }]
      const withdrawn = world.events.flatMap((event) => event.duties).filter((one) => one.person.id === id && one.closed?.how === 'withdrawn')
      if (mistake) for (const duty of withdrawn) duty.closed = null
      return viewOf(world, person)
    },
  }
}

/** A fake for `setCall`; every request and answer is copied, as it is across the border. */
export function fakeCall(world: World = makeWorld(), extra: Handlers = {}): Call {
  namedPeople.splice(0, namedPeople.length, ...world.people.map(refOf).sort((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true })))
  const handlers: Handlers = { ...withRecoverySheet(world, { ...makeRecordCommands(world), ...makePaperCommands(world), ...makeScanCommands(world) }), ...coreHandlers(world), ...makeVaultCommands(world), ...makeBackupCommands(world), ...makeHandoverCommands(world), ...makePromiseCommands(world), ...makeKnowingCommands(world), ...makeDutyCommands(world), ...makeTodayCommands(world), ...makeRulesCommands(world), ...makeCalendarCommands(world), ...makeOvertimeCommands(world), ...makeImportFileCommands(world), ...makeSearchCommands(world), ...makeLedgerCommands(world), ...makeLogCommands(world), ...makeAttachmentCommands(world), ...makeArchiveCommands(world), ...makeStatisticsCommands(world), ...makeActivityCommands(world), ...makeIndicatorCommands(world.people.length > 20), ...extra }
  return async (name, request) => {
    const handler = handlers[name] as ((request: unknown) => unknown) | undefined
    if (!handler) return fail('unknown_command', name)
    const answer = handler(JSON.parse(JSON.stringify(request)))
    return JSON.parse(JSON.stringify(answer ?? null))
  }
}
