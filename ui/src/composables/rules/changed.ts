import { computed, ref, shallowRef, type Ref } from 'vue'

import type { DutyChange } from '../../api'
import { refreshBadges } from '../../app/session'

/** What trying out or storing something answers with. */
interface Answer {
  changes: DutyChange[]
}

export interface ChangedOptions<Value, Tried extends Answer> {
  /** What is being edited; null until it is read. */
  value: Ref<Value | null>
  preview: (value: Value) => Promise<Tried>
  store: (value: Value) => Promise<Tried>
}

/** Something that is edited, then tried out, then stored: the rules, a year's calendar. */
export function useChanged<Value, Tried extends Answer>({ value, preview, store }: ChangedOptions<Value, Tried>) {
  const error = ref<unknown>(null)
  const busy = ref(false)
  const tried = shallowRef<Tried | null>(null)
  const triedText = ref('')
  const clean = ref('')

  const text = computed(() => (value.value ? JSON.stringify(value.value) : ''))
  const dirty = computed(() => clean.value !== '' && text.value !== clean.value)
  /** Whether what is shown as its effect is of what stands there now. */
  const fresh = computed(() => tried.value !== null && triedText.value === text.value)

  /** What stands there now is what is stored. */
  function settle(): void {
    clean.value = text.value
    tried.value = null
    triedText.value = ''
  }

  async function run<T>(action: () => Promise<T>): Promise<T | null> {
    if (busy.value) return null
    busy.value = true
    error.value = null
    try {
      return await action()
    } catch (failure) {
      error.value = failure
      return null
    } finally {
      busy.value = false
    }
  }

  /** Asks what it would change; true when the answer is there. */
  async function tryOut(): Promise<boolean> {
    const asked = text.value
    const answer = await run(() => preview(JSON.parse(asked) as Value))
    if (!answer) return false
    tried.value = answer
    triedText.value = asked
    return true
  }

  /** Stores it; the answer says what changed. */
  async function save(): Promise<Tried | null> {
    const asked = text.value
    const answer = await run(() => store(JSON.parse(asked) as Value))
    if (answer) void refreshBadges()
    return answer
  }

  return { error, busy, tried, dirty, fresh, settle, run, tryOut, save }
}
