import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { nextTick } from 'vue'

import { setCall } from '../src/api'
import { useRoute } from '../src/app/route'
import { question } from '../src/composables/shared/ask'
import { useToasts } from '../src/composables/shared/toast'
import KnowingMapPage from '../src/pages/KnowingMapPage.vue'
import PersonPage from '../src/pages/PersonPage.vue'
import { revealed } from './fake_knowing'
import { show } from './help'

beforeEach(() => revealed.splice(0))
afterEach(() => {
  setCall()
  question.value = null
  document.body.innerHTML = ''
})

const person = (facet?: string) => show(PersonPage, { props: { id: 'p2', facet } })
type Page = Awaited<ReturnType<typeof person>>

async function press(page: Page, testid: string): Promise<void> {
  await page.by(testid).trigger('click')
  await flushPromises()
}
async function save(page: Page): Promise<void> {
  await page.by('entry-form').trigger('submit')
  await flushPromises()
}
async function answer(yes: boolean): Promise<void> {
  question.value!.answer(yes)
  await flushPromises()
}

describe('six facets', () => {
  it('say in words how fresh each is and when it was last checked', async () => {
    const page = await person()
    const words = ['resume', 'family', 'hobby', 'performance', 'mind', 'standing'].map((facet) => page.by(`facet-${facet}`).text())
    expect(words).toEqual(['工作简历已知2026.03', '家庭情况过期2026.05', '兴趣爱好已知2026.02', '工作表现已知2026.10', '思想动态已知2026.09', '先进后进已知2026.10'])
    expect(page.by('facet-checked').text()).toBe('上次核对 2026年3月10日')
    const unknown = await show(PersonPage, { props: { id: 'p6' } })
    expect(unknown.by('facet-resume').text()).toBe('工作简历未知')
    expect(unknown.by('facet-checked').text()).toBe('还没有记过，也没有核对过')
  })

  it('go from one to the next by the arrow keys', async () => {
    const page = await person()
    await page.by('facet-resume').trigger('keydown', { key: 'ArrowLeft' })
    await flushPromises()
    expect(page.by('facet-standing').attributes('aria-selected')).toBe('true')
    expect(document.activeElement?.getAttribute('data-testid')).toBe('facet-standing')
    await page.by('facet-standing').trigger('keydown', { key: 'ArrowRight' })
    await flushPromises()
    expect(page.by('facet-panel').attributes('data-facet')).toBe('resume')
  })

  it('become fresh by 核对无变化, without a new entry', async () => {
    const page = await person('family')
    expect(page.by('facet-state').text()).toBe('过期')
    await press(page, 'facet-check')
    expect(page.by('facet-state').text()).toBe('已知')
    expect(page.by('facet-checked').text()).toBe('上次核对 2026年11月23日')
    expect(page.by('person-known').text()).toBe('六项中已知 6 项')
    expect(page.by('facet-hidden').text()).toContain('这一项有 5 条')
  })

  it('cannot be checked as unchanged where nothing was ever entered', async () => {
    const page = await show(PersonPage, { props: { id: 'p6' } })
    expect(page.by('facet-check').exists()).toBe(false)
  })
})

describe('sensitive facets', () => {
  it('show nothing before they are asked for, and hide again on leaving the tab', async () => {
    const page = await person('mind')
    expect(page.wrapper.text()).not.toContain('牵挂父亲病情')
    expect(page.by('facet-hidden').text()).toContain('查看会记入操作日志')
    expect(revealed).toEqual([])
    await press(page, 'facet-reveal')
    expect(revealed).toEqual(['p2 mind'])
    expect(page.wrapper.text()).toContain('牵挂父亲病情')
    expect(page.wrapper.text()).toContain('一般关注')
    await press(page, 'facet-resume')
    await press(page, 'facet-mind')
    expect(page.wrapper.text()).not.toContain('牵挂父亲病情')
    await press(page, 'facet-reveal')
    await press(page, 'facet-conceal')
    expect(page.wrapper.text()).not.toContain('牵挂父亲病情')
  })

  it('keep to themselves what arrives after one has gone on', async () => {
    const page = await person('mind')
    await page.by('facet-reveal').trigger('click')
    await page.by('facet-family').trigger('click')
    await flushPromises()
    expect(page.by('facet-hidden').exists()).toBe(true)
    expect(page.wrapper.text()).not.toContain('牵挂父亲病情')
  })

  it('take a new entry without showing the earlier ones', async () => {
    const page = await person('mind')
    await press(page, 'entry-add-mind')
    await page.by('entry-text').setValue('值班调整后安心了。')
    await page.by('entry-attention-calm').setValue(true)
    await save(page)
    expect(revealed).toEqual([])
    expect(page.by('facet-hidden').text()).toContain('这一项有 3 条')
    expect(page.wrapper.text()).not.toContain('值班调整后安心了')
  })
})

