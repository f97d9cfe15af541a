// @vitest-environment happy-dom
import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'

import { setCall, type LedgerOf, type WorkbookOf } from '../src/api'
import { useToasts } from '../src/composables/shared/toast'
import LedgersPage from '../src/pages/LedgersPage.vue'
import { show } from './help'
import type { Handlers } from './fake_records'

afterEach(() => {
  setCall()
  document.body.innerHTML = ''
})

async function open(options: Parameters<typeof show>[1] = {}) {
  const exported: LedgerOf[] = []
  const workbooks: WorkbookOf[] = []
  const extra: Handlers = {
    ledger_export: (of) => {
      exported.push(of)
      return { saved: true, file_name: '花名册_2026年.xlsx' }
    },
    workbook_export: (of) => {
      workbooks.push(of)
      return { saved: true, file_name: '台账汇总_2026年.xlsx' }
    },
  }
  const page = await show(LedgersPage, { ...options, extra })
  const press = async (testid: string) => {
    await page.by(testid).trigger('click')
    await flushPromises()
  }
  const tick = async (testid: string, on = true) => {
    await page.by(testid).setValue(on)
    await flushPromises()
  }
  const confirm = async () => {
    await page.by('ledger-confirm').find('form').trigger('submit')
    await flushPromises()
  }
  return { ...page, press, tick, confirm, exported, workbooks }
}

describe('ledgers', () => {
  it('shows each of them, with its sums, and no period for what is as of today', async () => {
    const { press, by, all, wrapper } = await open()
    for (const [kind, column] of [['roster', '身份证号码'], ['knowing', '知晓项数'], ['owed', '应办期限'], ['talks', '主要内容(提纲)'], ['visits', '慰问金(元)'], ['promises', '承诺事项'], ['suggestions', '意见建议'], ['activities', '到会率'], ['overtime', '时长(小时)'], ['papers', '未回天数'], ['catalogue', '档号']]) {
      await press(`ledger-tab-${kind}`)
      expect(by('ledger-table').text(), kind).toContain(column)
      expect(by('ledger-year').exists(), kind).toBe(kind !== 'roster' && kind !== 'knowing')
      expect(all('ledger-total').length, kind).toBe(kind === 'visits' || kind === 'overtime' || kind === 'activities' ? 1 : 0)
    }
    expect(wrapper.text()).toContain('台账与统计')
  })

  it('shows what is large page by page', async () => {
    const { press, by, all } = await open({ world: { people: 150 } })
    expect(by('ledger-count').text()).toContain('300')
    expect(all('ledger-row')).toHaveLength(200)
    await press('pager-next')
    expect(all('ledger-row')).toHaveLength(100)
    await press('ledger-tab-promises')
    expect(all('ledger-row')).toHaveLength(150)
  })

  it('exports nothing before it is said what for', async () => {
    const { press, tick, confirm, by, exported } = await open()
    await press('ledger-tab-roster')
    await press('ledger-export')
    await confirm()
    expect(by('export-purpose-missing').text()).toContain('请选一个用途')
    await tick('export-purpose-other')
    await confirm()
    expect(by('export-purpose-missing').text()).toContain('请写明用途')
    expect(exported).toEqual([])
    await by('export-purpose-text').setValue(' 年度考评 ')
    await confirm()
    expect(exported).toHaveLength(1)
    expect(exported[0]).toMatchObject({ ledger: 'roster', format: 'xlsx', masked: true, with_left: false, people: { who: 'all' }, sensitive: [], purpose: 'other', purpose_text: '年度考评' })
    expect(by('ledger-confirm').exists()).toBe(false)
    expect(useToasts().at(-1)?.text).toContain('未加密')
  })

  it('ticks the usual columns and nothing sensitive, and sends what is ticked', async () => {
    const { press, tick, confirm, by, exported } = await open()
    await press('ledger-tab-roster')
    await press('ledger-export')
    const checked = (title: string) => (by(`export-column-${title}`).element as HTMLInputElement).checked
    expect(['联系电话', '家庭住址', '思想动态', '先进、后进底数'].map(checked)).toEqual([true, false, false, false])
    await tick('export-column-联系电话', false)
    await tick('export-column-思想动态')
    await tick('export-full')
    await tick('export-purpose-internal')
    await confirm()
    expect(exported[0]).toMatchObject({ sensitive: ['思想动态'], masked: false })
    expect(exported[0]?.columns).toContain('身份证号码')
    expect(exported[0]?.columns).not.toContain('联系电话')
    expect(exported[0]?.columns).not.toContain('思想动态')
  })

  it('begins with the columns of the last file, and never with a sensitive one', async () => {
    const page = await show(LedgersPage)
    const press = async (testid: string) => {
      await page.by(testid).trigger('click')
      await flushPromises()
    }
    for (const round of [1, 2]) {
      await press('ledger-tab-roster')
      await press('ledger-export')
      const checked = (title: string) => (page.by(`export-column-${title}`).element as HTMLInputElement).checked
      expect([checked('民族'), checked('思想动态')], `round ${round}`).toEqual([round === 1, false])
      await page.by('export-column-民族').setValue(false)
      await page.by('export-column-思想动态').setValue(true)
      await page.by('export-purpose-internal').setValue(true)
      await page.by('ledger-confirm').find('form').trigger('submit')
      await flushPromises()
      expect(page.by('ledger-confirm').exists()).toBe(false)
    }
  })

  it('counts whom it is about as people are chosen', async () => {
    const { press, tick, confirm, by, exported, world } = await open()
    await press('ledger-tab-promises')
    await press('ledger-export')
    expect(by('ledger-confirm-count').text()).toContain(`涉及 ${world.people.length} 人`)
    await tick('export-people-picked')
    await tick('export-purpose-internal')
    expect(by('ledger-confirm-count').exists()).toBe(false)
    await confirm()
    expect(exported).toEqual([])
    expect(by('ledger-confirm').text()).toContain('还没有选人')
    await tick('export-people-posts')
    expect(by('ledger-confirm').text()).toContain('还没有选人')
    await by('export-post').setValue(true)
    await flushPromises()
    expect(by('ledger-confirm-count').text()).toMatch(/涉及 \d+ 人/)
    await tick('export-people-picked')
    const name = world.people[3]!.form.name
    await by('export-people-pick').setValue(name)
    await by('export-people-pick').trigger('keydown', { key: 'Enter' })
    await flushPromises()
    expect(by('ledger-confirm-count').text()).toContain('涉及 1 人')
    await confirm()
    expect(exported[0]?.people).toEqual({ who: 'picked', ids: [world.people[3]!.id] })
  })

  it('makes one workbook of all, without columns to choose', async () => {
    const { press, tick, confirm, by, workbooks } = await open()
    await press('ledger-export-all')
    expect(by('export-columns-open').exists()).toBe(false)
    expect(by('export-csv').exists()).toBe(false)
    await tick('export-purpose-inspection')
    await confirm()
    expect(workbooks).toHaveLength(1)
    expect(workbooks[0]).toMatchObject({ from: '2026-01-01', to: '2026-12-31', masked: true, purpose: 'inspection' })
    expect(workbooks[0]).not.toHaveProperty('with_left')
  })

  it('says what to do where there is nothing', async () => {
    const { press, by, wrapper } = await open({ world: { people: 0 } })
    await press('ledger-tab-roster')
    expect(wrapper.text()).toContain('先在“人员”里添加或导入人员')
    expect(by('ledger-export').attributes('disabled')).toBeDefined()
  })
})
