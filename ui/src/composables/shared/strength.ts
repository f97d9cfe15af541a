import { computed } from 'vue'
import { useI18n } from 'vue-i18n'

import type { StrengthView } from '../../api'
import { useAnswer } from './answer'

export const MIN_PASSWORD = 8
/** From this score on a password is fit for a ledger. */
export const FIT = 3
/** More pieces of advice at once are not read. */
export const MOST_ADVICE = 2

/** How many characters a password lacks. */
export function lacking(password: string): number {
  return Math.max(0, MIN_PASSWORD - [...password].length)
}

/** The advice worth showing: nothing for a fit password, and not its length, which is said beside the field. */
export function adviceOf({ score, advice }: StrengthView): StrengthView['advice'] {
  return score >= FIT ? [] : advice.filter((one) => one !== 'too_short').slice(0, MOST_ADVICE)
}

/** What the program says of a password while it is typed; nothing of it is stored. */
export function useStrength(password: () => string, words: () => string[] = () => []) {
  const { t, tm, rt } = useI18n()
  const { answer } = useAnswer('password_strength', () => {
    const typed = password()
    return lacking(typed) > 0 ? null : { password: typed, words: words().filter((word) => word.trim() !== '') }
  })
  const word = computed(() => {
    const said = (tm('password.scores') as string[])[answer.value?.score ?? -1]
    return said === undefined ? '' : rt(said)
  })
  const advice = computed(() => (answer.value ? adviceOf(answer.value) : []).map((one) => t(`password.advice.${one}`)))
  return { answer, word, advice }
}
