// @vitest-environment happy-dom
/** The parts of the editors beside the sheet: promises, facets, what is settled, and what saving brought about. */
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { setCall, type Call, type Commands, type PromiseLine, type TalkForm } from '../src/api'
import { resetRoute, useRoute } from '../src/app/route'
import { setStatus } from '../src/app/session'
import { adoptIds, NOBODY } from '../src/composables/promise/promise_lines'
import { makeI18n } from '../src/i18n'
import TalkEditPage from '../src/pages/TalkEditPage.vue'
import VisitEditPage from '../src/pages/VisitEditPage.vue'
import { fakeCall, makeWorld, type World } from './fake'
import { RULES } from './fake_duties'
import { talkForm, type Handlers } from './fake_records'

let asked: [keyof Commands, { form?: TalkForm; draft?: boolean }][] = []
let world: World
let page: VueWrapper
const requests = (name: keyof Commands) => asked.filter(([each]) => each === name).map(([, request]) => request)

function setUp(extra: Handlers = {}) {
  const fake = fakeCall(world, extra)
  const call: Call = async (name, request) => {
    asked.push([name, JSON.parse(JSON.stringify(request))])
    return fake(name, request)
  }
  setCall(call)
}

const after = async (ms = 300) => {
  await flushPromises()
  await vi.advanceTimersByTimeAsync(ms)
  await flushPromises()
}
const by = (testid: string) => page.find(`[data-testid=${testid}]`)
const all = (testid: string) => page.findAll(`[data-testid=${testid}]`)
async function press(testid: string, at = 0) {
  await all(testid)[at]!.trigger('click')
  await after()
}
async function open(props: Record<string, string>, editor: typeof TalkEditPage | typeof VisitEditPage = TalkEditPage) {
  page = mount(editor, { props, global: { plugins: [makeI18n()] }, attachTo: document.body })
  await after()
}
async function addPerson(name: string) {
  await by('talk-persons').trigger('click')
  await press(`person-option-${name}`)
}

beforeEach(() => {
  vi.useFakeTimers()
  world = makeWorld()
  asked = []
  setUp()
  setStatus(world.status)
  resetRoute({ page: 'talk-edit' })
})
afterEach(() => {
  page.unmount()
  vi.useRealTimers()
  setCall()
})

