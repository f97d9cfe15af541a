import { useI18n } from 'vue-i18n'

import type { Cadence, CadenceCell } from '../../api'
import { useDays } from '../shared/days'

/** The words of what is asked and of its periods. */
export function useActivityWords() {
  const { t } = useI18n()
  const days = useDays()

  /** 每季度 1 次 */
  const asked = (every: Cadence, n: number) => t('activities.times', { every: t(`activities.every.${every}`), n })

  /** 3月, 第1季度, 上半年, 全年; with the year when it is not this one. */
  function period(every: Cadence, from: string, year?: string): string {
    const month = Number(from.slice(5, 7))
    const words = {
      month: () => days.monthName(month),
      quarter: () => t('activities.period.quarter', { n: (month + 2) / 3 }),
      half_year: () => t(month === 1 ? 'activities.period.half_1' : 'activities.period.half_2'),
      year: () => t('activities.period.year'),
    }[every]()
    return year === undefined || from.startsWith(year) ? words : `${t('activities.year', { y: from.slice(0, 4) })}${words}`
  }

  /** What stands in a cell beside the days on which it was held. */
  function standing({ state, owed, planned, held }: CadenceCell): string {
    if (state === 'missed') return t('activities.table.missed')
    if (state === 'explained') return t('activities.table.explained')
    if ((state === 'open' || state === 'ahead') && planned.length) return t('activities.table.planned', { day: days.short(planned[0]!) })
    if (state !== 'open') return ''
    return owed > 1 || held.length ? t('activities.table.open_n', { n: owed }) : t('activities.table.open')
  }

  return { asked, period, standing }
}
