import { shallowRef } from 'vue'

export interface Question {
  title: string
  text?: string
  /** The button that goes on; says what it does, never 确定 alone. */
  yes: string
  no?: string
  /** For what cannot be undone: the button is red. */
  danger?: boolean
  answer: (yes: boolean) => void
}

export const question = shallowRef<Question | null>(null)

/** Asks before something irreversible; shown by the AskDialog in App.vue. */
export function ask(about: Omit<Question, 'answer'>): Promise<boolean> {
  return new Promise((resolve) => {
    question.value?.answer(false)
    question.value = {
      ...about,
      answer: (yes) => {
        question.value = null
        resolve(yes)
      },
    }
  })
}
