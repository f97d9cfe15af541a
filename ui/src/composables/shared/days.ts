import { useI18n } from 'vue-i18n'

import { today } from '../../app/session'

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
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

/** Days as people read them, in the language of the page. */
export function useDays() {
  const { t, tm, rt } = useI18n()

  const parts = (day: string) => {
    const [y, m, d] = day.split('-').map(Number) as [number, number, number]
    return { y, m, d, mon: MONTHS[m - 1] ?? '' }
  }
  const names = (key: string) => (tm(key) as string[]).map((name) => rt(name))

  /** 2026年11月23日 */
  const full = (day: string) => t('common.day.full', parts(day))
  /** 11月23日, with the year when it is not this one. */
  const short = (day: string) =>
    day.slice(0, 4) === (today.value || day).slice(0, 4) ? t('common.day.short', parts(day)) : full(day)
  /** 2026年11月 */
  const month = (day: string) => t('common.day.month', parts(day))
  /** 周一 */
  const weekday = (day: string) => names('common.day.weekdays')[weekdayOf(day)] ?? ''
  /** 星期一 */
  const weekdayLong = (day: string) => names('common.day.weekdays_long')[weekdayOf(day)] ?? ''
  /** 周四　11月26日 */
  const withWeekday = (day: string) => t('common.day.weekday_day', { w: weekday(day), d: short(day) })
  /** 2月15日—23日 */
  const range = (from: string, to: string) => {
    if (from === to) return short(from)
    const sameMonth = from.slice(0, 7) === to.slice(0, 7)
    const chinese = t('common.day.short', { d: 1, m: 1, mon: '' }).includes('日')
    const end = sameMonth && chinese ? `${Number(to.slice(8))}日` : short(to)
    const start = sameMonth && !chinese ? String(Number(from.slice(8))) : short(from)
    return t('common.day.range', { from: start, to: end })
  }

  return { full, short, month, weekday, weekdayLong, withWeekday, range }
}
