/** Activities, suggestions and what the secretary asks of others, faked: a year of them in the fictional branch. */
import type {
  ActivityForm, ActivityKind, ActivityKinds, ActivityRow, ActivityState, ActivityView, ActivityYear, Attendance, AttendanceFigures,
  Cadence, CadenceCell, CadenceState, ExampleForm, ExampleMark, ExampleYear, SuggestionForm, SuggestionView,
} from '../src/api'
import { dayMs } from '../src/composables/shared/days'
import { fail, personOf, refOf, type World } from './fake'
import { TODAY } from './fake_days'
import type { Handlers } from './fake_records'

const SINCE = '2026-01-01'
const kind = (code: string, title: string, who: ActivityKind['who'], every: Cadence | null): ActivityKind => ({ code, title, who, every, times: 1, since: null, hidden: false })
const KINDS: ActivityKind[] = [
  kind('committee', '支委会', 'as_last', 'month'),
  kind('members', '支部党员大会', 'members', 'quarter'),
  kind('lecture', '党课', 'members', 'quarter'),
  kind('party_day', '主题党日', 'members', 'month'),
  kind('life', '组织生活会', 'members', 'year'),
  kind('study', '集中学习', 'everyone', null),
  kind('recreation', '文体活动', 'everyone', null),
  kind('other', '其他', 'as_last', null),
]

interface Kept {
  id: string
  number: number | null
  state: ActivityState
  cancelled: string
  form: ActivityForm
}

const pad = (n: number) => String(n).padStart(2, '0')
const MONTHS: Record<Cadence, number> = { month: 1, quarter: 3, half_year: 6, year: 12 }

function figuresOf(attendance: Attendance[]): AttendanceFigures {
  const count = (state: Attendance['state']) => attendance.filter((one) => one.state === state).length
  return { expected: attendance.length - count('observer'), present: count('present'), on_leave: count('on_leave'), absent: count('absent'), observers: count('observer') }
}

