import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'

import { setCall } from '../src/api'
import { useRoute } from '../src/app/route'
import { settings } from '../src/app/session'
import { question } from '../src/composables/shared/ask'
import HandoverPage from '../src/pages/HandoverPage.vue'
import SettingsPage from '../src/pages/SettingsPage.vue'
import type { World } from './fake'
import { RECOVERY } from './fake_vault'
import { show } from './help'

const NEW = '七匹马 拉着 一辆 蓝车'

afterEach(() => {
  setCall()
  vi.restoreAllMocks()
  document.body.innerHTML = ''
})

async function open(options: Parameters<typeof show>[1] = {}) {
  const page = await show(HandoverPage, options)
  const act = (how: 'click' | 'submit') => async (testid: string) => {
    await page.by(testid).trigger(how)
    await flushPromises()
  }
  const type = async (fields: Record<string, string>) => {
    for (const [testid, text] of Object.entries(fields)) await page.by(testid).setValue(text)
    await flushPromises()
  }
  const step = () => page.wrapper.find('[aria-current="step"]').text()
  return { ...page, press: act('click'), submit: act('submit'), type, step }
}

async function answer(yes: boolean) {
  question.value!.answer(yes)
  await flushPromises()
}

/** As far as the second step. */
async function listed(options: Parameters<typeof show>[1] = {}) {
  const page = await open(options)
  await page.type({ 'handover-to': ' 乙书记 ', 'handover-witness': '丙主任' })
  await page.submit('handover-form')
  // The list comes up to be printed.
  page.wrapper.findComponent({ name: 'SheetDialog' }).vm.$emit('close')
  await flushPromises()
  return page
}

/** As far as the proof. */
async function passed(old: (world: World) => string = (world) => world.password) {
  const page = await listed()
  await page.type({ 'handover-old': old(page.world), 'handover-new': NEW, 'handover-new2': NEW })
  await page.submit('handover-pass')
  return page
}

it('is reached from the settings', async () => {
  const { by, wrapper } = await show(SettingsPage)
  await by('settings-handover').trigger('click')
  expect(useRoute().current.value.page).toBe('handover')
  wrapper.unmount()
})

describe('the list', () => {
  it('is made once somebody takes over, shown as paper at once, and counted', async () => {
    const { by, step, submit, type, wrapper, world } = await open()
    expect(step()).toContain('做交接清单')
    await submit('handover-form')
    expect(wrapper.text()).toContain('请填写接交人姓名')
    expect(world.handover.all).toEqual([])
    await type({ 'handover-to': '乙书记' })
    await submit('handover-form')
    expect(wrapper.findComponent({ name: 'SheetDialog' }).props('sheet')).toEqual({ sheet: 'handover', id: 'handover-1' })
    expect(step()).toContain('换用新密码')
    expect(by('handover-list').text()).toContain('在册人员24')
    expect(by('handover-list').text()).toContain('甲书记 交给 乙书记')
    wrapper.unmount()
  })

  it('can be made anew while nothing else has happened', async () => {
    const { by, press, submit, type, wrapper, world } = await listed()
    await press('handover-anew')
    expect((by('handover-to').element as HTMLInputElement).value.trim()).toBe('乙书记')
    await type({ 'handover-to': '丁书记' })
    await submit('handover-form')
    expect(world.handover.all.map((one) => one.to.name)).toEqual(['丁书记', expect.stringContaining('乙书记')])
    expect(by('handover-earlier').text()).toContain('只做了清单')
    wrapper.unmount()
  })
})

