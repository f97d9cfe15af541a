import { addDays } from '../shared/days'
import { periodOf, type Period } from '../shared/period'

/** The year, quarter or month before or after a period; its own days stay as they are. */
export function stepPeriod(period: Period, way: -1 | 1): Period {
  if (!period.from || !period.to || period.name === 'custom') return period
  const day = way < 0 ? addDays(period.from, -1) : addDays(period.to, 1)
  return periodOf(day, period.name)
}
