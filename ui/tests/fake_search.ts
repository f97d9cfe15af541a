/** Searching the fictional branch: in what the fake holds, with a few records beside it, as the program would mark them. */
import type { Facet, PersonRef, SearchFind, SearchGroup, SearchHit, SearchIn, SearchMark } from '../src/api'
import { initialsOf } from '../src/composables/shared/initials'
import { addDays } from '../src/composables/shared/days'
import { refOf, type World } from './fake'
import { TODAY } from './fake_days'
import type { Handlers } from './fake_records'

const KINDS: SearchIn[] = ['person', 'event', 'talk', 'visit', 'entry', 'promise']
const SENSITIVE: Facet[] = ['family', 'mind', 'standing']
/** As much of pinyin as the tests type. */
const PINYIN: Record<string, string> = { 李志国: 'lizhiguo', 陈敏: 'chenmin', 周刚华: 'zhouganghua' }

interface Doc {
  kind: SearchIn
  id: string
  day: string | null
  persons: PersonRef[]
  title: string
  facet?: Facet
  draft?: boolean
  fields: [name: string, text: string][]
}

/** Where the terms stand in a text, in order; UTF-16 units as in the program. */
function marksIn(text: string, terms: string[]): SearchMark[] {
  const lower = text.toLowerCase()
  const found: SearchMark[] = []
  for (let at = 0; at < text.length; ) {
    const term = terms.find((one) => lower.startsWith(one, at))
    if (term) found.push({ from: at, to: at + term.length })
    at += term?.length ?? 1
  }
  return found
}

/** A piece of the text around its first mark. */
function cut(text: string, marks: SearchMark[]): { text: string; marks: SearchMark[] } {
  const start = Math.max(0, marks[0]!.from - 18)
  const end = Math.min(text.length, start + 80)
  const head = start > 0 ? '…' : ''
  const moved = marks.filter(({ from }) => from < end).map(({ from, to }) => ({ from: from - start + head.length, to: Math.min(to, end) - start + head.length }))
  return { text: `${head}${text.slice(start, end).replace(/\s/g, ' ')}${end < text.length ? '…' : ''}`, marks: moved }
}

function docs(world: World): Doc[] {
  const named = (name: string) => world.people.filter(({ form }) => form.name === name).map(refOf)
  const all: Doc[] = world.people.map((one) => ({
    kind: 'person', id: one.id, day: null, persons: [refOf(one)], title: one.form.name,
    fields: [['name', one.form.name], ['post', one.form.post], ['note', one.form.note], ['address', one.form.address]],
  }))
  for (const event of world.events) {
    all.push({ kind: 'event', id: event.id, day: event.day, persons: event.persons, title: event.title, fields: [['note', event.note], ['cancelled', event.cancelled ?? '']] })
  }
  for (const promise of world.promises) {
    all.push({ kind: 'promise', id: promise.id, day: promise.day, persons: [promise.person], title: promise.what, fields: [['what', promise.what], ['by', promise.by], ['answer', promise.answer?.text ?? '']] })
  }
  const [li, zhou, chen] = [named('李志国'), named('周刚华'), named('陈敏')]
  if (li.length) {
    all.push(
      { kind: 'talk', id: 'talk-1', day: '2026-09-12', persons: li, title: '征期值班与家中老人照料', fields: [['topic', '征期值班与家中老人照料'], ['content', '肯定征期带头值班；本人谈到父亲六月住院以后行动不便，夫妻轮流照料，担心影响早班。讲清请假和调班的办法，请他有困难随时讲。']] },
      { kind: 'talk', id: 't-draft', day: TODAY, persons: zhou, title: '', draft: true, fields: [['topic', ''], ['content', '爱人住院，近期由本人接送孩子。']] },
      { kind: 'visit', id: 'visit-1', day: '2026-06-03', persons: li, title: '父亲中风住院', fields: [['reason', '父亲中风住院'], ['situation', '到县人民医院看望，病情稳定。'], ['place', '县人民医院神经内科']] },
      { kind: 'visit', id: 'visit-4', day: '2026-11-13', persons: [...chen, ...li], title: '家庭困难走访', fields: [['reason', '家庭困难走访'], ['problems', '孩子住院期间无人照看，希望错峰接送。']] },
      { kind: 'entry', id: 'entry-9', day: '2026-06-03', persons: li, title: '', facet: 'family', fields: [['text', '父亲中风住院，行动不便。']] },
      { kind: 'entry', id: 'entry-12', day: null, persons: li, title: '', facet: 'hobby', fields: [['text', '毛笔字写得好；住院陪护时学会了理发']] },
    )
  }
  for (let i = 0; world.people.length > 100 && i < 130; i += 1) {
    const topic = `征期服务和窗口排班第${i + 1}次谈心`
    all.push({ kind: 'talk', id: `talk-many-${i}`, day: addDays(TODAY, -i), persons: [refOf(world.people[i]!)], title: topic, fields: [['topic', topic]] })
  }
  return all
}

function find(world: World, { query, kinds, limit, sealed }: SearchFind): SearchGroup[] {
  const terms = query.toLowerCase().split(/\s+/).filter(Boolean)
  const most = Math.min(limit ?? 20, 100)
  const hidden = new Set(sealed ? [] : world.sealed)
  const groups: SearchGroup[] = []
  for (const kind of KINDS.filter((one) => kinds.length === 0 || kinds.includes(one))) {
    const hits: SearchHit[] = []
    for (const { fields, facet, draft, ...doc } of docs(world)) {
      if (doc.kind !== kind || (doc.persons.length > 0 && doc.persons.every(({ id }) => hidden.has(id)))) continue
      const spelt = kind === 'person' && terms.length === 1 && [initialsOf(doc.title), PINYIN[doc.title] ?? ''].some((one) => one.startsWith(terms[0]!))
      const text = [doc.title, ...fields.map(([, one]) => one)].join('\n').toLowerCase()
      if (!spelt && !terms.every((term) => text.includes(term))) continue
      const restricted = facet !== undefined && SENSITIVE.includes(facet)
      const field = fields.find(([, one]) => marksIn(one, terms).length > 0)
      const snippet = restricted || !field ? null : { field: field[0], ...cut(field[1], marksIn(field[1], terms)) }
      hits.push({ ...doc, facet: facet ?? null, draft: draft ?? false, snippet, restricted })
    }
    if (hits.length > 0) groups.push({ kind, hits: hits.slice(0, most), more: hits.length > most })
  }
  return groups
}

export function makeSearchCommands(world: World): Handlers {
  return { search_find: (request) => ({ groups: find(world, request) }) }
}
