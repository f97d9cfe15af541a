import { flushPromises, mount } from '@vue/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'

import bindings from '../src/api/bindings/index.ts?raw'
import { setCall } from '../src/api'
import { setAppearance } from '../src/app/appearance'
import { keysOf, SHORTCUTS } from '../src/app/shortcuts'
import { resetRoute, setGuard, useRoute } from '../src/app/route'
import { makeI18n } from '../src/i18n'
import en from '../src/i18n/en'
import zh from '../src/i18n/zh-CN'
import { CHAPTER_OF } from '../src/manual/chapter_of'
import { GROUPS, lineOf, loadManual, pictureOf, piecesOf, rank, textsOf, wordsOf, type Chapter } from '../src/manual/manual'
import ManualPage from '../src/pages/ManualPage.vue'

type Tree = { [key: string]: Tree | string | string[] }

/** Every text of a catalogue, each form of a plural by itself. */
function texts(tree: Tree): string[] {
  return Object.values(tree).flatMap((value) => (typeof value === 'string' ? value.split(' | ') : texts(value as Tree)))
}

const LANGUAGES = [['zh-CN', zh], ['en', en]] as const
const chaptersOf = async (language: 'zh-CN' | 'en'): Promise<Chapter[]> => (await loadManual(language)).flatMap((group) => group.chapters)

describe.each(LANGUAGES)('the manual in %s', (language, catalogue) => {
  it('quotes buttons and titles by the very words of the page', async () => {
    const known = new Set(texts(catalogue as unknown as Tree))
    let quoted = 0
    for (const chapter of await chaptersOf(language)) {
      for (const text of chapter.blocks.flatMap(textsOf)) {
        expect((text.match(/「/g) ?? []).length, `${chapter.id}: ${text}`).toBe((text.match(/」/g) ?? []).length)
        for (const [, words] of text.matchAll(/「([^」]+)」/g)) {
          expect(known.has(words!), `${chapter.id}: ${words}`).toBe(true)
          quoted++
        }
      }
    }
    expect(quoted).toBeGreaterThan(150)
  })

  it('has no empty chapter, no empty text, and leads on to chapters that there are', async () => {
    const chapters = await chaptersOf(language)
    const ids = chapters.map((chapter) => chapter.id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.length).toBeGreaterThan(25)
    for (const chapter of chapters) {
      expect(chapter.blocks.length, chapter.id).toBeGreaterThan(2)
      for (const text of [chapter.title, ...chapter.blocks.flatMap(textsOf)]) expect(text.trim(), chapter.id).not.toBe('')
      for (const block of chapter.blocks) {
        if ('see' in block) for (const id of block.see) expect(ids, `${chapter.id} leads to ${id}`).toContain(id)
        if ('rows' in block) for (const row of block.rows) expect(row.length, `${chapter.id}: ${row[0]}`).toBe(block.head.length)
        if ('picture' in block) expect(pictureOf(block.picture, language), `${chapter.id}: ${block.picture}`).toBeTruthy()
      }
    }
  })

  it('explains every page', async () => {
    const ids = (await chaptersOf(language)).map((chapter) => chapter.id)
    for (const [page, chapter] of Object.entries(CHAPTER_OF)) expect(ids, page).toContain(chapter)
  })

  it('names only error codes that the program has', async () => {
    const codes = /export type ErrorCode = ([^;]+);/.exec(bindings)?.[1] ?? ''
    const chapter = (await chaptersOf(language)).find((one) => one.id === 'codes')!
    const rows = chapter.blocks.flatMap((block) => ('rows' in block ? block.rows : []))
    expect(rows.length).toBeGreaterThan(10)
    for (const [code] of rows) expect(codes, code).toContain(`"${code}"`)
  })

  it('lists the shortcuts that there are', async () => {
    const chapter = (await chaptersOf(language)).find((one) => one.id === 'keys')!
    const listed = chapter.blocks.flatMap((block) => ('rows' in block ? block.rows : [])).map((row) => row[0]!)
    for (const { id } of SHORTCUTS) expect(listed.some((line) => line.includes(keysOf(id))), id).toBe(true)
  })
})

