/** Promises and the brief before a contact, faked in memory; they change as the program would change them. */
import type {
  BriefView, DutyKind, DutyView, EntryBody, EntryView, PromiseForm, PromiseLine, PromiseState, PromiseView,
} from '../src/api'
import { addDays, dayMs } from '../src/composables/shared/days'
import { fail, personOf, refOf, type World } from './fake'
import { TODAY } from './fake_days'
import { openDuties } from './fake_duties'
import type { Handlers } from './fake_records'

type Contact = { kind: DutyKind; id: string }

function standing(due: string | null, answered: boolean): { state: PromiseState; overdue_days: number } {
  if (answered) return { state: 'answered', overdue_days: 0 }
  const late = due !== null && due < TODAY
  return { state: late ? 'overdue' : 'open', overdue_days: late ? (dayMs(TODAY) - dayMs(due)) / 86_400_000 : 0 }
}

function makePromise(world: World, id: string, form: PromiseForm, contact: Contact | null = null): PromiseView {
  return {
    id, person: refOf(personOf(world, form.person)), contact_kind: contact?.kind ?? null, contact: contact?.id ?? null,
    day: form.day, what: form.what, by: form.by, due: form.due, ...standing(form.due, false), answer: null,
    late_entry: form.day < '2026-11-10',
  }
}

const order = (a: PromiseView, b: PromiseView) => (a.due ?? '9999').localeCompare(b.due ?? '9999')

/** What was promised in the fictional branch: overdue, near, without a day, answered. */
export function makePromises(world: World, crowd = 0): PromiseView[] {
  const id = (i: number) => world.people[i % world.people.length]!.id
  const make = (n: string, i: number, what: string, by: string, due: string | null, contact: Contact | null, day = '2026-11-16') =>
    makePromise(world, n, { person: id(i), day, what, by, due }, contact)
  const visit = (n: number): Contact => ({ kind: 'visit', id: `visit-${n}` })
  const talk = (n: number): Contact => ({ kind: 'talk', id: `talk-${n}` })
  const answered: PromiseView = {
    ...make('m5', 4, '协调征期值班顺序，让她每周有两天能接孩子', '赵建军', '2026-06-03', talk(8), '2026-05-30'),
    ...standing(null, true), answer: { day: '2026-06-05', text: '值班表从6月起改为轮换，本人当面看过，同意。' },
  }
  const many = Array.from({ length: crowd }, (_, i) =>
    make(`c${i}`, i, `${i % 3 ? '核对加班补休天数' : '了解子女入学手续怎样办理，问清县教育局要哪些材料、由谁盖章、几号以前交到学校，一并告诉本人'}`, i % 2 ? '' : '甲书记',
      i % 5 ? addDays(TODAY, (i % 40) - 6) : null, i % 4 ? talk(i + 1) : null))
  return [
    make('m1', 3, '早餐时间提前半小时，与食堂商量', '甲书记', '2026-11-25', talk(12)),
    make('m2', 1, '调整12月值班表，住院期间不排班', '赵建军', '2026-11-20', visit(4), '2026-11-13'),
    make('m3', 10, '帮助联系县医院专家门诊，并问清异地就医备案怎样办、要带哪些材料、多少天能办好', '组织委员何英、宣传委员朱春燕', null, null, '2026-11-02'),
    make('m4', 1, '申请工会困难补助', '', '2026-11-30', visit(4), '2026-11-13'),
    answered,
    ...many,
  ].sort(order)
}

/** Keeps the lines of a saved record as promises; the answer is the lines with their ids. */
export function keepLines(world: World, contact: Contact, day: string, lines: PromiseLine[]): PromiseLine[] {
  const kept = lines.map((line) => {
    if (line.what.trim() === '') return fail('field_missing', 'promises')
    const old = world.promises.find((one) => one.id === line.id)
    if (old?.answer) return { ...line }
    const id = line.id ?? `m${world.next++}`
    const made = makePromise(world, id, { ...line, day }, contact)
    if (old) world.promises[world.promises.indexOf(old)] = made
    else world.promises.push(made)
    return { ...line, id }
  })
  world.promises = world.promises.filter((one) => one.contact !== contact.id || kept.some((line) => line.id === one.id))
  return kept
}

