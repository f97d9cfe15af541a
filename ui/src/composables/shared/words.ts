import { useI18n } from 'vue-i18n'

import type { Deadline, DutyView, EventRef, Part, PersonRef } from '../../api'

/** Titles of the method in the language of the page. */
export function useWords() {
  const { t, te, tm, rt, locale } = useI18n()

  /** A kind's title: the rule pack's own in Chinese, a translation where there is one in English. */
  const kindTitle = (kind: string, title: string) => {
    const key = `rules.kinds.${kind}`
    return locale.value === 'zh-CN' || !te(key, 'en') ? title : t(key)
  }
  const eventTitle = (event: Pick<EventRef, 'kind' | 'title'>) => kindTitle(event.kind, event.title)

  /** The kinds whose translated title has the text in it; in Chinese the rule pack's own titles are searched where they are kept. */
  const kindsCalled = (text: string) => {
    const wanted = text.trim().toLowerCase()
    if (locale.value === 'zh-CN' || !wanted) return []
    return Object.keys(tm('rules.kinds')).filter((kind) => kindTitle(kind, kind).toLowerCase().includes(wanted))
  }

  /** 李志国、陈敏 */
  const namesOf = (persons: PersonRef[]) => persons.map(({ name }) => name).join(t('contacts.list_mark'))

  /** An item of 六必谈 or 六必访, 0 for other. */
  const itemTitle = (kind: 'talk' | 'visit', category: number) => {
    const items = tm(`rules.${kind}_items`) as string[]
    const item = items[category]
    return item === undefined ? '' : rt(item)
  }

  const deadline = (limit: Deadline) => t(`rules.deadline.${limit.unit}`, { ...limit }, 'n' in limit ? limit.n : 2)
  const partTitle = (part: Part) => (part === 'whole' ? '' : t(`rules.part.${part}`))
  const holiday = (name: string) => {
    const key = `rules.holiday.${name}`
    return te(key, 'en') ? t(key) : name
  }
  /** 受奖之前 */
  const dutyTitle = (duty: Pick<DutyView, 'event' | 'part'>) => eventTitle(duty.event) + partTitle(duty.part)

  /** 一 to 十 in Chinese, with 两 before a measure word; plain figures above ten and in English. */
  const counted = (n: number) => {
    if (n === 2) return t('common.two_counted')
    const numerals = tm('common.numerals') as string[]
    return numerals[n] === undefined ? String(n) : rt(numerals[n])
  }

  return { kindTitle, eventTitle, kindsCalled, itemTitle, deadline, partTitle, dutyTitle, namesOf, holiday, counted }
}
