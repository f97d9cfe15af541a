import { ref } from 'vue'

/** One action at a time: whether it runs, and why the last one failed. What is asked for meanwhile is not taken up. */
export function useDoing() {
  const busy = ref(false)
  const error = ref<unknown>(null)

  /** Whether the action was taken up; its failure is in `error`. */
  async function run(action: () => Promise<void>): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    error.value = null
    try {
      await action()
    } catch (failure) {
      error.value = failure
    } finally {
      busy.value = false
    }
    return true
  }

  return { busy, error, run }
}
