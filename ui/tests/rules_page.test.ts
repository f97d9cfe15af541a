import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'

import { setCall, type RulePack } from '../src/api'
import { useRoute } from '../src/app/route'
import { question } from '../src/composables/shared/ask'
import { deadlineFault, freeCategory, freeParts, inUnit, ownCode, rowOf, takenOver } from '../src/composables/rules/rule_pack'
import RulesPage from '../src/pages/RulesPage.vue'
import SettingsPage from '../src/pages/SettingsPage.vue'
import { fullPack } from './fake_rules'
import { RULES } from './fake'
import { show } from './help'

afterEach(() => {
  setCall()
  question.value = null
  document.body.innerHTML = ''
})

const packed = () => fullPack(RULES)

describe('a pack in the editor', () => {
  it('gives an event of one’s own the first free code', () => {
    const pack = packed()
    expect(ownCode(pack)).toBe('own_1')
    pack.kinds.push({ kind: 'own_1', title: '一', parties: false, off: false, duties: [] }, { kind: 'own_3', title: '三', parties: false, off: false, duties: [] })
    expect(ownCode(pack)).toBe('own_2')
  })

  it('counts categories from 7 on, talks and visits apart', () => {
    const pack = packed()
    pack.categories.push({ kind: 'visit', number: 7, title: '节日慰问' })
    expect([freeCategory(pack, 'visit'), freeCategory(pack, 'talk')]).toEqual([8, 7])
  })

  it('offers a joint talk among parties only, and no part twice', () => {
    expect(freeParts(rowOf(packed(), 'conflict')!, 'visit')).not.toContain('joint')
    expect(freeParts(rowOf(packed(), 'conflict')!, 'talk')).not.toContain('joint')
    const row = { ...rowOf(packed(), 'conflict')!, duties: [] }
    expect(freeParts(row, 'talk')).toContain('joint')
    expect(freeParts(rowOf(packed(), 'award')!, 'talk')).toEqual(['whole', 'follow_up', 'second_follow_up'])
  })

  it('refuses days beyond reason and a span that runs backwards', () => {
    expect(deadlineFault({ unit: 'workdays', n: 0 })).toBe('days')
    expect(deadlineFault({ unit: 'days', n: 367 })).toBe('days')
    expect(deadlineFault({ unit: 'days', n: Number.NaN })).toBe('days')
    expect(deadlineFault({ unit: 'window', before: 0, after: 0 })).toBeNull()
    expect(deadlineFault({ unit: 'between', from: 30, to: 14 })).toBe('order')
    expect(inUnit('days', { unit: 'workdays', n: 9 })).toEqual({ unit: 'days', n: 9 })
  })

  it('keeps what is the office’s own when other rules take the place', () => {
    const present = packed()
    present.version = 4
    present.kinds.push({ kind: 'own_1', title: '挂职返回', parties: false, off: false, duties: [] })
    present.categories.push({ kind: 'visit', number: 7, title: '节日慰问' })
    const taken = takenOver(packed(), present)
    expect(rowOf(taken, 'own_1')?.title).toBe('挂职返回')
    expect(taken.categories).toHaveLength(1)
    expect(taken.version).toBe(4)
  })
})

async function open(extra = {}) {
  const sent: RulePack[] = []
  const shown = await show(RulesPage, { extra })
  await flushPromises()
  const row = (kind: string) => shown.wrapper.get(`tr[data-kind="${kind}"]`)
  /** Sets the first deadline of a row. */
  async function setDays(kind: string, owed: 'talk' | 'visit', days: string, key = 'Enter') {
    await row(kind).get(`[data-owed="${owed}"] [data-testid="deadline"]`).trigger('click')
    await flushPromises()
    await row(kind).get('[data-testid="deadline-a"]').setValue(days)
    await row(kind).get('[data-testid="deadline-fields"]').trigger('keydown', { key })
    await flushPromises()
  }
  return { ...shown, sent, row, setDays }
}