export function makeActivityCommands(world: World): Handlers {
  const kinds: ActivityKinds = { kinds: KINDS.map((one) => ({ ...one })), since: world.people.length ? SINCE : TODAY }
  const reasons = new Map<string, string>()
  const kept: Kept[] = []
  const members = () => world.people.filter(({ form, left }) => form.political.includes('党员') && !left)
  const titleOf = (code: string) => kinds.kinds.find((one) => one.code === code)?.title ?? code

  const form = (code: string, title: string, day: string, more: Partial<ActivityForm> = {}): ActivityForm => ({
    kind: code, title, day, start: '15:00:00', end: null, place: '支部活动室', host: '甲书记', recorder: '赵建军', plan: '',
    attendance: members().map(({ id }, at) => ({ person: id, state: at === 2 ? 'on_leave' : 'present', reason: at === 2 ? '县局培训' : '' })),
    guests: '', content: '', resolutions: '', minutes: 0, ...more,
  })
  const add = (made: ActivityForm, state: ActivityState = 'held') => {
    const held = kept.filter((one) => one.number !== null).length
    kept.push({ id: `a${kept.length + 1}`, number: state === 'held' ? held + 1 : null, state, cancelled: '', form: made })
  }
  if (world.people.length > 20 && world.events.length > 0) {
    for (let month = 1; month <= 10; month += 1) {
      add(form('committee', '', `2026-${pad(month)}-05`))
      if (month !== 4) add(form('party_day', month % 2 ? '重温入党誓词' : '政策宣讲进村组', `2026-${pad(month)}-20`))
      if (month % 3 === 2 && month < 9) add(form('members', `第${['一', '二', '三'][(month - 2) / 3]}季度支部党员大会`, `2026-${pad(month)}-26`))
    }
    add(form('lecture', '纪律教育专题党课', '2026-03-18', { minutes: 90 }))
    add(form('lecture', '学习贯彻会议精神', '2026-06-30', { minutes: 90 }))
    add(form('committee', '', '2026-11-04', { content: '研究四季度谈心谈话安排。', resolutions: '逐人排出时间，11月底前谈完。' }))
    add(form('members', '第四季度支部党员大会', '2026-11-26', { attendance: members().map(({ id }) => ({ person: id, state: 'expected', reason: '' })) }), 'planned')
  }

  const at = (id: string) => kept.find((one) => one.id === id) ?? fail('not_found')
  const row = (one: Kept): ActivityRow => {
    const figures = figuresOf(one.form.attendance)
    const rate = one.state === 'held' && figures.expected ? Math.floor((figures.present * 1000) / figures.expected) : null
    return {
      id: one.id, number: one.number ? `〔2026〕第${one.number}号` : '', kind: one.form.kind, kind_title: titleOf(one.form.kind), title: one.form.title,
      state: one.state, day: one.form.day, start: one.form.start, place: one.form.place, cancelled: one.cancelled, figures, rate_permille: rate, late_entry: false,
    }
  }
  const view = (one: Kept): ActivityView => ({
    row: row(one), form: one.form, persons: one.form.attendance.map(({ person }) => refOf(personOf(world, person))), entered_at: `${TODAY}T01:00:00Z`,
  })

  function cell(of: ActivityKind, from: string, to: string): CadenceCell {
    const days = (state: ActivityState) =>
      kept.filter((one) => one.state === state && one.form.kind === of.code && one.form.day >= from && one.form.day <= to).map((one) => one.form.day).sort()
    const held = days('held')
    const reason = reasons.get(`${of.code} ${from}`) ?? ''
    let state: CadenceState = reason ? 'explained' : 'missed'
    if (held.length >= of.times) state = 'met'
    else if (to < kinds.since) state = 'not_asked'
    else if (TODAY < from) state = 'ahead'
    else if (TODAY <= to) state = 'open'
    else if (from < kinds.since) state = 'not_asked'
    return { from, to, state, owed: Math.max(0, of.times - held.length), held, planned: days('planned'), reason }
  }
  function year(y: number): ActivityYear {
    const rows = kinds.kinds.flatMap((of) => {
      if (!of.every || of.hidden) return []
      const n = MONTHS[of.every]
      const periods = Array.from({ length: 12 / n }, (_, i) => {
        const last = (i + 1) * n
        return cell(of, `${y}-${pad(i * n + 1)}-01`, `${y}-${pad(last)}-${new Date(Date.UTC(y, last, 0)).getUTCDate()}`)
      })
      return [{ kind: of.code, title: of.title, every: of.every, times: of.times, periods }]
    })
    return { year: y, years: [2026], since: kinds.since, kinds: rows }
  }
  function save(one: Kept | null, made: ActivityForm, held: boolean): ActivityView {
    if (held) {
      if (made.day > TODAY) fail('day_in_future', 'day')
      if (made.attendance.length === 0) fail('persons_missing')
      if (made.attendance.some(({ state }) => state === 'expected')) fail('attendance_missing', 'attendance')
    }
    const into = one ?? { id: `a${kept.length + 1}`, number: null, state: 'planned' as const, cancelled: '', form: made }
    if (!one) kept.push(into)
    into.form = made
    if (held) {
      into.number ??= kept.filter((each) => each.number !== null).length + 1
      into.state = 'held'
    }
    return view(into)
  }

  return {
    ...suggestionCommands(world),
    ...exampleCommands(world.people.length > 20),
    activity_begin: ({ kind: code, who }) => {
      const rule = who ?? kinds.kinds.find((one) => one.code === code)?.who ?? 'as_last'
      const last = kept.filter((one) => one.form.kind === code).at(-1)
      const persons = rule === 'members' ? members().map(({ id }) => id) : rule === 'everyone' ? world.people.filter(({ left }) => !left).map(({ id }) => id) : (last?.form.attendance.map(({ person }) => person) ?? [])
      return form(code, '', TODAY, { attendance: persons.map((person) => ({ person, state: 'expected', reason: '' })), start: null })
    },
    activity_create: ({ form: made, held }) => save(null, made, held ?? false),
    activity_edit: ({ id, form: made, held }) => save(at(id), made, held ?? false),
    activity_get: ({ id }) => view(at(id)),
    activity_list: ({ from, to }) =>
      kept.filter(({ form: one }) => (!from || one.day >= from) && (!to || one.day <= to)).map(row).sort((a, b) => (a.day < b.day ? 1 : -1)),
    activity_cancel: ({ id, reason }) => view(Object.assign(at(id), { state: 'cancelled', cancelled: reason })),
    activity_restore: ({ id }) => view(Object.assign(at(id), { state: 'planned', cancelled: '' })),
    activity_delete: ({ id }) => {
      kept.splice(kept.indexOf(at(id)), 1)
      return { done: true }
    },
    activity_year: ({ year: y }) => year(y),
    activity_explain: ({ kind: code, from, reason }) => {
      if (reason) reasons.set(`${code} ${from}`, reason)
      else reasons.delete(`${code} ${from}`)
      return year(Number(from.slice(0, 4)))
    },
    activity_kinds_get: () => kinds,
    activity_kinds_set: (next) => Object.assign(kinds, next),
  }
}

