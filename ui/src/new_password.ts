/** What a new password must have and what is said of a weak one; without the framework, because the lock page asks it too. */
import type { StrengthView } from './api'

export const MIN_PASSWORD = 8
/** From this score on a password is fit for a ledger. */
export const FIT = 3
/** More pieces of advice at once are not read. */
export const MOST_ADVICE = 2

/** How many characters a password lacks. */
export function lacking(password: string): number {
  return Math.max(0, MIN_PASSWORD - [...password].length)
}

/** The advice worth showing: nothing for a fit password, and not its length, which is said beside the field. */
export function adviceOf({ score, advice }: StrengthView): StrengthView['advice'] {
  return score >= FIT ? [] : advice.filter((one) => one !== 'too_short').slice(0, MOST_ADVICE)
}