describe('rules page', () => {
  it('reads every event with its duties and says that the days are suggestions', async () => {
    const { wrapper, all, row, by } = await open()
    expect(all('rule-row')).toHaveLength(21)
    expect(row('award').get('[data-owed="talk"]').text()).toMatch(/之前\s*前一天为止.*之后\s*5 个工作日内/s)
    expect(row('bereavement').findAll('[data-part="follow_up"] input:checked')).toHaveLength(0)
    expect(wrapper.text()).toContain('均为建议天数，可按本单位规定修改')
    expect(by('rules-version').text()).toContain('第1版')
    expect(by('rules-foot').exists()).toBe(false)
  })

  it('shows what a deadline moves before it is stored', async () => {
    const { by, all, row, setDays, world } = await open()
    await setDays('illness', 'visit', '5')
    expect(row('illness').text()).toContain('5 天内')
    expect(row('illness').find('[data-testid="rule-changed"]').exists()).toBe(true)
    expect(by('rules-save').exists()).toBe(false)
    await by('rules-preview').trigger('click')
    await flushPromises()
    expect(all('change-row').map((line) => line.text().replace(/\s+/g, ' '))).toEqual([expect.stringMatching(/李志国.*生病.*改期.*11月23日 → 11月25日/)])
    expect(world.events.find((event) => event.id === 'e1')!.duties[0]!.due).toBe('2026-11-23')
    await by('rules-save').trigger('click')
    await flushPromises()
    expect(world.events.find((event) => event.id === 'e1')!.duties[0]!.due).toBe('2026-11-25')
    expect(by('rules-version').text()).toContain('第2版')
    expect(by('rules-foot').exists()).toBe(false)
  })

  it('asks for another preview once something changed again', async () => {
    const { by, setDays } = await open()
    await setDays('illness', 'visit', '5')
    await by('rules-preview').trigger('click')
    await flushPromises()
    await setDays('illness', 'visit', '6')
    expect(by('rules-save').exists()).toBe(false)
    expect(by('rules-foot').text()).toContain('请再预览一次')
  })

  it('counts what is withdrawn when a row is switched off', async () => {
    const { by, row } = await open()
    await row('criticism').get('[data-testid="rule-on"]').trigger('change')
    await by('rules-preview').trigger('click')
    await flushPromises()
    expect(by('changes-withdrawn').text()).toBe('撤销 1 项')
  })

  it('takes a deadline back with Esc, and keeps a wrong one open', async () => {
    const { by, row, setDays } = await open()
    await setDays('illness', 'visit', '9', 'Escape')
    expect(row('illness').text()).toContain('3 天内')
    expect(by('rules-foot').exists()).toBe(false)
    await setDays('illness', 'visit', '999')
    expect(row('illness').get('[data-testid="deadline-fields"]').text()).toContain('366')
    expect(by('rules-foot').exists()).toBe(false)
  })

  it('does not keep a deadline while an input method is composing', async () => {
    const { row } = await open()
    await row('illness').get('[data-testid="deadline"]').trigger('click')
    await flushPromises()
    await row('illness').get('[data-testid="deadline-a"]').setValue('8')
    await row('illness').get('[data-testid="deadline-fields"]').trigger('keydown', { key: 'Enter', isComposing: true })
    expect(row('illness').find('[data-testid="deadline-fields"]').exists()).toBe(true)
  })

  it('adds an event of one’s own with its duties', async () => {
    let stored: RulePack | undefined
    const { by, all, row } = await open({ rules_set: (pack: RulePack) => ((stored = pack), { pack: { ...pack, version: 2 }, changes: [] }) })
    await by('rules-add-kind').trigger('click')
    await by('kind-done').trigger('submit')
    expect(by('kind-dialog').text()).toContain('请填事由名称')
    await by('kind-title').setValue('生病')
    await by('kind-done').trigger('submit')
    expect(by('kind-dialog').text()).toContain('同名')
    await by('kind-title').setValue('外出挂职返回')
    await by('kind-add-talk').trigger('click')
    await by('kind-category').setValue('2')
    await by('kind-add-visit').trigger('click')
    await by('kind-done').trigger('submit')
    expect(all('rule-row')).toHaveLength(22)
    expect(row('own_1').text()).toContain('外出挂职返回')
    await by('rules-preview').trigger('click')
    await flushPromises()
    await by('rules-save').trigger('click')
    await flushPromises()
    expect(stored!.kinds.at(-1)).toEqual({
      kind: 'own_1', title: '外出挂职返回', parties: false, off: false,
      duties: [
        { kind: 'talk', category: 2, part: 'whole', deadline: { unit: 'workdays', n: 5 }, off: false },
        { kind: 'visit', category: 1, part: 'whole', deadline: { unit: 'workdays', n: 5 }, off: false },
      ],
    })
    // Once stored it can only be switched off.
    await row('own_1').get('[data-testid="rule-edit"]').trigger('click')
    expect(by('kind-remove').exists()).toBe(false)
    expect(by('kind-duty-remove').exists()).toBe(false)
  })

  it('does not preview a category without a name', async () => {
    const { by } = await open()
    await by('category-add-visit').trigger('click')
    await by('rules-preview').trigger('click')
    await flushPromises()
    expect(by('changes').exists()).toBe(false)
    await by('category-title').setValue('节日慰问')
    await by('rules-preview').trigger('click')
    await flushPromises()
    expect(by('changes-none').exists()).toBe(true)
  })

  it('names the row that the program found wrong', async () => {
    const refuse = () => {
      throw { code: 'bad_rules', detail: 'illness' }
    }
    const { by, row, setDays } = await open({ rules_preview: refuse })
    await setDays('illness', 'visit', '5')
    await by('rules-preview').trigger('click')
    await flushPromises()
    expect(by('rules-wrong').text()).toContain('生病')
    expect(row('illness').classes()).toContain('wrong')
  })

  it('loads the other built-in rules into the editor and nothing into the ledger', async () => {
    const { by, all, row } = await open()
    await by('rules-shipped').trigger('click')
    await by('rules-shipped-branch-floor').trigger('click')
    await flushPromises()
    expect(by('rules-becoming').text()).toContain('支部工作条例')
    expect(row('new_arrival').find('[data-testid="duty-on"]:checked').exists()).toBe(false)
    await by('rules-preview').trigger('click')
    await flushPromises()
    expect(all('change-row').length).toBeGreaterThan(3)
    expect(by('rules-version').text()).toContain('三六工作法')
  })

  it('restores the default only after asking when something is unsaved', async () => {
    const { by, row, setDays } = await open()
    await setDays('illness', 'visit', '5')
    await by('rules-restore').trigger('click')
    await flushPromises()
    expect(question.value).not.toBeNull()
    question.value!.answer(false)
    await flushPromises()
    expect(row('illness').text()).toContain('5 天内')
    await by('rules-restore').trigger('click')
    question.value!.answer(true)
    await flushPromises()
    expect(row('illness').text()).toContain('3 天内')
  })

  it('reads a file into the editor', async () => {
    const { by, row } = await open()
    await by('rules-import').trigger('click')
    await flushPromises()
    expect(row('illness').text()).toContain('2 天内')
    expect(by('rules-preview').exists()).toBe(true)
  })

  it('warns before unsaved rules are left', async () => {
    const { setDays } = await open()
    await setDays('illness', 'visit', '5')
    const leaving = useRoute().go('today')
    await flushPromises()
    expect(question.value).not.toBeNull()
    question.value!.answer(false)
    expect(await leaving).toBe(false)
  })

  it('keeps minutes behind the hours of a streak', async () => {
    let tried: RulePack | undefined
    const { by } = await open({ rules_preview: (pack: RulePack) => ((tried = pack), { pack, changes: [] }) })
    expect((by('streak-week').element as HTMLInputElement).value).toBe('20')
    await by('streak-day').setValue('1．5')
    await by('freshness-mind').setValue('60')
    await by('rules-preview').trigger('click')
    await flushPromises()
    expect(tried!.streak.day_minutes).toBe(90)
    expect(tried!.freshness.mind).toBe(60)
  })
})

it('is reached from the settings', async () => {
  const { by } = await show(SettingsPage)
  expect(by('settings-rules').exists()).toBe(true)
  await by('settings-rules').trigger('click')
  await flushPromises()
  expect(useRoute().current.value.page).toBe('rules')
})
