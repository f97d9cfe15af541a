import { useI18n } from 'vue-i18n'

import type { DutyFigures, DutyKind, GroupKey, MoneyOf, Slot, StatisticsView } from '../../api'
import { yuanGrouped } from '../../money'
import { useDays } from '../shared/days'
import { useWords } from '../shared/words'
import type { Bars } from './charts'

/** A row of a table of figures; `late` is the place of the number that is red when it is not 0. */
export interface FigureRow {
  name: string
  cells: string[]
  late?: number
}

/** The parts of what was owed, in the order of bars and columns. */
const PARTS = ['met', 'late', 'overdue', 'missed', 'open', 'exempt'] as const

/** 833 → 83.3%; a dash when nothing has come due. */
export function rateText(permille: number | null): string {
  return permille === null ? '—' : `${(permille / 10).toFixed(1)}%`
}

/** The figures in the words of the page. */
export function useFigureWords() {
  const { t } = useI18n()
  const { month } = useDays()
  const { itemTitle } = useWords()

  const slot = ({ step, year, n }: Slot) => {
    if (step === 'year') return t('statistics.slot.year', { y: year })
    if (step === 'quarter') return t('statistics.slot.quarter', { y: year, n })
    return month(`${year}-${String(n).padStart(2, '0')}-01`)
  }
  /** Below the bars the year is said once. */
  const slotShort = (one: Slot, all: Slot[]) =>
    one.step === 'month' && all.every(({ year }) => year === one.year) ? t('statistics.slot.month_short', { n: one.n }) : slot(one)
  const item = (view: StatisticsView, kind: DutyKind, category: number) =>
    view.own_items.find((own) => own.kind === kind && own.category === category)?.title ?? itemTitle(kind, category)
  const group = (key: GroupKey) => (typeof key === 'string' ? t(`statistics.group.${key}`) : key.named)
  const moneyOf = (view: StatisticsView, of: MoneyOf) => (of === 'several' ? t('statistics.several') : item(view, 'visit', of.item))

  const dutyColumns = (first: string) => [first, ...(['owed', ...PARTS, 'rate'] as const).map((part) => t(`statistics.part.${part}`))]
  const dutyRow = (name: string, { owed, tally, on_time_permille }: DutyFigures): FigureRow => ({
    name,
    cells: [String(owed), ...PARTS.map((part) => String(tally[part])), rateText(on_time_permille)],
    late: 3,
  })
  const dutyBars = (rows: { name: string; duties: DutyFigures }[], lying: boolean): Bars => ({
    labels: rows.map(({ name }) => name),
    lying,
    series: PARTS.map((part) => ({ name: t(`statistics.part.${part}`), colour: part, values: rows.map(({ duties }) => duties.tally[part]) })),
  })
  /** The chart in a sentence. */
  const dutySentence = (title: string, { owed, tally, on_time_permille }: DutyFigures) =>
    t('statistics.speak.duties', { title, owed, ...tally, rate: rateText(on_time_permille) })

  const yuan = (fen: number) => yuanGrouped(fen)

  return { slot, slotShort, item, group, moneyOf, dutyColumns, dutyRow, dutyBars, dutySentence, yuan }
}
