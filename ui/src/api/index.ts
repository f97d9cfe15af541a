/** The one place that speaks to the program behind the page. */
import { invoke } from '@tauri-apps/api/core'

import type { Commands } from './bindings'

export type * from './bindings'

/** A command by its name, its request and its answer. */
export type Call = <K extends keyof Commands>(name: K, request: Commands[K][0]) => Promise<Commands[K][1]>

const callProgram: Call = (name, request) => invoke(name, { request })

let current: Call = callProgram

/** Asks the program; rejects with `{ code, detail }`. */
export const call: Call = (name, request) => current(name, request)

/** Puts something else in the program's place: a fake in tests and in the gallery. Without an argument the program again. */
export function setCall(fake?: Call): void {
  current = fake ?? callProgram
}
