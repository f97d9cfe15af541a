import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'

import { setCall } from '../src/api'
import { useRoute } from '../src/app/route'
import { question } from '../src/composables/shared/ask'
import { useToasts } from '../src/composables/shared/toast'
import FirstRunPage from '../src/pages/FirstRunPage.vue'
import SecurityPage from '../src/pages/SecurityPage.vue'
import SettingsPage from '../src/pages/SettingsPage.vue'
import { fail } from './fake'
import { RECOVERY } from './fake_vault'
import { show } from './help'

const NEW = '七匹马 拉着 一辆 蓝车'

afterEach(() => {
  setCall()
  vi.restoreAllMocks()
  document.body.innerHTML = ''
})

async function open(options: Parameters<typeof show>[1] = {}, which: typeof SecurityPage | typeof FirstRunPage = SecurityPage) {
  const page = await show(which, options)
  const press = async (testid: string) => {
    await page.by(testid).trigger('click')
    await flushPromises()
  }
  const submit = async (testid: string) => {
    await page.by(testid).trigger('submit')
    await flushPromises()
  }
  const type = async (fields: Record<string, string>) => {
    for (const [testid, text] of Object.entries(fields)) await page.by(testid).setValue(text)
    await flushPromises()
  }
  const lines = (text: string[]) => type(Object.fromEntries(text.map((line, i) => [`recovery-line-${i + 1}`, line])))
  const there = (kind: string) => page.by(`way-${kind}`).attributes('data-there')
  return { ...page, press, submit, type, lines, there }
}

const said = () => useToasts().at(-1)!.text

it('is reached from the settings, as are the backups and the operations log', async () => {
  for (const [testid, page] of [['settings-security', 'security'], ['settings-backups', 'backups'], ['settings-log', 'logbook']] as const) {
    const { press, wrapper } = await open({}, SettingsPage)
    await press(testid)
    expect(useRoute().current.value.page).toBe(page)
    wrapper.unmount()
  }
})

describe('what opens the ledger', () => {
  it('is listed, there or not, with since when', async () => {
    const { by, there, all } = await open({ world: { ways: 'password' } })
    expect([there('password'), there('recovery'), there('officer')]).toEqual(['true', 'false', 'false'])
    expect(by('way-password').text()).toContain('2026年3月2日设置')
    expect(by('way-recovery').text()).toContain('没有恢复单，忘记密码就再也打不开账本')
    expect(by('way-make').classes()).toContain('p')
    expect(all('way-void')).toHaveLength(0)
  })

  it('names the second keeper, and leaves alone what a newer version added', async () => {
    const { by } = await open({ world: { ways: 'all' } })
    expect(by('way-officer').text()).toContain('副书记 赵建军，2026年9月1日添加')
    expect(by('way-other').text()).toContain('这一版不能改动')
    expect(by('way-other').find('button').exists()).toBe(false)
  })
})

describe('changing the password', () => {
  it('needs the present one, and the new one twice and long enough', async () => {
    const { press, submit, type, by, world } = await open()
    await press('way-change')
    expect(by('password-notice').text()).toContain('以前的备份仍可用旧密码打开')
    await type({ 'password-new': '短', 'password-new2': '短' })
    await submit('password-save')
    expect(by('password-dialog').text()).toContain('还差 7 个')
    expect(by('password-dialog').text()).toContain('请输入密码')
    await type({ 'password-new': NEW, 'password-new2': `${NEW}。` })
    await submit('password-save')
    expect(by('password-dialog').text()).toContain('两次输入的不一样')
    await type({ 'password-new2': NEW, 'password-old': '不是这个密码' })
    await submit('password-save')
    expect(by('error-note').attributes('data-code')).toBe('password_refused')
    await type({ 'password-old': world.password })
    await submit('password-save')
    expect(by('password-dialog').exists()).toBe(false)
    expect(world.password).toBe(NEW)
    expect(by('way-password').text()).toContain('2026年11月23日设置')
    expect(said()).toContain('下次打开账本请用新密码')
  })

  it('says how strong it is, with the words of the branch in mind', async () => {
    const { press, type, by } = await open()
    const score = () => by('password-new-strength').attributes('data-score')
    await press('way-change')
    await type({ 'password-new': '12345678' })
    await vi.waitFor(() => expect(score()).toBe('1'))
    expect(by('password-new-strength').text()).toContain('只有数字')
    await type({ 'password-new': '中共某县税务局中和税务所支部委员会2026' })
    await vi.waitFor(() => expect(by('password-new-strength').text()).toContain('不要用姓名或单位名称'))
    await type({ 'password-new': NEW })
    await vi.waitFor(() => expect(score()).toBe('4'))
    await type({ 'password-new': '短' })
    await vi.waitFor(() => expect(by('password-new-strength').exists()).toBe(false))
  })

  it('with encryption anew removes the second keeper unless he types his own', async () => {
    const { press, submit, type, there, world } = await open({ world: { ways: 'all' } })
    await press('ways-reencrypt')
    await type({ 'password-old': world.password, 'password-new': NEW, 'password-new2': NEW, 'password-officer': world.vault.officerPassword })
    await submit('password-save')
    expect([there('officer'), there('recovery'), world.password]).toEqual(['true', 'true', NEW])
    expect(said()).toContain('请马上备份一份新的')
    await press('ways-reencrypt')
    await type({ 'password-old': NEW, 'password-new': '另一个 很长的 密码', 'password-new2': '另一个 很长的 密码' })
    await submit('password-save')
    expect(there('officer')).toBe('false')
  })

  it('after an uncertain write leads to the lock page, where it shows which password counts', async () => {
    const reload = vi.spyOn(location, 'reload').mockImplementation(() => {})
    const { press, submit, type, by, world } = await open({ extra: { password_reencrypt: () => fail('keys_uncertain') } })
    await press('ways-reencrypt')
    await type({ 'password-old': world.password, 'password-new': NEW, 'password-new2': NEW })
    await submit('password-save')
    expect(by('error-note').text()).toContain('请先用新密码打开')
    await press('password-cancel')
    expect(reload).toHaveBeenCalledOnce()
  })
})

