/** What a command rejects with. */
export interface Failure {
  code: string
  detail: string | null
}

/** Whatever was thrown, as a failure; what the program did not say itself counts as internal. */
export function failureOf(error: unknown): Failure {
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string') {
    const detail = 'detail' in error && typeof error.detail === 'string' ? error.detail : null
    return { code: error.code, detail }
  }
  return { code: 'internal', detail: null }
}

/** Looks one text up; the lock page brings its own, as it runs without the catalogue machinery. */
export type Lookup = (key: string, values: Record<string, string>) => string | null

/** The text for an error: what happened, what was kept, what to do. */
export function errorTextBy(lookup: Lookup, error: unknown): string {
  const { code, detail } = failureOf(error)
  const values = { detail: detail ?? '' }
  return lookup(code, values) ?? lookup('internal', values) ?? code
}

/** `t` of vue-i18n as far as it is needed here. */
export type Translate = (key: string, values: Record<string, unknown>) => string

/** The same with the catalogue; a key that comes back unchanged has no text. */
export function errorText(t: Translate, error: unknown): string {
  return errorTextBy((code, values) => {
    const key = `errors.${code}`
    const text = t(key, values)
    return text === key ? null : text
  }, error)
}
