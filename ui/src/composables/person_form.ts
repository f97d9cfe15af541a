import type { PersonForm } from '../api'
import { dotted, parsePartialDate } from './days'

export const EMPTY_PERSON: PersonForm = {
  name: '',
  sex: null,
  birth: null,
  ethnicity: '',
  native_place: '',
  education: '',
  political: '',
  work_since: null,
  party_since: null,
  post: '',
  id_number: '',
  phone: '',
  address: '',
  note: '',
  extra: {},
  is_secretary: false,
}

export const DATE_FIELDS = ['birth', 'work_since', 'party_since'] as const
type DateField = (typeof DATE_FIELDS)[number]

/** The form as it is typed: dates are texts until they are saved. */
export type PersonEntry = Omit<PersonForm, DateField> & Record<DateField, string>

export type PersonFault = 'name_missing' | 'bad_date' | 'bad_id_number'
export type PersonFaults = Partial<Record<keyof PersonForm, PersonFault>>

export function entryOf(form: PersonForm): PersonEntry {
  const entry = JSON.parse(JSON.stringify(form)) as PersonForm
  return { ...entry, birth: dotted(entry.birth), work_since: dotted(entry.work_since), party_since: dotted(entry.party_since) }
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** GB 11643-1999: 17 digits, of which eight are a day, and the check character. */
export function isIdNumber(text: string): boolean {
  const number = text.normalize('NFKC').trim().toUpperCase()
  if (!/^\d{17}[\dX]$/.test(number) || parsePartialDate(number.slice(6, 14)) === null) return false
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(number[i]), 0)
  return '10X98765432'[sum % 11] === number[17]
}

/** What must be corrected before saving; the program checks the same again. */
export function personFaults(entry: PersonEntry): PersonFaults {
  const faults: PersonFaults = {}
  if (entry.name.trim() === '') faults.name = 'name_missing'
  for (const field of DATE_FIELDS) {
    if (entry[field].trim() !== '' && parsePartialDate(entry[field]) === null) faults[field] = 'bad_date'
  }
  if (entry.id_number.trim() !== '' && !isIdNumber(entry.id_number)) faults.id_number = 'bad_id_number'
  return faults
}

/** What is sent; call it only when there are no faults. */
export function formOf(entry: PersonEntry): PersonForm {
  const date = (field: DateField) => (entry[field].trim() === '' ? null : parsePartialDate(entry[field]))
  const { extra, sex, is_secretary, ...texts } = entry
  const trimmed = Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, text.trim()])) as typeof texts
  return {
    ...trimmed,
    id_number: trimmed.id_number.normalize('NFKC').toUpperCase(),
    sex,
    is_secretary,
    extra: { ...extra },
    birth: date('birth'),
    work_since: date('work_since'),
    party_since: date('party_since'),
  }
}
