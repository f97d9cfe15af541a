/** What opens the ledger, faked: passwords, the recovery sheet, the second keeper, how strong a password is. */
import type { AppStatus, PasswordAdvice, SheetOf, SlotView, StrengthView, WayKind } from '../src/api'
import { LINES, plainLine } from '../src/recovery_lines'
import { fail, type World } from './fake'
import type { Handlers } from './fake_records'
import { recoverySvg } from './fake_sheets'

/** The recovery text on the fake's paper; a second sheet has the lines in another order. */
export const RECOVERY = ['7K2M 9QXA 4TND 60WB', 'H3V8 1ZCE 5RPJ 2YF7', 'A0GS M6KT D9XQ 83NW', 'PB14 E7ZH VJ5C R2T6']

/** The ways in and their secrets, as the fake keeps them. */
export interface FakeVault {
  slots: SlotView[]
  officerPassword: string
  /** The lines of the sheet that counts. */
  sheet: string[]
  /** A sheet that was made and not typed back. */
  pending: { token: string; lines: string[] } | null
  /** How often a recovery sheet was printed or saved. */
  papers: number
  made: number
}

export type Ways = 'password' | 'recovery' | 'all'

const slot = (vault: FakeVault, kind: WayKind, made_at: string, label = ''): SlotView => ({ id: `slot-${++vault.made}`, kind, label, made_at })

export function makeVault(ways: Ways): FakeVault {
  const vault: FakeVault = { slots: [], officerPassword: '副书记自己的密码', sheet: [], pending: null, papers: 0, made: 0 }
  vault.slots.push(slot(vault, 'password', '2026-03-02T01:10:00Z'))
  if (ways === 'password') return vault
  vault.sheet = RECOVERY
  vault.slots.push(slot(vault, 'recovery', '2026-03-02T01:16:00Z'))
  if (ways === 'all') {
    vault.slots.push(slot(vault, 'officer', '2026-09-01T06:30:00Z', '副书记 赵建军'))
    vault.slots.push(slot(vault, 'other', '2026-10-08T02:00:00Z'))
  }
  return vault
}

/** As the program judges, only simpler. */
export function judge(password: string, words: string[]): StrengthView {
  const advice: PasswordAdvice[] = []
  let score = Math.min(4, Math.floor([...password].length / 3))
  const weak = (one: PasswordAdvice, most: number) => {
    advice.push(one)
    score = Math.min(score, most)
  }
  if ([...password].length < 8) weak('too_short', 1)
  if (/^\d+$/.test(password)) weak('digits_only', 1)
  if (/(.)\1{3}/.test(password)) weak('repeats', 0)
  if (/qwert|asdf/i.test(password)) weak('keyboard', 0)
  if (words.some((word) => word.length > 1 && password.includes(word))) weak('name', 2)
  if (score < 3) advice.push('more_words')
  return { score, advice }
}

/** Refuses what was typed unless it stands on the sheet, as the check characters of its lines do. */
export function compareSheet(text: string, paper: string[]): void {
  const plain = plainLine(text)
  const wanted = paper.map(plainLine)
  const lines = text.includes('\n') ? text.split('\n').map(plainLine) : (plain.match(/.{1,16}/g) ?? [])
  const known = new Set(RECOVERY.map(plainLine))
  const slip = Array.from({ length: LINES }, (_, i) => i).find((i) => !known.has(lines[i] ?? ''))
  if (slip !== undefined) fail('recovery_mistyped', String(slip + 1))
  if (new Set(lines).size !== LINES) fail('recovery_mistyped', '0')
  if (lines.join() !== wanted.join()) fail('wrong_recovery')
}

