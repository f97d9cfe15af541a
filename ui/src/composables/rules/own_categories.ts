import { shallowRef } from 'vue'

import { call, type Category, type DutyKind } from '../../api'
import { useWords } from '../shared/words'

/** The items of 六必谈 and 六必访 with the categories of the office's own behind them. */
export function useCategories() {
  const { itemTitle } = useWords()
  const own = shallowRef<Category[]>([])

  async function read() {
    try {
      own.value = (await call('rules_get', {})).categories
    } catch {
      // The six can be chosen without the rules.
    }
  }
  void read()

  /** In the order of the sheet, on which 其他 stands last. */
  const itemsOf = (kind: DutyKind) => [
    1, 2, 3, 4, 5, 6,
    ...own.value.filter((one) => one.kind === kind).map((one) => one.number),
    0,
  ]
  const titleOf = (kind: DutyKind, item: number) =>
    own.value.find((one) => one.kind === kind && one.number === item)?.title ?? itemTitle(kind, item)

  return { itemsOf, titleOf }
}

/** Items in the order of the sheet. */
export const inSheetOrder = (items: number[]) => [...items].sort((a, b) => (a || 999) - (b || 999))
