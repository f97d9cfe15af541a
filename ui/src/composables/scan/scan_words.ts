/** Scanned pages in words. */
import { useI18n } from 'vue-i18n'

import type { ScanView } from '../../api'
import { localDay } from '../shared/days'
import { useDays } from '../shared/days'

export function useScanWords() {
  const { t } = useI18n()
  const days = useDays()

  /** The file and page that it came from. */
  const from = ({ file, index }: ScanView) => t('scans.inbox.from', { file, index })
  const readOn = ({ received_at }: ScanView) => days.short(localDay(received_at))

  /** What it is with, for the panel of a record. */
  function placed({ state, paper }: ScanView): string {
    if (state.state !== 'filed' || !paper) return t('scans.panel.by_hand')
    return t('scans.panel.sheet', { number: paper.number_text, page: state.page })
  }

  return { from, readOn, placed }
}
