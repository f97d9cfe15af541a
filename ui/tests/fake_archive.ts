/** The archive, faked: records that wait, items, boxes, seal pages. */
import type { ArchiveSettings, ArchiveView, ArchivedAs, BoxView, ItemForm, ItemView, SealView, WaitingRow } from '../src/api'
import type { World } from './fake'
import { TODAY } from './fake_days'
import type { Someone } from './fake_people'
import type { Handlers } from './fake_records'

const AT = `${TODAY}T02:00:00Z`
const BRANCH = '中共某县税务局中和税务所支部委员会'
const refOf = (person: Someone) => ({ id: person.id, name: person.form.name, post: person.form.post })
const fail = (code: string, detail: string | null = null): never => {
  throw { code, detail }
}
const codeOf = (settings: ArchiveSettings, { retention, unit, number }: ItemForm) => {
  const period = { permanent: 'Y', years30: 'D30', years10: 'D10' }[retention]
  return `${settings.fonds || '    '}-WS·2026-${period}${unit ? `-${unit}` : ''}-${number === null ? '    ' : String(number).padStart(4, '0')}`
}

function makeWaiting(people: Someone[]): WaitingRow[] {
  if (people.length < 10) return []
  const row = (n: number, kind: 'talk' | 'visit', day: string, who: number[], topic: string, signed: WaitingRow['signed'], open_promises = 0): WaitingRow => ({
    record: { kind, id: `${kind}-${n}` }, number: `〔2026〕第${n}号`, day, persons: who.map((at) => refOf(people[at]!)), topic, open_promises, signed,
  })
  return [
    row(12, 'talk', '2026-10-12', [1], '了解到综合岗一周的适应情况，讲清岗位职责与廉洁要求', 'back'),
    row(5, 'visit', '2026-10-20', [2], '父亲住院，到县人民医院看望', 'back', 1),
    row(13, 'talk', '2026-11-03', [3, 4], '台账登记衔接不畅，两人各说情况', 'unsigned'),
    row(14, 'talk', '2026-11-09', [5], '年底考核前谈心', 'out'),
    row(6, 'visit', '2026-11-16', [6], '', 'not_printed'),
  ]
}

