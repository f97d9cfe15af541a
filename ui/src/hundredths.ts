import { halfWidth } from './money'

/** The largest number that an indicator takes, in hundredths. */
export const MOST_HUNDREDTHS = 1_000_000_000_000

/** Numbers typed as 98.5, 1,200 or －３．２５％, in hundredths. Null when it is no number; no floating point on the way. */
export function parseHundredths(text: string): number | null {
  const plain = halfWidth(text).replace(/[,，\s%]/g, '').replace(/^[−–—]/, '-')
  const parts = /^(-?)(\d{1,11})(?:\.(\d{0,2}))?$/.exec(plain)
  if (!parts) return null
  const size = Number(parts[2]) * 100 + Number((parts[3] ?? '').padEnd(2, '0'))
  if (size > MOST_HUNDREDTHS) return null
  return parts[1] && size ? -size : size
}

/** 9850 → 98.5, with as many places as it needs. */
export function hundredthsText(n: number): string {
  const digits = String(Math.abs(n)).padStart(3, '0')
  const places = digits.slice(-2).replace(/0+$/, '')
  return `${n < 0 ? '-' : ''}${digits.slice(0, -2)}${places ? `.${places}` : ''}`
}
