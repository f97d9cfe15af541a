/** The parts of the chart library that the program uses; loaded only where a chart is shown. */
import { BarChart, LineChart } from 'echarts/charts'
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import { init, use, type ECharts } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'

use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer])

/** A chart that fills the element. */
export const openChart = (box: HTMLElement): ECharts => init(box, null, { renderer: 'canvas' })