describe('promises in a record', () => {
  it('are to the one person of the record, are kept in the draft, and become promises when it is saved', async () => {
    await open({ duty: 'e5-p1-0' })
    await press('promise-add')
    expect(by('promise-person').exists()).toBe(false)
    await by('promise-what').setValue('早餐时间提前半小时')
    await by('promise-by').setValue('甲书记')
    await by('promise-due').setValue('2026-11-25')
    await after(1600)
    const line = { id: null, person: 'p1', what: '早餐时间提前半小时', by: '甲书记', due: '2026-11-25' }
    expect(requests('talk_create')).toMatchObject([{ draft: true, form: { promises: [line] } }])
    expect(world.promises.some((one) => one.what === line.what)).toBe(false)

    await press('talk-save')
    expect(world.promises.find((one) => one.what === line.what)).toMatchObject({ contact_kind: 'talk', contact: 't1', day: '2026-11-23' })
    expect(by('saved-promises').text()).toContain('1 项')
    // Saved again it is the same promise.
    await by('promise-what').setValue('早餐时间提前一刻钟')
    await press('talk-save')
    expect(world.promises.filter((one) => one.contact === 't1').map((one) => one.what)).toEqual(['早餐时间提前一刻钟'])
  })

  it('are in a draft that is opened again', async () => {
    setUp({ talk_get: ({ id }) => ({
      id, number: '', state: 'draft', persons: [], entered_at: '2026-11-23T01:00:00Z', late_entry: false, settles: [], archived: null, warnings: [],
      form: { ...talkForm(), facets: ['mind'], promises: [{ id: null, person: 'p1', what: '问清培训日期', by: '', due: null }] },
    }) })
    await open({ id: 't-draft' })
    expect((by('promise-what').element as HTMLTextAreaElement).value).toBe('问清培训日期')
    expect((by('contact-facet-mind').element as HTMLInputElement).checked).toBe(true)
  })

  it('cannot be added before there is somebody to promise to', async () => {
    await open({})
    expect(by('promise-add').attributes('disabled')).toBeDefined()
    expect(by('contact-promises').text()).toContain('先选谈话对象')
  })

  it('ask to whom when there are several persons, and are not saved without it', async () => {
    await open({ duty: 'e5-p1-0' })
    await addPerson('陈敏')
    await press('promise-add')
    await by('promise-what').setValue('问清培训日期')
    expect((by('promise-person').element as HTMLSelectElement).value).toBe(NOBODY)
    expect(by('promise-fault').text()).toContain('还没有选')
    await press('talk-save')
    expect(requests('talk_create').concat(requests('talk_edit')).filter((request) => !request.draft)).toEqual([])
    expect(by('talk-error').attributes('data-code')).toBe('field_missing')
    expect(by('promise-person').findAll('option').map((option) => option.text())).toEqual(['请选择', '高辉刚', '陈敏'])
    await by('promise-person').setValue('p4')
    await press('talk-save')
    expect(world.promises.at(-1)).toMatchObject({ person: { name: '陈敏' }, what: '问清培训日期' })
  })

  it('follow when the record turns out to be with somebody else', async () => {
    await open({ duty: 'e5-p1-0' })
    await press('promise-add')
    await by('promise-what').setValue('问清培训日期')
    await page.find('[data-testid=person-chip-高辉刚] button').trigger('click')
    await addPerson('陈敏')
    await press('talk-save')
    expect(requests('talk_create').concat(requests('talk_edit')).at(-1)).toMatchObject({ form: { persons: ['p4'], promises: [{ person: 'p4' }] } })
  })

  it('are no promises while the line is empty, and are refused without what was promised or with a day too early', async () => {
    await open({ duty: 'e5-p1-0' })
    await press('promise-add')
    await press('talk-save')
    expect(requests('talk_create').at(-1)).toMatchObject({ draft: false, form: { promises: [] } })
    await press('promise-add')
    await by('promise-due').setValue('2026-11-25')
    await press('talk-save')
    expect(by('talk-error').attributes('data-code')).toBe('field_missing')
    await by('promise-what').setValue('问清培训日期')
    await by('promise-due').setValue('2026-11-20')
    await press('talk-save')
    expect(by('talk-error').attributes('data-code')).toBe('day_too_early')
    expect(by('promise-fault').text()).toContain('早于11月23日')
  })

  it('can be removed again', async () => {
    await open({ duty: 'e5-p1-0' })
    await press('promise-add')
    await by('promise-what').setValue('第一项')
    await press('promise-add')
    await all('promise-what')[1]!.setValue('第二项')
    await press('promise-remove')
    expect(all('promise-what').map((box) => (box.element as HTMLTextAreaElement).value)).toEqual(['第二项'])
  })

  it('are shown and locked once they are answered', async () => {
    const answered = world.promises.find((one) => one.id === 'm1')!
    world.promises[world.promises.indexOf(answered)] = { ...answered, state: 'answered', answer: { day: '2026-11-23', text: '食堂已改为七点。' } }
    await open({ id: 'talk-12' })
    const line = all('promise-line')[0]!
    expect(line.attributes('data-answered')).toBe('true')
    expect(line.text()).toContain('食堂已改为七点。')
    expect(line.text()).toContain('不能再改')
    expect(line.find('textarea').exists()).toBe(false)
    expect(line.find('[data-testid=promise-remove]').exists()).toBe(false)
    await by('talk-topic').setValue('补记一句')
    await press('talk-save')
    expect(requests('talk_edit')).toMatchObject([{ form: { promises: [{ id: 'm1', what: answered.what }] } }])
  })
})

describe('lines that were written on while they were stored', () => {
  const line = (what: string, id: string | null = null): PromiseLine => ({ id, person: 'p1', what, by: '', due: null })

  it('take the ids of their promises, whatever the order, and the changed one what is left', () => {
    const form = [line('甲'), line('乙改了'), line('丙'), line('新加的')]
    adoptIds(form, [line('丙', '3'), line('甲', '1'), line('乙', '2')])
    expect(form.map(({ id }) => id)).toEqual(['1', '2', '3', null])
  })

  it('keep the ids that they have', () => {
    const form = [line('甲', '1'), line('乙')]
    adoptIds(form, [line('乙', '2'), line('甲', '1')])
    expect(form.map(({ id }) => id)).toEqual(['1', '2'])
  })
})

describe('facets checked along the way', () => {
  it('go with the record in the order of the six, and can be unticked', async () => {
    await open({ person: 'p2' }, VisitEditPage)
    for (const facet of ['mind', 'family', 'hobby']) await by(`contact-facet-${facet}`).setValue(true)
    await by('contact-facet-hobby').setValue(false)
    await press('visit-save')
    expect(requests('visit_create').at(-1)).toMatchObject({ form: { facets: ['family', 'mind'] } })
    expect(by('saved-facets').text()).toContain('六知晓 2 项，记为11月23日已核对')
  })
})

