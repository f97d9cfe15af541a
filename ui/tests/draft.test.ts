import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, ref } from 'vue'

import { setCall, type SheetOf } from '../src/api'
import { useDraft } from '../src/composables/contact/draft'
import { svgUrl, usePreview } from '../src/composables/contact/preview'

beforeEach(() => vi.useFakeTimers())
afterEach(() => {
  vi.useRealTimers()
  setCall()
})

function draftOf(keep: (form: { text: string }) => Promise<void>, enabled = () => true) {
  const form = ref<{ text: string } | null>({ text: '' })
  const scope = effectScope()
  const draft = scope.run(() => useDraft({ form, enabled, keep }))!
  draft.settle()
  return { form, draft, scope }
}

describe('draft', () => {
  it('is kept once, a second and a half after typing stops', async () => {
    const keep = vi.fn(async () => {})
    const { form, draft } = draftOf(keep)
    for (const text of ['谈', '谈话', '谈话内容']) {
      form.value!.text = text
      await vi.advanceTimersByTimeAsync(400)
    }
    expect(keep).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1100)
    expect(keep).toHaveBeenCalledTimes(1)
    expect(keep).toHaveBeenCalledWith({ text: '谈话内容' })
    expect(draft.status.value).toBe('saved')
    expect(draft.dirty.value).toBe(false)
  })

  it('is kept every two seconds while typing goes on', async () => {
    const keep = vi.fn(async () => {})
    const { form } = draftOf(keep)
    for (let n = 1; n <= 30; n += 1) {
      form.value!.text = '字'.repeat(n)
      await vi.advanceTimersByTimeAsync(200)
    }
    expect(keep.mock.calls.length).toBe(3)
    await vi.advanceTimersByTimeAsync(2000)
    expect(keep).toHaveBeenLastCalledWith({ text: '字'.repeat(30) })
  })

  it('is not kept when nothing was typed, nor when it is not a draft', async () => {
    const keep = vi.fn(async () => {})
    const { form } = draftOf(keep, () => false)
    form.value!.text = '改'
    await vi.advanceTimersByTimeAsync(5000)
    expect(keep).not.toHaveBeenCalled()
  })

  it('is stored one after the other, so that none is created twice', async () => {
    let open = () => {}
    const keep = vi.fn(() => new Promise<void>((done) => (open = done)))
    const { form, draft } = draftOf(keep)
    form.value!.text = '一'
    await vi.advanceTimersByTimeAsync(1500)
    form.value!.text = '二'
    await vi.advanceTimersByTimeAsync(3000)
    expect(keep).toHaveBeenCalledTimes(1)
    open()
    await vi.advanceTimersByTimeAsync(0)
    expect(keep).toHaveBeenCalledTimes(2)
    expect(keep).toHaveBeenLastCalledWith({ text: '二' })
    open()
    await vi.advanceTimersByTimeAsync(0)
    expect(draft.dirty.value).toBe(false)
  })

  it('stays unsaved when storing fails', async () => {
    const { form, draft } = draftOf(() => Promise.reject({ code: 'disk_full', detail: null }))
    form.value!.text = '一'
    await vi.advanceTimersByTimeAsync(1500)
    expect(draft.status.value).toBe('failed')
    expect(draft.dirty.value).toBe(true)
  })

  it('stops with its page', async () => {
    const keep = vi.fn(async () => {})
    const { form, scope } = draftOf(keep)
    form.value!.text = '一'
    scope.stop()
    await vi.advanceTimersByTimeAsync(5000)
    expect(keep).not.toHaveBeenCalled()
  })
})

describe('preview', () => {
  /** A preview of a topic, and what the program was asked and may answer. */
  function previewOf() {
    const asked: { of: { form: { topic: string } }; known: string[] }[] = []
    const answers: ((pages: { mark: string; svg: string | null }[]) => void)[] = []
    setCall(((_: string, request: never) => (asked.push(request), new Promise((done) => answers.push(done)))) as never)
    const topic = ref('甲')
    const sheet = () => ({ sheet: 'talk_form', id: null, form: { topic: topic.value } }) as unknown as SheetOf
    const preview = effectScope().run(() => usePreview(sheet))!
    const answer = async (...pages: { mark: string; svg: string | null }[]) => {
      answers.shift()!(pages)
      await vi.advanceTimersByTimeAsync(0)
    }
    return { asked, topic, preview, answer }
  }

  it('waits for a pause, draws one at a time, and shows only the latest', async () => {
    const { asked, topic, preview, answer } = previewOf()
    await vi.advanceTimersByTimeAsync(0)
    topic.value = '乙'
    await vi.advanceTimersByTimeAsync(60)
    topic.value = '丙'
    await vi.advanceTimersByTimeAsync(200)
    expect(asked, 'the first is still being drawn').toHaveLength(1)
    await answer({ mark: 'a', svg: '<svg>甲</svg>' })
    expect(preview.pages.value, 'out of date').toEqual([])
    expect(asked.map((one) => one.of.form.topic)).toEqual(['甲', '丙'])
    await answer({ mark: 'c', svg: '<svg>丙</svg>' })
    expect(preview.pages.value).toEqual([svgUrl('<svg>丙</svg>')])
    expect(preview.busy.value).toBe(false)
  })

  it('is drawn soon after the last key, and keeps the pages that have not changed', async () => {
    const { asked, topic, preview, answer } = previewOf()
    await vi.advanceTimersByTimeAsync(0)
    await answer({ mark: 'a', svg: '<svg>一</svg>' }, { mark: 'b', svg: '<svg>二</svg>' })
    topic.value = '乙'
    await vi.advanceTimersByTimeAsync(100)
    expect(asked, 'within 100 ms, which leaves as much for the drawing').toHaveLength(2)
    expect(asked[1]!.known).toEqual(['a', 'b'])
    await answer({ mark: 'a', svg: null }, { mark: 'c', svg: '<svg>三</svg>' })
    expect(preview.pages.value).toEqual([svgUrl('<svg>一</svg>'), svgUrl('<svg>三</svg>')])
  })

  it('keeps the pages when the sheet cannot be drawn, and says why', async () => {
    const { topic, preview, answer } = previewOf()
    await vi.advanceTimersByTimeAsync(0)
    await answer({ mark: 'a', svg: '<svg>一</svg>' })
    setCall((() => Promise.reject({ code: 'missing_glyphs', detail: '😀' })) as never)
    topic.value = '😀'
    await vi.advanceTimersByTimeAsync(300)
    expect(preview.pages.value).toHaveLength(1)
    expect(preview.error.value).toEqual({ code: 'missing_glyphs', detail: '😀' })
  })

  it('makes addresses of UTF-8', () => {
    const url = svgUrl(`<svg>㛃${'谈'.repeat(40_000)}</svg>`)
    expect(url.startsWith('data:image/svg+xml;base64,')).toBe(true)
    const bytes = Uint8Array.from(atob(url.split(',')[1]!), (c) => c.charCodeAt(0))
    expect(new TextDecoder().decode(bytes)).toContain('<svg>㛃谈')
  })
})
