// @vitest-environment happy-dom
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { setCall, type Call, type SearchFind } from '../src/api'
import { resetRoute, useRoute } from '../src/app/route'
import { setStatus } from '../src/app/session'
import { setAppearance } from '../src/app/appearance'
import { makeI18n } from '../src/i18n'
import SearchPage from '../src/pages/SearchPage.vue'
import { fakeCall, makeWorld, type FakeOptions, type World } from './fake'

let asked: SearchFind[] = []
let world: World

beforeEach(() => {
  vi.useFakeTimers()
  setAppearance({ language: 'zh-CN' })
})
afterEach(() => {
  vi.useRealTimers()
  setCall()
  document.body.innerHTML = ''
})

function begin(options?: FakeOptions) {
  world = makeWorld(options)
  const fake = fakeCall(world)
  asked = []
  const call: Call = (name, request) => {
    if (name === 'search_find') asked.push(JSON.parse(JSON.stringify(request)))
    return fake(name, request)
  }
  setCall(call)
  setStatus(world.status)
}

async function open(props: { q?: string; of?: 'talk' } = {}, options?: FakeOptions) {
  begin(options)
  resetRoute({ page: 'search' })
  const page = mount(SearchPage, { props, global: { plugins: [makeI18n()] }, attachTo: document.body })
  await after()
  const groups = () => page.findAll('[data-testid="search-group"]').map((group) => group.attributes('data-kind'))
  const hits = (kind: string) => page.findAll(`[data-testid="search-hit"][data-kind="${kind}"]`)
  const field = page.get<HTMLInputElement>('[data-testid="search-field"]')
  const type = async (text: string) => {
    await field.setValue(text)
    await after()
  }
  return { page, groups, hits, field, type }
}

async function after(ms = 300) {
  await flushPromises()
  await vi.advanceTimersByTimeAsync(ms)
  await flushPromises()
}

describe('searching the ledger', () => {
  it('asks for nothing before something is typed, and says what can be typed', async () => {
    const { page, field } = await open()
    expect(asked).toEqual([])
    expect(document.activeElement).toBe(field.element)
    expect(page.get('[data-testid="search-begin"]').text()).toContain('“lzg”')
    await field.setValue('   ')
    await after()
    expect(asked).toEqual([])
  })

  it('asks once when typing has stopped for a moment', async () => {
    const { field } = await open()
    await field.setValue('住')
    await vi.advanceTimersByTimeAsync(100)
    await field.setValue('住院')
    await vi.advanceTimersByTimeAsync(100)
    expect(asked).toEqual([])
    await after()
    expect(asked).toEqual([{ query: '住院', kinds: [], limit: 20, sealed: false }])
  })

  it('asks nothing while the input method composes', async () => {
    const { field } = await open()
    await field.trigger('compositionstart')
    field.element.value = 'zhu yuan'
    await field.trigger('input')
    await after()
    expect(asked).toEqual([])
    field.element.value = '住院'
    await field.trigger('compositionend')
    await after()
    expect(asked.map(({ query }) => query)).toEqual(['住院'])
  })

  it('groups what was found by kind and marks the words in it', async () => {
    const { page, groups, hits, type } = await open()
    await type('住院')
    expect(groups()).toEqual(['event', 'talk', 'visit', 'entry', 'promise'])
    const talk = hits('talk')[0]!
    for (const part of ['征期值班与家中老人照料', '李志国', '2026年9月12日', '谈话内容：']) expect(talk.text()).toContain(part)
    expect(talk.findAll('mark').map((mark) => mark.text())).toEqual(['住院'])
    expect(hits('talk')[1]!.text()).toContain('草稿')
    expect(hits('visit')[0]!.get('.title mark').text()).toBe('住院')
    expect(page.findAll('mark').every((mark) => mark.text() === '住院')).toBe(true)
  })

  it('shows nothing of what is restricted', async () => {
    const { hits, type } = await open()
    await type('住院')
    const [family, hobby] = hits('entry')
    expect(family!.text()).toContain('内容受限，打开后点击显示')
    expect(family!.text()).not.toContain('中风')
    expect(hobby!.text()).toContain('日期不详')
  })

  it('finds names by pinyin and by initials', async () => {
    const { hits, type } = await open()
    for (const typed of ['lzg', 'LZG', 'lizhi', '志国']) {
      await type(typed)
      expect(hits('person').map((hit) => hit.attributes('data-id')), typed).toEqual(['p2'])
    }
    expect(hits('person')[0]!.get('mark').text()).toBe('志国')
  })

  it('leads to each record, and the way back to what was found', async () => {
    const route = useRoute()
    const places = [
      ['event', { page: 'event-edit', id: 'e1' }], ['talk', { page: 'talk-edit', id: 'talk-1' }], ['visit', { page: 'visit-edit', id: 'visit-1' }],
      ['entry', { page: 'person', id: 'p2', facet: 'family' }], ['promise', { page: 'promises', person: 'p2' }],
    ] as const
    for (const [kind, place] of places) {
      const { page, hits, type } = await open()
      await type('住院')
      await hits(kind)[0]!.trigger('click')
      await after()
      expect(route.current.value).toEqual(place)
      await route.back()
      expect(route.current.value).toEqual({ page: 'search', q: '住院' })
      page.unmount()
    }
  })

  it('goes through the hits with the arrow keys', async () => {
    const { hits, field, page, type } = await open()
    await type('住院')
    await field.trigger('keydown', { key: 'Enter', isComposing: true })
    expect(document.activeElement).toBe(field.element)
    await field.trigger('keydown', { key: 'ArrowDown' })
    expect(document.activeElement).toBe(hits('event')[0]!.element)
    await hits('event')[0]!.trigger('keydown', { key: 'ArrowDown' })
    expect(document.activeElement).toBe(hits('talk')[0]!.element)
    await hits('talk')[0]!.trigger('keydown', { key: 'Escape' })
    expect(document.activeElement).toBe(field.element)
    await field.trigger('keydown', { key: 'Escape' })
    await after()
    expect(field.element.value).toBe('')
    expect(page.find('[data-testid="search-begin"]').exists()).toBe(true)
  })

  it('shows a few of many, and all of one kind on a press', async () => {
    const { page, groups, hits, type } = await open({}, { people: 300 })
    await type('窗口')
    expect(hits('talk')).toHaveLength(5)
    const talks = page.get('[data-testid="search-group"][data-kind="talk"]')
    expect(talks.get('h2').text()).toContain('20 条以上')
    await talks.get('[data-testid="search-all-of"]').trigger('click')
    await after()
    expect(asked.at(-1)).toEqual({ query: '窗口', kinds: ['talk'], limit: 100, sealed: false })
    expect(groups()).toEqual(['talk'])
    expect(hits('talk')).toHaveLength(100)
    expect(page.get('[data-testid="search-too-many"]').text()).toContain('只列出前 100 条')
  })

  it('says when there is nothing, and looks among the sealed when asked', async () => {
    const { page, groups, hits, type } = await open()
    world.sealed = ['p2']
    await type('没有这样的事')
    expect(page.get('[data-testid="search-none"]').text()).toContain('没有找到“没有这样的事”')
    await type('李志国')
    expect(hits('person')).toEqual([])
    await page.get('[data-testid="search-sealed"]').setValue(true)
    await after()
    expect(groups()).toContain('person')
  })
})
