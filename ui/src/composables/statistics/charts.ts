import type { EChartsCoreOption } from 'echarts/core'

import type { Look } from './look'

/** One colour of the bars. */
export interface Series {
  name: string
  colour: keyof Look
  values: number[]
}

export interface Bars {
  labels: string[]
  series: Series[]
  /** Side by side instead of on top of each other. */
  beside?: boolean
  /** Lying, for labels that are words. */
  lying?: boolean
  /** How a value reads; whole numbers unless it is said. */
  read?: (value: number) => string
}

const text = (look: Look, color = look.quiet) => ({ color, fontSize: look.size, fontFamily: look.family })

/** What all charts have in common. Tooltips are drawn on the canvas: the page's policy allows no markup with styles. */
export function frame(look: Look, read?: (value: number) => string): EChartsCoreOption {
  return {
    animation: !look.still,
    animationDuration: 250,
    textStyle: { fontFamily: look.family },
    grid: { left: 4, right: look.size * 1.5, top: look.size * 3, bottom: 4 },
    legend: { top: 0, left: 0, itemWidth: look.size, itemHeight: look.size * 0.8, itemGap: look.size, textStyle: text(look), inactiveColor: look.quiet },
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText',
      confine: true,
      axisPointer: { type: 'shadow', shadowStyle: { color: look.line, opacity: 0.5 } },
      backgroundColor: look.sheet,
      borderColor: look.open,
      textStyle: text(look, look.ink),
      valueFormatter: (value: unknown) => (typeof value === 'number' ? (read ?? String)(value) : '—'),
    },
  }
}

const names = (look: Look, labels: string[], lying: boolean) => ({
  type: 'category',
  data: labels,
  inverse: lying,
  // Above the bars, as the rim of an empty one would hide a piece of it.
  z: 3,
  axisLine: { lineStyle: { color: look.open } },
  axisTick: { show: false },
  axisLabel: { ...text(look), hideOverlap: true, ...(lying ? { width: look.size * 10, overflow: 'break', lineHeight: look.size * 1.25 } : {}) },
})

const values = (look: Look, read?: (value: number) => string) => ({
  type: 'value',
  // Money and indicators come in whole hundredths.
  minInterval: 1,
  axisLabel: { ...text(look), hideOverlap: true, ...(read ? { formatter: (value: number) => read(value).replace(/\.00$/, '') } : {}) },
  splitLine: { lineStyle: { color: look.line } },
})

/** Bars on top of each other or side by side. */
export function bars(look: Look, { labels, series, beside = false, lying = false, read }: Bars): EChartsCoreOption {
  const [category, value] = [names(look, labels, lying), values(look, read)]
  return {
    ...frame(look, read),
    xAxis: lying ? value : category,
    yAxis: lying ? category : value,
    series: series.map((one) => ({
      type: 'bar',
      name: one.name,
      data: one.values,
      stack: beside ? undefined : 'all',
      barMaxWidth: look.size * (beside ? 1.4 : 2.2),
      // A line of the paper's colour keeps the parts of a bar apart without their colours.
      itemStyle: { color: look[one.colour], borderColor: look.sheet, borderWidth: beside ? 0 : 1 },
      emphasis: { disabled: true },
    })),
  }
}

/** One line over the months, and its target. */
export function line(look: Look, labels: string[], name: string, points: (number | null)[], target: number | null, targetName: string, read: (value: number) => string): EChartsCoreOption {
  return {
    ...frame(look, read),
    xAxis: { ...names(look, labels, false), boundaryGap: false },
    yAxis: { ...values(look, read), scale: true },
    series: [
      {
        type: 'line',
        name,
        data: points,
        connectNulls: false,
        symbol: 'circle',
        symbolSize: look.size * 0.6,
        lineStyle: { color: look.talk, width: 2 },
        itemStyle: { color: look.talk },
        emphasis: { disabled: true },
      },
      // A series of its own, so that the axis reaches it.
      ...(target === null
        ? []
        : [{
            type: 'line',
            name: targetName,
            data: labels.map(() => target),
            symbol: 'none',
            lineStyle: { color: look.late, type: 'dashed', width: 1.5 },
            itemStyle: { color: look.late },
            emphasis: { disabled: true },
          }]),
    ],
  }
}
