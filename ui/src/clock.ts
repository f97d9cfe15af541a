import { halfWidth } from './money'

/** 15:00, 1500, 15：00, 15点, 15点半, 9.30 → 15:00:00. Empty → ''; null when it is no time. */
export function timeFromText(text: string): string | null {
  const plain = halfWidth(text).replace(/\s/g, '').replace(/点半$/, ':30').replace(/[点时.]/g, ':').replace(/分$/, '')
  if (plain === '') return ''
  const parts = /^(\d{1,2}):(\d{0,2})(?::\d{2})?$/.exec(plain) ?? /^(\d{1,2})(\d{2})$/.exec(plain) ?? /^(\d{1,2})()$/.exec(plain)
  if (!parts) return null
  const hour = Number(parts[1])
  const minute = Number(parts[2] || '0')
  if (hour > 23 || minute > 59) return null
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}:00`
}

/** 15:00:00 → 15:00. */
export const shortTime = (time: string | null) => (time ? time.slice(0, 5) : '')