export function makeVaultCommands(world: World): Handlers {
  const { vault } = world
  const now = '2026-11-23T07:45:00Z'
  const longEnough = (field: string, password: string) => [...password].length < 8 && fail('password_too_short', field)
  const ours = (password: string) => password === world.password || fail('password_refused')
  const drop = (kind: WayKind) => (vault.slots = vault.slots.filter((one) => one.kind !== kind))
  function put(kind: WayKind, label = ''): SlotView[] {
    drop(kind)
    vault.slots.push(slot(vault, kind, now, label))
    const order: WayKind[] = ['password', 'recovery', 'officer', 'other']
    return vault.slots.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))
  }
  const has = (kind: WayKind) => vault.slots.some((one) => one.kind === kind)
  const pending = (token: string) => (vault.pending?.token === token ? vault.pending : fail('plan_stale'))

  return {
    slot_list: () => vault.slots,
    password_strength: ({ password, words }) => judge(password, words),
    password_change: ({ password, new_password }) => {
      longEnough('new_password', new_password)
      if (has('officer') && password === vault.officerPassword) {
        vault.officerPassword = new_password
        return vault.slots
      }
      ours(password)
      if (has('officer') && new_password === vault.officerPassword) fail('passwords_alike')
      world.password = new_password
      return put('password')
    },
    password_reencrypt: ({ password, new_password, officer_password }) => {
      longEnough('new_password', new_password)
      ours(password)
      if (officer_password !== null && officer_password !== vault.officerPassword) fail('password_refused')
      if (officer_password === null) drop('officer')
      vault.pending = null
      world.password = new_password
      return put('password')
    },
    recovery_begin: ({ password }) => {
      ours(password)
      const lines = has('recovery') ? [...RECOVERY.slice(1), RECOVERY[0]!] : RECOVERY
      vault.pending = { token: `sheet-${++vault.made}`, lines }
      return { token: vault.pending.token, lines: LINES, replaces: has('recovery') }
    },
    recovery_confirm: ({ token, text }) => {
      const { lines } = pending(token)
      compareSheet(text, lines)
      vault.sheet = lines
      vault.pending = null
      return put('recovery')
    },
    recovery_cancel: ({ token }) => {
      if (vault.pending?.token === token) vault.pending = null
      return { done: true }
    },
    vault_recover: ({ text, new_password }): AppStatus => {
      longEnough('new_password', new_password)
      compareSheet(text, has('recovery') ? vault.sheet : [])
      world.password = new_password
      put('password')
      return world.unlock()
    },
    officer_add: ({ password, officer_password, label }) => {
      longEnough('officer_password', officer_password)
      ours(password)
      if (has('officer')) fail('slot_taken')
      if (officer_password === password) fail('passwords_alike')
      vault.officerPassword = officer_password
      return put('officer', label)
    },
    officer_take_over: ({ password, new_password }) => {
      longEnough('new_password', new_password)
      if (!has('officer') || password !== vault.officerPassword) fail('password_refused')
      if (new_password === world.password) fail('passwords_alike')
      world.password = new_password
      drop('officer')
      return put('password')
    },
    slot_remove: ({ id, password }) => {
      const way = vault.slots.find((one) => one.id === id) ?? fail('not_found')
      if (way.kind === 'password') fail('last_password')
      ours(password)
      return drop(way.kind)
    },
  }
}

/** The sheets of the fake, with the recovery sheet among them. */
export function withRecoverySheet(world: World, others: Handlers): Handlers {
  const lines = (sheet: SheetOf) => {
    if (sheet.sheet !== 'recovery') return null
    const { pending } = world.vault
    return pending?.token === sheet.token ? pending.lines : fail('plan_stale')
  }
  const count = (sheet: SheetOf) => (lines(sheet) ? (world.vault.papers += 1) : 0)
  const preview = (sheet: SheetOf) => {
    const text = lines(sheet)
    return text ? { pages: recoverySvg(text, world.status.settings?.branch ?? '') } : others.sheet_preview!(sheet)
  }
  return {
    ...others,
    sheet_preview: preview,
    sheet_pages: ({ of, known }) => preview(of).pages.map((svg) => ({ mark: svg, svg: known?.includes(svg) ? null : svg })),
    sheet_print: (sheet) => (count(sheet) ? { papers: [] } : others.sheet_print!(sheet)),
    sheet_save: (sheet) => (count(sheet) ? { saved: true, file_name: '恢复单.pdf', paper: null } : others.sheet_save!(sheet)),
  }
}
