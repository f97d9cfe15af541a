import type { EventRef } from '../../api'
import { useDays } from '../shared/days'

/** The day of an event as people say it: 11月16日, 2026年11月 when only the month is known, 11月10日—16日 when it has several days. */
export function useEventDay() {
  const { short, month, range } = useDays()

  return (event: Pick<EventRef, 'since' | 'day' | 'month_only'>): string => {
    if (event.month_only) return month(event.day)
    return event.since !== null && event.since !== event.day ? range(event.since, event.day) : short(event.day)
  }
}