describe('entries that are only followed', () => {
  it('have no edit and no delete, and the page says why', async () => {
    const page = await person('standing')
    await press(page, 'facet-reveal')
    expect(page.all('entry-edit')).toHaveLength(0)
    expect(page.all('entry-delete')).toHaveLength(0)
    expect(page.by('entries-standing').text()).toContain('只能续记，不能改写')
  })

  it('keep the history of the marks, oldest first, with the newest as the present one', async () => {
    const page = await person('standing')
    await press(page, 'facet-reveal')
    expect(page.by('standing-now').text()).toContain('先进')
    const marks = () => page.by('standing-history').findAll('li').map((one) => one.text())
    expect(marks()).toEqual(['2024.11.10后进', '2025.12.20中间', '2026.10.20先进'])
    await press(page, 'entry-add-standing')
    await save(page)
    expect(page.by('entry-form').text()).toContain('请填写这一项')
    await page.by('entry-mark-middle').setValue(true)
    await page.by('entry-basis').setValue('2026年11月20日支部评议。')
    await save(page)
    expect(marks()).toHaveLength(4)
    expect(page.by('standing-now').text()).toContain('中间')
    expect(page.by('standing-now').text()).toContain('2026年11月23日评定')
  })
})

describe('entering', () => {
  it('writes the résumé in official lines and takes a month as it is typed', async () => {
    const page = await person()
    const lines = () => page.by('entries-post').findAll('[data-testid="entry-row"]').map((row) => row.find('.lead').text())
    expect(lines()).toEqual(['2003.09--2008.03', '2008.03--2018.07', '2018.07--'])
    await press(page, 'entry-add-post')
    await page.by('entry-from').setValue('2018年13月')
    await save(page)
    expect(page.by('entry-from').attributes('aria-invalid')).toBe('true')
    await page.by('entry-from').setValue('2001年9月')
    await page.by('entry-to').setValue('2003.7')
    await page.by('entry-text').setValue('某省税务学校学习')
    await save(page)
    expect(lines()).toContain('2001.09--2003.07')
    expect(useToasts().at(-1)?.text).toBe('已记一条简历。')
    expect(document.activeElement?.getAttribute('data-testid')).toBe('entry-add-post')
  })

  it('changes an entry, and deletes one after asking', async () => {
    const page = await person('hobby')
    await press(page, 'entry-edit')
    expect((page.by('entry-text').element as HTMLInputElement).value).toBe('羽毛球、钓鱼')
    await page.by('entry-text').setValue('羽毛球')
    await save(page)
    expect(page.by('entries-hobby').text()).toContain('羽毛球')
    expect(page.by('entries-hobby').text()).not.toContain('钓鱼')
    await press(page, 'entry-delete')
    expect(question.value?.text).toContain('羽毛球')
    await answer(false)
    expect(page.by('entries-hobby').text()).toContain('羽毛球')
    await press(page, 'entry-delete')
    await answer(true)
    expect(page.by('entries-hobby').text()).not.toContain('羽毛球')
  })

  it('does not lose what was typed when another tab is pressed', async () => {
    const page = await person('hobby')
    await press(page, 'entry-add-strength')
    await page.by('entry-text').setValue('二胡')
    await press(page, 'facet-resume')
    await answer(false)
    expect(page.by('facet-panel').attributes('data-facet')).toBe('hobby')
    expect((page.by('entry-text').element as HTMLInputElement).value).toBe('二胡')
    await press(page, 'facet-resume')
    await answer(true)
    expect(page.by('facet-panel').attributes('data-facet')).toBe('resume')
  })

  it('says what went wrong and keeps the form', async () => {
    const page = await show(PersonPage, {
      props: { id: 'p2', facet: 'hobby' },
      extra: { entry_create: () => { throw { code: 'disk_full', detail: null } } },
    })
    await press(page, 'entry-add-hobby')
    await page.by('entry-text').setValue('下棋')
    await save(page)
    expect(page.by('error-note').attributes('data-code')).toBe('disk_full')
    expect((page.by('entry-text').element as HTMLInputElement).value).toBe('下棋')
  })
})

describe('a pasted résumé', () => {
  it('is stored only after a look, without what is kept already, and names what was not understood', async () => {
    const page = await person()
    await press(page, 'resume-paste')
    await page.by('paste-text').setValue('2003.09--2008.03 中和地方税务所征收员\n2001年9月—2003年7月 某省税务学校学习\n历任组长、副所长')
    await press(page, 'paste-read')
    expect(page.all('paste-line')).toHaveLength(2)
    expect(page.all('paste-line')[0]!.text()).toContain('已有')
    expect(page.by('paste-unread').text()).toContain('历任组长、副所长')
    expect(page.by('entries-post').findAll('[data-testid="entry-row"]')).toHaveLength(3)
    expect(page.by('paste-save').text()).toBe('保存 1 行')
    await press(page, 'paste-save')
    expect(page.by('entries-post').findAll('[data-testid="entry-row"]')).toHaveLength(4)
    expect(page.by('paste').exists()).toBe(false)
  })

  it('can be corrected and read again', async () => {
    const page = await person()
    await press(page, 'resume-paste')
    await page.by('paste-text').setValue('历任组长')
    await press(page, 'paste-read')
    expect(page.by('paste').text()).toContain('一行也没有认出来')
    await press(page, 'paste-again')
    expect((page.by('paste-text').element as HTMLTextAreaElement).value).toBe('历任组长')
  })
})

