/** The six knowings of a fictional branch: entries, checks, the map, a forgiving reader of résumés. */
import type { EntryBody, EntryForm, EntryView, Facet, FacetState, FacetView, KnowingView, PersonRef } from '../src/api'
import { FACETS, KINDS, ONLY_FOLLOWED } from '../src/composables/knowing/entry_form'
import { TODAY } from './fake_days'
import type { Someone } from './fake_people'
import type { Handlers } from './fake_records'

interface Known {
  entries: EntryView[]
  checked: Partial<Record<Facet, string>>
}

interface KnowingWorld {
  people: Someone[]
  next: number
}

const LIMITS: Record<Facet, number> = { resume: 365, family: 180, hobby: 365, performance: 90, mind: 90, standing: 180 }
const SENSITIVE: Facet[] = ['family', 'mind', 'standing']
/** What was revealed, as the operations log has it: person and facet. */
export const revealed: string[] = []

const fail = (code: string, detail: string | null = null): never => {
  throw { code, detail }
}
const facetOf = (body: EntryBody) => FACETS.find((facet) => KINDS[facet].includes(body.kind))!
const daysSince = (day: string) => (Date.parse(TODAY) - Date.parse(day)) / 86_400_000
const stateOf = (facet: Facet, checked: string | undefined): FacetState =>
  checked === undefined ? 'unknown' : daysSince(checked) > LIMITS[facet] ? 'stale' : 'known'

let nextEntry = 1
function stored(form: EntryForm, entered = '2026-11-23T01:00:00Z', late = false): EntryView {
  return { ...form, id: `entry-${nextEntry++}`, entered_at: entered, late_entry: late, only_followed: ONLY_FOLLOWED.includes(form.body.kind) }
}

/** What is kept of 李志国, on whose page there is something of everything. */
function wellKnown(): Known {
  const of = (body: EntryBody, day: string | null = null, source: EntryForm['source'] = 'file', late = false) => stored({ body, day, source }, undefined, late)
  return {
    entries: [
      of({ kind: 'post', from: '2003-09', to: '2008-03', text: '中和地方税务所征收员' }),
      of({ kind: 'post', from: '2008-03', to: '2018-07', text: '中和地方税务所税收管理员（其间：2009.09--2012.07在西南财经大学税务专业函授本科学习）' }),
      of({ kind: 'post', from: '2018-07', to: null, text: '国家税务总局某县税务局中和税务所办税服务厅' }),
      of({ kind: 'education', full_time: true, level: '大专', degree: '', school: '某省税务学校', major: '税收', until: '2003-07' }),
      of({ kind: 'education', full_time: false, level: '大学本科', degree: '学士', school: '西南财经大学', major: '税务', until: '2012-07' }),
      of({ kind: 'wish', text: '希望有机会到税源管理岗位锻炼。' }, '2026-03-10', 'talk'),
      of({ kind: 'relative', relation: '妻子', name: '林桂玲', birth: '1983-05', political: '群众', post: '中和镇中心小学教师', phone: '13800009771', deceased: false }, null, 'self'),
      of({ kind: 'relative', relation: '儿子', name: '李小乐', birth: '2012-08', political: '', post: '中和镇初级中学学生', phone: '', deceased: false }, null, 'self'),
      of({ kind: 'relative', relation: '父亲', name: '李德厚', birth: '1953-02', political: '中共党员', post: '退休', phone: '', deceased: false }, null, 'self'),
      of({ kind: 'relative', relation: '母亲', name: '王桂兰', birth: null, political: '', post: '', phone: '', deceased: true }, null, 'self'),
      of({ kind: 'household', text: '父亲2026年6月中风，行动不便，由夫妻二人轮流照料；住镇上自有住房。' }, '2026-06-03', 'visit', true),
      of({ kind: 'hobby', text: '羽毛球、钓鱼' }, null, 'self'),
      of({ kind: 'strength', text: '毛笔字写得好，熟悉表格和公式' }, null, 'observation'),
      of({ kind: 'appraisal', year: 2025, grade: '优秀' }),
      of({ kind: 'appraisal', year: 2024, grade: '称职' }),
      of({ kind: 'award', title: '征期服务先进个人', by: '某县税务局' }, '2025-02'),
      of({ kind: 'work', text: '汇算清缴期间主动加班辅导企业申报，全月无差错。' }, '2026-10-16', 'observation'),
      of({ kind: 'work', text: '新系统操作还不熟，窗口排队时有些急躁。' }, '2026-03-12', 'observation'),
      of({ kind: 'mind', text: '牵挂父亲病情，担心影响工作；表示组织上门看望后心里踏实了。', attention: 'watch' }, '2026-09-12', 'talk'),
      of({ kind: 'mind', text: '思想稳定，工作积极。', attention: 'calm' }, '2026-02-20', 'talk'),
      of({ kind: 'standing', mark: 'advanced', basis: '2026年10月汇算清缴期间全月无差错，县局通报表扬。', helper: '', plan: '' }, '2026-10-20', 'observation'),
      of({ kind: 'standing', mark: 'middle', basis: '2025年12月支部评议。', helper: '赵建军', plan: '每月一次业务互学。' }, '2025-12-20', 'observation'),
      of({ kind: 'standing', mark: 'behind', basis: '2024年11月8日因脱岗被县局通报。', helper: '赵建军', plan: '每周谈心一次，结对帮带三个月。' }, '2024-11-10', 'observation'),
      of({ kind: 'progress', text: '三个月全勤，未再发生脱岗，业务考试合格。' }, '2025-03-05', 'observation'),
    ],
    checked: { resume: '2026-03-10', family: '2026-05-10', hobby: '2026-02-20', performance: '2026-10-16', mind: '2026-09-12', standing: '2026-10-20' },
  }
}

