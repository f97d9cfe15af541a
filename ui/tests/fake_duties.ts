/** What is owed, faked: events make duties, and duties are exempted, put off, explained and reopened as the program does it. */
import pack from '../../src-tauri/crates/method/rules/three_six.json'
import type { Closure, DutyChange, DutyView, EventForm, EventView, KindRule, RulePack } from '../src/api'
import { addDays } from '../src/composables/shared/days'
import type { World } from './fake'
import { explain, TODAY, workdaysBetween } from './fake_days'
import type { Someone } from './fake_people'
import type { Handlers } from './fake_records'

export const RULES = pack as unknown as RulePack

const fail = (code: string, detail: string | null = null): never => {
  throw { code, detail }
}
const refOf = (person: Someone) => ({ id: person.id, name: person.form.name, post: person.form.post })
const monthEnd = (day: string) => addDays(new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 1)).toISOString().slice(0, 10), -1)

export const ruleOf = (kind: string): KindRule =>
  RULES.kinds.find((row) => row.kind === kind) ?? RULES.routines.find(({ rule }) => rule.kind === kind)?.rule ?? fail('unknown_kind')

function stateOf(duty: Omit<DutyView, 'state'>): DutyView['state'] {
  const { closed, due, part, event } = duty
  if (closed?.how === 'met') return { state: 'met', late_workdays: closed.late_workdays }
  if (closed) return { state: closed.how }
  if (part === 'before' && TODAY >= (event.since ?? event.day)) return { state: 'missed' }
  if (due < TODAY) return { state: 'overdue', workdays: workdaysBetween(due, TODAY) }
  if (due === TODAY) return { state: 'today' }
  return { state: due <= '2026-11-29' ? 'this_week' : 'later' }
}

/** Ends a duty, or opens it again. */
function close(duty: DutyView, closed: Closure | null): DutyView {
  duty.closed = closed
  duty.state = stateOf(duty)
  return duty
}

/** What an event makes owed. */
export function dutiesOf(event: Omit<EventView, 'duties'>): DutyView[] {
  const rule = ruleOf(event.kind)
  return event.persons.flatMap((person, at) =>
    rule.duties
      .filter((row) => !row.off && (row.part !== 'joint' || (event.joint && at === 0 && event.persons.length > 1)))
      .map((row, index): DutyView => {
        const { opens, explanation } = explain(event.kind, event.day, row.deadline, event.since)
        const { id, kind, title, since, day, month_only, note } = event
        const { due, provisional } = explanation
        const missed = row.part === 'before' && TODAY >= (since ?? day)
        const duty: Omit<DutyView, 'state'> = {
          id: `${id}-${person.id}-${index}`,
          kind: row.kind, category: row.category, part: row.part, person,
          event: { id, kind, title, since, day, month_only, note },
          opens: row.part === 'after' ? day : opens,
          due, first_due: due, provisional, explanation, deferrals: [],
          closed: missed ? { how: 'missed', reason: '' } : null,
        }
        return { ...duty, state: stateOf(duty) }
      }),
  )
}

export type FormIn = Pick<EventForm, 'kind' | 'persons' | 'day' | 'note'> & Partial<Pick<EventView, 'month_only' | 'joint' | 'since' | 'origin'>>

export function makeEvent(world: World, form: FormIn, id = `e${world.next++}`): EventView {
  if (form.persons.length === 0) fail('persons_missing')
  const rule = ruleOf(form.kind)
  if (rule.parties && form.persons.length < 2) fail('parties_missing')
  const { month_only = false, joint = false, since = null, origin = 'entered' } = form
  const day = month_only ? monthEnd(form.day) : form.day
  const bare: Omit<EventView, 'duties'> = {
    id, kind: form.kind, title: rule.title, day, month_only, joint, origin, note: form.note,
    since: month_only ? `${form.day.slice(0, 7)}-01` : since,
    persons: form.persons.map((one) => refOf(world.people.find((person) => person.id === one) ?? fail('not_found'))),
    entered_at: '2026-11-23T01:00:00Z', cancelled: null, late_entry: workdaysBetween(day, TODAY) > 3,
  }
  return { ...bare, duties: dutiesOf(bare) }
}

