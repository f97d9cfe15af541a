/**
 * The recovery text (恢复码) as it is typed from the sheet: four lines of four groups of four characters.
 * Without the framework, because the lock page reads it too.
 */
import { isImeKey } from './ime'

export const LINES = 4
/** Characters in a line. */
export const WIDTH = 16
const GROUP = 4
/** Crockford's base32: I, L, O and U are not in it. */
const KNOWN = /[0-9A-HJKMNP-TV-Z]/

/** What was typed as the sheet has it: capital letters, 0 for O, 1 for I and L, neither spaces nor hyphens; other signs stay and show. */
export function plainLine(typed: string): string {
  const wide = typed.normalize('NFKC').toUpperCase()
  return wide.replace(/[\s\p{Pd}\u2212\u200b\ufeff]/gu, '').replace(/O/g, '0').replace(/[IL]/g, '1')
}

/** `7K2M 9QXA` as one types on. */
export function groupedLine(plain: string): string {
  return plain.match(new RegExp(`.{1,${GROUP}}`, 'gu'))?.join(' ') ?? ''
}

/** Whether a line has as many characters as on the sheet, and only those that a sheet has. */
export function isWholeLine(typed: string): boolean {
  const plain = plainLine(typed)
  return plain.length === WIDTH && strangersIn(typed) === ''
}

/** The characters that no sheet has, each once. */
export function strangersIn(typed: string): string {
  return [...new Set(plainLine(typed))].filter((one) => !KNOWN.test(one)).join('')
}

/** What a line becomes while it is typed, and where the caret then stands. */
export function typedLine(value: string, caret: number): { text: string; caret: number } {
  const text = groupedLine(plainLine(value))
  const before = plainLine(value.slice(0, caret)).length
  // At the end of a group the caret goes behind the space, where one types on.
  return { text, caret: before + Math.floor(Math.max(0, before - 1) / GROUP) + (before > 0 && before % GROUP === 0 && before < plainLine(value).length ? 1 : 0) }
}

/**
 * Makes four fields of one text: they group what is typed, lead on at a line's end and back at its beginning,
 * and take a whole text that is pasted or comes from a scanner.
 * `changed` is given the four lines; the answer takes the listening back.
 */
export function followLines(fields: HTMLInputElement[], changed: (lines: string[]) => void): () => void {
  const tell = () => changed(fields.map((field) => field.value))

  function spread(text: string, at: number): void {
    const plain = plainLine(text)
    const from = plain.length > (fields.length - at) * WIDTH ? 0 : at
    let rest = plain
    let last = from
    for (let i = from; i < fields.length && rest !== ''; i += 1) {
      fields[i]!.value = groupedLine(rest.slice(0, WIDTH))
      rest = rest.slice(WIDTH)
      last = i
    }
    const full = plainLine(fields[last]!.value).length >= WIDTH
    fields[full ? Math.min(last + 1, fields.length - 1) : last]!.focus()
    tell()
  }

  function onInput(event: Event, at: number): void {
    // What an input method is still putting together is left alone; it comes again when it is chosen.
    if ((event as InputEvent).isComposing) return
    const field = fields[at]!
    if (plainLine(field.value).length > WIDTH) return spread(field.value, at)
    const atEnd = field.selectionStart === field.value.length
    const next = typedLine(field.value, field.selectionStart ?? field.value.length)
    field.value = next.text
    field.setSelectionRange(atEnd ? next.text.length : next.caret, atEnd ? next.text.length : next.caret)
    if (atEnd && plainLine(next.text).length === WIDTH) fields[at + 1]?.focus()
    tell()
  }

  function onKey(event: KeyboardEvent, at: number): void {
    if (isImeKey(event)) return
    const field = fields[at]!
    const before = fields[at - 1]
    if (event.key === 'Backspace' && field.value === '' && before) {
      event.preventDefault()
      before.focus()
      before.setSelectionRange(before.value.length, before.value.length)
    } else if (event.key === 'Enter' && fields[at + 1] && plainLine(field.value) !== '' && !fields.every((one) => isWholeLine(one.value))) {
      // A scanner, and many a person, ends each line with Enter; the last one goes on.
      event.preventDefault()
      fields[at + 1]!.focus()
    }
  }

  function onPaste(event: ClipboardEvent, at: number): void {
    const text = event.clipboardData?.getData('text') ?? ''
    if (plainLine(text).length <= WIDTH) return
    event.preventDefault()
    spread(text, at)
  }

  const ends = new AbortController()
  fields.forEach((field, at) => {
    const { signal } = ends
    field.addEventListener('input', (event) => onInput(event, at), { signal })
    field.addEventListener('compositionend', (event) => onInput(event, at), { signal })
    field.addEventListener('keydown', (event) => onKey(event, at), { signal })
    field.addEventListener('paste', (event) => onPaste(event, at), { signal })
  })
  return () => ends.abort()
}
