import { computed } from 'vue'
import { useI18n } from 'vue-i18n'

import { adviceOf, lacking } from '../../new_password'
import { useAnswer } from './answer'

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
