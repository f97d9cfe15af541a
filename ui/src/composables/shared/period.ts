export type PeriodName = 'year' | 'month' | 'quarter' | 'all' | 'custom'

export interface Period {
  name: PeriodName
  from: string | null
  to: string | null
}

/** The period of `name` that `day` lies in; `all` and `custom` begin without limits. */
export function periodOf(day: string, name: PeriodName): Period {
  const [year = 0, month = 1] = day.split('-').map(Number)
  const iso = (m: number, d: number) => new Date(Date.UTC(year, m, d)).toISOString().slice(0, 10)
  const span = (first: number, length: number): Period => ({
    name,
    from: iso(first - 1, 1),
    to: iso(first - 1 + length, 0),
  })
  if (name === 'year') return span(1, 12)
  if (name === 'month') return span(month, 1)
  if (name === 'quarter') return span(month - ((month - 1) % 3), 3)
  return { name, from: null, to: null }
}
