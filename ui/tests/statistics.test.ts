// @vitest-environment happy-dom
import { flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import type { Commands } from '../src/api'
import StatisticsTab from '../src/components/statistics/StatisticsTab.vue'
import { question } from '../src/composables/shared/ask'
import { takeNewest } from '../src/composables/shared/toast'
import { bars, line } from '../src/composables/statistics/charts'
import { readLook } from '../src/composables/statistics/look'
import { stepPeriod } from '../src/composables/statistics/period'
import { periodOf } from '../src/composables/shared/period'
import { hundredthsText, parseHundredths } from '../src/hundredths'
import IndicatorTab from '../src/components/indicator/IndicatorTab.vue'
import { show } from './help'

/** What the charts were told to draw; a test has no canvas. */
const drawn: { label: string | null; option: { series: { name: string; data: unknown[] }[]; tooltip: { renderMode: string } } }[] = []
vi.mock('echarts/core', () => ({
  use: () => undefined,
  init: (box: HTMLElement) => ({
    setOption: (option: (typeof drawn)[number]['option']) => drawn.push({ label: box.getAttribute('aria-label'), option }),
    resize: () => undefined,
    dispose: () => undefined,
  }),
}))

let shown: VueWrapper | null = null
beforeEach(() => drawn.splice(0))
afterEach(() => {
  shown?.unmount()
  shown = null
  question.value?.answer(false)
})

async function open(tab: typeof StatisticsTab | typeof IndicatorTab, options: Parameters<typeof show>[1] = {}) {
  const opened = await show(tab, options)
  shown = opened.wrapper
  const press = async (testid: string) => {
    await opened.by(testid).trigger('click')
    await flushPromises()
  }
  await vi.dynamicImportSettled()
  await flushPromises()
  return { ...opened, press }
}
const cells = (wrapper: VueWrapper, testid: string) =>
  wrapper.find(`[data-testid="${testid}"]`).findAll('tbody tr').map((row) => row.findAll('th, td').map((cell) => cell.text()))

describe('figures', () => {
  it('are the same in the chart, in its table and above both', async () => {
    const { by, wrapper } = await open(StatisticsTab, { world: { people: 30 } })
    const rows = cells(wrapper, 'statistics-times')
    expect(rows).toHaveLength(12)
    const chart = drawn.find(({ label }) => label?.startsWith('逐月办理情况'))!
    const named = Object.fromEntries(chart.option.series.map(({ name, data }) => [name, data]))
    rows.forEach((row, at) => {
      expect(row.slice(2, 8)).toEqual(['按期', '逾期办结', '逾期', '未办', '未到期', '免除'].map((name) => String(named[name]![at])))
      // 应办 is the height of the bar.
      expect(Number(row[1])).toBe(chart.option.series.reduce((sum, { data }) => sum + Number(data[at]), 0))
    })
    const total = by('statistics-times').find('tfoot').findAll('td').map((cell) => cell.text())
    expect(by('key-rate').text()).toBe(total[7])
    expect(by('key-overdue').text()).toContain(total[3]!)
    expect(chart.label).toContain(`应办 ${total[0]} 件`)
    expect(chart.option.tooltip.renderMode).toBe('richText')
  })

  it('have a chart with a sentence for every part', async () => {
    const { wrapper } = await open(StatisticsTab, { world: { people: 30 } })
    const charts = wrapper.findAll('[role="img"]')
    expect(charts).toHaveLength(8)
    for (const chart of charts) expect(chart.attributes('aria-label')!.length).toBeGreaterThan(6)
    expect(wrapper.find('[data-testid="statistics-longest"]').text()).toContain('没有谈过')
    expect(wrapper.find('[style]').exists()).toBe(false)
  })

  it('are read anew for another period', async () => {
    const { press, by } = await open(StatisticsTab)
    expect(by('statistics-named').text()).toBe('2026年')
    await press('statistics-earlier')
    expect(by('statistics-named').text()).toBe('2025年')
    await press('statistics-quarter')
    expect(by('statistics-named').text()).toBe('2025年第4季度')
    await press('statistics-later')
    expect(by('statistics-named').text()).toBe('2026年第1季度')
    await press('statistics-custom')
    expect((by('statistics-from').element as HTMLInputElement).value).toContain('2026')
    expect(by('statistics-times').findAll('tbody tr')).toHaveLength(3)
  })

  it('by groups follow the choice', async () => {
    const { press, wrapper } = await open(StatisticsTab, { world: { people: 30 } })
    expect(cells(wrapper, 'statistics-groups')[0]![0]).toBe('党员')
    await press('statistics-by-age')
    expect(cells(wrapper, 'statistics-groups').map((row) => row[0])).toContain('46—55岁')
    await press('statistics-by-standing')
    expect(wrapper.find('[data-testid="statistics-groups"]').text()).toContain('勾选了才有')
  })

  it('leave with what was ticked and what it is for', async () => {
    const exported: Commands['statistics_export'][0][] = []
    const { press, by, wrapper } = await open(StatisticsTab, {
      world: { people: 30 },
      extra: { statistics_export: (request) => (exported.push(request), { saved: true, file_name: '统计.xlsx' }) },
    })
    await press('statistics-export')
    expect(wrapper.text()).toContain('没有姓名、身份证号码')
    await by('statistics-ends').setValue(true)
    await by('export-purpose-report').setValue(true)
    await wrapper.find('dialog form').trigger('submit')
    await flushPromises()
    const of = { from: '2026-01-01', to: '2026-12-31', names: false, ends: true }
    expect(exported).toEqual([{ of, purpose: 'report', purpose_text: '' }])
    expect(by('statistics-export-ok').exists()).toBe(false)
  })

  it('of an empty ledger say what to do, and of an empty period what there is', async () => {
    const { by, wrapper } = await open(StatisticsTab, { world: { people: 0, events: false } })
    expect(wrapper.text()).toContain('还没有人员')
    expect(by('statistics-export').exists()).toBe(false)
    shown?.unmount()
    const other = await open(StatisticsTab)
    await other.press('statistics-earlier')
    await other.press('statistics-earlier')
    expect(other.by('statistics-none').exists()).toBe(true)
    expect(other.by('statistics-times').exists()).toBe(false)
    expect(other.by('statistics-knowing').exists()).toBe(true)
  })

  it('are all there in English', async () => {
    const { wrapper } = await open(StatisticsTab, { world: { people: 30 }, language: 'en' })
    const text = wrapper.findAll('h2, h3, thead, dt, dd.sub, .segments').map((part) => part.text()).join(' ')
    expect(text).not.toMatch(/[\u4e00-\u9fff]{2}/)
  })
})

describe('periods', () => {
  it('step over the ends of years', () => {
    expect(stepPeriod(periodOf('2026-01-15', 'month'), -1)).toEqual({ name: 'month', from: '2025-12-01', to: '2025-12-31' })
    expect(stepPeriod(periodOf('2026-11-23', 'quarter'), 1)).toEqual({ name: 'quarter', from: '2027-01-01', to: '2027-03-31' })
    const own = { name: 'custom' as const, from: '2026-01-02', to: '2026-01-03' }
    expect(stepPeriod(own, 1)).toEqual(own)
  })
})

describe('charts', () => {
  it('keep gaps where a month has no value, and draw the target through', () => {
    const option = line(readLook(), ['1', '2'], 'a', [1, null], 5, 'target', String) as { series: { data: unknown[] }[] }
    expect(option.series.map(({ data }) => data)).toEqual([[1, null], [5, 5]])
    expect((bars(readLook(), { labels: ['x'], series: [{ name: 'a', colour: 'met', values: [1] }], beside: true }) as { series: { stack?: string }[] }).series[0]!.stack).toBeUndefined()
  })
})

describe('indicators', () => {
  it('read and write hundredths exactly', () => {
    expect(['98.5', '１，２００', '−3.25%', '0.1', '-0', '1.005', 'x', ''].map(parseHundredths)).toEqual([9850, 120_000, -325, 10, 0, null, null, null])
    expect([9850, 100, -325, 5, 0].map(hundredthsText)).toEqual(['98.5', '1', '-3.25', '0.05', '0'])
  })

  it('begin with the six rates on a click, and take values where they stand', async () => {
    const { press, by, all, wrapper } = await open(IndicatorTab, { world: { people: 8 } })
    await press('indicator-rates')
    expect(wrapper.findAll('tbody tr')).toHaveLength(6)
    await press('indicator-edit-2')
    await by('indicator-target').setValue('98')
    await wrapper.find('dialog form').trigger('submit')
    await flushPromises()
    await by('indicator-2-1').setValue('97.5')
    await flushPromises()
    expect(by('indicator-2-1').attributes('aria-label')).toContain('未达标')
    await by('indicator-2-2').setValue('九十八')
    await flushPromises()
    expect(by('indicator-bad').text()).toContain('九十八')
    await by('indicator-2-2').setValue('99')
    await flushPromises()
    expect(by('indicator-bad').exists()).toBe(false)
    expect(wrapper.text()).toContain('1／2 个月')
    expect(all('indicator-chart')).toHaveLength(1)
  })

  it('are deleted after a question when they have values, and else are there again in their place', async () => {
    const { press, by, wrapper } = await open(IndicatorTab, { world: { people: 8 } })
    await press('indicator-rates')
    await by('indicator-1-1').setValue('97.5')
    await flushPromises()
    await press('indicator-edit-1')
    await press('indicator-delete')
    expect(question.value?.title).toContain('登记率')
    question.value!.answer(true)
    await flushPromises()
    expect(wrapper.findAll('tbody tr')).toHaveLength(5)
    expect(takeNewest()).toBe(false)
    const names = () => wrapper.findAll('tbody tr').map((row) => row.text())
    const before = names()
    await press('indicator-edit-2')
    await press('indicator-delete')
    expect(question.value).toBeNull()
    expect(wrapper.findAll('tbody tr')).toHaveLength(4)
    expect(takeNewest()).toBe(true)
    await flushPromises()
    expect(names()).toEqual(before)
  })
})
