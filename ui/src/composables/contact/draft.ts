import { onScopeDispose, ref, watch, type Ref } from 'vue'

export type DraftStatus = 'none' | 'waiting' | 'saving' | 'saved' | 'failed'

export interface DraftOptions<Form> {
  form: Ref<Form | null>
  /** Whether what is typed shall be kept without being asked; false for saved and archived records. */
  enabled: () => boolean
  keep: (form: Form) => Promise<void>
  delay?: number
  /** After so many milliseconds it is kept even when typing goes on. */
  longest?: number
}

/** Keeps what is being written as a draft, once typing has stopped for a moment and at the latest after two seconds; one at a time, in order. */
export function useDraft<Form>({ form, enabled, keep, delay = 1500, longest = 2000 }: DraftOptions<Form>) {
  const status = ref<DraftStatus>('none')
  const error = ref<unknown>(null)
  let clean = ''
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: Promise<void> | null = null
  /** Since when something is not kept. */
  let since: number | null = null

  const text = () => (form.value ? JSON.stringify(form.value) : '')
  const isDirty = () => form.value !== null && text() !== clean
  const dirty = ref(false)

  /** What stands in the form now needs no saving. */
  function settle(stored?: string) {
    clean = stored ?? text()
    dirty.value = isDirty()
    if (dirty.value || status.value !== 'waiting') return
    stop()
    status.value = 'none'
  }

  function stop() {
    clearTimeout(timer)
    timer = undefined
  }

  async function flush(): Promise<void> {
    stop()
    if (running) await running
    if (!isDirty() || !enabled()) return
    running = store()
    await running
  }

  async function store() {
    const stored = text()
    since = null
    status.value = 'saving'
    try {
      await keep(JSON.parse(stored) as Form)
      settle(stored)
      error.value = null
      status.value = 'saved'
    } catch (failure) {
      error.value = failure
      status.value = 'failed'
    } finally {
      running = null
    }
  }

  /** Waits for a save under way, so that a record is never created twice. */
  async function idle() {
    stop()
    if (running) await running
  }

  watch(
    form,
    () => {
      dirty.value = isDirty()
      stop()
      if (!dirty.value) since = null
      if (!dirty.value || !enabled()) return
      if (status.value !== 'saving') status.value = 'waiting'
      since ??= Date.now()
      timer = setTimeout(() => void flush(), Math.min(delay, Math.max(0, since + longest - Date.now())))
    },
    { deep: true, flush: 'sync' },
  )
  onScopeDispose(stop)

  return { status, error, dirty, settle, flush, idle, stop }
}
