// @vitest-environment happy-dom
/** The pages that import overtime sheets and appointment forms. */
import { flushPromises } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'

import type { AppointmentApply, OvertimeRead } from '../src/api'
import { useRoute } from '../src/app/route'
import AppointmentPage from '../src/pages/AppointmentPage.vue'
import OvertimeImportPage from '../src/pages/OvertimeImportPage.vue'
import { makeWorld } from './fake'
import { makeAppointmentPlan, makeOvertimePlan } from './fake_import_files'
import { show } from './help'

describe('an overtime sheet', () => {
  const open = async (extra = {}) => {
    const page = await show(OvertimeImportPage, { extra })
    const press = async (testid: string) => {
      await page.by(testid).trigger('click')
      await flushPromises()
    }
    return { ...page, press }
  }

  it('shows what it would change and make owed before anything is stored', async () => {
    const { by, all, press, wrapper } = await open()
    await press('overtime-in-choose')
    expect(by('overtime-in-new').text()).toBe('44')
    expect(by('overtime-in-rejected').text()).toBe('10')
    expect(all('change-row')).toHaveLength(2)
    expect(all('overtime-in-row')).toHaveLength(5)
    const days = all('overtime-in-day').map((one) => one.text())
    expect(days[0]).toBe('12 日—21 日 每天 3 小时')
    expect(days).toContain('20 日 1 → 2 小时')
    const refused = all('overtime-in-refused')
    expect(refused[0]!.text()).toContain('第 9 行')
    expect(refused[0]!.text()).toContain('这一行 6 格')
    expect(refused[1]!.text()).toContain('F 列第 11 行')
    expect(wrapper.text()).toContain('每格按 2 小时算')
    expect(by('overtime-in-apply').text()).toBe('写入账本（45 天）')
    await press('overtime-in-apply')
    expect(by('overtime-in-result').text()).toContain('新增 44 天，改动 1 天')
    expect(by('import-list').exists()).toBe(true)
  })

  it('reads the file anew with another sheet, month or meaning of a tick', async () => {
    const sent: OvertimeRead[] = []
    const world = makeWorld()
    const { by, press } = await open({ overtime_read: (request: OvertimeRead) => (sent.push(request), makeOvertimePlan(world)) })
    await press('overtime-in-choose')
    await by('overtime-in-sheet').setValue('9月')
    await flushPromises()
    expect(sent[0]).toEqual({ token: 'overtime-plan', sheet: '9月', year: null, month: null, tick_minutes: 120 })
    await by('overtime-in-month').setValue('9')
    await by('overtime-in-month-set').trigger('submit')
    await flushPromises()
    expect(sent[1]).toEqual({ token: 'overtime-plan', sheet: '10月', year: 2026, month: 9, tick_minutes: 120 })
    await by('overtime-in-tick').setValue('三')
    expect(by('overtime-in-tick-set').attributes('disabled')).toBeDefined()
    await by('overtime-in-tick').setValue('2.5')
    await by('overtime-in-tick-set').trigger('submit')
    await flushPromises()
    expect(sent[2]).toMatchObject({ year: 2026, month: 10, tick_minutes: 150 })
  })

  it('asks for a month that the file does not name, and stores nothing before', async () => {
    const world = makeWorld()
    const { by, all, press } = await open({ overtime_choose: () => makeOvertimePlan(world, { year: null, month: null, month_missing: true, rows: [], problems: [], changes: [], new: 0, changed: 0, same: 0, rejected: 0, ticks: 0 }) })
    await press('overtime-in-choose')
    expect(by('overtime-in-month-missing').exists()).toBe(true)
    expect(all('overtime-in-row')).toHaveLength(0)
    expect(by('overtime-in-apply').attributes('disabled')).toBeDefined()
    expect(by('overtime-in-month-set').attributes('disabled')).toBeUndefined()
  })

  it('warns of a sheet of attendance', async () => {
    const world = makeWorld()
    const { by, press } = await open({ overtime_choose: () => makeOvertimePlan(world, { says_overtime: false }) })
    await press('overtime-in-choose')
    expect(by('overtime-in-attendance').text()).toContain('√ 表示的是上班')
  })

  it('keeps what was shown when the dialog is closed, and tells an error', async () => {
    let turn = 0
    const world = makeWorld()
    const { by, press } = await open({
      overtime_choose: () => {
        turn += 1
        if (turn === 1) return makeOvertimePlan(world)
        if (turn === 2) return null
        throw { code: 'no_header', detail: null }
      },
    })
    await press('overtime-in-choose')
    await press('overtime-in-choose')
    expect(by('overtime-in-plan').exists()).toBe(true)
    await press('overtime-in-choose')
    expect(by('overtime-in-error').attributes('data-code')).toBe('no_header')
  })

  it('saves an empty month with this one first', async () => {
    const sent: unknown[] = []
    const { press } = await open({ overtime_template: (request: unknown) => (sent.push(request), { saved: true, file_name: 'x.xlsx' }) })
    await press('overtime-in-template')
    expect(sent).toEqual([{ year: 2026, month: 11 }])
  })

  it('leads to the other kinds of files', async () => {
    const { press } = await open()
    await press('import-tab-appointment')
    expect(useRoute().current.value.page).toBe('appointment')
  })
})