const byDue = (a: DutyView, b: DutyView) => (a.due < b.due ? -1 : a.due > b.due ? 1 : 0)

export const openDuties = (world: World) =>
  world.events
    .filter((event) => event.cancelled === null)
    .flatMap((event) => event.duties)
    .filter((duty) => duty.closed === null)
    .sort(byDue)

/** Yearly talks of all members; of the first so many the talk was had. */
export function makeRoutines(world: World, had: number): EventView[] {
  const members = world.people.filter(({ form, left }) => !left && /中共/.test(form.political))
  return ['yearly_talk', 'integrity_talk'].flatMap((kind) =>
    members.map((person, i) => {
      const event = makeEvent(world, { kind, persons: [person.id], day: '2026-01-01', note: '', origin: 'routine' }, `${kind}-${person.id}`)
      event.late_entry = false
      if (kind === 'yearly_talk' && i < had) {
        close(event.duties[0]!, { how: 'met', contact: 'talk-1', day: '2026-09-12', late_workdays: 0 })
      }
      return event
    }),
  )
}

/** Puts off the first duty of an event and exempts the second. */
export function putOff(world: World, event: string): void {
  const [first, second] = eventOf(world, event).duties
  if (first) {
    first.deferrals = [{ from: first.due, to: '2026-11-26', reason: '本人出差，回来后再谈', at: '2026-11-19T02:00:00Z' }]
    first.due = '2026-11-26'
    close(first, null)
  }
  if (second) close(second, { how: 'exempt', reason: '家属已找到工作，困难解除', by: '甲书记' })
}

const allDuties = (world: World) => [...world.events, ...world.routines].flatMap((event) => event.duties)
const dutyOf = (world: World, id: string) => allDuties(world).find((duty) => duty.id === id) ?? fail('not_found')
const openOf = (world: World, ids: string[]) =>
  ids.map((id) => {
    const duty = dutyOf(world, id)
    return duty.closed === null ? duty : fail('duty_not_settled', 'closed')
  })
const eventOf = (world: World, id: string) => [...world.events, ...world.routines].find((event) => event.id === id) ?? fail('not_found')
const partOf = (duty: DutyView) => `${duty.person.id} ${duty.kind} ${duty.category} ${duty.part}`

/** Lays the duties of a changed event over the kept ones, as the program does under stable keys. */
function difference(old: EventView, next: EventView): { changes: DutyChange[]; same: DutyView[]; duties: DutyView[] } {
  const changes: DutyChange[] = []
  const same: DutyView[] = []
  const duties: DutyView[] = []
  for (const duty of next.duties) {
    const kept = old.duties.find((one) => partOf(one) === partOf(duty))
    const settled = kept && (kept.closed?.how === 'met' || kept.closed?.how === 'exempt')
    const shown = settled ? kept : kept ? { ...duty, id: kept.id } : duty
    duties.push(shown)
    const change = (kind: DutyChange['change']) => changes.push({ change: kind, was_due: kept ? kept.due : null, duty: shown })
    if (!kept) change(duty.closed ? 'missed' : 'new')
    else if (settled) same.push(shown)
    else if (duty.closed?.how === 'missed' && kept.closed?.how !== 'missed') change('missed')
    else if (kept.closed && !duty.closed) change('reopened')
    else if (kept.due !== duty.due) change('moved')
    else same.push(shown)
  }
  for (const gone of old.duties.filter((kept) => !next.duties.some((duty) => partOf(duty) === partOf(kept)))) {
    const duty = gone.closed ? gone : close({ ...gone }, { how: 'withdrawn', reason: '事由已修改' })
    duties.push(duty)
    if (gone.closed) same.push(duty)
    else changes.push({ change: 'withdrawn', was_due: gone.due, duty })
  }
  return { changes, same, duties }
}

