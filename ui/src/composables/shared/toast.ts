import { reactive, readonly } from 'vue'

export interface Toast {
  id: number
  text: string
  /** What can be done about it, as 撤销. */
  action?: { label: string; run: () => void }
}

const toasts = reactive<Toast[]>([])
let next = 1

/** Says in passing that something was done; what needs an answer belongs into an ErrorNote or `ask()`. */
export function notify(text: string, action?: Toast['action']): void {
  const id = next++
  // Only the newest is worth reading; one that offers something stays until its time is over.
  for (const old of toasts.filter((toast) => !toast.action)) dismiss(old.id)
  toasts.push({ id, text, action })
  if (toasts.length > 3) toasts.shift()
  setTimeout(() => dismiss(id), action ? 10_000 : 5000)
}

export function dismiss(id: number): void {
  const at = toasts.findIndex((toast) => toast.id === id)
  if (at >= 0) toasts.splice(at, 1)
}

export const useToasts = () => readonly(toasts)