describe('the two languages', () => {
  it('have the same chapters in the same groups, with the same pictures and as many steps', async () => {
    const shape = async (language: 'zh-CN' | 'en') =>
      (await loadManual(language)).map((group) => [
        group.id,
        group.chapters.map((chapter) => [
          chapter.id,
          chapter.blocks.map((block) => ('picture' in block ? block.picture : 'steps' in block ? block.steps.length : 'rows' in block ? block.rows.length : Object.keys(block)[0])),
        ]),
      ])
    expect(await shape('en')).toEqual(await shape('zh-CN'))
    expect((await loadManual('en')).map((group) => group.id)).toEqual([...GROUPS])
  })

  it('leave no Chinese sentence in English', async () => {
    for (const chapter of await chaptersOf('en')) {
      for (const text of chapter.blocks.flatMap(textsOf)) expect(/[，。；：]/.test(text), `${chapter.id}: ${text}`).toBe(false)
    }
  })
})

describe('finding', () => {
  const chapter: Chapter = { id: 'a', title: '密码', blocks: [{ p: '点「修改密码」，输入新密码。' }, { steps: ['Press Ctrl+L', '备份一份'] }] }

  it('asks for every word, and puts titles first', () => {
    expect(rank(chapter, wordsOf('密码'))).toBeGreaterThan(100)
    expect(rank(chapter, wordsOf('备份　ctrl'))).toBe(2)
    expect(rank(chapter, wordsOf('备份 走访'))).toBe(0)
  })

  it('shows a line with the word in it, and marks words across buttons', () => {
    expect(lineOf(chapter, ['备份'])).toBe('备份一份')
    expect(piecesOf('点「修改密码」。', ['密码'])).toEqual([
      { text: '点', button: false, hit: false }, { text: '修改', button: true, hit: false }, { text: '密码', button: true, hit: true }, { text: '。', button: false, hit: false },
    ])
    expect(piecesOf('A「b」c', [])).toHaveLength(3)
  })
})

describe('ManualPage', () => {
  let saved: unknown[]

  beforeEach(() => {
    saved = []
    setAppearance({ language: 'zh-CN' })
    resetRoute({ page: 'talks' })
    setCall((async (name: string, request: unknown) => {
      saved.push([name, request])
      return { saved: true, file_name: '知心使用手册.pdf' }
    }) as never)
  })

  async function shown(chapter: string) {
    const wrapper = mount(ManualPage, { props: { chapter }, global: { plugins: [makeI18n()] }, attachTo: document.body })
    await vi.waitFor(() => wrapper.get('h1'))
    return wrapper
  }

  it('shows the chapter, and one that is searched for', async () => {
    const wrapper = await shown('talk')
    expect(wrapper.get('[data-testid="manual-chapter"] h1').text()).toBe('记一次谈话')
    await wrapper.get('[data-testid="manual-find"]').setValue('恢复单')
    expect(wrapper.get('[data-testid="manual-found"]').text()).toMatch(/^有 \d+ 章提到$/)
    const hits = wrapper.findAll('[data-testid^="manual-hit-"]')
    expect(hits[0]!.attributes('data-testid')).toBe('manual-hit-recovery')
    expect(wrapper.findAll('nav mark').length).toBeGreaterThan(3)
    await wrapper.get('[data-testid="manual-find"]').setValue('没有这样的词')
    expect(wrapper.get('[data-testid="manual-found"]').text()).toContain('请换一个词')
    wrapper.unmount()
  })

  it('goes to other chapters and back to the page, whose unsaved work is not asked about', async () => {
    const { current, go, under } = useRoute()
    setGuard(() => {
      throw new Error('nobody leaves the page')
    })
    await go('manual', { chapter: 'talk' })
    expect(under.value).toEqual({ page: 'talks' })
    const wrapper = await shown('talk')
    await wrapper.get('[data-testid="manual-see-promises"]').trigger('click')
    await flushPromises()
    expect(current.value).toEqual({ page: 'manual', chapter: 'promises' })
    dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }))
    await flushPromises()
    expect(current.value).toEqual({ page: 'talks' })
    setGuard(null)
    wrapper.unmount()
  })

  it('is saved as PDF in the language of the page', async () => {
    const wrapper = await shown('talk')
    await wrapper.get('[data-testid="manual-save"]').trigger('click')
    await flushPromises()
    expect(saved).toEqual([['manual_save', { language: 'zh-CN' }]])
    wrapper.unmount()
  })
})
