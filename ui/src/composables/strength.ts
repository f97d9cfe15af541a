export const MIN_PASSWORD = 8

export type Strength = 'short' | 'weak' | 'fair' | 'strong'

/** A rough word on a password: its length counts most, then how many sorts of characters and how few repetitions. */
export function passwordStrength(password: string): Strength {
  const characters = [...password]
  if (characters.length < MIN_PASSWORD) return 'short'
  const sorts = [/[a-z]/, /[A-Z]/, /\d/, /[^\p{L}\d]/u, /[^\x00-\x7f]/].filter((sort) => sort.test(password)).length
  const different = new Set(characters).size
  const runs = /(.)\1{3}|0123|1234|2345|3456|4567|5678|6789|abcd|qwer|asdf|password|^(19|20)\d{6}$|^1\d{10}$/i.test(password)
  const score = Math.min(characters.length, 20) + sorts * 3 + different - (runs ? 12 : 0)
  if (score < 22) return 'weak'
  return score < 32 ? 'fair' : 'strong'
}