describe('what a record settles', () => {
  const rows = () => all('settle-row').map((row) => [row.attributes('data-duty'), (row.get('input').element as HTMLInputElement).checked])

  it('leaves what takes a talk of its own to the user, and says so', async () => {
    await open({ person: 'p2' })
    // 年度谈心谈话 was had already; 年度廉政谈话 is still owed.
    expect(rows()).toEqual([['integrity_talk-p2', false]].map(([id, on]) => [`${id}-p2-0`, on]))
    expect(all('settle-row')[0]!.text()).toContain('要专门谈一次')
    await press('talk-save')
    expect(requests('talk_create').at(-1)).toMatchObject({ form: { settles: [] } })
  })

  it('settles several duties of several persons at once, under their names', async () => {
    await open({ duty: 'e3-p5-0' })
    await addPerson('高辉刚')
    const list = by('settle-list').text()
    expect(list).toContain('王娟霞')
    expect(list).toContain('高辉刚')
    await press('talk-save')
    expect(requests('talk_create').concat(requests('talk_edit')).at(-1)!.form!.settles.toSorted()).toEqual(['e3-p5-0', 'e5-p1-0'])
    expect(by('saved-settled').text()).toContain('王娟霞')
    expect(by('saved-settled').text()).toContain('高辉刚')
  })

  it('says how late it is, and why something cannot be settled', async () => {
    const codes = ['kin', 'not_all_parties', 'not_talked_alone', 'avoidance', 'something_new']
    const duty = world.events.flatMap((event) => event.duties).find((one) => one.id === 'e5-p1-0')!
    setUp({ settle_offer: () => [
      { duty, late_workdays: 3, suggested: true, refused: null },
      ...codes.map((refused, i) => ({ duty: { ...duty, id: `x${i}` }, late_workdays: 0, suggested: true, refused })),
    ] })
    await open({ person: 'p1' })
    const texts = all('settle-row').map((row) => row.get('.standing').text())
    expect(texts[0]).toBe('逾期 3 个工作日办结')
    expect(texts[1]).toContain('亲属')
    expect(texts[2]).toContain('各方都在场')
    expect(texts[3]).toContain('单独谈过')
    expect(new Set(texts).size).toBe(6)
    expect(all('settle-check').map((box) => box.attributes('disabled') !== undefined)).toEqual([false, true, true, true, true, true])
  })

  it('ticks many at once', async () => {
    const duty = world.events.flatMap((event) => event.duties).find((one) => one.id === 'e5-p1-0')!
    setUp({ settle_offer: () => Array.from({ length: 8 }, (_, i) => ({ duty: { ...duty, id: `x${i}` }, late_workdays: 0, suggested: true, refused: null })) })
    await open({ person: 'p1' })
    await press('settle-all')
    expect(rows().filter(([, on]) => on)).toEqual([])
    await press('settle-all')
    expect(rows().filter(([, on]) => on)).toHaveLength(8)
  })
})

describe('categories of the office\'s own', () => {
  it('can be ticked beside the six, and come with the duty that is settled', async () => {
    const duty = world.events.flatMap((event) => event.duties).find((one) => one.id === 'e5-p1-0')!
    setUp({
      rules_get: () => ({ ...RULES, categories: [{ kind: 'talk', number: 7, title: '退休前谈话' }, { kind: 'visit', number: 7, title: '节日慰问' }] }),
      settle_offer: () => [{ duty: { ...duty, category: 7 }, late_workdays: 0, suggested: true, refused: null }],
    })
    await open({})
    await addPerson('高辉刚')
    expect((by('talk-category-7').element as HTMLInputElement).checked).toBe(true)
    expect(page.text()).toContain('退休前谈话')
    expect(page.text()).not.toContain('节日慰问')
    await by('talk-category-0').setValue(true)
    await by('talk-category-2').setValue(true)
    await press('talk-save')
    expect(requests('talk_create').concat(requests('talk_edit')).at(-1)!.form!.categories).toEqual([2, 7, 0])
  })
})

describe('after saving', () => {
  it('it is said what was settled and what is still owed, until something is changed', async () => {
    await open({ person: 'p4' })
    await press('talk-save')
    expect(by('contact-saved').text()).toContain('〔2026〕第23号')
    expect(by('saved-settled').text()).toContain('受奖之前（按期办结）')
    expect(by('saved-owed').text()).toContain('应谈：受奖之后（12月4日前）')
    expect(by('saved-promises').exists()).toBe(false)
    await by('talk-topic').setValue('改了一个字')
    await after()
    expect(by('contact-saved').exists()).toBe(false)
  })

  it('nothing settled and nothing owed is said as well', async () => {
    setUp({ duty_list: () => [] })
    await open({ person: 'p2' })
    await press('talk-save')
    expect(by('saved-settled').text()).toContain('没有了结')
    expect(by('saved-owed').text()).toContain('没有别的应谈应访')
    await press('saved-close')
    expect(by('contact-saved').exists()).toBe(false)
  })
})

describe('the way to the brief', () => {
  it('stores the draft and leads back to it', async () => {
    await open({ duty: 'e5-p1-0' })
    await by('talk-content').setValue('到岗一周。')
    await press('contact-brief')
    expect(requests('talk_create')).toMatchObject([{ draft: true }])
    const route = useRoute()
    expect(route.current.value).toEqual({ page: 'brief', person: 'p1', duty: 'e5-p1-0', talk: 't1' })
    await route.back()
    expect(route.current.value).toEqual({ page: 'talk-edit', id: 't1' })
  })

  it('asks with whom when there are several', async () => {
    await open({ duty: 'e5-p1-0' })
    await addPerson('陈敏')
    await press('contact-brief')
    expect(all('contact-brief-person').map((one) => one.text())).toEqual(['高辉刚', '陈敏'])
    await press('contact-brief-person', 1)
    expect(useRoute().current.value).toMatchObject({ page: 'brief', person: 'p4' })
  })
})
