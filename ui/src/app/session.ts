import { computed, ref, shallowRef } from 'vue'

import { call, type AppStatus, type Settings } from '../api'

/** The program's state as far as every page needs it. */
export const status = shallowRef<AppStatus | null>(null)

export const settings = computed<Settings | null>(() => status.value?.settings ?? null)

/** Today by the program's clock, `2026-11-23`. */
export const today = computed(() => status.value?.today ?? '')

/** The numbers beside 今日, 人员, 承诺 and 归档 in the navigation. */
export const badges = ref({ owed: 0, overdue: false, persons: 0, promises: 0, promisesOverdue: false, papers: 0, papersOverdue: false })

export async function refreshStatus(): Promise<AppStatus> {
  status.value = await call('app_status', {})
  return status.value
}

export function setStatus(next: AppStatus): void {
  status.value = next
}

export function setSettings(next: Settings): void {
  if (status.value) status.value = { ...status.value, settings: next }
}

/** Call it after anything was saved that changes what is owed or who is on the roster. */
export async function refreshBadges(): Promise<void> {
  try {
    const view = await call('today_get', {})
    badges.value = {
      owed: view.overdue.length + view.due_today.length + view.this_week.length,
      overdue: view.overdue.length > 0,
      persons: view.persons,
      promises: view.promises.length,
      promisesOverdue: view.promises.some((promise) => promise.state === 'overdue'),
      papers: view.papers.counts.out,
      papersOverdue: view.papers.counts.overdue > 0,
    }
    // Past midnight the header would otherwise go on showing yesterday.
    if (status.value && status.value.today !== view.today) {
      status.value = { ...status.value, today: view.today, day: view.day }
    }
  } catch {
    // A badge is not worth a message: the page that is open reports its own errors.
  }
}

const beforeLock = new Set<() => Promise<unknown>>()

/** Registers what must still be stored before locking, as a draft that is being written; returns how to take it back. */
export function onBeforeLock(store: () => Promise<unknown>): () => void {
  beforeLock.add(store)
  return () => beforeLock.delete(store)
}

/** Less than the two seconds that the program waits before it locks by itself. */
const LONGEST_WAIT = 1500

/** Stores what is open, locks, and loads the page anew so that nothing of the content stays in it. */
export async function lock(): Promise<void> {
  const stored = Promise.allSettled([...beforeLock].map((store) => store()))
  await Promise.race([stored, new Promise((done) => setTimeout(done, LONGEST_WAIT))])
  try {
    await call('vault_lock', {})
  } finally {
    location.reload()
  }
}

export const IDLE_LIMIT = 5 * 60_000

/** Locks after `limit` milliseconds without a key or a pointer; returns how to stop. */
export function watchIdle(limit = IDLE_LIMIT, onIdle: () => unknown = lock): () => void {
  let last = Date.now()
  const touched = () => (last = Date.now())
  const kinds = ['keydown', 'pointerdown', 'pointermove', 'wheel', 'input'] as const
  for (const kind of kinds) addEventListener(kind, touched, { passive: true, capture: true })
  // Compared with the clock, because timers stand still while the laptop sleeps.
  const timer = setInterval(() => {
    if (Date.now() - last < limit) return
    stop()
    onIdle()
  }, 5000)
  const stop = () => {
    clearInterval(timer)
    for (const kind of kinds) removeEventListener(kind, touched, { capture: true })
  }
  return stop
}

/** Does what the program asks of the page: to lock before the computer sleeps, to say that it lives, to tell (`onAsked`) that another ledger
 * or a backup was double-clicked, which comes up once this one is locked; returns how to stop. */
export function heedProgram(onAsked: () => void): () => void {
  const toLock = () => void lock()
  // Any command says so. Whether somebody is there is seen by `watchIdle`.
  const toAnswer = () => void refreshStatus().catch(() => {})
  addEventListener('zhixin-lock', toLock)
  addEventListener('zhixin-asked', onAsked)
  addEventListener('zhixin-still-there', toAnswer)
  return () => {
    removeEventListener('zhixin-lock', toLock)
    removeEventListener('zhixin-asked', onAsked)
    removeEventListener('zhixin-still-there', toAnswer)
  }
}
