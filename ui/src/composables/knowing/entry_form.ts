import type { EntryBody, EntryForm, Facet, Source } from '../../api'
import { dotted, parsePartialDate } from '../shared/days'

export type EntryKind = EntryBody['kind']

/** The kinds of entries of each facet, in the order of the page. */
export const KINDS: Record<Facet, EntryKind[]> = {
  resume: ['post', 'education', 'wish'],
  family: ['relative', 'household'],
  hobby: ['hobby', 'strength'],
  performance: ['appraisal', 'award', 'punishment', 'work'],
  mind: ['mind'],
  standing: ['standing', 'progress'],
}

export const FACETS = Object.keys(KINDS) as Facet[]

/** Kinds that are never changed or deleted, only followed by newer ones; the program refuses it too. */
export const ONLY_FOLLOWED: EntryKind[] = ['mind', 'standing', 'progress']

export const SOURCES: Source[] = ['talk', 'visit', 'observation', 'self', 'file', 'other']

/**
 * A field of an entry. A `line` and a `text` are written, a `date` may lack day and month, a `day` may not,
 * a `choice` is one of a few, a `tick` is yes or no.
 */
export interface EntryField {
  name: string
  input: 'line' | 'text' | 'date' | 'day' | 'year' | 'choice' | 'tick'
  required?: true
  /** Over the whole width. */
  wide?: true
  /** The values of a choice. */
  values?: readonly (string | boolean)[]
  /** Has suggestions in the catalogue. */
  suggested?: true
}

const written: EntryField = { name: 'text', input: 'text', required: true, wide: true }
const dated: EntryField = { name: 'day', input: 'date' }
const onDay: EntryField = { name: 'day', input: 'day', required: true }

export const FIELDS: Record<EntryKind, EntryField[]> = {
  post: [{ name: 'from', input: 'date', required: true }, { name: 'to', input: 'date' }, written],
  education: [
    { name: 'full_time', input: 'choice', values: [true, false] },
    { name: 'level', input: 'line', required: true, suggested: true },
    { name: 'degree', input: 'line', suggested: true },
    { name: 'school', input: 'line' },
    { name: 'major', input: 'line' },
    { name: 'until', input: 'date' },
  ],
  wish: [written, dated],
  relative: [
    { name: 'relation', input: 'line', required: true, suggested: true },
    { name: 'name', input: 'line' },
    { name: 'birth', input: 'date' },
    { name: 'political', input: 'line', suggested: true },
    { name: 'post', input: 'line' },
    { name: 'phone', input: 'line' },
    { name: 'deceased', input: 'tick' },
  ],
  household: [written, dated],
  hobby: [{ ...written, input: 'line' }],
  strength: [{ ...written, input: 'line' }],
  appraisal: [{ name: 'year', input: 'year', required: true }, { name: 'grade', input: 'line', required: true, suggested: true }],
  award: [{ name: 'title', input: 'line', required: true, wide: true }, { name: 'by', input: 'line' }, dated],
  punishment: [
    { name: 'title', input: 'line', required: true, wide: true },
    { name: 'by', input: 'line' },
    dated,
    { name: 'until', input: 'date' },
  ],
  work: [written, { ...dated, required: true }],
  mind: [written, { name: 'attention', input: 'choice', values: ['calm', 'watch', 'focus'] }, onDay],
  standing: [
    { name: 'mark', input: 'choice', values: ['advanced', 'middle', 'behind'], required: true },
    onDay,
    { name: 'basis', input: 'text', required: true, wide: true },
    { name: 'plan', input: 'text', wide: true },
    { name: 'helper', input: 'line' },
  ],
  progress: [written, onDay],
}

/** Where entries of a kind mostly come from. */
const USUAL_SOURCE: Record<EntryKind, Source> = {
  post: 'file', education: 'file', wish: 'self',
  relative: 'self', household: 'self',
  hobby: 'self', strength: 'self',
  appraisal: 'file', award: 'file', punishment: 'file', work: 'observation',
  mind: 'talk', standing: 'observation', progress: 'observation',
}

