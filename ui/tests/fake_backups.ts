/** Backups of a fictional ledger: some fine, one damaged inside, one of another key, one that does not open. */
import type { BackupMarkView, BackupReminder, BackupReport, BackupStatus, BackupView } from '../src/api'
import { fail, type World } from './fake'
import { TODAY } from './fake_days'
import type { Handlers } from './fake_records'
import { compareSheet } from './fake_vault'

export interface BackupOptions {
  /** How many there are in the ledger's own folder. */
  backups?: number
  /** What is to be reminded of. */
  remind?: BackupReminder[]
}

interface Kept {
  view: BackupView
  /** The password of its day. */
  password: string
  fault: string | null
}

export interface FakeBackups {
  kept: Kept[]
  status: BackupStatus
  /** What the user chooses in the system's dialogs; null closes them. */
  stick: 'other' | 'same' | null
  file: string | null
  place: string | null
}

export const FORMER_PASSWORD = '从前的密码 2025'

const day = (before: number) => new Date(Date.parse(`${TODAY}T00:00:00Z`) - before * 86_400_000).toISOString().slice(0, 10)

function backup(password: string, before: number, sequence: number): Kept {
  const on = day(before)
  const contents = {
    day: on, at: `${on}T09:30:00Z`, sequence, vault: '01930000-0000-7000-8000-00000000c0de', program: '0.1.0', size: 3_400_000 - before * 9000,
    persons: 20, talks: Math.max(0, 23 - before), visits: Math.max(0, 17 - before), log_entries: 208,
  }
  return { view: { file: `知心-${on.replaceAll('-', '')}-${sequence}.zhixinbak`, contents, problem: null }, password, fault: null }
}

const mark = ({ view: { file, contents } }: Kept, days: number): BackupMarkView => ({ day: contents!.day, at: contents!.at, file, days })

export function makeBackups(password: string, { backups = 4, remind = [] }: BackupOptions = {}): FakeBackups {
  const kept = Array.from({ length: backups }, (_, i) => backup(password, i < 7 ? i + 1 : 7 * (i - 5), backups - i))
  // The second is damaged inside, the third does not open at all, the fourth is from before a re-encryption.
  if (kept[1]) kept[1].fault = 'part:data.db'
  if (kept[2]) kept[2].view = { ...kept[2].view, contents: null, problem: 'backup_damaged' }
  if (kept[3]) kept[3].password = FORMER_PASSWORD
  const late = remind.includes('other_medium_due')
  const status: BackupStatus = {
    folder: '/home/user/文档/知心账本.zhixin/backups',
    own: kept[0] ? mark(kept[0], 1) : null,
    other: kept[0] && !late ? { day: day(3), at: `${day(3)}T09:30:00Z`, file: 'U盘.zhixinbak', days: 3 } : kept[0] ? { day: day(12), at: `${day(12)}T09:30:00Z`, file: 'U盘.zhixinbak', days: 12 } : null,
    drill: kept[0] && !remind.includes('drill_due') ? day(9) : null,
    changed: true, failed: remind.includes('failed') ? 'disk_full' : null, reminders: remind,
  }
  return { kept, status, stick: 'other', file: null, place: '/home/user/文档/恢复的账本.zhixin' }
}

export function makeBackupCommands(world: World): Handlers {
  const { backups } = world
  const settle = (...reminders: BackupReminder[]) => (backups.status.reminders = backups.status.reminders.filter((one) => !reminders.includes(one)))
  const find = (file: string | null) => {
    const name = file ?? backups.file
    return name === null ? null : (backups.kept.find((one) => one.view.file === name) ?? fail(file === null ? 'not_a_backup' : 'not_found', 'file'))
  }
  function reportOf({ view, fault }: Kept, opened: boolean): BackupReport {
    const found = view.contents === null ? 'part:manifest' : fault
    return { backup: view, sound: found === null, opened: opened && found === null, faults: found === null ? [] : [found] }
  }
  return {
    work_status: () => null,
    work_stop: () => ({ done: true }),
    backup_status: () => backups.status,
    backup_list: () => backups.kept.map((one) => one.view),
    backup_make: ({ to }) => {
      if (to === 'chosen' && backups.stick === null) return null
      const made = backup(world.password, 0, backups.kept.length + 1)
      settle('failed')
      backups.status.failed = null
      if (to === 'default') {
        backups.kept.unshift(made)
        backups.status.own = mark(made, 0)
        backups.status.changed = false
        return { backup: made.view, other_medium: false }
      }
      if (backups.stick === 'other') {
        backups.status.other = mark(made, 0)
        settle('other_medium_due')
      }
      return { backup: made.view, other_medium: backups.stick === 'other' }
    },
    backup_verify: ({ file, password }) => {
      const found = find(file)
      if (!found) return null
      if ((password ?? world.password) !== found.password) fail('wrong_password')
      return reportOf(found, password !== null)
    },
    backup_drill: ({ password }) => {
      const newest = backups.kept[0] ?? fail('not_found', 'backup')
      if (password !== newest.password) fail('wrong_password')
      const report = reportOf(newest, true)
      if (report.sound) {
        backups.status.drill = TODAY
        settle('drill_due')
      }
      return report
    },
    backup_restore: ({ file, password, text, new_password }) => {
      const found = find(file)
      if (!found || backups.place === null) return null
      if (found.view.contents === null) fail('not_a_backup')
      if (text) {
        compareSheet(text, world.vault.sheet)
        world.password = new_password ?? fail('bad_value', 'new_password')
      } else if (password !== found.password) fail('wrong_password')
      world.status.place = backups.place
      return world.unlock()
    },
  }
}
