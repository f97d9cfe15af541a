/** The largest sum that a sheet takes, in 分. */
export const MAX_FEN = 99_999_999_99

/** Sums typed as 1,200.5 or １２００．５０元. Null when it is no sum; no floating point on the way. */
export function fenFromYuan(text: string): number | null {
  const plain = halfWidth(text).replace(/[,，\s¥￥元]/g, '')
  if (plain === '') return 0
  const parts = /^(\d{1,10})(?:\.(\d{0,2}))?$/.exec(plain)
  if (!parts) return null
  const fen = Number(parts[1]) * 100 + Number((parts[2] ?? '').padEnd(2, '0'))
  return fen > MAX_FEN ? null : fen
}

/** 120050 → 1200.50; nothing for 0, as an empty field means that no money was given. */
export function yuanFromFen(fen: number): string {
  if (fen === 0) return ''
  const digits = String(Math.abs(fen)).padStart(3, '0')
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** 120050 → 1,200.50. */
export function yuanGrouped(fen: number): string {
  const [yuan = '0', rest = '00'] = (yuanFromFen(fen) || '0.00').split('.')
  return `${yuan.replace(/\B(?=(\d{3})+$)/g, ',')}.${rest}`
}

/** Chinese input methods give full-width digits and signs. */
export function halfWidth(text: string): string {
  return text.replace(/[！-～]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0)).replace(/[。．]/g, '.')
}
