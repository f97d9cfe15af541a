import { useI18n } from 'vue-i18n'

import type { PaperKind, PaperRow, Signing, VoidReason } from '../../api'
import { useDays } from '../shared/days'

/** The register of printed sheets in words. */
export function usePaperWords() {
  const { t } = useI18n()
  const days = useDays()

  const kindText = (kind: PaperKind) => t(`papers.kinds.${kind}`)

  const why = (reason: VoidReason) => {
    if (reason.why === 'not_printed') return t('papers.state.not_printed')
    if (reason.why === 'replaced') return t('papers.state.replaced', { number: String(reason.by).padStart(6, '0') })
    return reason.text
  }

  /** 未回 16 天，逾期 / 11月20日收回 / 11月20日作废：印错 */
  function standingText({ state, days_out: n, overdue }: Pick<PaperRow, 'state' | 'days_out' | 'overdue'>): string {
    switch (state.state) {
      case 'kept':
        return t('papers.state.kept')
      case 'out':
        if (n === 0) return t('papers.state.out_today')
        return overdue ? t('papers.state.overdue', { n }, n) : t('papers.state.out', { n }, n)
      case 'returned':
        return t('papers.state.returned', { day: days.short(state.day) })
      case 'void':
        return t('papers.state.void', { day: days.short(state.day), why: why(state.reason) })
      case 'lost':
        return t('papers.state.lost', { day: days.short(state.day), why: state.reason })
    }
  }

  const signingText = (signing: Signing) =>
    signing.signing === 'signed' ? t('papers.signing.signed', { day: days.short(signing.day) }) : t('papers.signing.unsigned', { why: signing.reason })

  return { kindText, standingText, signingText }
}
