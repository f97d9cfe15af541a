/** 忘记密码 on the lock page: the four lines of the recovery sheet and a new password open the ledger. Loaded when it is pressed. */
import { call, type AppStatus } from './api'
import { failureOf } from './api/errors'
import enPassword from './i18n/en/password'
import enSecurity from './i18n/en/security'
import type { LockWords } from './lock'
import zhPassword from './i18n/zh-CN/password'
import zhSecurity from './i18n/zh-CN/security'
import { FIT, MIN_PASSWORD, adviceOf, lacking } from './new_password'
import { LINES, WIDTH, followLines, plainLine, strangersIn } from './recovery_lines'

/** What the lock page lends. */
export interface LockPage {
  english: boolean
  words: LockWords
  errorText: (error: unknown) => string
  /** Goes into the ledger that is open now. */
  enter: (status: AppStatus) => Promise<void>
  /** Back to the password. */
  back: () => void
}

/** Typing is judged once it pauses so long, in milliseconds. */
const PAUSE = 150

const byId = <T extends HTMLElement>(id: string) => document.getElementById(id) as T
const fill = (text: string, values: Record<string, string | number>) =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))

function complain(field: HTMLInputElement, note: HTMLElement, text: string): void {
  note.textContent = text
  if (text) field.setAttribute('aria-invalid', 'true')
  else field.removeAttribute('aria-invalid')
}

/** A labelled field for one line of the sheet, with what is wrong with it below. */
function lineField(label: string, n: number): [HTMLInputElement, HTMLElement] {
  const row = byId<HTMLTemplateElement>('recover-line').content.firstElementChild!.cloneNode(true) as HTMLElement
  const field = row.querySelector('input')!
  const note = row.querySelector('p')!
  row.querySelector('label')!.textContent = label
  row.querySelector('label')!.htmlFor = field.id = `recover-line-${n}`
  field.dataset.testid = field.id
  note.id = note.dataset.testid = `recover-bad-${n}`
  field.setAttribute('aria-describedby', note.id)
  byId('recover-lines').append(row)
  return [field, note]
}

/** Prepares the form once; the answer shows it. */
export function prepareRecover(page: LockPage): () => void {
  const words = page.words.recover
  const say = page.english ? enPassword : zhPassword
  const lineSay = page.english ? enSecurity.lines : zhSecurity.lines
  const form = byId<HTMLFormElement>('recover-form')
  const fresh = byId<HTMLInputElement>('recover-password')
  const again = byId<HTMLInputElement>('recover-password2')
  const open = byId<HTMLButtonElement>('recover-open')
  const leave = byId<HTMLButtonElement>('recover-back')
  const note = byId('recover-error')
  const strength = byId('recover-strength')

  const texts = {
    'recover-title': words.title, 'recover-lead': words.lead, 'recover-none': words.none, 'recover-code': words.code,
    'recover-hint': lineSay.hint, 'recover-password-label': words.fresh, 'recover-password2-label': say.again,
    'recover-show-label': say.show, 'recover-open': words.open, 'recover-back': words.back,
  }
  for (const [id, text] of Object.entries(texts)) byId(id).textContent = text

  const rows = Array.from({ length: LINES }, (_, i) => lineField(fill(lineSay.line, { n: i + 1 }), i + 1))
  const fields = rows.map(([field]) => field)
  /** The line that the program found wrong, from 1; 0 when the four do not belong together. */
  let wrong: number | null = null
  let tried = false
  let newest = 0

  function lineComplaint(n: number): string {
    const line = fields[n - 1]!.value
    const signs = strangersIn(line)
    if (signs !== '') return fill(lineSay.stranger, { signs })
    if (wrong === n) return fill(lineSay.bad, { n })
    const left = WIDTH - plainLine(line).length
    return tried && left > 0 ? fill(lineSay.short, { n, left }) : ''
  }

  function showLines(): void {
    rows.forEach(([field, bad], i) => complain(field, bad, lineComplaint(i + 1)))
    byId('recover-bad-0').textContent = wrong === 0 ? lineSay.bad_whole : ''
  }

  function showPassword(): void {
    const lacks = lacking(fresh.value)
    const hint = byId('recover-password-note')
    complain(fresh, hint, tried && lacks > 0 ? fill(say.short, { n: lacks }) : '')
    hint.className = tried && lacks > 0 ? 'bad' : 'hint'
    if (!tried && lacks > 0) hint.textContent = fill(say.short, { n: fresh.value === '' ? MIN_PASSWORD : lacks })
    complain(again, byId('recover-password2-note'), tried && again.value !== fresh.value ? say.differs : '')
  }

  async function judge(): Promise<void> {
    const mine = ++newest
    const password = fresh.value
    strength.textContent = ''
    if (lacking(password) > 0) return
    await new Promise((done) => setTimeout(done, PAUSE))
    if (mine !== newest) return
    try {
      const view = await call('password_strength', { password, words: [] })
      if (mine !== newest) return
      strength.classList.toggle('weak', view.score < FIT)
      strength.textContent = [`${say.strength}${page.english ? ': ' : '：'}${say.scores[view.score] ?? ''}`, ...adviceOf(view).map((one) => say.advice[one])].join('\n')
    } catch {
      // A word on strength is not worth an error; the program refuses what is too short.
    }
  }

  /** What must be put right before the program is asked: the first field of it. */
  function lacks(): HTMLInputElement | undefined {
    return fields.find((_, i) => lineComplaint(i + 1) !== '') ?? (lacking(fresh.value) > 0 ? fresh : again.value !== fresh.value ? again : undefined)
  }

  async function recover(): Promise<void> {
    if (open.disabled) return
    tried = true
    wrong = null
    note.textContent = ''
    showLines()
    showPassword()
    const first = lacks()
    if (first) return first.focus()
    open.disabled = leave.disabled = true
    open.textContent = words.opening
    try {
      const status = await call('vault_recover', { text: fields.map((field) => field.value).join('\n'), new_password: fresh.value })
      clear()
      // The first page says what became of the password and where the sheet goes.
      return await page.enter({ ...status, notices: [...status.notices, 'recovered'] })
    } catch (error) {
      const { code, detail } = failureOf(error)
      if (code === 'recovery_mistyped') {
        // Said beside the line itself.
        wrong = Number(detail ?? 0) || 0
        showLines()
        const field = fields[Math.max(0, wrong - 1)]!
        field.focus()
        field.select()
      } else note.textContent = page.errorText(error)
    }
    open.disabled = leave.disabled = false
    open.textContent = words.open
  }

  /** Nothing of what was typed stays in the page. */
  function clear(): void {
    for (const field of [...fields, fresh, again]) field.value = ''
    tried = false
    wrong = null
    note.textContent = strength.textContent = ''
    showLines()
    showPassword()
  }

  followLines(fields, () => {
    wrong = null
    showLines()
  })
  fresh.addEventListener('input', () => {
    showPassword()
    void judge()
  })
  again.addEventListener('input', showPassword)
  byId<HTMLInputElement>('recover-show').addEventListener('change', (event) => {
    fresh.type = again.type = (event.target as HTMLInputElement).checked ? 'text' : 'password'
  })
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void recover()
  })
  leave.addEventListener('click', () => {
    clear()
    form.hidden = true
    page.back()
  })

  return () => {
    showPassword()
    form.hidden = false
    fields[0]!.focus()
  }
}
