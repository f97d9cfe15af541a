/** The colours and sizes of charts: those of the page, as a canvas cannot read style sheets. */
export interface Look {
  ink: string
  quiet: string
  line: string
  sheet: string
  met: string
  late: string
  missed: string
  overdue: string
  open: string
  exempt: string
  talk: string
  visit: string
  money: string
  /** The size of labels in pixels. */
  size: number
  family: string
  still: boolean
}

const TOKENS = {
  ink: '--ink',
  quiet: '--ink-2',
  line: '--line',
  sheet: '--sheet',
  met: '--visit',
  late: '--amber',
  missed: '--ink-3',
  overdue: '--red',
  open: '--edge-strong',
  exempt: '--talk',
  talk: '--talk',
  visit: '--visit',
  money: '--amber',
} as const

export function readLook(): Look {
  const style = getComputedStyle(document.documentElement)
  const colours = Object.fromEntries(Object.entries(TOKENS).map(([name, token]) => [name, style.getPropertyValue(token).trim()]))
  return {
    ...(colours as Record<keyof typeof TOKENS, string>),
    size: (Number.parseFloat(style.fontSize) || 15) * 0.87,
    family: style.getPropertyValue('--sans').trim(),
    still: typeof matchMedia === 'function' && matchMedia('(prefers-reduced-motion: reduce)').matches,
  }
}
