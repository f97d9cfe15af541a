import { useI18n } from 'vue-i18n'

import type { LedgerExported, LogRow } from '../../api'
import { useDays } from '../shared/days'

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-/

/** A moment as the clock of this place shows it: its day, and `15:04:05`. */
export function localTime(at: string): { day: string; clock: string } {
  const moment = new Date(at)
  const two = (n: number) => String(n).padStart(2, '0')
  return {
    day: `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`,
    clock: `${two(moment.getHours())}:${two(moment.getMinutes())}:${two(moment.getSeconds())}`,
  }
}

/** The words of the operations log. */
export function useLogWords() {
  const { t, te } = useI18n()
  const days = useDays()

  /** What was done; a code that this program does not know, as it is. */
  const actionTitle = (code: string) => (te(`logbook.action.${code}`) ? t(`logbook.action.${code}`) : code)

  /** 谈话〔2026〕第4号, 知晓项 家庭情况, or what the action says itself. */
  function objectTitle({ of, title, facet, object, times, exported }: LogRow): string {
    if (times !== null) return ''
    if (exported) return exportTitle(exported)
    if (of === null) return ID.test(object) ? t('logbook.gone') : object
    const about = facet ? t(`knowing.facet.${facet}`) : title
    return about ? t('person.line', { what: t(`logbook.of.${of}`), title: about }) : t(`logbook.of.${of}`)
  }

  /** What left as a file, how much of it, and what for. */
  function exportTitle({ ledgers, from, to, rows, people, columns, sensitive, masked, purpose, purpose_text }: LedgerExported): string {
    const one = from ? t('ledgers.since', { day: days.full(from) }) : to ? t('ledgers.until', { day: days.full(to) }) : t('logbook.went_out.all_days')
    const period = from && to ? t('common.day.range', { from: days.full(from), to: days.full(to) }) : one
    const covered = ledgers.length === 0 ? '' : t(masked ? 'logbook.went_out.masked' : 'logbook.went_out.full')
    const words = [purpose ? t(`ledgers.purpose.${purpose}`) : '', purpose_text].filter(Boolean).join(t('logbook.went_out.colon'))
    return [
      ledgers.map((kind) => t(`ledgers.kind.${kind}`)).join(t('logbook.went_out.comma')),
      period,
      t('logbook.went_out.count', { rows, people, columns }),
      sensitive > 0 ? t('logbook.went_out.sensitive', { n: sensitive }) : '',
      covered,
      words ? t('logbook.went_out.purpose', { words }) : '',
    ].filter(Boolean).join(t('logbook.went_out.semicolon'))
  }

  function time(at: string): string {
    const { day, clock } = localTime(at)
    return `${days.full(day)} ${clock.slice(0, 5)}`
  }

  return { actionTitle, objectTitle, time }
}
