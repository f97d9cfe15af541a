import { computed, ref } from 'vue'

import type { DutyView } from '../../api'

/** Ticking several lines of a list, to do something about them at once. */
export function usePicking() {
  const picked = ref<Map<string, DutyView> | null>(null)

  function pick(duty: DutyView, on: boolean): void {
    const next = new Map(picked.value ?? [])
    if (on) next.set(duty.id, duty)
    else next.delete(duty.id)
    picked.value = next
  }

  return {
    /** The ids of the ticked lines; null while nothing is ticked or to be ticked. */
    ids: computed(() => picked.value && new Set(picked.value.keys())),
    duties: computed(() => [...(picked.value?.values() ?? [])]),
    pick,
    start: () => (picked.value = new Map()),
    stop: () => (picked.value = null),
  }
}
