/** The Chinese calendar as the browser knows it; years and days are texts as everywhere: `1965-08-15`. */
export interface LunarDay {
  month: number
  leap: boolean
  day: number
}

const parts = new Intl.DateTimeFormat('en-u-ca-chinese', { month: 'numeric', day: 'numeric', timeZone: 'UTC' })

/** The lunar month and day of a solar day; null where the browser has no Chinese calendar. */
export function lunarOf(day: string): LunarDay | null {
  const date = new Date(`${day}T00:00:00Z`)
  if (Number.isNaN(date.getTime())) return null
  const found = new Map(parts.formatToParts(date).map(({ type, value }) => [type, value]))
  // A leap month reads 6bis.
  const month = /^(\d{1,2})(bis)?$/.exec(found.get('month') ?? '')
  const number = Number(found.get('day'))
  if (!month || !(number >= 1 && number <= 30)) return null
  return { month: Number(month[1]), leap: month[2] !== undefined, day: number }
}

/** Whether a lunar year has such a day; true where the browser cannot tell, as the program checks it again. */
export function lunarDayExists(year: number, { month, leap, day }: LunarDay): boolean {
  // The lunar year begins between 21 January and 20 February, so its months reach from one such day to the next.
  const first = Date.UTC(year, 0, 20)
  for (let i = 0; i < 400; i += 1) {
    const solar = new Date(first + i * 86_400_000).toISOString().slice(0, 10)
    const lunar = lunarOf(solar)
    if (lunar === null) return true
    // December's months of the year before and January's of the next lie outside.
    const outside = (i < 40 && lunar.month > 10) || (i > 340 && lunar.month < 3)
    if (!outside && lunar.month === month && lunar.leap === leap && lunar.day === day) return true
  }
  return false
}
