/** Fictional records for tests and the gallery: talks, visits, ledgers, a roster, sheets. Events are in fake.ts. */
import type {
  Commands,
  ContactRow,
  DutyKind,
  DutyView,
  PersonRef,
  PromiseLine,
  SettleOffer,
  TalkForm,
  TalkView,
  VisitForm,
  VisitView,
} from '../src/api'
import type { World } from './fake'
import { workdaysBetween } from './fake_days'
import { keepLines, linesOf } from './fake_promises'
import { formsView } from './fake_forms'
import { importHandlers } from './fake_imports'
import { briefSvg, talkSvg, visitSvg } from './fake_sheets'

export type Handlers = { [K in keyof Commands]?: (request: Commands[K][0]) => Commands[K][1] }

const TODAY = '2026-11-23'

/** Filled by the gallery with the persons of its roster; these stand in where there are none. */
export const people: PersonRef[] = [
  { id: 'p1', name: '高辉刚', post: '办税服务厅综合岗' },
  { id: 'p2', name: '李志国', post: '办税服务厅' },
  { id: 'p3', name: '周刚华', post: '征收员' },
  { id: 'p4', name: '陈敏', post: '税收管理员' },
  { id: 'p5', name: '王娟霞', post: '会计' },
  { id: 'p6', name: '刘磊', post: '税收管理员' },
  { id: 'p7', name: '阿卜杜热合曼·图尔荪尼亚孜·买买提艾力', post: '征收管理股（驻中和镇便民服务中心）税收管理员' },
  { id: 'p8', name: '甲书记', post: '党支部书记' },
]

const who = (id: string): PersonRef => people.find((person) => person.id === id) ?? { id, name: '何英', post: '驾驶员' }
const clone = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

function addDays(day: string, by: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + by * 86_400_000).toISOString().slice(0, 10)
}

export const talkForm = (): TalkForm => ({
  persons: ['p1'],
  talkers: [],
  day: TODAY,
  start: '15:00:00',
  end: '15:40:00',
  place: '支部活动室',
  mode: 'individual',
  variant: 'plain',
  extra: {},
  recorder: '甲书记',
  categories: [2],
  topic: '了解到综合岗一周的适应情况；讲清岗位职责与廉洁要求。',
  content:
    '到综合岗一周，业务已能上手，台账登记还不熟。肯定其主动加班学习；提醒印章、票证交接要当面点清。\n本人反映早餐时间与早班冲突，希望食堂提前半小时开餐。',
  opinion: '服从安排，希望年底前参加一次综合岗培训。',
  follow_up: '食堂早餐时间：甲书记，11月25日前答复本人。',
  settles: ['e5-p1-0'],
  facets: [],
  promises: [],
})

export const visitForm = (): VisitForm => ({
  persons: ['p2'],
  visitors: [],
  day: TODAY,
  start: '16:30:00',
  end: null,
  hospital: '',
  extra: {},
  place: '县人民医院骨科 3 病区 12 床',
  mode: 'hospital',
  categories: [3],
  reason: '11月20日下班途中摔伤，左踝骨折住院。',
  received_by: '赵春兰',
  relation: '配偶',
  money_fen: 100000,
  goods: '水果一篮',
  fund: '工会经费',
  situation: '手术顺利，预计两周后出院。',
  problems: '孩子上学接送有困难。',
  measures: '',
  note: '',
  settles: ['e1-p2-0'],
  facets: [],
  promises: [],
})

const TOPICS = ['岗位调整后的适应情况', '年度谈心', '征求对支部工作的意见', '受奖后继续努力', '了解家庭困难']

function rows(kind: DutyKind, count: number): ContactRow[] {
  return Array.from({ length: count }, (_, index): ContactRow => {
    const n = count - index
    const persons = [people[index % 7]!, ...(index % 9 === 4 ? [people[(index + 1) % 7]!] : [])]
    return {
      id: index === 0 ? 't-draft' : `${kind}-${n}`,
      number: index === 0 ? '' : `〔2026〕第${n}号`,
      state: index === 0 ? 'draft' : index < 8 ? 'saved' : 'archived',
      day: addDays(TODAY, -index * 4),
      persons,
      categories: index % 9 === 4 ? [2, 5] : [(index % 6) + 1],
      topic: TOPICS[index % TOPICS.length]!,
      late_entry: index % 7 === 3,
      settled: 1,
    }
  })
}

const allDuties = (world: World) => [...world.events, ...world.routines].flatMap((event) => event.duties)
const personOfDuty = (world: World, id: string | null) => allDuties(world).find((duty) => duty.id === id)?.person.id

/** The duties that the persons of a record still have, and whether it can settle them; 年度廉政谈话 takes a talk of its own. */
function offers(world: World, { kind, persons, day, by, contact }: SettleOffer) {
  const owed = allDuties(world).filter(
    (duty) => duty.closed === null || (contact !== null && duty.closed.how === 'met' && duty.closed.contact === contact),
  )
  return owed
    .filter((duty) => duty.kind === kind && persons.includes(duty.person.id))
    .map((duty) => {
      const own = by.some(({ person }) => person === duty.person.id)
      const early = duty.part !== 'before' && day < duty.event.day
      const refused = own ? 'avoidance' : early ? 'too_early' : null
      return { duty, late_workdays: workdaysBetween(duty.due, day), suggested: duty.event.kind !== 'integrity_talk', refused }
    })
}

