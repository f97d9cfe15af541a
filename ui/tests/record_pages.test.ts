// @vitest-environment happy-dom
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { setCall, type Call, type TalkForm } from '../src/api'
import { resetRoute, useRoute } from '../src/app/route'
import { setStatus } from '../src/app/session'
import { makeI18n } from '../src/i18n'
import RosterPage from '../src/pages/RosterPage.vue'
import TalkEditPage from '../src/pages/TalkEditPage.vue'
import VisitEditPage from '../src/pages/VisitEditPage.vue'
import { fakeCall, makeWorld } from './fake'

let asked: [string, { form?: TalkForm; draft?: boolean }][] = []
let broken = new Set<string>()
const requests = (name: string) => asked.filter(([each]) => each === name).map(([, request]) => request)

const global = () => ({ plugins: [makeI18n()] })
const after = async (ms = 300) => {
  await flushPromises()
  await vi.advanceTimersByTimeAsync(ms)
  await flushPromises()
}

beforeEach(() => {
  vi.useFakeTimers()
  const world = makeWorld()
  const fake = fakeCall(world)
  asked = []
  broken = new Set()
  const call: Call = async (name, request) => {
    asked.push([name, JSON.parse(JSON.stringify(request))])
    if (broken.has(name)) throw { code: 'disk_full', detail: null }
    return fake(name, request)
  }
  setCall(call)
  setStatus(world.status)
  resetRoute({ page: 'talk-edit' })
})
afterEach(() => {
  vi.useRealTimers()
  setCall()
})

describe('writing a talk', () => {
  it('keeps what is typed as a draft, once created and then edited', async () => {
    const page = mount(TalkEditPage, { props: { duty: 'e5-p1-0' }, global: global() })
    await after(3000)
    expect(requests('talk_create')).toEqual([])
    await page.get('[data-testid=talk-content]').setValue('到岗一周，已能上手。')
    await after(1600)
    expect(requests('talk_create')).toHaveLength(1)
    expect(requests('talk_create')[0]).toMatchObject({ draft: true, form: { content: '到岗一周，已能上手。', settles: ['e5-p1-0'] } })
    await page.get('[data-testid=talk-content]').setValue('到岗一周，已能上手，台账还不熟。')
    await after(1600)
    expect(requests('talk_create')).toHaveLength(1)
    expect(requests('talk_edit')).toMatchObject([{ draft: true }])
  })

  it('settles what is ticked, and stays on the page with its number', async () => {
    const page = mount(TalkEditPage, { props: { duty: 'e5-p1-0' }, global: global() })
    await after()
    const check = page.get('[data-testid=settle-row][data-person=p1] [data-testid=settle-check]')
    expect((check.element as HTMLInputElement).checked).toBe(true)
    await check.setValue(false)
    await page.get('[data-testid=talk-save]').trigger('click')
    await after()
    expect(requests('talk_create')[0]).toMatchObject({ draft: false, form: { settles: [] } })
    expect(page.get('[data-testid=talk-number]').text()).toBe('〔2026〕第23号')
    expect(useRoute().current.value.page).toBe('talk-edit')
  })

  it('saves before it prints, and does not print what could not be saved', async () => {
    const page = mount(TalkEditPage, { props: { person: 'p1' }, global: global() })
    await after()
    broken.add('talk_create')
    await page.get('[data-testid=talk-print]').trigger('click')
    await after()
    expect(requests('sheet_print')).toEqual([])
    expect(page.find('[data-testid=talk-error]').exists()).toBe(true)
    broken.clear()
    await page.get('[data-testid=talk-print]').trigger('click')
    await after()
    expect(asked.map(([name]) => name).filter((name) => /talk_create|sheet_print/.test(name))).toEqual(['talk_create', 'talk_create', 'sheet_print'])
  })

  it('stores an unfinished draft when one leaves', async () => {
    const page = mount(TalkEditPage, { props: { person: 'p1' }, global: global() })
    await after()
    await page.get('[data-testid=talk-topic]').setValue('年度谈心')
    const gone = useRoute().go('today')
    await after()
    expect(await gone).toBe(true)
    expect(requests('talk_create')).toMatchObject([{ draft: true, form: { topic: '年度谈心' } }])
  })

  it('shows the sheet as pictures', async () => {
    const page = mount(TalkEditPage, { props: { person: 'p1' }, global: global() })
    await after()
    // The window of the tests is narrow, where the sheet is shown on request.
    const toggle = page.find('[data-testid=sheet-toggle]')
    if (toggle.exists()) await toggle.trigger('click')
    const pictures = page.findAll('[data-testid=sheet-page]')
    expect(pictures).toHaveLength(1)
    expect(pictures[0]!.attributes('src')).toMatch(/^data:image\/svg\+xml;base64,/)
  })

  it('names characters that cannot be printed', async () => {
    const page = mount(TalkEditPage, { props: { person: 'p1' }, global: global() })
    await after()
    const content = page.get('[data-testid=talk-content]')
    await content.setValue('与𠮷田同志谈话')
    await content.trigger('blur')
    await after()
    expect(page.get('[data-testid=talk-content-missing]').text()).toContain('𠮷')
  })

  it('cannot change an archived record', async () => {
    const page = mount(TalkEditPage, { props: { id: 'talk-1' }, global: global() })
    await after()
    expect(page.find('[data-testid=talk-save]').exists()).toBe(false)
    expect(page.get('[data-testid=talk-content]').attributes('disabled')).toBeDefined()
  })
})

