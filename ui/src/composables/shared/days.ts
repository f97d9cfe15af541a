import { useI18n } from 'vue-i18n'

import { today } from '../../app/session'

const DAY_MS = 86_400_000

/** A day as milliseconds at UTC midnight; days are calendar days and know no time zone. */
export function dayMs(day: string): number {
  return Date.parse(`${day}T00:00:00Z`)
}

export function addDays(day: string, n: number): string {
  return new Date(dayMs(day) + n * DAY_MS).toISOString().slice(0, 10)
}

/** The day by the computer's clock on which a moment fell: `2026-11-23` of `2026-11-23T01:00:00Z`. */
export function localDay(at: string): string {
  const moment = new Date(at)
  return addDays(`${moment.getFullYear()}-${String(moment.getMonth() + 1).padStart(2, '0')}-01`, moment.getDate() - 1)
}

/** 0 is Sunday. */
export function weekdayOf(day: string): number {
  return new Date(dayMs(day)).getUTCDay()
}

function iso(y: number, m: number, d: number): string | null {
  const text = `${y}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`
  const ms = dayMs(text)
  return y >= 1900 && y <= 2199 && !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text) ? text : null
}

/** What people type for a day: `2026-11-23`, `2026.11.23`, `20261123`, `2026年11月23日`, `11-23`, 今天, 昨天. */
export function parseDay(text: string, now: string): string | null {
  const plain = text.normalize('NFKC').replace(/\s/g, '')
  if (plain === '今天' || plain.toLowerCase() === 'today') return now || null
  if (plain === '昨天' || plain.toLowerCase() === 'yesterday') return now ? addDays(now, -1) : null
  if (plain === '明天' || plain.toLowerCase() === 'tomorrow') return now ? addDays(now, 1) : null
  const full = /^(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?$/.exec(plain) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(plain)
  if (full) return iso(Number(full[1]), Number(full[2]), Number(full[3]))
  const short = /^(\d{1,2})[-./月](\d{1,2})日?$/.exec(plain)
  if (short && now) return iso(Number(now.slice(0, 4)), Number(short[1]), Number(short[2]))
  return null
}

/** What people type for a year, a month or a day: `1981`, `1981.10`, `198110`, `1981年10月`, `1981-10-05`; null when it is none. */
export function parsePartialDate(text: string): string | null {
  const plain = text.normalize('NFKC').replace(/\s/g, '')
  const year = /^(\d{4})年?$/.exec(plain)
  if (year) return iso(Number(year[1]), 1, 1) && year[1]!
  const month = /^(\d{4})[-./年](\d{1,2})月?$/.exec(plain) ?? /^(\d{4})(\d{2})$/.exec(plain)
  if (month) return iso(Number(month[1]), Number(month[2]), 1)?.slice(0, 7) ?? null
  return parseDay(plain, '')
}

/** The dossier's way of writing: `1981.10`. */
export function dotted(date: string | null): string {
  return date?.replaceAll('-', '.') ?? ''
}

const FORMATS = {
  full: { year: 'numeric', month: 'short', day: 'numeric' },
  plain: { month: 'short', day: 'numeric' },
  month: { year: 'numeric', month: 'short' },
  monthLong: { year: 'numeric', month: 'long' },
  monthName: { month: 'short' },
  weekday: { weekday: 'short' },
  weekdayLong: { weekday: 'long' },
  number: { day: 'numeric' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>

/** Formats are dear to make, and few. */
const made = new Map<string, Intl.DateTimeFormat>()

function written(day: string, format: keyof typeof FORMATS, locale: string): string {
  // What is no day is shown as it is.
  if (Number.isNaN(dayMs(day))) return day
  const key = `${locale} ${format}`
  const known = made.get(key) ?? new Intl.DateTimeFormat(locale, { ...FORMATS[format], timeZone: 'UTC' })
  made.set(key, known)
  return known.format(dayMs(day))
}

/** Days as people read them, in the language of the page. */
export function useDays() {
  const { t, locale } = useI18n()

  // The day comes before the month in English, as everywhere in the program.
  const as = (format: keyof typeof FORMATS) => (day: string) => written(day, format, locale.value === 'en' ? 'en-GB' : locale.value)
  /** 2026年11月23日 */
  const full = as('full')
  /** 11月23日 of any year */
  const plain = as('plain')
  /** 11月23日, with the year when it is not this one. */
  const short = (day: string) => (day.slice(0, 4) === (today.value || day).slice(0, 4) ? plain(day) : full(day))
  /** 2026年11月 */
  const month = as('month')
  /** November 2026, the same in Chinese */
  const monthLong = as('monthLong')
  /** 11月 of the eleventh */
  const monthName = (m: number) => as('monthName')(`2000-${String(m).padStart(2, '0')}-01`)
  /** 周一 */
  const weekday = as('weekday')
  /** 星期一 */
  const weekdayLong = as('weekdayLong')
  /** 周四　11月26日 */
  const withWeekday = (day: string) => t('common.day.weekday_day', { w: weekday(day), d: short(day) })
  /** 2月15日—23日 */
  const range = (from: string, to: string) => {
    if (from === to) return short(from)
    const within = from.slice(0, 7) === to.slice(0, 7)
    const chinese = locale.value === 'zh-CN'
    const end = within && chinese ? as('number')(to) : short(to)
    const start = within && !chinese ? as('number')(from) : short(from)
    return t('common.day.range', { from: start, to: end })
  }

  return { full, plain, short, month, monthLong, monthName, weekday, weekdayLong, withWeekday, range }
}