function suggestionCommands(world: World): Handlers {
  const standing = ({ due, end }: Pick<SuggestionView, 'due' | 'end'>) => {
    if (end) return { state: end.how === 'answered' ? ('answered' as const) : ('closed' as const), overdue_days: 0 }
    const late = due !== null && due < TODAY
    return { state: late ? ('overdue' as const) : ('open' as const), overdue_days: late ? (dayMs(TODAY) - dayMs(due)) / 86_400_000 : 0 }
  }
  const make = (id: string, made: SuggestionForm, end: SuggestionView['end'] = null): SuggestionView => ({
    ...made, id, person: made.person ? refOf(personOf(world, made.person)) : null, end, raised_in: made.record ? (made.way === 'visit' ? 'visit' : made.way === 'meeting' ? 'activity' : 'talk') : null,
    late_entry: false, ...standing({ due: made.due, end }),
  })
  const form = (content: string, more: Partial<SuggestionForm>): SuggestionForm => ({
    person: null, from: '', day: '2026-11-10', way: 'talk', record: null, content, category: '', handler: '', due: null, ...more,
  })
  const all: SuggestionView[] = []
  if (world.people.length > 20 && world.events.length > 0) {
    all.push(
      make('s1', form('晚上加班时食堂没有热饭，希望征期留两个窗口到八点', { person: world.people[3]!.id, record: 'talk-12', category: '生活后勤', handler: '赵建军', due: '2026-11-20' })),
      make('s2', form('集中学习放在月初正好赶上征期，建议挪到下半月', { from: '办税厅部分职工', way: 'meeting', category: '学习培训', handler: '甲书记', due: '2026-12-05' })),
      make('s3', form('希望给跑村组的同志统一买意外保险', { from: '匿名', way: 'written', day: '2026-10-08' }), { how: 'answered', day: '2026-10-20', way: 'notice', text: '县局已统一投保，保单在办公室，公示三天。' }),
    )
  }
  let next = all.length + 1
  const at = (id: string) => all.findIndex((one) => one.id === id)
  const put = (id: string, change: Partial<SuggestionView>) => {
    const next = { ...all[at(id)]!, ...change }
    return (all[at(id)] = { ...next, ...standing(next) })
  }
  return {
    suggestion_list: ({ all: ended, record }) =>
      all
        .filter((one) => (ended || !one.end) && (!record || one.record === record))
        .toSorted((a, b) => Number(a.end !== null) - Number(b.end !== null) || (a.due ?? '9999').localeCompare(b.due ?? '9999')),
    suggestion_create: (made) => {
      all.push(make(`s${next++}`, made))
      return all.at(-1)!
    },
    suggestion_edit: ({ id, form: made }) => (all[at(id)] = make(id, made)),
    suggestion_finish: ({ id, end }) => put(id, { end }),
    suggestion_reopen: ({ id }) => put(id, { end: null }),
    suggestion_delete: ({ id }) => {
      all.splice(at(id), 1)
      return { done: true }
    },
  }
}

function exampleCommands(begun: boolean): Handlers {
  interface Line {
    id: string
    form: ExampleForm
    marks: Map<string, { mark: ExampleMark; note: string }>
  }
  const lines: Line[] = []
  const add = (form: ExampleForm) => {
    const line = { id: `x${lines.length + 1}`, form, marks: new Map() }
    lines.push(line)
    return line
  }
  if (begun) {
    const marks: ExampleMark[] = ['done', 'done', 'partly', 'done', 'done', 'not_done', 'done', 'done', 'done']
    const [early, study] = [
      add({ what: '上班前十分钟到岗，征期不迟到', area: '工作', since: '2026-01-04', until: null }),
      add({ what: '每月讲一次自己的学习心得', area: '学习', since: '2026-03-02', until: null }),
    ]
    add({ what: '下村组自带午餐，不在纳税人处吃饭', area: '廉洁', since: '2026-06-01', until: null })
    marks.forEach((mark, m) => early.marks.set(`2026-${pad(m + 1)}`, { mark, note: mark === 'done' ? '每天七点五十到。' : '' }))
    marks.slice(2).forEach((mark, m) => study.marks.set(`2026-${pad(m + 3)}`, { mark, note: '' }))
  }
  const year = (y: number): ExampleYear => ({
    year: y,
    to_review: null,
    lines: lines.map(({ id, form, marks }) => ({
      id, form, review_count: marks.size,
      months: Array.from({ length: 12 }, (_, m) => {
        const month = `${y}-${pad(m + 1)}`
        const asked = form.since.slice(0, 7) <= month && (!form.until || form.until.slice(0, 7) >= month) && month <= TODAY.slice(0, 7)
        return { asked, mark: marks.get(month)?.mark ?? null, note: marks.get(month)?.note ?? '' }
      }),
    })),
  })
  return {
    example_year: ({ year: y }) => year(y),
    example_save: ({ id, form, year: y }) => {
      const old = lines.find((one) => one.id === id)
      if (old) old.form = form
      else add(form)
      return year(y)
    },
    example_delete: ({ id, year: y }) => {
      lines.splice(lines.findIndex((one) => one.id === id), 1)
      return year(y)
    },
    example_review: ({ month, reviews }) => {
      for (const { id, mark, note } of reviews) lines.find((one) => one.id === id)?.marks.set(month.slice(0, 7), { mark, note: note ?? '' })
      return year(Number(month.slice(0, 4)))
    },
  }
}