describe('the second keeper', () => {
  it('left alone takes over, and the earlier passwords are dead', async () => {
    const { press, submit, type, by, there, world } = await open()
    await press('way-officer-add')
    await type({ 'officer-label': '副书记 赵建军', 'officer-password': world.password, 'officer-own': NEW, 'officer-own2': NEW })
    await submit('officer-save')
    await press('way-officer-take-over')
    const own = '接任以后 另设的密码'
    await type({ 'take-over-password': world.password, 'take-over-new': own, 'take-over-new2': own })
    await submit('take-over-save')
    expect(by('error-note').attributes('data-code')).toBe('password_refused')
    await type({ 'take-over-password': NEW })
    await submit('take-over-save')
    expect([there('officer'), there('password'), world.password]).toEqual(['false', 'true', own])
  })

  it('is let in with a name and a password of his own, and removed again', async () => {
    const { press, submit, type, by, there, world } = await open()
    await press('way-officer-add')
    await submit('officer-save')
    expect(by('officer-dialog').text()).toContain('请写明是谁')
    await type({ 'officer-label': ' 副书记 赵建军 ', 'officer-password': world.password, 'officer-own': world.password, 'officer-own2': world.password })
    await submit('officer-save')
    expect(by('error-note').attributes('data-code')).toBe('passwords_alike')
    await type({ 'officer-own': NEW, 'officer-own2': NEW })
    await submit('officer-save')
    expect(by('way-officer').text()).toContain('副书记 赵建军，2026年11月23日添加')
    await press('way-officer-remove')
    await type({ 'remove-password': '不是这个密码' })
    await submit('remove-save')
    expect(there('officer')).toBe('true')
    await type({ 'remove-password': world.password })
    await submit('remove-save')
    expect(there('officer')).toBe('false')
    expect(said()).toBe('已移除第二保管人。')
  })
})

