import { useI18n } from 'vue-i18n'

import type { TodayView } from '../../api'
import { useWords } from '../shared/words'

/** The line under 今日: 一项逾期，今天到期两项，本周还有两项。 */
export function useSentence() {
  const { t } = useI18n()
  const { counted } = useWords()

  return (view: Pick<TodayView, 'overdue' | 'due_today' | 'this_week' | 'later_count'>): string => {
    const parts: string[] = []
    const missed = view.overdue.filter((duty) => duty.state.state === 'missed').length
    const overdue = view.overdue.length - missed
    const [today, week, later] = [view.due_today.length, view.this_week.length, view.later_count]
    if (overdue > 0) parts.push(t('today.sentence.overdue', { n: counted(overdue) }))
    if (today > 0) parts.push(t('today.sentence.today', { n: counted(today) }))
    if (week > 0) {
      const still = t(parts.length > 0 ? 'today.sentence.still' : 'today.sentence.due')
      parts.push(t('today.sentence.this_week', { n: counted(week), still }))
    }
    if (missed > 0) parts.push(t('today.sentence.missed', { n: counted(missed) }))
    if (parts.length > 0) return parts.join(t('today.sentence.comma')) + t('today.sentence.stop')
    return later > 0 ? t('today.sentence.only_later', { n: counted(later) }) : t('today.sentence.none')
  }
}