describe('appointment forms', () => {
  const open = async (extra = {}) => {
    const page = await show(AppointmentPage, { extra })
    const press = async (testid: string, n = 0) => {
      await page.all(testid)[n]!.trigger('click')
      await flushPromises()
    }
    await press('appointment-choose')
    return { ...page, press }
  }

  it('shows each form with its fields, entries, problems and what is left out', async () => {
    const { all, wrapper } = await open()
    const files = all('appointment-file')
    expect(files.map((file) => file.attributes('data-action'))).toEqual(['changed', 'new', 'asked', 'twice', 'rejected'])
    const first = files[0]!
    expect(first.text()).toContain('新增 4 条，已有 1 条，不同 3 条，不能导入 1 条')
    expect(first.text()).toContain('账本里是：2018.07--　中和税务所管理员')
    expect(first.findAll('[data-testid="appointment-field"]')).toHaveLength(4)
    expect(first.text()).toContain('没有导入的栏目：照片、健康状况')
    expect(first.findAll('[data-testid="appointment-problem"]').map((one) => one.attributes('data-reason'))).toEqual(['line_unread', 'bad_id_checksum'])
    expect(files[4]!.text()).toContain('可能不安全')
    expect(wrapper.text()).toContain('还有 1 份没有说明')
  })

  it('hides the family until it is asked for', async () => {
    const { by, press, wrapper } = await open()
    expect(wrapper.text()).not.toContain('林桂玲')
    expect(by('appointment-facet-family').text()).toContain('家庭成员 2 条')
    await press('appointment-show')
    expect(wrapper.text()).toContain('林桂玲')
    expect(by('appointment-facet-family').text()).toContain('账本里已经有，内容不同')
    await press('appointment-conceal')
    expect(wrapper.text()).not.toContain('林桂玲')
  })

  it('sends only what is done otherwise than planned', async () => {
    const sent: AppointmentApply[] = []
    const answer = { import: null, new: 0, changed: 1, same: 0, left_out: 4, entries_new: 0, entries_changed: 1 }
    const { by, all, press } = await open({ appointment_apply: (request: AppointmentApply) => (sent.push(request), answer) })
    expect(by('appointment-apply').text()).toBe('写入账本（2 人）')
    await all('appointment-take-field')[0]!.setValue(false)
    await all('appointment-replace')[1]!.setValue(true)
    await all('appointment-take')[1]!.setValue(false)
    expect(by('appointment-apply').text()).toBe('写入账本（1 人）')
    await press('appointment-apply')
    expect(sent[0]!.choices).toEqual([
      { file: 0, leave: false, keep: ['post'], replace: [5] },
      { file: 1, leave: true, keep: [], replace: [] },
    ])
    expect(by('appointment-result').text()).toContain('六知晓新增 0 条，改动 1 条')
  })

  it('asks whether somebody of the same name is the same person', async () => {
    const { all, press, wrapper } = await open()
    await press('appointment-same')
    expect(all('appointment-file')[2]!.attributes('data-action')).toBe('changed')
    expect(wrapper.text()).toContain('已按“同一人”处理')
    await press('appointment-ask-again')
    expect(all('appointment-file')[2]!.attributes('data-action')).toBe('asked')
    await press('appointment-other')
    expect(all('appointment-file')[2]!.attributes('data-action')).toBe('new')
  })

  it('has words of its own for a form that is damaged', async () => {
    const world = makeWorld()
    const plan = makeAppointmentPlan(world)
    plan.files = [{ ...plan.files[4]!, file: 0, error: { code: 'broken', detail: null } }]
    const { by } = await open({ appointment_choose: () => plan })
    expect(by('appointment-failure').text()).toContain('任免审批表软件')
    expect(by('appointment-apply').attributes('disabled')).toBeDefined()
  })
})
