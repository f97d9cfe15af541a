import type { LunarBirthday, PersonForm } from '../../api'
import { dotted, parsePartialDate } from '../shared/days'
import { lunarDayExists, lunarOf } from './lunar'

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
  lunar_birthday: null,
  is_secretary: false,
}

export const DATE_FIELDS = ['birth', 'work_since', 'party_since'] as const
type DateField = (typeof DATE_FIELDS)[number]

/** A lunar birthday as it is chosen; 0 is not chosen, and the year is a text that may be empty. */
export interface LunarEntry {
  year: string
  month: number
  leap: boolean
  day: number
}

/** The form as it is typed: dates are texts until they are saved. */
export type PersonEntry = Omit<PersonForm, DateField | 'lunar_birthday'> & Record<DateField, string> & { lunar: LunarEntry }

export type PersonFault = 'name_missing' | 'bad_date' | 'bad_id_number' | 'lunar_incomplete' | 'bad_lunar'
export type PersonFaults = Partial<Record<keyof PersonForm, PersonFault>>

export function entryOf(form: PersonForm): PersonEntry {
  const { lunar_birthday: lunar, ...entry } = JSON.parse(JSON.stringify(form)) as PersonForm
  return {
    ...entry,
    birth: dotted(entry.birth),
    work_since: dotted(entry.work_since),
    party_since: dotted(entry.party_since),
    lunar: { year: String(lunar?.year ?? ''), month: lunar?.month ?? 0, leap: lunar?.leap ?? false, day: lunar?.day ?? 0 },
  }
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** GB 11643-1999: 17 digits, of which eight are a day, and the check character. */
export function isIdNumber(text: string): boolean {
  const number = text.normalize('NFKC').trim().toUpperCase()
  if (!/^\d{17}[\dX]$/.test(number) || parsePartialDate(number.slice(6, 14)) === null) return false
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(number[i]), 0)
  return '10X98765432'[sum % 11] === number[17]
}

/** The birthday of an ID number (证件生日), `1965-08-15`; null when the number is not right. */
export function idBirthday(idNumber: string): string | null {
  return isIdNumber(idNumber) ? parsePartialDate(idNumber.normalize('NFKC').trim().slice(6, 14)) : null
}

/** The day on the papers where it is another than the lunar birthday; null where both are one day or one is not known. */
export function otherIdBirthday(idNumber: string, lunar: Pick<LunarBirthday, 'month' | 'leap' | 'day'> | null): string | null {
  const onPapers = idBirthday(idNumber)
  if (onPapers === null || lunar === null) return null
  const same = lunarOf(onPapers)
  return same && same.month === lunar.month && same.leap === lunar.leap && same.day === lunar.day ? null : onPapers
}

const lunarYear = ({ year }: LunarEntry) => (year.trim() === '' ? null : Number(year.normalize('NFKC').trim().replace(/年$/, '')))

function lunarFault(lunar: LunarEntry): PersonFault | null {
  if (lunar.month === 0 && lunar.day === 0) return null
  if (lunar.month === 0 || lunar.day === 0) return 'lunar_incomplete'
  const year = lunarYear(lunar)
  if (year === null) return null
  return Number.isInteger(year) && year >= 1900 && year <= 2199 && lunarDayExists(year, lunar) ? null : 'bad_lunar'
}

/** What must be corrected before saving; the program checks the same again. */
export function personFaults(entry: PersonEntry): PersonFaults {
  const faults: PersonFaults = {}
  if (entry.name.trim() === '') faults.name = 'name_missing'
  for (const field of DATE_FIELDS) {
    if (entry[field].trim() !== '' && parsePartialDate(entry[field]) === null) faults[field] = 'bad_date'
  }
  if (entry.id_number.trim() !== '' && !isIdNumber(entry.id_number)) faults.id_number = 'bad_id_number'
  const lunar = lunarFault(entry.lunar)
  if (lunar) faults.lunar_birthday = lunar
  return faults
}

/** What is sent; call it only when there are no faults. */
export function formOf(entry: PersonEntry): PersonForm {
  const date = (field: DateField) => (entry[field].trim() === '' ? null : parsePartialDate(entry[field]))
  const { extra, sex, is_secretary, lunar, ...texts } = entry
  const trimmed = Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, text.trim()])) as typeof texts
  return {
    ...trimmed,
    id_number: trimmed.id_number.normalize('NFKC').toUpperCase(),
    sex,
    is_secretary,
    extra: { ...extra },
    lunar_birthday: lunar.month === 0 ? null : { year: lunarYear(lunar), month: lunar.month, leap: lunar.leap, day: lunar.day },
    birth: date('birth'),
    work_since: date('work_since'),
    party_since: date('party_since'),
  }
}
