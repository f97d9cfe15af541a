import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'

import { setCall } from '../src/api'
import { useRoute } from '../src/app/route'
import { status } from '../src/app/session'
import { sizeText } from '../src/composables/backup/size'
import { useToasts } from '../src/composables/shared/toast'
import BackupsPage from '../src/pages/BackupsPage.vue'
import TodayPage from '../src/pages/TodayPage.vue'
import { fail } from './fake'
import { FORMER_PASSWORD } from './fake_backups'
import { show } from './help'

afterEach(() => {
  setCall()
  document.body.innerHTML = ''
})

async function open(options: Parameters<typeof show>[1] = {}, which: typeof BackupsPage | typeof TodayPage = BackupsPage) {
  const page = await show(which, options)
  const press = async (testid: string) => {
    await page.by(testid).trigger('click')
    await flushPromises()
  }
  const inRow = async (n: number, testid: string) => {
    await page.all('backup-row')[n]!.get(`[data-testid="${testid}"]`).trigger('click')
    await flushPromises()
  }
  const password = async (of: string, text: string) => {
    await page.by(`${of}-password`).setValue(text)
    await page.by(`${of}-go`).trigger('submit')
    await flushPromises()
  }
  const states = () => page.all('backup-row').map((row) => row.attributes('data-state'))
  return { ...page, press, inRow, password, states }
}

const said = () => useToasts().at(-1)!.text

describe('how the backups stand', () => {
  it('says when each was made, and has one primary button', async () => {
    const { by, wrapper } = await open()
    expect(by('backup-own').text()).toMatch(/2026年11月22日，已核对\s*1 天前/)
    expect(by('backup-other').text()).toMatch(/2026年11月20日，已核对\s*3 天前/)
    expect(by('backup-drill-row').text()).toMatch(/2026年11月14日演练成功\s*9 天前/)
    expect(wrapper.findAll('button.p').map((one) => one.attributes('data-testid'))).toEqual(['backup-make'])
    expect(by('backup-folder').text()).toContain('/home/user/文档/知心账本.zhixin/backups')
  })

  it('leads to the stick when that is due', async () => {
    const { wrapper, by } = await open({ world: { remind: ['other_medium_due', 'drill_due'] } })
    expect(wrapper.findAll('button.p').map((one) => one.attributes('data-testid'))).toEqual(['backup-stick'])
    expect(by('backup-other').text()).toContain('该备份了')
    expect(by('backup-drill-row').text()).toContain('还没有演练过')
  })

  it('has nothing to try where there is none yet', async () => {
    const { by, wrapper } = await open({ world: { backups: 0 } })
    expect(by('backup-drill').attributes('disabled')).toBeDefined()
    expect(by('backup-table').exists()).toBe(false)
    expect(wrapper.text()).toContain('还没有备份')
  })

  it('shows sizes as file managers do', () => {
    expect([0, 900, 380 * 1024, 3.24 * 2 ** 20, 42 * 2 ** 20, 1.5 * 2 ** 30].map(sizeText)).toEqual(['1 KB', '1 KB', '380 KB', '3.2 MB', '42 MB', '1.5 GB'])
  })
})

describe('making one', () => {
  it('here adds it to the list', async () => {
    const { press, all, by } = await open()
    await press('backup-make')
    expect(said()).toContain('已备份到账本的备份文件夹，并核对无误')
    expect(all('backup-row')).toHaveLength(5)
    expect(by('backup-own').text()).toContain('今天')
    expect(by('backup-own').text()).toContain('那以后账本没有改动')
  })

  it('on a stick settles the reminder; on the same disk it does not, and says so', async () => {
    const { press, by, world } = await open({ world: { remind: ['other_medium_due'] } })
    world.backups.stick = null
    const toasts = useToasts().length
    await press('backup-stick')
    expect(useToasts()).toHaveLength(toasts)
    world.backups.stick = 'same'
    await press('backup-stick')
    expect(said()).toContain('在同一块磁盘上')
    expect(by('backup-other').text()).toContain('该备份了')
    world.backups.stick = 'other'
    await press('backup-stick')
    expect(said()).toContain('请把 U盘收好')
    expect(by('backup-other').text()).not.toContain('该备份了')
  })

  it('that fails says why, and the list stays', async () => {
    const { press, by, all } = await open({ extra: { backup_make: () => fail('disk_full') } })
    await press('backup-make')
    expect(by('backups-error').attributes('data-code')).toBe('disk_full')
    expect(all('backup-row')).toHaveLength(4)
    expect(by('backup-make').attributes('disabled')).toBeUndefined()
  })
})

