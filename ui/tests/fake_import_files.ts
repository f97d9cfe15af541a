/** The imports of overtime sheets and of appointment forms behind the page, faked: plans that show every sort of row. */
import type {
  AppointmentAction, AppointmentEntryView, AppointmentFile, AppointmentPlan, DutyChange, EntryBody, OvertimePlan, OvertimePlanRow, RosterWho,
} from '../src/api'
import { fail, refOf, type World } from './fake'
import { explain } from './fake_days'
import type { Handlers } from './fake_records'

const DAYS = Array.from({ length: 31 }, (_, n) => `2026-10-${String(n + 1).padStart(2, '0')}`)

/** A plan for the first people of the world; with a long name and a very full month among them. */
export function makeOvertimePlan(world: World, more: Partial<OvertimePlan> = {}): OvertimePlan {
  const row = (n: number, days: OvertimePlanRow['days']): OvertimePlanRow[] => {
    const person = world.people[n]
    return person ? [{ row: n + 4, person: refOf(person), days }] : []
  }
  const span = (from: number, to: number, minutes: number, was = 0) => DAYS.slice(from - 1, to).map((day) => ({ day, from: was, to: minutes }))
  const rows = [
    ...row(0, span(12, 21, 180)),
    ...row(1, [...span(17, 18, 480), { day: '2026-10-20', from: 60, to: 120 }]),
    ...row(2, span(9, 10, 90, 90)),
    ...row(3, [...span(1, 31, 150)]),
    ...row(4, [{ day: '2026-10-09', from: 120, to: 120 }, { day: '2026-10-10', from: 0, to: 210 }]),
  ]
  const all = rows.flatMap(({ days }) => days)
  const changes: DutyChange[] = rows.slice(0, 2).map(({ person }, n) => {
    const last = n === 0 ? '2026-10-21' : '2026-10-18'
    const { opens, explanation } = explain('overtime', last, { unit: 'days', n: 3 })
    return {
      change: 'new', was_due: null,
      duty: {
        id: `d-in-${n}`, kind: 'visit', category: 6, part: 'whole', person,
        event: { id: `e-in-${n}`, kind: 'overtime', title: '连续加班', since: '2026-10-12', day: last, month_only: false, note: '' },
        opens, due: explanation.due, first_due: explanation.due, provisional: false, state: { state: 'overdue', workdays: 20 }, explanation, deferrals: [], closed: null,
      },
    }
  })
  return {
    token: 'overtime-plan', sheet: '10月', sheets: ['10月', '9月'], form: 'matrix', header_row: 3, year: 2026, month: 10, month_missing: false, says_overtime: true,
    tick_minutes: 120, ticks: 3, half_days: 1, whole_days: 0, rows, skipped: 2, changes,
    problems: [
      { row: 9, column: '', name: '欧阳某某', day: null, value: '', reason: 'unknown_person', cells: 6 },
      { row: 11, column: 'F', name: '陈敏', day: '2026-10-04', value: '出差', reason: 'not_hours', cells: 1 },
      { row: 12, column: 'AH', name: '王小明', day: '2026-10-31', value: '25', reason: 'over_a_day', cells: 1 },
      { row: 14, column: '', name: '张伟', day: null, value: '', reason: 'two_of_one_name', cells: 2 },
    ],
    new: all.filter((day) => day.from === 0).length, changed: all.filter((day) => day.from > 0 && day.from !== day.to).length, same: all.filter((day) => day.from === day.to).length, rejected: 10,
    ...more,
  }
}

const entry = (n: number, facet: AppointmentEntryView['facet'], body: EntryBody, step: AppointmentEntryView['step'] = 'new', more: Partial<AppointmentEntryView> = {}): AppointmentEntryView =>
  ({ n, facet, body, day: null, step, known: null, refused: null, ...more })
const post = (from: string, to: string | null, text: string): EntryBody => ({ kind: 'post', from, to, text })

