/** Indicators, faked: a year of two of them, entered until October. */
import type { IndicatorForm, IndicatorRow, IndicatorTable } from '../src/api'
import type { Handlers } from './fake_records'

const RATES: [string, 'higher' | 'lower', string][] = [
  ['登记率', 'higher', '实际办理税务登记户数÷（领取营业执照应办户数＋其他应办而未办户数）'],
  ['申报率', 'higher', '按期申报户数÷（登记应申报户数－停歇业户－非正常户）'],
  ['入库率', 'higher', '考核期内实际入库税款÷应入库税款'],
  ['滞纳金加收率', 'higher', '实际加收滞纳金÷应加收滞纳金'],
  ['欠税增减率', 'lower', '（期末欠税－期初欠税）÷期初欠税，负数为好'],
  ['处罚率', 'higher', '实际处罚户（次）数÷应处罚户（次）数'],
]

interface Kept {
  id: string
  form: IndicatorForm
  values: Map<string, number>
}

export function makeIndicatorCommands(begun = false): Handlers {
  let next = 1
  const kept: Kept[] = []
  const add = (form: IndicatorForm, at = kept.length): Kept => {
    const one = { id: `indicator-${next++}`, form, values: new Map<string, number>() }
    kept.splice(at, 0, one)
    return one
  }
  const addRates = () => {
    for (const [name, better, note] of RATES) if (!kept.some(({ form }) => form.name === name)) add({ name, unit: '%', target: null, better, note })
  }
  const table = (year: number): IndicatorTable => ({
    year,
    rows: kept.map(({ id, form, values }): IndicatorRow => {
      const months = Array.from({ length: 12 }, (_, at) => values.get(`${year} ${at + 1}`) ?? null)
      const met = months.map((value) => (value === null || form.target === null ? null : form.better === 'higher' ? value >= form.target : value <= form.target))
      return { id, form, values: months, met, value_count: values.size }
    }),
  })
  if (begun) {
    addRates()
    kept.forEach((one, at) => {
      one.form = { ...one.form, target: at === 4 ? 0 : 9800 - at * 50 }
      for (let month = 1; month <= 10; month++) one.values.set(`2026 ${month}`, at === 4 ? (month % 3) * 150 - 200 : 9700 + ((month * 37 + at * 11) % 30) * 10)
    })
  }
  return {
    indicator_list: ({ year }) => table(year),
    indicator_add_rates: ({ year }) => {
      addRates()
      return table(year)
    },
    indicator_save: ({ id, form, place, year }) => {
      const at = kept.findIndex((one) => one.id === id)
      const [one] = at < 0 ? [add(form)] : [kept[at]!]
      one.form = form
      kept.splice(kept.indexOf(one), 1)
      kept.splice((place ?? kept.length + 1) - 1, 0, one)
      return table(year)
    },
    indicator_delete: ({ id, year }) => {
      kept.splice(kept.findIndex((one) => one.id === id), 1)
      return table(year)
    },
    indicator_value_set: ({ id, year, month, value }) => {
      const one = kept.find((each) => each.id === id)!
      if (value === null) one.values.delete(`${year} ${month}`)
      else one.values.set(`${year} ${month}`, value)
      return table(year)
    },
    indicator_export: () => ({ saved: true, file_name: '指标完成情况表_2026年.xlsx' }),
  }
}