/** An entry as it is typed: dates and years are texts until it is saved. */
export interface EntryDraft {
  kind: EntryKind
  values: Record<string, string | boolean>
  source: Source
}

/** What is filled in before anybody types: today for what is of a day. */
export function newEntry(kind: EntryKind, today: string): EntryDraft {
  const values: EntryDraft['values'] = {}
  for (const { name, input, values: choices } of FIELDS[kind]) {
    if (input === 'day') values[name] = today
    else if (input === 'tick') values[name] = false
    // Nothing is said of anybody by leaving a choice as it stands.
    else if (input === 'choice') values[name] = kind === 'standing' ? '' : choices![0]!
    else values[name] = ''
  }
  if (['wish', 'household', 'work'].includes(kind)) values.day = dotted(today)
  return { kind, values, source: USUAL_SOURCE[kind] }
}

export function entryDraft(entry: EntryForm): EntryDraft {
  const { kind, ...body } = entry.body
  const stored: Record<string, unknown> = { ...body, day: entry.day }
  const values: EntryDraft['values'] = {}
  for (const { name, input } of FIELDS[kind]) {
    const value = stored[name]
    if (typeof value === 'boolean') values[name] = value
    else values[name] = input === 'date' ? dotted(value as string | null) : String(value ?? '')
  }
  return { kind, values, source: entry.source }
}

export type EntryFault = 'missing' | 'bad_date' | 'bad_year' | 'wrong_order' | 'in_future'

/** 至今 in the field of an end means that it lasts. */
const LASTS = /^(至今|今|now)$/i
/** Days that may well lie ahead. */
const AHEAD = ['until']

const textOf = (draft: EntryDraft, name: string) => String(draft.values[name] ?? '').trim()

function dateOf(draft: EntryDraft, name: string): string | null {
  const text = textOf(draft, name)
  return text === '' || (name === 'to' && LASTS.test(text)) ? null : parsePartialDate(text)
}

function yearOf(draft: EntryDraft, name: string): number {
  return Number(textOf(draft, name).normalize('NFKC').replace(/年(度)?$/, ''))
}

function faultOf(draft: EntryDraft, { name, input, required }: EntryField, today: string): EntryFault | null {
  const text = textOf(draft, name)
  if (text === '') return required ? 'missing' : null
  if (input === 'year') {
    const year = yearOf(draft, name)
    if (!Number.isInteger(year) || year < 1950) return 'bad_year'
    return year > Number(today.slice(0, 4)) ? 'in_future' : null
  }
  if (input !== 'date' && input !== 'day') return null
  if (name === 'to' && LASTS.test(text)) return null
  const date = dateOf(draft, name)
  if (date === null) return 'bad_date'
  if (!AHEAD.includes(name) && date > today.slice(0, date.length)) return 'in_future'
  const from = name === 'to' ? dateOf(draft, 'from') : null
  const known = Math.min(date.length, from?.length ?? 0)
  return from !== null && date.slice(0, known) < from.slice(0, known) ? 'wrong_order' : null
}

/** What must be corrected before saving; the program checks the same again. */
export function entryFaults(draft: EntryDraft, today: string): Partial<Record<string, EntryFault>> {
  const found = FIELDS[draft.kind].map((field) => [field.name, faultOf(draft, field, today)] as const)
  return Object.fromEntries(found.filter(([, fault]) => fault !== null)) as Partial<Record<string, EntryFault>>
}

/** What is sent; call it only when there are no faults. */
export function entryOfDraft(draft: EntryDraft): EntryForm {
  const fields = FIELDS[draft.kind].filter(({ name }) => name !== 'day')
  const body = fields.map(({ name, input }) => {
    if (input === 'date') return [name, dateOf(draft, name)]
    if (input === 'year') return [name, yearOf(draft, name)]
    const value = draft.values[name]
    return [name, typeof value === 'string' ? value.trim() : value]
  })
  return {
    body: { kind: draft.kind, ...Object.fromEntries(body) } as EntryBody,
    day: dateOf(draft, 'day'),
    source: draft.source,
  }
}