describe('writing a visit', () => {
  it('takes money in yuan and refuses what is no sum', async () => {
    const page = mount(VisitEditPage, { props: { person: 'p2' }, global: global() })
    await after()
    await page.get('[data-testid=visit-money]').setValue('1,200.5')
    await page.get('[data-testid=visit-save]').trigger('click')
    await after()
    expect(requests('visit_create')[0]).toMatchObject({ form: { money_fen: 120050 } })
    await page.get('[data-testid=visit-money]').setValue('一千')
    await page.get('[data-testid=visit-save]').trigger('click')
    await after()
    expect(requests('visit_edit')).toEqual([])
    expect(page.find('[data-testid=visit-error]').exists()).toBe(true)
  })
})

describe('importing a roster', () => {
  it('shows what would happen, with reasons, and stores nothing before', async () => {
    const page = mount(RosterPage, { global: global() })
    await page.get('[data-testid=roster-choose]').trigger('click')
    await after()
    for (const [action, n] of [['new', '3'], ['changed', '1'], ['same', '1'], ['asked', '2'], ['rejected', '2']] as const) {
      expect(page.get(`[data-testid=roster-${action}]`).text()).toBe(n)
    }
    const rows = page.findAll('[data-testid=roster-row]')
    expect(rows).toHaveLength(9)
    expect(rows[0]!.attributes('data-action')).toBe('rejected')
    expect(rows[0]!.text()).toContain('9901**********1234')
    expect(rows[0]!.text()).toContain('H 列')
    expect(requests('roster_apply')).toEqual([])
    await page.get('[data-testid=roster-apply]').trigger('click')
    await after()
    expect(requests('roster_apply')).toEqual([{ token: 'plan-1' }])
    expect(page.get('[data-testid=roster-result]').text()).toContain('3')
  })

  it('stays as it is when the dialog is closed', async () => {
    const fake = fakeCall(makeWorld(), { roster_choose: () => null })
    setCall(fake)
    const page = mount(RosterPage, { global: global() })
    await page.get('[data-testid=roster-choose]').trigger('click')
    await after()
    expect(page.find('[data-testid=roster-plan]').exists()).toBe(false)
    expect(page.find('[data-testid=roster-error]').exists()).toBe(false)
  })
})
