/** The register of printed sheets, faked. */
import type { PaperCounts, PaperKind, PaperRow, PaperState, PaperStanding, Signing } from '../src/api'
import type { World } from './fake'
import { TODAY } from './fake_days'
import type { Someone } from './fake_people'
import type { Handlers } from './fake_records'

const refOf = (person: Someone) => ({ id: person.id, name: person.form.name, post: person.form.post })
const text = (number: number) => String(number).padStart(6, '0')
const LIMIT = 15

interface Made {
  state?: PaperState
  signing?: Signing
  record?: string
  record_number?: string
  changed?: boolean
  pages?: number
}

/** Sheets in every state, about the people of the world. */
export function makePapers(people: Someone[]): PaperRow[] {
  if (people.length < 10) return []
  const paper = (number: number, kind: PaperKind, who: number[], printed: string, days_out: number, more: Made = {}): PaperRow => {
    const state = more.state ?? { state: 'out' }
    const blank = kind.endsWith('_blank')
    return {
      number, number_text: text(number), kind, record: more.record ?? null, record_kind: more.record ? (kind.startsWith('talk') ? 'talk' : 'visit') : null,
      record_number: more.record_number ?? '', persons: who.map((at) => refOf(people[at]!)), duty: null, printed, pages: more.pages ?? 1,
      state, signing: more.signing ?? null, days_out: state.state === 'out' ? days_out : 0, overdue: state.state === 'out' && days_out > LIMIT,
      changed_since: more.changed ?? false, needs_entry: blank && state.state === 'returned' && !more.record,
    }
  }
  const back = (day: string): Made => ({ state: { state: 'returned', day }, signing: { signing: 'signed', day } })
  return [
    paper(18, 'talk', [1], '2026-11-03', 20, { record: 'talk-1', record_number: '〔2026〕第14号', changed: true }),
    paper(19, 'visit_blank', [2], '2026-11-16', 7),
    paper(20, 'talk_blank', [3], '2026-11-12', 0, back('2026-11-20')),
    paper(21, 'visit', [4, 5], '2026-11-10', 0, { ...back('2026-11-18'), record: 'visit-1', record_number: '〔2026〕第6号', pages: 2 }),
    paper(22, 'talk', [6], '2026-11-11', 0, { state: { state: 'returned', day: '2026-11-19' }, signing: { signing: 'unsigned', reason: '本人出差，回来补签' }, record: 'talk-2', record_number: '〔2026〕第15号' }),
    paper(23, 'talk', [7], '2026-11-13', 0, { state: { state: 'void', day: '2026-11-13', reason: { why: 'not_printed' } } }),
    paper(24, 'talk', [7], '2026-11-13', 0, { state: { state: 'void', day: '2026-11-16', reason: { why: 'replaced', by: 26 } }, record: 'talk-3', record_number: '〔2026〕第16号' }),
    paper(25, 'visit_blank', [8], '2026-10-09', 0, { state: { state: 'lost', day: '2026-11-16', reason: '入户途中遗失，已告知本人' } }),
    paper(26, 'talk', [7], TODAY, 0, { record: 'talk-3', record_number: '〔2026〕第16号' }),
    paper(27, 'brief', [1], TODAY, 0, { state: { state: 'kept' } }),
  ]
}

function stands({ state, overdue, needs_entry }: PaperRow, where: PaperStanding): boolean {
  if (where === 'overdue') return overdue
  return where === 'to_enter' ? needs_entry : state.state === where
}

export function papersToday({ papers }: World) {
  const of = (where: PaperStanding) => papers.filter((paper) => stands(paper, where))
  const n = (where: PaperStanding) => of(where).length
  const counts: PaperCounts = { kept: n('kept'), out: n('out'), overdue: n('overdue'), returned: n('returned'), to_enter: n('to_enter'), void: n('void'), lost: n('lost') }
  return { counts, oldest: of('out').sort((a, b) => b.days_out - a.days_out).slice(0, 5), unclaimed: papers.length ? 2 : 0 }
}

export function makePaperCommands(world: World): Handlers {
  let days = LIMIT
  const paper = (number: number) => {
    const found = world.papers.find((one) => one.number === number)
    if (!found) throw { code: 'not_found', detail: null }
    return found
  }
  const to = (number: number, state: PaperState, signing: Signing | null = null) => {
    const one = paper(number)
    Object.assign(one, { state, signing, days_out: 0, overdue: false, needs_entry: state.state === 'returned' && one.kind.endsWith('_blank') && !one.record })
    return { done: true }
  }
  let next = 28
  const made = () => ({ number: next, number_text: text(next++), pages: 1, older: [] as number[] })
  return {
    paper_list: ({ standing, record }) => {
      const found = world.papers.filter((one) => (!standing || stands(one, standing)) && (!record || one.record === record))
      const papers = standing === 'out' ? found.sort((a, b) => b.days_out - a.days_out) : found.toReversed()
      return { papers, more: false, counts: papersToday(world).counts, days }
    },
    paper_return: ({ numbers, day, signing }) => (numbers.forEach((number) => to(number, { state: 'returned', day }, signing)), { done: true }),
    paper_void: ({ number, reason, replaced_by }) => to(number, { state: 'void', day: TODAY, reason: replaced_by === null ? { why: 'other', text: reason } : { why: 'replaced', by: replaced_by } }),
    paper_lost: ({ number, reason }) => to(number, { state: 'lost', day: TODAY, reason }),
    paper_undo: ({ number }) => to(number, { state: 'out' }),
    paper_link: ({ number, record }) => (Object.assign(paper(number), { record, needs_entry: false }), { done: true }),
    paper_set: (request) => ((days = request.days), { done: true }),
    sheet_print: (sheet) => {
      if (sheet.sheet !== 'talk' && sheet.sheet !== 'visit') return { papers: [made()] }
      const older = world.papers.filter((one) => one.record === sheet.id && one.state.state === 'out').map(({ number }) => number)
      return { papers: [{ ...made(), older }] }
    },
    sheet_print_many: ({ sheets }) => ({ papers: sheets.map(made) }),
    sheet_save: () => ({ saved: true, file_name: '谈心谈话记录表_2026年第23号.pdf', paper: made() }),
  }
}