/** The lines of a stored record. */
export const linesOf = (world: World, contact: string): PromiseLine[] =>
  world.promises
    .filter((one) => one.contact === contact)
    .map(({ id, person, what, by, due }) => ({ id, person: person.id, what, by, due }))

const entry = (id: string, body: EntryBody, day: string | null = null): EntryView => ({
  id, body, day, source: 'talk', entered_at: '2026-06-03T02:00:00Z', late_entry: false, only_followed: ['mind', 'standing'].includes(body.kind),
})

const relative = (id: string, relation: string, name: string, birth: string | null, post: string, deceased = false): EntryView =>
  entry(id, { kind: 'relative', relation, name, birth, political: '', post, phone: '', deceased })

function brief(world: World, id: string, duty: string | null, restricted: boolean): BriefView {
  const person = personOf(world, id)
  const open = openDuties(world).filter((one) => one.person.id === id)
  const asked: DutyView | null = duty === null ? null : (open.find((one) => one.id === duty) ?? fail('not_found'))
  const known = (world.timeline.get(id) ?? []).length > 0
  return {
    person: refOf(person),
    age: person.form.birth ? 2026 - Number(person.form.birth.slice(0, 4)) : null,
    political: person.form.political,
    family: known
      ? [
          relative('r1', '妻子', '赵春兰', '1984-05', '中和镇小学教师'),
          relative('r2', '儿子', '李小川', '2015-09', '中和镇小学五年级'),
          relative('r3', '父亲', '李明德', '1952', '退休，2026年6月中风，需人照料'),
          relative('r4', '母亲', '周桂英', '1954', '', true),
        ]
      : [],
    contacts: (world.timeline.get(id) ?? []).slice(0, 3).map(({ what, id: contact, day, title }) => ({
      kind: what === 'visit' ? 'visit' : 'talk', id: contact, day, topic: title,
      follow_up: what === 'visit' ? '协调门诊预约，已办。' : '值班表由赵建军调整，12月起执行。',
    })),
    promises: world.promises.filter((one) => one.person.id === id && one.answer === null),
    suggestions: [],
    questions: known
      ? [{ facet: 'family', state: 'stale', checked: '2026-06-03' }, { facet: 'hobby', state: 'unknown', checked: null }]
      : (['resume', 'family', 'hobby', 'performance', 'mind', 'standing'] as const).map((facet) => ({ facet, state: 'unknown', checked: null })),
    duty: asked,
    others: open.filter((one) => one.id !== duty && (asked === null || one.kind === asked.kind)),
    restricted: restricted
      ? [
          entry('x1', { kind: 'mind', text: '担心父亲术后康复，情绪有些低落，工作上无怨言。', attention: 'watch' }, '2026-09-12'),
          entry('x2', { kind: 'standing', mark: 'advanced', basis: '2026年度征期零差错，被县局通报表扬', helper: '', plan: '' }, '2026-07-01'),
        ]
      : [],
  }
}

export function makePromiseCommands(world: World): Handlers {
  const at = (id: string) => {
    const found = world.promises.findIndex((one) => one.id === id)
    return found < 0 ? fail('not_found') : found
  }
  return {
    promise_list: ({ all, person }) =>
      world.promises
        .filter((one) => (all || one.answer === null) && (!person || one.person.id === person))
        .toSorted((a, b) => Number(b.state === 'overdue') - Number(a.state === 'overdue') || order(a, b)),
    promise_create: (form) => {
      if (form.what.trim() === '') fail('field_missing', 'what')
      const made = makePromise(world, `m${world.next++}`, form)
      world.promises.push(made)
      return made
    },
    promise_edit: ({ id, form }) => {
      const old = world.promises[at(id)]!
      if (old.answer) fail('bad_request', 'answer')
      const contact = old.contact && old.contact_kind ? { kind: old.contact_kind, id: old.contact } : null
      return (world.promises[at(id)] = makePromise(world, id, form, contact))
    },
    promise_answer: ({ id, answer }) => {
      if (answer.text.trim() === '') fail('field_missing', 'text')
      const old = world.promises[at(id)]!
      if (answer.day > TODAY) fail('day_in_future', 'day')
      if (answer.day < old.day) fail('bad_date', 'day')
      return (world.promises[at(id)] = { ...old, ...standing(old.due, true), answer })
    },
    brief_get: ({ person, duty, restricted }) => brief(world, person, duty, restricted),
  }
}
