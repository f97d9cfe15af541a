import { computed, onScopeDispose, ref, shallowRef } from 'vue'

import { call, type OvertimeCell, type OvertimeGrid, type OvertimeResult, type OvertimeRow } from '../../api'
import { onBeforeLock, refreshBadges } from '../../app/session'
import { cellKey } from './overtime_grid'

/** A month of overtime being entered: what is typed waits beside what is stored until it is saved. */
export function useOvertime() {
  const grid = shallowRef<OvertimeGrid | null>(null)
  const error = ref<unknown>(null)
  const busy = ref(false)
  const result = shallowRef<OvertimeResult | null>(null)
  /** What is typed and not stored, in minutes, by person and day. */
  const edits = ref(new Map<string, number>())
  const dirty = computed(() => edits.value.size > 0)
  let saving: Promise<boolean> | null = null

  const storedAt = (row: OvertimeRow, at: number) => row.minutes[at] ?? 0

  function minutesAt(row: OvertimeRow, at: number): number {
    const day = grid.value?.days[at]?.day ?? ''
    return edits.value.get(cellKey(row.person.id, day)) ?? storedAt(row, at)
  }

  const changedAt = (row: OvertimeRow, at: number) => edits.value.has(cellKey(row.person.id, grid.value?.days[at]?.day ?? ''))

  const totalOf = (row: OvertimeRow) => row.minutes.reduce((sum, _, at) => sum + minutesAt(row, at), 0)

  /** Keeps a cell as typed; what is as stored again is no change. */
  function put(row: OvertimeRow, at: number, minutes: number): void {
    const day = grid.value?.days[at]?.day
    if (!day) return
    const key = cellKey(row.person.id, day)
    if (minutes === storedAt(row, at)) edits.value.delete(key)
    else edits.value.set(key, minutes)
  }

  async function read(year: number, month: number): Promise<boolean> {
    try {
      grid.value = await call('overtime_grid', { year, month })
      error.value = null
      return true
    } catch (failure) {
      error.value = failure
      return false
    }
  }

  async function store(): Promise<boolean> {
    const sent = [...edits.value]
    const cells: OvertimeCell[] = sent.map(([key, minutes]) => {
      const [person = '', day = ''] = key.split('|')
      return { person, day, minutes }
    })
    busy.value = true
    error.value = null
    try {
      result.value = await call('overtime_set', { cells })
      // What was typed meanwhile stays to be saved.
      for (const [key, minutes] of sent) if (edits.value.get(key) === minutes) edits.value.delete(key)
      void refreshBadges()
      const { year, month } = grid.value ?? {}
      if (year && month) await read(year, month)
      return true
    } catch (failure) {
      error.value = failure
      return false
    } finally {
      busy.value = false
      saving = null
    }
  }

  /** Stores every changed cell together; true when nothing is left to be stored. */
  async function save(): Promise<boolean> {
    if (saving) await saving
    if (!dirty.value) return true
    saving = store()
    return saving
  }

  /** Another month; what is typed is stored first, and stays on the page when that fails. */
  async function go(year: number, month: number): Promise<boolean> {
    if (!(await save())) return false
    result.value = null
    return read(year, month)
  }

  function undo(): void {
    edits.value.clear()
    error.value = null
  }

  onScopeDispose(onBeforeLock(save))

  return { grid, error, busy, result, edits, dirty, minutesAt, storedAt, changedAt, totalOf, put, save, go, undo }
}

export type OvertimeStore = ReturnType<typeof useOvertime>