describe('the recovery sheet', () => {
  /** Up to the four lines. */
  async function atTyping(options: Parameters<typeof show>[1] = {}) {
    const page = await open(options)
    await page.press('way-make')
    await page.type({ 'recovery-password': page.world.password })
    await page.submit('recovery-begin')
    await page.press('recovery-print')
    await page.press('recovery-to-typing')
    return page
  }

  it('counts once it was printed and typed back', async () => {
    const { press, submit, type, lines, by, there, world } = await open({ world: { ways: 'password' } })
    await press('way-make')
    await submit('recovery-begin')
    expect(by('recovery-make').text()).toContain('请输入密码')
    await type({ 'recovery-password': '不是这个密码' })
    await submit('recovery-begin')
    expect(by('recovery-error').attributes('data-code')).toBe('password_refused')
    await type({ 'recovery-password': world.password })
    await submit('recovery-begin')
    await vi.waitFor(() => expect(by('sheet-page').exists()).toBe(true))
    expect(by('recovery-to-typing').attributes('disabled')).toBeDefined()
    await press('recovery-print')
    expect(world.vault.papers).toBe(1)
    await press('recovery-to-typing')
    await lines(RECOVERY.map((line) => line.toLowerCase()))
    await submit('recovery-confirm')
    expect(by('recovery-make').attributes('data-stage')).toBe('done')
    await press('recovery-finish')
    expect(there('recovery')).toBe('true')
    expect(by('way-recovery').text()).toContain('2026年11月23日制作')
  })

  it('is refused with the line that was mistyped, or the four together', async () => {
    const { submit, lines, by } = await atTyping({ world: { ways: 'password' } })
    await lines([RECOVERY[0]!, 'H3V8'])
    await submit('recovery-confirm')
    expect(by('recovery-bad-2').text()).toBe('第 2 行还差 12 个字符。')
    await lines([RECOVERY[0]!, RECOVERY[1]!, RECOVERY[2]!, 'PB14 E7ZH VJ5C R2T7'])
    await submit('recovery-confirm')
    expect(by('recovery-bad-4').text()).toContain('第 4 行不对')
    expect(document.activeElement).toBe(by('recovery-line-4').element)
    expect(by('recovery-error').exists()).toBe(false)
    await lines([RECOVERY[0]!, RECOVERY[1]!, RECOVERY[2]!, RECOVERY[0]!])
    expect(by('recovery-bad-4').exists()).toBe(false)
    await submit('recovery-confirm')
    expect(by('recovery-bad-0').text()).toContain('四行合起来不对')
  })

  it('makes an earlier one void, whose text then does not count', async () => {
    const { submit, lines, by, world } = await atTyping()
    await lines(RECOVERY)
    await submit('recovery-confirm')
    expect(by('recovery-error').attributes('data-code')).toBe('wrong_recovery')
    await lines([...RECOVERY.slice(1), RECOVERY[0]!])
    await submit('recovery-confirm')
    expect(world.vault.sheet[0]).toBe(RECOVERY[1])
    expect(world.vault.slots.filter((one) => one.kind === 'recovery')).toHaveLength(1)
  })

  it('that was begun is not left without a question', async () => {
    const { press, by, there, world } = await atTyping({ world: { ways: 'password' } })
    const answer = async (yes: boolean) => {
      question.value!.answer(yes)
      await flushPromises()
    }
    await press('recovery-leave')
    expect(question.value!.title).toBe('恢复单还没有生效')
    await answer(false)
    expect(by('recovery-make').exists()).toBe(true)
    const going = useRoute().go('today')
    await answer(false)
    expect(await going).toBe(false)
    expect(world.vault.pending).not.toBeNull()
    await press('recovery-leave')
    await answer(true)
    expect(world.vault.pending, 'the desk has forgotten its text').toBeNull()
    expect(by('recovery-make').exists()).toBe(false)
    expect(there('recovery')).toBe('false')
    expect(await useRoute().go('today')).toBe(true)
  })

  it('can be made void, after the password', async () => {
    const { press, submit, type, there, world } = await open()
    await press('way-void')
    await type({ 'remove-password': world.password })
    await submit('remove-save')
    expect(there('recovery')).toBe('false')
    expect(said()).toContain('请把那张纸销毁')
  })
})

describe('the first run', () => {
  async function atRecovery() {
    const page = await open({ world: { state: 'none' } }, FirstRunPage)
    await page.submit('first-next')
    await page.type({ 'first-password': NEW, 'first-password2': NEW })
    await page.submit('first-next')
    await page.type({ 'first-branch': '某县税务局第一支部', 'first-secretary': '甲书记' })
    await page.submit('first-create')
    return page
  }

  it('makes the recovery sheet without asking for the password again', async () => {
    const { submit, press, lines, by, world, wrapper } = await atRecovery()
    expect(by('recovery-password').exists()).toBe(false)
    await submit('recovery-begin')
    await press('recovery-pdf')
    await press('recovery-to-typing')
    await lines(RECOVERY)
    await submit('recovery-confirm')
    expect(by('first-later').exists()).toBe(false)
    await press('recovery-finish')
    expect(world.vault.slots.map((one) => one.kind)).toEqual(['password', 'recovery'])
    await press('first-empty')
    expect(wrapper.emitted('done')).toHaveLength(1)
  })

  it('can put it off, and says where it is made later', async () => {
    const { press, by, world, wrapper } = await atRecovery()
    expect(wrapper.text()).toContain('设置 → 密码和恢复单')
    await press('first-later')
    expect(by('first-roster').exists()).toBe(true)
    expect(world.vault.slots.map((one) => one.kind)).toEqual(['password'])
  })

  it('restores a backup where that is all that is left', async () => {
    const { press, submit, type, by, world, wrapper } = await open({ world: { state: 'none' } }, FirstRunPage)
    await press('first-restore')
    expect(by('restore').text()).toContain('不会覆盖任何东西')
    world.backups.kept.push({ view: { file: '知心-20261120-3.zhixinbak', contents: { day: '2026-11-20' } as never, problem: null }, password: NEW, fault: null })
    world.backups.file = '知心-20261120-3.zhixinbak'
    await type({ 'restore-password': '不是这个密码' })
    await submit('restore-go')
    expect(by('error-note').attributes('data-code')).toBe('wrong_password')
    await type({ 'restore-password': NEW })
    await submit('restore-go')
    expect(wrapper.emitted('done')).toHaveLength(1)
    expect(world.status.place).toBe(world.backups.place)
  })
})
