import { useI18n } from 'vue-i18n'

/** What is wrong with a backup in words; what the program alone understands stays a code. */
export function useFaults() {
  const { t } = useI18n()
  return (fault: string): string => {
    if (fault === 'counts' || fault === 'altered' || fault === 'not_of_this_ledger') return t(`backups.faults.${fault}`)
    const log = /^log_broken_at:(\d+)$/.exec(fault)?.[1]
    if (log) return t('backups.faults.log', { entry: log })
    const missing = /^dangling:(\d+)$/.exec(fault)?.[1]
    if (missing) return t('backups.faults.missing', { n: missing })
    const part = /^part:(.+)$/.exec(fault)?.[1]
    return part ? t('backups.faults.part', { part }) : t('backups.faults.other', { code: fault })
  }
}