describe('checking', () => {
  it('tells the sound from the damaged and the unreadable', async () => {
    const { inRow, states, by } = await open()
    expect(states()).toEqual(['made', 'made', 'unreadable', 'made'])
    await inRow(0, 'backup-check')
    expect(by('backup-result').attributes('data-sound')).toBe('true')
    await inRow(1, 'backup-check')
    expect(by('backup-result').text()).toContain('有问题，不能放心用来恢复')
    expect(by('backup-result').text()).toContain('有一部分损坏（data.db）')
    await inRow(2, 'backup-check')
    expect(states()).toEqual(['sound', 'faults', 'faults', 'made'])
  })

  it('of one with another key asks for the password of its day', async () => {
    const { inRow, password, states, by, world } = await open()
    await inRow(3, 'backup-check')
    expect(by('check').text()).toContain('另一把钥匙')
    await password('check', world.password)
    expect(by('error-note').attributes('data-code')).toBe('wrong_password')
    await password('check', FORMER_PASSWORD)
    expect(by('check').exists()).toBe(false)
    expect(states()[3]).toBe('opened')
  })

  it('of a file elsewhere says what it is not', async () => {
    const { press, by, world } = await open()
    await press('backup-check-file')
    expect(by('backup-result').exists()).toBe(false)
    world.backups.file = '花名册.xlsx'
    await press('backup-check-file')
    expect(by('backups-error').attributes('data-code')).toBe('not_a_backup')
  })

  it('by a drill is remembered', async () => {
    const { press, password, by, world } = await open({ world: { remind: ['drill_due'] } })
    await press('backup-drill')
    expect(by('drill').text()).toContain('账本不会改动')
    await password('drill', '不是这个密码')
    expect(by('error-note').attributes('data-code')).toBe('wrong_password')
    await password('drill', world.password)
    expect(said()).toContain('演练成功')
    expect(by('backup-drill-row').text()).toContain('2026年11月23日演练成功')
    expect(by('backup-drill-row').text()).not.toContain('该演练了')
  })
})

describe('restoring', () => {
  it('makes another ledger, opens it, and says that the former is kept', async () => {
    const { inRow, press, password, by, world } = await open()
    await inRow(0, 'backup-more')
    await press('backup-restore')
    expect(by('restore').text()).toContain('用2026年11月22日的备份')
    expect(by('restore').text()).toContain('不会覆盖任何东西：现在的账本原样留在原处')
    await password('restore', '不是这个密码')
    expect(by('error-note').attributes('data-code')).toBe('wrong_password')
    // The system's dialog closed: nothing was done, and the dialog is still there.
    const { place } = world.backups
    world.backups.place = null
    await password('restore', world.password)
    expect(by('restore').exists()).toBe(true)
    world.backups.place = place
    await password('restore', world.password)
    expect(status.value!.place).toBe(place)
    expect(useRoute().current.value.page).toBe('today')
    expect(said()).toContain('原来的账本还在原处')
  })

  it('opens one with the recovery sheet and sets a new password where the old one is forgotten', async () => {
    const { inRow, press, by, world } = await open({ world: { ways: 'all' } })
    await inRow(0, 'backup-more')
    await press('backup-restore')
    await press('restore-turn')
    expect(by('restore-password').exists()).toBe(false)
    const submit = async () => {
      await by('restore-go').trigger('submit')
      await flushPromises()
    }
    await submit()
    expect(by('recovery-bad-1').text()).toContain('第 1 行还差')
    for (const [i, line] of world.vault.sheet.entries()) await by(`recovery-line-${i + 1}`).setValue(i === 1 ? world.vault.sheet[1]!.replace(/.$/, '0') : line)
    await by('restore-new').setValue('另一个 很长的 密码')
    await by('restore-new2').setValue('另一个 很长的 密码')
    await submit()
    expect(by('recovery-bad-2').text()).toContain('第 2 行不对')
    expect(status.value!.place).not.toBe(world.backups.place)
    await by('recovery-line-2').setValue(world.vault.sheet[1]!)
    await submit()
    expect([status.value!.place, world.password]).toEqual([world.backups.place, '另一个 很长的 密码'])
  })

  it('is not offered for one that does not open', async () => {
    const { all } = await open()
    expect(all('backup-row')[2]!.find('[data-testid="backup-more"]').exists()).toBe(false)
  })
})

describe('on the first screen', () => {
  it('only the most urgent reminder stands, and leads to the backups', async () => {
    const { by, press, wrapper } = await open({ world: { remind: ['failed', 'other_medium_due'] } }, TodayPage)
    expect(by('today-backup').attributes('data-reminder')).toBe('failed')
    await press('today-backup-go')
    expect(useRoute().current.value.page).toBe('backups')
    wrapper.unmount()
    const other = await open({ world: { remind: ['other_medium_due'] } }, TodayPage)
    expect(other.by('today-backup').text()).toContain('12 天没有备份到 U盘或其他磁盘了')
    other.wrapper.unmount()
    const drill = await open({ world: { remind: ['drill_due'] } }, TodayPage)
    expect(drill.by('today-backup').text()).toContain('去演练')
  })

  it('is none where nothing is due', async () => {
    expect((await open({}, TodayPage)).by('today-backup').exists()).toBe(false)
  })
})
