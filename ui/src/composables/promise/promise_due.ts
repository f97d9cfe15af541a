import { useI18n } from 'vue-i18n'

import type { PromiseView } from '../../api'
import { today } from '../../app/session'
import { useDays } from '../shared/days'

/** When a promise is to be answered, in few words: 逾期 3 天, 今天到期, 11月25日前, 未定期限. */
export function usePromiseDue() {
  const { t } = useI18n()
  const { short } = useDays()

  return ({ state, overdue_days: n, due }: Pick<PromiseView, 'state' | 'overdue_days' | 'due'>): string => {
    if (state === 'overdue') return t('promises.due.overdue', { n }, n)
    if (due === null) return t('promises.due.none')
    return due === today.value ? t('common.due.due_today') : t('common.due.until', { day: short(due) })
  }
}