const AGES = ['2026-10-12', '2026-03-02', null, '2025-08-20', '2026-11-05', '2024-12-01'] as const

/** Others: known, stale and unknown mixed, the same each time. */
function lessKnown(index: number): Known {
  const entries: EntryView[] = []
  const checked: Known['checked'] = {}
  FACETS.forEach((facet, column) => {
    const age = AGES[(index * 5 + column * 7 + ((index * column) % 3)) % AGES.length]
    if (!age || index % 11 === 7) return
    checked[facet] = age
    if (facet === 'resume') entries.push(stored({ body: { kind: 'post', from: '2012-08', to: null, text: '中和税务所' }, day: null, source: 'file' }))
    if (facet === 'mind') entries.push(stored({ body: { kind: 'mind', text: '思想稳定。', attention: 'calm' }, day: age, source: 'talk' }))
  })
  return { entries, checked }
}

const worlds = new WeakMap<KnowingWorld, Map<string, Known>>()

function knownOf(world: KnowingWorld, id: string): Known {
  const all = worlds.get(world) ?? new Map<string, Known>()
  worlds.set(world, all)
  const kept = all.get(id)
  if (kept) return kept
  const index = world.people.findIndex((one) => one.id === id)
  if (index < 0) fail('not_found')
  // Who was added while the fake runs is known in nothing.
  const fresh: Known = { entries: [], checked: {} }
  const known = id === 'p2' ? wellKnown() : /^p\d+$/.test(id) && world.people[index]!.form.phone ? lessKnown(index) : fresh
  all.set(id, known)
  return known
}

const refOf = ({ id, form }: Someone): PersonRef => ({ id, name: form.name, post: form.post })

/** How many of the six are known; for the roster. */
export const knownCount = (world: KnowingWorld, id: string) => {
  const { checked } = knownOf(world, id)
  return FACETS.filter((facet) => stateOf(facet, checked[facet]) === 'known').length
}

