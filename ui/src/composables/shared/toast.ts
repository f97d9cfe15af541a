import { reactive, readonly } from 'vue'

export interface Toast {
  id: number
  text: string
  /** What can be done about it, as 撤销. */
  action?: { label: string; run: () => unknown }
}

/** How long it stands, in milliseconds: longer where it offers something. */
const STANDS = 5000
const OFFERS = 10_000
const MOST = 3

const toasts = reactive<Toast[]>([])
const timers = new Map<number, ReturnType<typeof setTimeout>>()
let next = 1

/** Says in passing that something was done; what needs an answer belongs into an ErrorNote or `ask()`. */
export function notify(text: string, action?: Toast['action']): void {
  const id = next++
  // Only the newest is worth reading; one that offers something stays until its time is over.
  for (const old of toasts.filter((toast) => !toast.action)) dismiss(old.id)
  toasts.push({ id, text, action })
  if (toasts.length > MOST) dismiss(toasts[0]!.id)
  release(id)
}

/** Lets it stand while it is pointed at or has the focus. */
export function hold(id: number): void {
  clearTimeout(timers.get(id))
  timers.delete(id)
}

/** Its time begins, or begins anew. */
export function release(id: number): void {
  hold(id)
  const toast = toasts.find((one) => one.id === id)
  if (toast) timers.set(id, setTimeout(() => dismiss(id), toast.action ? OFFERS : STANDS))
}

export function dismiss(id: number): void {
  hold(id)
  const at = toasts.findIndex((toast) => toast.id === id)
  if (at >= 0) toasts.splice(at, 1)
}

/** Does what a toast offers, once. */
export function take(id: number): void {
  const run = toasts.find((toast) => toast.id === id)?.action?.run
  dismiss(id)
  void run?.()
}

/** Does what the newest offer is; false when nothing is offered. */
export function takeNewest(): boolean {
  const offer = toasts.findLast((toast) => toast.action)
  if (offer) take(offer.id)
  return offer !== undefined
}

export const useToasts = () => readonly(toasts)