/** Closes what a record settles; the answer is those duties. */
function close(world: World, settles: string[], contact: string, day: string): DutyView[] {
  const settled = allDuties(world).filter((duty) => settles.includes(duty.id))
  for (const duty of settled) {
    const late_workdays = workdaysBetween(duty.due, day)
    duty.state = { state: 'met', late_workdays }
    duty.closed = { how: 'met', contact, day, late_workdays }
  }
  return settled
}

/** Handlers for the commands about records; a state of its own each time. */
export function makeRecordCommands(world: World): Handlers {
  const talks = new Map<string, TalkView>()
  const visits = new Map<string, VisitView>()
  let made = 0

  const talkView = (id: string, form: TalkForm, draft: boolean): TalkView => ({
    id,
    number: draft ? '' : '〔2026〕第23号',
    state: draft ? 'draft' : 'saved',
    form: clone(form),
    persons: form.persons.map(who),
    entered_at: '2026-11-23T07:45:00Z',
    late_entry: form.day < '2026-11-18',
    settles: [],
    archived: id === 'talk-1' ? { code: 'Z109-WS·2026-D10-0023', title: '', at: '2026-11-20T01:00:00Z', notes: [{ at: '2026-11-21T01:00:00Z', by: '甲书记', text: '食堂早餐时间已提前半小时，本人表示满意。' }] } : null,
    warnings: [],
  })
  const visitView = (id: string, form: VisitForm, draft: boolean): VisitView => ({
    ...(talkView(id, form as unknown as TalkForm, draft) as unknown as VisitView),
    number: draft ? '' : '〔2026〕第5号',
    archived: null,
    warnings: form.visitors.length < 2 ? ['one_visitor'] : [],
  })
  type Kept = { id: string; form: { day: string; settles: string[]; promises: PromiseLine[] }; settles: DutyView[] }
  const stored = <V extends Kept>(map: Map<string, V>, id: string, otherwise: V): V => {
    const view = map.get(id)
    if (view) return clone(view)
    otherwise.form.promises = linesOf(world, id)
    const promised = world.promises.filter((one) => one.contact === id)
    if (promised[0]) Object.assign(otherwise.form, { day: promised[0].day, persons: [...new Set(promised.map(({ person }) => person.id))] })
    return clone(otherwise)
  }
  const keep = <V extends Kept>(kind: DutyKind, map: Map<string, V>, view: V, draft: boolean): V => {
    if (!draft) {
      view.form.promises = keepLines(world, { kind, id: view.id }, view.form.day, view.form.promises)
      view.settles = close(world, view.form.settles, view.id, view.form.day)
    }
    map.set(view.id, view)
    return clone(view)
  }

  let forms = formsView()
  return {
    settle_offer: (request) => offers(world, request),
    talk_begin: ({ duty, persons }) =>
      duty || persons.length
        ? { ...talkForm(), persons: persons.length ? persons : [personOfDuty(world, duty) ?? 'p1'], settles: duty ? [duty] : [] }
        : { ...talkForm(), persons: [], categories: [], topic: '', content: '', opinion: '', follow_up: '', start: null, end: null, settles: [] },
    talk_create: ({ form, draft }) => keep('talk', talks, talkView(`t${++made}`, form, draft), draft),
    talk_edit: ({ id, form, draft }) => keep('talk', talks, talkView(id, form, draft), draft),
    talk_get: ({ id }) => stored(talks, id, id === 't-draft' ? talkView(id, talkForm(), true) : { ...talkView(id, talkForm(), false), state: id === 'talk-1' ? 'archived' : 'saved', late_entry: true }),
    talk_list: () => rows('talk', 61),
    talk_delete: () => ({ done: true }),
    visit_begin: ({ duty, persons }) => ({ ...visitForm(), persons: persons.length ? persons : ['p2'], settles: duty ? [duty] : [] }),
    visit_create: ({ form, draft }) => keep('visit', visits, visitView(`v${++made}`, form, draft), draft),
    visit_edit: ({ id, form, draft }) => keep('visit', visits, visitView(id, form, draft), draft),
    visit_get: ({ id }) => stored(visits, id, visitView(id, visitForm(), false)),
    visit_list: () => rows('visit', 17),
    visit_delete: () => ({ done: true }),
    sheet_preview: (sheet) => {
      if (sheet.sheet === 'talk_form') return { pages: talkSvg(sheet.form, sheet.form.persons.map(who)) }
      if (sheet.sheet === 'visit_form') return { pages: visitSvg(sheet.form, sheet.form.persons.map(who)) }
      if (sheet.sheet === 'brief') return { pages: briefSvg(who(sheet.of.person), sheet.of.restricted) }
      return { pages: talkSvg(talkForm(), [who('p1')]) }
    },
    forms_get: () => clone(forms),
    forms_set: (settings) => clone((forms = { ...forms, settings })),
    text_check: ({ text }) => ({ missing: [...new Set(text)].filter((c) => c >= '\u{20000}') }),
    ...importHandlers(),
  }
}
