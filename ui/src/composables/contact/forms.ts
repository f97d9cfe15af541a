import { shallowRef } from 'vue'

import { call, type DutyKind, type ExtraField, type FormsView, type FormStyle } from '../../api'

/** The office's wishes for the forms, as far as the editors of records need them. */
export function useForms(kind: DutyKind) {
  const forms = shallowRef<FormsView | null>(null)

  async function read() {
    try {
      forms.value = await call('forms_get', {})
    } catch {
      // The record can be written without the office's own fields.
    }
  }
  void read()

  const own = (): ExtraField[] => forms.value?.settings[kind].extra ?? []
  const talkTypes = (): string[] => forms.value?.talk_types ?? []
  return { own, talkTypes }
}

/** The keys of the large cells from top to bottom: those named in the style first, the others where they come. */
export function cellOrder(style: FormStyle, cells: string[]): string[] {
  const all = [...cells, ...style.extra.filter((extra) => extra.long).map((extra) => extra.key)]
  const order = [...new Set(style.order.filter((key) => all.includes(key)))]
  all.forEach((key, at) => {
    if (!order.includes(key)) order.splice(at === 0 ? 0 : order.indexOf(all[at - 1]!) + 1, 0, key)
  })
  return order
}

/** The key of a new field of the office's own: the first number that is free. */
export function newKey(extra: ExtraField[]): string {
  let number = 1
  while (extra.some((one) => one.key === `own${number}`)) number++
  return `own${number}`
}