function facetView(known: Known, facet: Facet, shown: boolean): FacetView {
  const entries = known.entries.filter(({ body }) => facetOf(body) === facet)
  const order = ['resume', 'family'].includes(facet) ? entries : entries.toSorted((a, b) => ((a.day ?? '') < (b.day ?? '') ? 1 : -1))
  const hidden = SENSITIVE.includes(facet) && !shown
  const checked = known.checked[facet]
  return {
    facet, state: stateOf(facet, checked), checked: checked ?? null, limit_days: LIMITS[facet],
    count: entries.length, hidden, entries: hidden ? [] : order,
  }
}

function viewOf(world: KnowingWorld, id: string): KnowingView {
  const known = knownOf(world, id)
  const person = world.people.find((one) => one.id === id)!
  return { person: refOf(person), facets: FACETS.map((facet) => facetView(known, facet, false)), known: knownCount(world, id) }
}

function ownerOf(world: KnowingWorld, id: string): [person: string, known: Known, at: number] {
  for (const { id: person } of world.people) {
    const known = knownOf(world, person)
    const at = known.entries.findIndex((entry) => entry.id === id)
    if (at >= 0) return [person, known, at]
  }
  return fail('not_found')
}

export function makeKnowingCommands(world: KnowingWorld): Handlers {
  const checkDay = ({ body, day }: EntryForm) =>
    ['mind', 'work', 'standing', 'progress'].includes(body.kind) && day?.length === 10 ? day : TODAY
  const note = (known: Known, facet: Facet, day: string) => {
    if ((known.checked[facet] ?? '') < day) known.checked[facet] = day
  }
  return {
    knowing_get: ({ person }) => viewOf(world, person),
    knowing_reveal: ({ person, facet }) => {
      revealed.push(`${person} ${facet}`)
      return facetView(knownOf(world, person), facet, true)
    },
    knowing_check: ({ person, facets, day }) => {
      for (const facet of facets) note(knownOf(world, person), facet, day ?? TODAY)
      return viewOf(world, person)
    },
    knowing_map: () => {
      const rows = world.people.filter(({ left }) => !left).map((one) => {
        const { checked } = knownOf(world, one.id)
        const cells = FACETS.map((facet) => ({ state: stateOf(facet, checked[facet]), checked: checked[facet] ?? null }))
        return { person: refOf(one), cells, known: knownCount(world, one.id) }
      })
      return { rows, known: rows.reduce((sum, row) => sum + row.known, 0), all: rows.length * FACETS.length }
    },
    entry_create: ({ person, entries }) => {
      const known = knownOf(world, person)
      for (const form of entries) {
        if (form.body.kind === 'standing' && (form.body.basis === '' || form.day?.length !== 10)) fail('reason_missing', 'basis')
        known.entries.push(stored(form))
        note(known, facetOf(form.body), checkDay(form))
      }
      return viewOf(world, person)
    },
    entry_edit: ({ id, entry }) => {
      const [person, known, at] = ownerOf(world, id)
      if (known.entries[at]!.only_followed) fail('only_followed')
      known.entries[at] = { ...known.entries[at]!, ...entry }
      return viewOf(world, person)
    },
    entry_delete: ({ id }) => {
      const [person, known, at] = ownerOf(world, id)
      if (known.entries[at]!.only_followed) fail('only_followed')
      known.entries.splice(at, 1)
      return viewOf(world, person)
    },
    resume_read: ({ text }) => {
      const lines = text.split('\n').map((line) => line.trim()).filter((line) => line !== '')
      const entries: EntryForm[] = []
      const unread: string[] = []
      for (const line of lines) {
        const read = /^(\d{4})[.年](\d{1,2})月?(?:--|—|－|至|-)(?:(\d{4})[.年](\d{1,2})月?|今|至今)?\s*(\S.*)$/.exec(line)
        if (!read) {
          unread.push(line)
          continue
        }
        const month = (y: string, m: string) => `${y}-${m.padStart(2, '0')}`
        const to = read[3] ? month(read[3], read[4]!) : null
        entries.push({ body: { kind: 'post', from: month(read[1]!, read[2]!), to, text: read[5]! }, day: null, source: 'file' })
      }
      return { entries, unread }
    },
  }
}