describe('passing on', () => {
  it('wants both passwords and a yes', async () => {
    const { by, step, submit, type, wrapper, world } = await listed()
    await submit('handover-pass')
    expect(question.value).toBeNull()
    await type({ 'handover-old': world.password, 'handover-new': NEW, 'handover-new2': NEW })
    await submit('handover-pass')
    expect(question.value!.text).toContain('乙书记')
    await answer(false)
    expect(step()).toContain('换用新密码')
    await submit('handover-pass')
    await answer(true)
    expect(by('handover-dead').text()).toContain('甲书记的原密码打不开')
    expect(step()).toContain('做新恢复单')
    expect(settings.value?.secretary.name.trim()).toBe('乙书记')
    wrapper.unmount()
  })

  it('says what is wrong and stays', async () => {
    const { by, step, wrapper } = await passed(() => '不是这个密码')
    await answer(true)
    expect(by('handover-pass-error').text()).toContain('password_refused')
    expect(step()).toContain('换用新密码')
    wrapper.unmount()
  })

  it('that was cut off is proven later, with the predecessor there', async () => {
    const page = await passed()
    await answer(true)
    const { world } = page
    Object.assign(world.handover.all[0]!, { stage: 'passed', proven_at: null, backups: [] })
    page.wrapper.unmount()
    const list = world.handover.all
    const again = await open({ extra: { handover_list: () => list } })
    expect(again.step()).toContain('试开原密码')
    again.world.handover.all = list
    await again.submit('handover-proof')
    await again.wrapper.find('[data-testid="handover-proof"] form').trigger('submit')
    await flushPromises()
    expect(again.wrapper.text()).toContain('请输入')
    await again.type({ 'handover-prove-old': '从前的密码 2025' })
    await again.wrapper.find('[data-testid="handover-proof"] form').trigger('submit')
    await flushPromises()
    expect(again.by('handover-dead').exists()).toBe(true)
    again.wrapper.unmount()
  })
})

it('names the backups that the old password opens and deletes them when asked', async () => {
  const { by, press, wrapper, world } = await passed()
  await answer(true)
  const kept = world.backups.kept.length
  const named = world.handover.all[0]!.backups.length
  expect(named).toBeGreaterThan(0)
  expect(by('handover-proof').text()).toContain(`还有 ${named} 份以前的备份`)
  await press('handover-clear')
  await answer(false)
  expect(world.backups.kept).toHaveLength(kept)
  await press('handover-clear')
  await answer(true)
  expect(world.backups.kept).toHaveLength(kept - named)
  expect(by('handover-clear').exists()).toBe(false)
  expect(by('handover-proof').text()).toContain('没有原密码能打开的备份')
  wrapper.unmount()
})

it('makes the new recovery sheet, prints the record and is closed', async () => {
  const { by, press, step, type, wrapper } = await passed()
  await answer(true)
  await press('handover-finish')
  expect(question.value!.title).toContain('还没有做新的恢复单')
  await answer(false)
  await press('handover-sheet')
  await type({ 'recovery-password': NEW })
  await wrapper.find('[data-testid="recovery-make"] form').trigger('submit')
  await flushPromises()
  await press('recovery-print')
  await press('recovery-to-typing')
  await type(Object.fromEntries(RECOVERY.map((line, i) => [`recovery-line-${i + 1}`, line])))
  await wrapper.find('[data-testid="recovery-make"] form').trigger('submit')
  await flushPromises()
  await press('recovery-finish')
  expect(step()).toContain('打印签字')
  await press('handover-print-book')
  expect(wrapper.findComponent({ name: 'SheetDialog' }).props('title')).toBe('交接书')
  wrapper.findComponent({ name: 'SheetDialog' }).vm.$emit('close')
  await press('handover-finish')
  expect(by('handover-earlier').text()).toContain('已完成')
  expect(by('handover-form').exists()).toBe(false)
  await press('handover-next')
  expect((by('handover-to').element as HTMLInputElement).value).toBe('')
  await press('handover-form-close')
  expect(by('handover-form').exists()).toBe(false)
  wrapper.unmount()
})

it('says what is wrong in English too', async () => {
  const { wrapper } = await open({ language: 'en' })
  expect(wrapper.text()).toContain('Handover to a successor')
  expect(wrapper.text()).not.toMatch(/handover\.\w/)
  wrapper.unmount()
})