export function makeDutyCommands(world: World): Handlers {
  const needed = (text: string, field: string) => (text.trim() === '' ? fail('reason_missing', field) : text)
  return {
    rules_get: () => RULES,
    event_preview: (form) => {
      const event = makeEvent(world, form, 'preview')
      const same = world.events.filter(
        (one) => one.kind === form.kind && one.day === event.day && one.cancelled === null && one.persons.some(({ id }) => form.persons.includes(id)),
      )
      return { duties: event.duties, same }
    },
    event_create: (form) => {
      const event = makeEvent(world, form)
      world.events.push(event)
      return event
    },
    event_difference: ({ id, form }) => {
      const { changes, same } = difference(eventOf(world, id), makeEvent(world, form, id))
      return { changes, same }
    },
    event_edit: ({ id, form }) => {
      const at = world.events.findIndex((event) => event.id === id)
      if (at < 0) fail('not_found')
      const next = makeEvent(world, form, id)
      return (world.events[at] = { ...next, duties: difference(world.events[at]!, next).duties })
    },
    event_get: ({ id }) => eventOf(world, id),
    event_list: ({ person, routines }) =>
      [...world.events, ...(routines ? world.routines : [])]
        .filter((event) => !person || event.persons.some(({ id }) => id === person))
        .toSorted((a, b) => (a.day < b.day ? 1 : -1)),
    event_page: ({ from, to, routines, text, kinds, page }) => {
      const wanted = text.trim().toLowerCase()
      const found = [...world.events, ...(routines ? world.routines : [])]
        .filter((event) => (!from || event.day >= from) && (!to || (event.since ?? event.day) <= to))
        .filter((event) => !wanted || kinds.includes(event.kind) || `${event.title} ${event.note} ${event.persons.map(({ name }) => name).join(' ')}`.toLowerCase().includes(wanted))
        .toSorted((a, b) => (a.day < b.day ? 1 : -1))
      return { events: found.slice(page * 50, page * 50 + 50), total: found.length, recorded: world.events.length }
    },
    event_cancel: ({ id, reason }) => {
      const event = eventOf(world, id)
      event.cancelled = needed(reason, 'reason')
      for (const duty of event.duties) if (!duty.closed) close(duty, { how: 'withdrawn', reason })
      return event
    },
    event_restore: ({ id }) => {
      const event = eventOf(world, id)
      event.cancelled = null
      for (const duty of event.duties) if (duty.closed?.how === 'withdrawn') close(duty, null)
      return event
    },
    duty_list: ({ all, person, kind, event_kind }) =>
      (event_kind === null ? (all ? world.events.flatMap((event) => event.duties) : openDuties(world)) : allDuties(world))
        .filter((duty) => (all || duty.closed === null) && (!person || duty.person.id === person))
        .filter((duty) => (!kind || duty.kind === kind) && (!event_kind || duty.event.kind === event_kind))
        .toSorted(byDue),
    duty_exempt: ({ ids, reason, by }) =>
      openOf(world, ids).map((duty) => close(duty, { how: 'exempt', reason: needed(reason, 'reason'), by: needed(by, 'by') })),
    duty_defer: ({ ids, due, reason }) => {
      needed(reason, 'reason')
      const duties = openOf(world, ids)
      if (duties.some((duty) => duty.part === 'before' || due <= duty.due || due < TODAY)) fail('not_deferrable', 'due')
      return duties.map((duty) => {
        duty.deferrals.push({ from: duty.due, to: due, reason, at: '2026-11-23T01:00:00Z' })
        duty.due = due
        return close(duty, null)
      })
    },
    duty_missed: ({ id, reason }) => {
      const duty = dutyOf(world, id)
      return duty.state.state === 'missed' ? close(duty, { how: 'missed', reason: needed(reason, 'reason') }) : fail('not_missed')
    },
    duty_reopen: ({ id }) => {
      const duty = dutyOf(world, id)
      return duty.closed?.how === 'exempt' ? close(duty, null) : fail('not_exempt')
    },
  }
}

