/** The lock page, without the framework so that it stands at once; it loads the program when the ledger is open. */
import { call, type AppStatus } from './api'
import { errorTextBy, failureOf } from './api/errors'
import { startAppearance } from './app/appearance'
import enErrors from './i18n/en/errors'
import enLock from './i18n/en/lock'
import zhErrors from './i18n/zh-CN/errors'
import zhLock from './i18n/zh-CN/lock'

const LONGEST_DELAY = 60
/** With these the ledger itself does not open, and a backup of it does. */
const NEEDS_BACKUP = ['keys_damaged', 'keys_of_before', 'database_damaged', 'cost_out_of_bounds']

export type LockWords = typeof zhLock

/** Seconds to wait after so many wrong passwords in a row: 0, 0, 1, 2, 4 … 60. */
export function lockDelay(failures: number): number {
  return failures < 3 ? 0 : Math.min(2 ** (failures - 3), LONGEST_DELAY)
}

const byId = <T extends HTMLElement>(id: string) => document.getElementById(id) as T

export async function startLock(): Promise<void> {
  const { language } = startAppearance()
  const words: LockWords = language === 'en' ? enLock : zhLock
  const errors: Record<string, string> = language === 'en' ? enErrors : zhErrors
  const errorText = (error: unknown) =>
    errorTextBy((code, { detail }) => errors[code]?.replace('{detail}', detail ?? '') ?? null, error)

  const page = byId('lock')
  const password = byId<HTMLInputElement>('lock-password')
  const unlock = byId<HTMLButtonElement>('lock-unlock')
  const choose = byId<HTMLButtonElement>('lock-choose')
  const restore = byId<HTMLButtonElement>('lock-restore')
  const forgot = byId<HTMLButtonElement>('lock-forgot')
  const form = byId<HTMLFormElement>('lock-form')
  const note = byId('lock-error')
  let failures = 0
  /** A backup was double-clicked; the program knows which. */
  let offered = false
  let showRecover: (() => void) | null = null

  document.title = words.app
  byId('lock-name').textContent = words.title
  byId('lock-lead').textContent = words.lead
  byId('lock-password-label').textContent = words.password
  byId('lock-show-label').textContent = words.show
  byId('lock-place-label').textContent = words.place
  unlock.textContent = words.unlock
  choose.textContent = words.choose
  restore.textContent = words.restore
  forgot.textContent = words.forgot

  async function enter(status: AppStatus): Promise<void> {
    const { startApp } = await import('./main')
    // The password must not stay in the page behind the program.
    page.remove()
    await startApp(status, byId('app'))
  }

  async function show(status: AppStatus): Promise<void> {
    if (status.unlocked || !status.exists) return enter(status)
    page.hidden = false
    byId('lock-place').textContent = status.place
    offered = status.notices.includes('backup_offered')
    if (offered) offer()
    password.focus()
  }

  function offer(): void {
    note.textContent = words.offered
    restore.textContent = words.restore_offered
    restore.hidden = false
  }

  async function wait(seconds: number, said: string): Promise<void> {
    for (let left = seconds; left > 0; left -= 1) {
      note.textContent = `${said} ${words.wait.replace('{n}', String(left))}`
      await new Promise((done) => setTimeout(done, 1000))
    }
    note.textContent = said
  }

  async function tryUnlock(): Promise<void> {
    if (unlock.disabled) return
    if (password.value === '') {
      note.textContent = words.empty
      password.focus()
      return
    }
    unlock.disabled = true
    unlock.textContent = words.unlocking
    note.textContent = ''
    restore.hidden = !offered
    try {
      const status = await call('vault_unlock', { password: password.value })
      password.value = ''
      return await enter(status)
    } catch (error) {
      unlock.textContent = words.unlock
      password.select()
      const said = errorText(error)
      note.textContent = said
      const { code, detail } = failureOf(error)
      restore.hidden = !offered && !NEEDS_BACKUP.includes(code)
      // The program counts too and says how long; it does not forget when the page is loaded anew.
      if (code === 'wrong_password') await wait(Math.max(lockDelay(++failures), Number(detail ?? 0) || 0), said)
    }
    unlock.disabled = false
    password.focus()
  }

  async function restoreBackup(): Promise<void> {
    if (password.value === '') return password.focus()
    restore.disabled = unlock.disabled = true
    note.textContent = ''
    restore.textContent = words.restoring
    try {
      const status = await call('backup_restore', { file: null, password: password.value })
      if (status) {
        password.value = ''
        return await enter(status)
      }
    } catch (error) {
      note.textContent = errorText(error)
    }
    restore.textContent = offered ? words.restore_offered : words.restore
    restore.disabled = unlock.disabled = false
  }

  async function forget(): Promise<void> {
    const { prepareRecover } = await import('./lock_recover')
    const back = () => {
      form.hidden = false
      password.focus()
    }
    showRecover ??= prepareRecover({ english: language === 'en', words, errorText, enter, back })
    password.value = ''
    form.hidden = true
    showRecover()
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void tryUnlock()
  })
  restore.addEventListener('click', () => void restoreBackup())
  forgot.addEventListener('click', () => void forget())
  byId<HTMLInputElement>('lock-show').addEventListener('change', (event) => {
    password.type = (event.target as HTMLInputElement).checked ? 'text' : 'password'
    password.focus()
  })
  choose.addEventListener('click', async () => {
    note.textContent = ''
    try {
      await show(await call('vault_choose', { create: false }))
    } catch (error) {
      note.textContent = errorText(error)
    }
  })

  try {
    await show(await call('app_status', {}))
  } catch (error) {
    page.hidden = false
    note.textContent = errorText(error)
  }
}
