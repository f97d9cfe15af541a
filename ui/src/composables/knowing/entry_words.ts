import { useI18n } from 'vue-i18n'

import type { EntryBody, EntryView } from '../../api'
import { dotted } from '../shared/days'

/** 2003.05--2018.06, and 2018.07-- while it lasts, as the appointment form writes it. */
export const spanText = (from: string, to: string | null) => `${dotted(from)}--${dotted(to)}`

/** Completed years on a day, counted by month as the appointment form does; null when only the year is known. */
export function ageOn(birth: string | null, day: string): number | null {
  if (birth === null || birth.length < 7 || day === '') return null
  const years = Number(day.slice(0, 4)) - Number(birth.slice(0, 4))
  return day.slice(5, birth.length) < birth.slice(5) ? years - 1 : years
}

/** Entries in few words. */
export function useEntryWords() {
  const { t } = useI18n()
  const joined = (...texts: string[]) => texts.filter((text) => text !== '').join(t('common.day.gap'))
  const withBy = (title: string, by: string) => (by === '' ? title : t('knowing.with_by', { title, by }))
  const schoolText = (body: Extract<EntryBody, { kind: 'education' }>) => joined(body.school, body.major)
  const relation = (body: Extract<EntryBody, { kind: 'relative' }>) =>
    body.deceased ? t('knowing.deceased', { relation: body.relation }) : body.relation

  /** What stands before an entry: its day, its year, its span. */
  function lead({ body, day }: EntryView): string {
    if (body.kind === 'post') return spanText(body.from, body.to)
    if (body.kind === 'appraisal') return t('knowing.year', { n: body.year })
    return dotted(day)
  }

  /** What it says, in one line. */
  function line({ body }: Pick<EntryView, 'body'>): string {
    switch (body.kind) {
      case 'education':
        return joined(body.level, schoolText(body))
      case 'relative':
        return joined(relation(body), body.name)
      case 'appraisal':
        return body.grade
      case 'award':
      case 'punishment':
        return withBy(body.title, body.by)
      case 'standing':
        return t(`knowing.mark.${body.mark}`)
      default:
        return body.text
    }
  }

  /** The same with what stands before it, short enough to name it in a question. */
  function named(entry: EntryView): string {
    const text = joined(lead(entry), line(entry))
    return [...text].length > 40 ? `${[...text].slice(0, 40).join('')}…` : text
  }

  return { lead, line, named, relation, schoolText }
}