function entriesOf(): AppointmentEntryView[] {
  return [
    entry(0, 'resume', post('1995-08', '2008-03', '中和地方税务所征收员'), 'same'),
    entry(1, 'resume', post('2008-03', '2018-07', '中和地方税务所税收管理员（其间：2009.09--2012.07在西南财经大学税务专业函授本科学习）')),
    entry(2, 'resume', post('2018-07', '2024-01', '国家税务总局某县税务局中和税务所管理员'), 'differs', { known: post('2018-07', null, '中和税务所管理员') }),
    entry(3, 'hobby', { kind: 'strength', text: '企业所得税' }),
    entry(4, 'performance', { kind: 'award', title: '优秀共产党员', by: '县税务局党委' }, 'new', { day: '2019-07' }),
    entry(5, 'performance', { kind: 'appraisal', year: 2024, grade: '称职' }, 'differs', { known: { kind: 'appraisal', year: 2024, grade: '优秀' } }),
    entry(6, 'performance', { kind: 'appraisal', year: 2027, grade: '称职' }, 'refused', { refused: 'bad_date' }),
    entry(7, 'family', { kind: 'relative', relation: '妻子', name: '林桂玲', birth: '1978-05', political: '群众', post: '中和镇小学教师', phone: '', deceased: false }, 'differs'),
    entry(8, 'family', { kind: 'relative', relation: '父亲', name: '某老', birth: '1950-01', political: '群众', post: '务农', phone: '', deceased: true }),
  ]
}

/** Five forms: one changed, one new, one asked about, one twice, one that cannot be read. */
export function makeAppointmentPlan(world: World, answers: Map<number, RosterWho> = new Map()): AppointmentPlan {
  const known = world.people[1]
  const file = (n: number, action: AppointmentAction, more: Partial<AppointmentFile>): AppointmentFile => ({
    file: n, file_name: `任免审批表_${n + 1}.lrmx`, error: null, name: '', post: '', filled_in: '2026-10-08', action, candidates: [], who: null,
    fields: [], entries: [], problems: [], left_out: [], ...more,
  })
  const who = answers.get(2) ?? null
  const candidate = { person: known?.id ?? 'p', post: known?.form.post ?? '', birth: known?.form.birth ?? null, row: null }
  return {
    token: `appointment-plan-${answers.size}`,
    files: [
      file(0, { action: 'changed', person: known?.id ?? 'p' }, {
        name: known?.form.name ?? '甲', post: '税源管理股副股长兼税收管理员', left_out: ['ZhaoPian', 'JianKangZhuangKuang'], entries: entriesOf(),
        fields: [{ field: 'post', from: '税收管理员', to: '税源管理股副股长兼税收管理员' }, { field: 'party_since', from: '', to: '2001-06' }, { field: 'sex', from: '', to: 'female' }, { field: '出生地', from: '', to: '四川双流' }],
        problems: [{ field: 'resume', reason: 'line_unread', value: '早年在家务农' }, { field: 'id_number', reason: 'bad_id_checksum', value: '' }],
      }),
      file(1, { action: 'new' }, { name: '司马相如', post: '科员', fields: [{ field: 'name', from: '', to: '司马相如' }, { field: 'birth', from: '', to: '1990-02' }], entries: entriesOf().slice(1, 2) }),
      file(2, who === null ? { action: 'asked' } : who.who === 'other' ? { action: 'new' } : { action: 'changed', person: candidate.person }, {
        name: known?.form.name ?? '甲', post: '副所长', candidates: [candidate], who, fields: who === null ? [] : [{ field: 'post', from: '', to: '副所长' }],
      }),
      file(3, { action: 'twice' }, { name: '司马相如', post: '科员' }),
      file(4, { action: 'rejected' }, { error: { code: 'doctype', detail: null } }),
    ],
  }
}

export function makeImportFileCommands(world: World): Handlers {
  let plan = makeOvertimePlan(world)
  const answers = new Map<number, RosterWho>()
  return {
    overtime_choose: () => (plan = makeOvertimePlan(world)),
    overtime_read: ({ sheet, year, month, tick_minutes }) => {
      if (month === 13) fail('bad_date', 'month')
      return (plan = makeOvertimePlan(world, { sheet: sheet ?? plan.sheet, year: year ?? plan.year, month: month ?? plan.month, tick_minutes: tick_minutes ?? plan.tick_minutes }))
    },
    overtime_apply: () => ({ new: plan.new, changed: plan.changed, same: plan.same, rejected: plan.rejected, changes: plan.changes, import: 'import-9' }),
    overtime_template: ({ year, month }) => ({ saved: true, file_name: `加班考勤表_${year}年${month}月_模板.xlsx` }),
    appointment_choose: () => makeAppointmentPlan(world, answers),
    appointment_answer: ({ file, who }) => {
      if (who === null) answers.delete(file)
      else answers.set(file, who)
      return makeAppointmentPlan(world, answers)
    },
    appointment_apply: ({ choices }) => ({ import: 'import-8', new: 1, changed: 1, same: 0, left_out: 3 + (choices ?? []).filter((one) => one.leave).length, entries_new: 5, entries_changed: (choices ?? []).reduce((sum, one) => sum + (one.replace?.length ?? 0), 0) }),
  }
}
