// @vitest-environment happy-dom
import { flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'

import type { BriefGet, SheetOf } from '../src/api'
import { resetRoute, useRoute } from '../src/app/route'
import BriefPage from '../src/pages/BriefPage.vue'
import { makeWorld } from './fake'
import { makePromiseCommands } from './fake_promises'
import { show } from './help'

let shown: VueWrapper | null = null
afterEach(() => shown?.unmount())

/** Opens the brief and notes what is asked of the program. */
async function open(props: Record<string, unknown>, broken: string[] = []) {
  const asked: BriefGet[] = []
  const drawn: SheetOf[] = []
  const printed: SheetOf[] = []
  const real = makePromiseCommands(makeWorld())
  const page = await show(BriefPage, {
    props,
    extra: {
      brief_get: (request) => {
        asked.push(request)
        if (broken.includes('brief_get')) throw { code: 'io', detail: null }
        return real.brief_get!(request)
      },
      sheet_pages: ({ of }) => (drawn.push(of), [{ mark: 'a', svg: '<svg xmlns="http://www.w3.org/2000/svg"/>' }]),
      sheet_print: (sheet) => (printed.push(sheet), { papers: [] }),
    },
  })
  shown = page.wrapper
  const press = async (testid: string) => {
    await page.by(testid).trigger('click')
    await flushPromises()
  }
  /** The window of the tests is narrow, where the sheet is shown on request. */
  const seeSheet = async () => {
    if (page.by('sheet-toggle').exists()) await press('sheet-toggle')
    await redrawn()
  }
  const redrawn = async () => {
    await new Promise((done) => setTimeout(done, 250))
    await flushPromises()
  }
  return { ...page, asked, drawn, printed, press, seeSheet, redrawn }
}

describe('the brief', () => {
  it('shows in the order of the sheet what to have in mind', async () => {
    const { wrapper, by } = await open({ person: 'p2', duty: 'e1-p2-0' })
    const parts = wrapper.findAll('section[data-testid]').map((part) => part.attributes('data-testid'))
    expect(parts).toEqual(['brief-reason', 'brief-family', 'brief-contacts', 'brief-promises', 'brief-questions', 'brief-others'])
    expect(by('brief-person').text()).toBe('李志国')
    expect(by('brief-reason').text()).toContain('生病')
    expect(by('brief-reason').find('[data-testid="duty-explain"]').text()).toContain('2026年11月23日')
    expect(by('brief-family').text()).toContain('赵春兰')
    expect(by('brief-family').text()).toContain('已故')
    expect(by('brief-contacts').text()).toContain('后续：值班表由赵建军调整')
    expect(by('brief-promises').text()).toContain('逾期 3 天')
  })

  it('puts what is unknown or stale as questions, with since when', async () => {
    const { all } = await open({ person: 'p2', duty: 'e1-p2-0' })
    expect(all('brief-question').map((line) => [line.attributes('data-facet'), line.find('.sub').text()])).toEqual([
      ['family', '家庭情况已 173 天没有核对'],
      ['hobby', '兴趣爱好还没有了解过'],
    ])
    expect(all('brief-question')[0]!.text()).toContain('？')
  })

  it('asks for nothing restricted until the button is pressed, and then for the page and the sheet', async () => {
    const { by, asked, drawn, press, seeSheet, redrawn } = await open({ person: 'p2', duty: 'e1-p2-0' })
    await seeSheet()
    expect(asked.map((request) => request.restricted)).toEqual([false])
    expect(drawn.every((sheet) => sheet.sheet === 'brief' && !sheet.of.restricted)).toBe(true)
    expect(by('brief-restricted').exists()).toBe(false)
    expect(by('brief-reveal').text()).toBe('显示思想动态和底数')
    expect(by('brief-reveal').element.parentElement!.textContent).toContain('操作日志')

    await press('brief-reveal')
    expect(by('brief-restricted').text()).toContain('担心父亲术后康复')
    expect(by('brief-restricted').text()).toContain('依据：')
    await redrawn()
    await press('brief-reveal')
    await redrawn()
    expect(by('brief-restricted').exists()).toBe(false)
    expect(asked.map((request) => request.restricted)).toEqual([false, true, false])
    expect(drawn.map((sheet) => sheet.sheet === 'brief' && sheet.of.restricted)).toEqual([false, true, false])
  })

  it('prints the sheet that is shown, with what is restricted only while it is shown', async () => {
    const { printed, press } = await open({ person: 'p2', duty: 'e1-p2-0' })
    await press('brief-print')
    await press('brief-reveal')
    await press('brief-print')
    expect(printed).toEqual([
      { sheet: 'brief', of: { person: 'p2', duty: 'e1-p2-0', restricted: false } },
      { sheet: 'brief', of: { person: 'p2', duty: 'e1-p2-0', restricted: true } },
    ])
  })

  it('begins the record of its duty', async () => {
    const { by, press } = await open({ person: 'p2', duty: 'e1-p2-0' })
    expect(by('brief-talk').exists()).toBe(false)
    await press('brief-visit')
    expect(useRoute().current.value).toEqual({ page: 'visit-edit', duty: 'e1-p2-0' })
  })

  it('offers a talk first and a visit when there is no duty', async () => {
    const { by, all, press } = await open({ person: 'p5' })
    expect(by('brief-reason').text()).toContain('没有指定应谈应访')
    expect(by('brief-others').text()).toContain('人际矛盾')
    expect(all('brief-question')).toHaveLength(6)
    expect([by('brief-talk').classes('p'), by('brief-visit').classes('p')]).toEqual([true, false])
    await press('brief-talk')
    expect(useRoute().current.value).toEqual({ page: 'talk-edit', person: 'p5' })
  })

  it('goes on with the record from which it was opened rather than beginning another', async () => {
    const { by, press } = await open({ person: 'p2', duty: 'e1-p2-0', visit: 'v7' })
    expect(by('brief-visit').exists()).toBe(false)
    await press('brief-go-on')
    expect(useRoute().current.value).toEqual({ page: 'visit-edit', id: 'v7' })
  })

  it('says what went wrong and can be tried again', async () => {
    const { by, asked, press } = await open({ person: 'p2' }, ['brief_get'])
    expect(by('brief-error').attributes('data-code')).toBe('io')
    await by('brief-retry').trigger('click')
    await flushPromises()
    expect(asked).toHaveLength(2)
    expect(by('brief-print').attributes('disabled')).toBeDefined()
    await press('brief-back')
  })

  it('leads to the promises of this person', async () => {
    resetRoute()
    const { press } = await open({ person: 'p2' })
    await press('brief-answer')
    expect(useRoute().current.value).toEqual({ page: 'promises', person: 'p2' })
  })
})
