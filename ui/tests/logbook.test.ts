// @vitest-environment happy-dom
import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'

import { setCall } from '../src/api'
import { useRoute } from '../src/app/route'
import { useToasts } from '../src/composables/shared/toast'
import en from '../src/i18n/en'
import zh from '../src/i18n/zh-CN'
import LogbookPage from '../src/pages/LogbookPage.vue'
import words from '../../src-tauri/crates/desk/src/logbook/words.rs?raw'
import { show } from './help'

afterEach(() => {
  setCall()
  document.body.innerHTML = ''
})

async function open(options: Parameters<typeof show>[1] = {}) {
  const page = await show(LogbookPage, options)
  const seqs = () => page.all('log-row').map((row) => Number(row.attributes('data-seq')))
  const press = async (testid: string) => {
    await page.by(testid).trigger('click')
    await flushPromises()
  }
  const row = (action: string) => page.all('log-row').find((one) => one.attributes('data-action') === action)!
  return { ...page, seqs, press, row }
}

describe('the operations log', () => {
  it('has a word in both languages for every action that its file has a word for', () => {
    const codes = [...words.matchAll(/\("(\w+)", "[^"]+"\)/g)].map((match) => match[1]!)
    expect(codes.length).toBeGreaterThan(50)
    expect(codes.filter((code) => !(code in zh.logbook.action))).toEqual([])
    expect(codes.filter((code) => !(code in en.logbook.action))).toEqual([])
  })

  it('says who and what, in words; unknown actions as they are', async () => {
    const { row } = await open()
    expect(row('talk_create').text()).toMatch(/保存谈话记录.*谈话：〔2026〕第14号.*李志国/)
    expect(row('entry_create').text()).toContain('知晓项：家庭情况')
    expect(row('unlock_failed').text()).toContain('3 次')
    expect(row('talk_delete').text()).toContain('已不在账本里')
    expect(row('calendar_set').text()).toContain('2026')
    expect(row('ledger_export').text()).toContain('谈心谈话台账；2026年1月1日—2026年12月31日；61 行，涉及 24 人，17 栏；号码住址已遮盖；用途：上级检查，年度考评')
    expect(row('gazette_send').text()).toContain('gazette_send')
  })

  it('comes by pages, the newest first, and back again', async () => {
    const { seqs, press, by } = await open()
    expect([seqs()[0], seqs().at(-1)]).toEqual([208, 159])
    expect(by('log-newer').attributes('disabled')).toBeDefined()
    await press('log-older')
    expect([seqs()[0], seqs().at(-1)]).toEqual([158, 109])
    for (let i = 0; i < 3; i += 1) await press('log-older')
    expect(seqs()).toEqual([8, 7, 6, 5, 4, 3, 2, 1])
    expect(by('log-older').attributes('disabled')).toBeDefined()
    await press('log-newer')
    expect(seqs()[0]).toBe(58)
  })

  it('can be narrowed to an action and a period, from the first page again', async () => {
    const { seqs, press, by, all } = await open()
    await press('log-older')
    await by('log-action').setValue('talk_create')
    await flushPromises()
    expect(seqs()).toHaveLength(14)
    expect(all('log-row').every((one) => one.attributes('data-action') === 'talk_create')).toBe(true)
    await by('log-action').setValue('')
    await press('log-period-custom')
    await by('log-period-from').setValue('2030-01-01')
    await flushPromises()
    expect(by('log-empty').text()).toContain('这段时间没有操作记录')
    await by('log-empty').get('button').trigger('click')
    await flushPromises()
    expect(seqs()[0]).toBe(208)
  })

  it('leads to what still is there', async () => {
    const { row } = await open()
    await row('event_create').get('[data-testid="log-open"]').trigger('click')
    await flushPromises()
    expect(useRoute().current.value).toEqual({ page: 'event-edit', id: 'e1' })
    expect(row('talk_delete').find('[data-testid="log-open"]').exists()).toBe(false)
  })
})

describe('its chain', () => {
  it('is checked at once, with the code of its end and what that proves', async () => {
    const { by } = await open()
    expect(by('log-state').attributes('data-whole')).toBe('true')
    expect(by('log-state').text()).toContain('共 208 条')
    expect(by('log-head').text()).toBe('3f9a0c51be27')
    for (const part of ['绕过程序改动', '换成旧的副本', '拦不住知道密码的人']) expect(by('log-promise').text()).toContain(part)
  })

  it('names the first entry that does not agree', async () => {
    const { by } = await open({ world: { broken: 17 } })
    expect(by('log-state').attributes('data-whole')).toBe('false')
    expect(by('log-state').text()).toContain('日志从第 17 条起对不上')
  })
})

describe('its export', () => {
  it('leaves the names out unless they are wanted, and is itself noted', async () => {
    const sent: unknown[] = []
    const { by, press, seqs, world } = await open()
    setCall(((real) => ((name: never, request: never) => (name === 'log_export' && sent.push(request), real(name, request))) as never)((await import('./fake')).fakeCall(world)))
    await press('log-period-month')
    await press('log-export')
    expect(by('log-export-period').text()).toBe('2026年11月1日—2026年11月30日')
    expect(by('log-export-dialog').text()).toContain('没有加密')
    await by('log-export-csv').setValue(true)
    await press('log-export-save')
    expect(sent.at(-1)).toEqual({ from: '2026-11-01', to: '2026-11-30', names: false, format: 'csv' })
    expect(by('log-export-dialog').exists()).toBe(false)
    expect(useToasts().at(-1)!.text).toContain('没有加密')
    expect(seqs()[0]).toBe(209)
  })
})
