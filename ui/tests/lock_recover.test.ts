import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import html from '../index.html?raw'
import { setCall } from '../src/api'
import { setAppearance } from '../src/app/appearance'
import { startLock } from '../src/lock'
import { fail, fakeCall, makeWorld, type FakeOptions } from './fake'
import type { Handlers } from './fake_records'
import { RECOVERY } from './fake_vault'

const NEW = '七匹马 拉着 一辆 蓝车'

beforeEach(() => {
  setAppearance({ language: 'zh-CN' })
})
afterEach(() => {
  setCall()
  vi.restoreAllMocks()
  document.body.innerHTML = ''
})

const element = <T extends HTMLElement = HTMLInputElement>(id: string) => document.getElementById(id) as T
const text = (id: string) => element(id).textContent
const seen = (id: string) => !element(id).hidden

function put(id: string, value: string) {
  const field = element(id)
  field.value = value
  field.setSelectionRange(value.length, value.length)
  field.dispatchEvent(new Event('input'))
}

async function submit(form = 'recover-form') {
  element(form).dispatchEvent(new Event('submit', { cancelable: true }))
  await flushPromises()
}

/** The lock page with 忘记密码 pressed. */
async function forgot(options: FakeOptions = {}, extra: Handlers = {}) {
  document.body.innerHTML = /<body>(.*)<\/body>/s.exec(html)![1]!
  const world = makeWorld({ state: 'locked', ...options })
  setCall(fakeCall(world, extra))
  await startLock()
  element('lock-forgot').click()
  await vi.waitFor(() => expect(seen('recover-form')).toBe(true))
  return world
}

function typeLines(lines: string[] = RECOVERY) {
  lines.forEach((line, i) => put(`recover-line-${i + 1}`, line))
}
function typePassword(password = NEW, again = password) {
  put('recover-password', password)
  put('recover-password2', again)
}
const entered = () => vi.waitFor(() => expect(document.querySelector('[data-testid="nav-today"]')).not.toBeNull(), 20_000)

describe('a forgotten password', () => {
  it('takes the four lines and a new password, and opens the ledger', async () => {
    const world = await forgot()
    expect(seen('lock-form')).toBe(false)
    expect(document.activeElement).toBe(element('recover-line-1'))
    typeLines(RECOVERY.map((line) => line.toLowerCase().replaceAll(' ', '')))
    expect(element('recover-line-2').value).toBe(RECOVERY[1])
    typePassword()
    await submit()
    await entered()
    expect(element('lock')).toBeNull()
    expect(world.password).toBe(NEW)
    expect(world.status.unlocked).toBe(true)
    expect(document.body.textContent).toContain('恢复单仍然有效')
  })

  it('says plainly that without a sheet there is no way, and leads back to the password', async () => {
    await forgot()
    expect(text('recover-none')).toContain('没有做过恢复单的，没有别的办法')
    typeLines()
    typePassword()
    element('recover-back').click()
    expect([seen('recover-form'), seen('lock-form')]).toEqual([false, true])
    expect(document.activeElement).toBe(element('lock-password'))
    element('lock-forgot').click()
    await vi.waitFor(() => expect(seen('recover-form')).toBe(true))
    expect([1, 2, 3, 4].map((n) => element(`recover-line-${n}`).value)).toEqual(['', '', '', ''])
    expect(element('recover-password').value).toBe('')
  })

  it('says beside a line what is missing, before the program is asked', async () => {
    const asked = vi.fn(() => fail('internal'))
    await forgot({}, { vault_recover: asked })
    put('recover-line-1', RECOVERY[0]!)
    put('recover-line-2', 'H3V8 1ZC')
    await submit()
    expect([1, 2, 3].map((n) => text(`recover-bad-${n}`))).toEqual(['', '第 2 行还差 9 个字符。', '第 3 行还差 16 个字符。'])
    expect(document.activeElement).toBe(element('recover-line-2'))
    put('recover-line-2', 'H3V8 1ZCU')
    expect(text('recover-bad-2')).toContain('没有“U”')
    typeLines()
    typePassword('短', '短')
    await submit()
    expect(text('recover-password-note')).toBe('至少 8 个字符，还差 7 个。')
    typePassword(NEW, `${NEW}。`)
    await submit()
    expect(text('recover-password2-note')).toBe('两次输入的不一样。')
    expect(document.activeElement).toBe(element('recover-password2'))
    expect(asked).not.toHaveBeenCalled()
  })

  it('points at the line that was mistyped, and at the four when they do not belong together', async () => {
    await forgot()
    typeLines([RECOVERY[0]!, RECOVERY[1]!, 'A0GS M6KT D9XQ 83NX', RECOVERY[3]!])
    typePassword()
    await submit()
    expect(text('recover-bad-3')).toBe('第 3 行不对，请对照纸上再看一遍。')
    expect(element('recover-line-3').getAttribute('aria-invalid')).toBe('true')
    expect(document.activeElement).toBe(element('recover-line-3'))
    expect(text('recover-error')).toBe('')
    put('recover-line-3', RECOVERY[1]!)
    expect(text('recover-bad-3')).toBe('')
    await submit()
    expect(text('recover-bad-0')).toContain('四行合起来不对')
    put('recover-line-3', RECOVERY[2]!)
    expect(text('recover-bad-0')).toBe('')
    await submit()
    await entered()
  })

  it.each([
    ['a sheet of another ledger', [...RECOVERY].reverse(), 'recovery'],
    ['a ledger without a sheet', RECOVERY, 'password'],
  ] as const)('refuses %s in words, and keeps what was typed', async (_, lines, ways) => {
    const world = await forgot({ ways })
    typeLines([...lines])
    typePassword()
    await submit()
    expect(text('recover-error')).toContain('这张恢复单打不开这个账本')
    expect(world.status.unlocked).toBe(false)
    expect(element('recover-line-1').value).toBe(lines[0])
    expect(element<HTMLButtonElement>('recover-open').disabled).toBe(false)
  })

  it('judges the new password', async () => {
    await forgot()
    put('recover-password', '12345678')
    await vi.waitFor(() => expect(text('recover-strength')).toContain('密码强度：容易猜到'))
    expect(text('recover-strength')).toContain('只有数字')
    expect(element('recover-strength').classList.contains('weak')).toBe(true)
    put('recover-password', NEW)
    await vi.waitFor(() => expect(text('recover-strength')).toBe('密码强度：不容易猜到'))
    expect(element('recover-strength').classList.contains('weak')).toBe(false)
    expect(element('recover-password').type).toBe('password')
    element('recover-show').click()
    expect([element('recover-password').type, element('recover-password2').type]).toEqual(['text', 'text'])
  })
})

describe('a ledger that is damaged', () => {
  it('can be restored from a backup with the same password', async () => {
    document.body.innerHTML = /<body>(.*)<\/body>/s.exec(html)![1]!
    const world = makeWorld({ state: 'locked' })
    setCall(fakeCall(world, { vault_unlock: () => fail('keys_damaged') }))
    await startLock()
    expect(seen('lock-restore')).toBe(false)
    element('lock-password').value = world.password
    await submit('lock-form')
    expect(text('lock-error')).toContain('钥匙文件损坏')
    expect(seen('lock-restore')).toBe(true)
    // A closed dialog of the system leaves everything as it was.
    element('lock-restore').click()
    await flushPromises()
    expect(seen('lock-restore')).toBe(true)
    world.backups.file = world.backups.kept[0]!.view.file
    element('lock-restore').click()
    await entered()
    expect(world.status.place).toBe(world.backups.place)
  })
})
