import { afterEach, expect, it } from 'vitest'

import { setCall, type BackupReport } from '../src/api'
import BackupResult from '../src/components/backup/BackupResult.vue'
import { show } from './help'

afterEach(() => {
  setCall()
  document.body.innerHTML = ''
})

const report = (sound: boolean, faults: string[]): BackupReport => ({
  backup: { file: '知心-20261123-1.zhixinbak', contents: null, problem: null },
  sound,
  opened: true,
  faults,
})

it('tells what was wrong in the ledger already, though the backup is as it was made', async () => {
  const page = await show(BackupResult, { props: { report: report(true, ['log_broken_at:5', 'dangling:2']) } })
  const text = page.by('backup-result').text()
  expect(text).toContain('完好，可以用来恢复')
  expect(text).toContain('账本里就有这些问题')
  expect(text).toContain('操作日志从第 5 条起对不上')
  expect(text).toContain('有 2 处')
})

it('says nothing of faults where there are none, and no more than them where it is damaged', async () => {
  const sound = await show(BackupResult, { props: { report: report(true, []) } })
  expect(sound.by('backup-result').text()).not.toContain('问题')
  sound.wrapper.unmount()
  const damaged = await show(BackupResult, { props: { report: report(false, ['part:data.db']) } })
  expect(damaged.by('backup-result').text()).toContain('data.db')
  expect(damaged.by('backup-result').text()).not.toContain('账本里就有')
})