describe('knowing map', () => {
  it('shows everyone present by six facets, with words, and the branch as a whole', async () => {
    const { by, all, wrapper } = await show(KnowingMapPage)
    expect(all('knowing-row')).toHaveLength(23)
    const cells = all('knowing-row')[1]!.findAll('[data-testid="knowing-cell"]')
    expect(cells.map((cell) => cell.attributes('data-state'))).toEqual(['known', 'stale', 'known', 'known', 'known', 'known'])
    expect(cells[1]!.text()).toContain('过期')
    expect(cells[1]!.attributes('aria-label')).toBe('过期 2026.05，李志国，家庭情况，上次核对 2026年5月10日')
    const known = all('knowing-cell').filter((cell) => cell.attributes('data-state') === 'known').length
    expect(by('knowing-percent').text()).toContain(`${Math.floor((known * 100) / 138)}%`)
    expect(by('knowing-percent').text()).toContain(`138 项中已知 ${known} 项`)
    // The roster's order, whatever is known of whom.
    expect(all('knowing-row').slice(0, 3).map((row) => row.attributes('data-person'))).toEqual(['甲书记', '李志国', '周刚华'])
    expect(wrapper.text()).not.toMatch(/knowing\.|common\./)
  })

  it('leads to the tab of the cell', async () => {
    const { all } = await show(KnowingMapPage)
    await all('knowing-row')[1]!.find('[data-facet="mind"]').trigger('click')
    await flushPromises()
    expect(useRoute().current.value).toEqual({ page: 'person', id: 'p2', facet: 'mind' })
  })

  it('can show only whoever is unknown or stale in something', async () => {
    const knowing_map = () => {
      const cell = (state: 'known' | 'stale') => ({ state, checked: '2026-11-01' })
      const row = (id: string, name: string, last: 'known' | 'stale') =>
        ({ person: { id, name, post: '' }, cells: [...Array.from({ length: 5 }, () => cell('known')), cell(last)], known: last === 'known' ? 6 : 5 })
      return { rows: [row('a', '张三', 'known'), row('b', '李四', 'stale')], known: 11, all: 12 }
    }
    const { by, all } = await show(KnowingMapPage, { extra: { knowing_map } })
    expect(by('knowing-percent').text()).toContain('91%')
    await by('knowing-lacking').setValue(true)
    expect(all('knowing-row').map((row) => row.attributes('data-person'))).toEqual(['李四'])
    await by('knowing-search').setValue('张三')
    expect(all('knowing-row')).toHaveLength(0)
    await by('knowing-all').trigger('click')
    expect(all('knowing-row')).toHaveLength(2)
  })

  it('has one cell for the Tab key and moves by the arrow keys', async () => {
    const { all, wrapper } = await show(KnowingMapPage)
    const reached = () => all('knowing-cell').filter((cell) => cell.attributes('tabindex') === '0')
    expect(reached()).toHaveLength(1)
    await reached()[0]!.trigger('keydown', { key: 'ArrowDown' })
    await nextTick()
    await reached()[0]!.trigger('keydown', { key: 'ArrowRight' })
    await nextTick()
    expect(reached()).toHaveLength(1)
    expect(reached()[0]!.attributes('aria-label')).toContain('李志国，家庭情况')
    expect(document.activeElement).toBe(reached()[0]!.element)
    wrapper.unmount()
  })

  it('draws a page of a hundred when there are thousands', async () => {
    const cells = Array.from({ length: 6 }, () => ({ state: 'unknown' as const, checked: null }))
    const rows = Array.from({ length: 3000 }, (_, i) => ({ person: { id: `p${i}`, name: `职工${i}`, post: '' }, cells, known: 0 }))
    const { by, all } = await show(KnowingMapPage, { extra: { knowing_map: () => ({ rows, known: 0, all: 18_000 }) } })
    expect(all('knowing-row')).toHaveLength(100)
    await by('pager-next').trigger('click')
    expect(all('knowing-row')).toHaveLength(100)
    expect(all('knowing-row')[0]!.attributes('data-person')).toBe('职工100')
    await by('knowing-search').setValue('职工2999')
    expect(all('knowing-row').map((row) => row.attributes('data-person'))).toEqual(['职工2999'])
  })

  it('says what to do first when there is nobody', async () => {
    const { wrapper } = await show(KnowingMapPage, { world: { people: 0 } })
    expect(wrapper.text()).toContain('花名册还是空的')
  })

  it('reads in English', async () => {
    const { wrapper, by } = await show(KnowingMapPage, { language: 'en' })
    expect(by('knowing-percent').text()).toContain('of 138 known')
    expect(wrapper.text()).toContain('State of mind')
  })
})