export function makeArchiveCommands(world: World): Handlers {
  const waiting = makeWaiting(world.people)
  const items: ItemView[] = []
  const boxes: BoxView[] = []
  const undone: ArchiveView['undone'] = []
  const seals: SealView[] = []
  const archived = new Map<string, ArchivedAs>()
  let settings: ArchiveSettings = {
    fonds: '', fonds_name: '', unit: '', unit_name: '', numbered: false,
    schedule: [
      { code: 'talk', title: '谈心谈话记录', retention: 'years10', unsure: true },
      { code: 'visit', title: '走访慰问记录', retention: 'years10', unsure: true },
      { code: 'meeting', title: '党员大会、支部委员会记录', retention: 'years30', unsure: true },
      { code: 'roster', title: '党员名册', retention: 'permanent', unsure: false },
    ],
  }
  let made = 0
  let newest: { items: string[]; rows: WaitingRow[] } | null = null

  const formOf = (title: string, day: string, retention: ItemForm['retention'], pages: number): ItemForm => ({
    retention, unit: settings.unit, number: settings.numbered ? items.length + 1 : null, title: `[${BRANCH}${title}]`, responsible: BRANCH, document: '', day, pages, note: '',
  })
  function add(form: ItemForm, of: ItemView['of'], records: number): string {
    const id = `item-${++made}`
    items.push({ id, code: codeOf(settings, form), group: { year: 2026, retention: form.retention, unit: form.unit }, form, of, records, box_id: null, made_at: AT })
    return id
  }
  const view = (year = 2026): ArchiveView => ({
    year, years: [2026, 2025], waiting: year === 2026 ? waiting : [], items: year === 2026 ? items : [], boxes: year === 2026 ? boxes : [], undone, undoable: newest?.items.length ?? null,
  })
  const count = (of: BoxView) => {
    const lying = items.filter((item) => of.items.includes(item.id))
    for (const item of items) if (item.box_id === of.id) item.box_id = null
    for (const item of lying) item.box_id = of.id
    const numbers = lying.map((item) => item.form.number)
    Object.assign(of, { pages: lying.reduce((sum, item) => sum + item.form.pages, 0), numbers: numbers.includes(null) ? null : [Math.min(...(numbers as number[])), Math.max(...(numbers as number[]))] })
  }

  return {
    archive_get: ({ year }) => view(year),
    archive_settings_get: () => settings,
    archive_settings_set: (request) => {
      if (/[^0-9A-Za-z]/.test(request.fonds)) return fail('bad_archive_code', 'fonds')
      return (settings = request)
    },
    item_create: (request) => {
      const rows = request.how === 'each'
        ? waiting.filter((row) => request.records.some((record) => record.id === row.record.id))
        : request.how === 'book' ? waiting.filter((row) => request.of === 'both' || `${row.record.kind}s` === request.of) : []
      const ids: string[] = []
      if (request.how === 'paper') ids.push(add(request.form, { what: 'paper' }, 0))
      else if (request.how === 'book') {
        ids.push(add(formOf('2026年谈心谈话记录', rows.at(-1)!.day, request.retention, rows.length + 2), { what: 'book', of: request.of, records: rows.map((row) => row.record) }, rows.length))
      } else for (const row of rows) ids.push(add(formOf(`谈心谈话记录${row.number}`, row.day, request.retention, 1), { what: 'record', record: row.record }, 1))
      for (const row of rows) waiting.splice(waiting.indexOf(row), 1)
      newest = { items: ids, rows }
      return view()
    },
    item_edit: ({ id, form }) => {
      const item = items.find((one) => one.id === id) ?? fail('not_found')
      if (items.some((one) => one.id !== id && form.number !== null && one.form.number === form.number)) return fail('number_taken')
      Object.assign(item, { form, code: codeOf(settings, form), group: { year: 2026, retention: form.retention, unit: form.unit } })
      return view()
    },
    item_number: ({ group }) => {
      let next = Math.max(0, ...items.map((item) => item.form.number ?? 0))
      for (const item of items.filter((one) => one.group.retention === group.retention && one.form.number === null)) {
        item.form.number = ++next
        item.code = codeOf(settings, item.form)
      }
      return view()
    },
    item_undo: ({ reason }) => {
      const last = newest ?? fail('not_undoable')
      for (const id of last.items) {
        const [item] = items.splice(items.findIndex((one) => one.id === id), 1)
        undone.push({ title: item!.form.title, at: AT, reason })
      }
      waiting.push(...last.rows)
      newest = null
      return view()
    },
    box_create: ({ items: ids }) => {
      const group = items.find((item) => item.id === ids[0])?.group ?? fail('field_missing', 'items')
      const of: BoxView = { id: `box-${boxes.length + 1}`, group, number: boxes.length + 1, thickness: 20, situation: '', items: ids, pages: 0, numbers: null }
      boxes.push(of)
      count(of)
      return view()
    },
    box_edit: ({ id, number, thickness, situation, items: ids }) => {
      const at = boxes.findIndex((one) => one.id === id)
      const of = boxes[at] ?? fail('not_found')
      Object.assign(of, { number, thickness, situation, items: ids })
      count(of)
      if (!ids.length) boxes.splice(at, 1)
      return view()
    },
    note_append: ({ record, text, by }) => {
      const known = archived.get(record.id) ?? { code: 'Z109-WS·2026-D10-0023', title: '', at: AT, notes: [] }
      known.notes = [...known.notes, { at: AT, by: by || '甲书记', text }]
      archived.set(record.id, known)
      return known
    },
    seal_make: (of) => {
      const groups = Array.from({ length: 12 }, (_, n) => (0x4e81 + n * 0x1a2b).toString(16).toUpperCase().slice(-4).padStart(4, '0'))
      const seal: SealView = {
        id: `seal-${seals.length + 1}`, of, at: AT, entry: 1284 + seals.length, groups,
        counts: [{ of: 'events', quarter: 31, all: 118 }, { of: 'talks', quarter: 23, all: 96 }, { of: 'visits', quarter: 9, all: 41 }, { of: 'promises', quarter: 12, all: 57 }],
      }
      seals.unshift(seal)
      return seal
    },
    seal_list: () => seals,
    seal_check: ({ entry, groups }) => {
      const own = seals.find((seal) => seal.entry === entry)
      const typed = groups.toUpperCase().split(/\s+/).filter(Boolean)
      if (typed.length < 4) return fail('seal_mistyped', 'groups')
      if (!own) return { found: 'rolled_back', groups: [], differing: [], entries: 1200, first_broken: null }
      const differing = typed.flatMap((group, at) => (own.groups[at] === group ? [] : [at]))
      return { found: differing.length ? 'differs' : 'same', groups: own.groups, differing, entries: 1290, first_broken: null }
    },
  }
}
