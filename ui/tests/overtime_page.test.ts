import { flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'

import { setCall, type OvertimeSet } from '../src/api'
import { useRoute } from '../src/app/route'
import { lock } from '../src/app/session'
import { question } from '../src/composables/shared/ask'
import { blockFromText, hoursText, minutesFromText, monthBy, namedSpans } from '../src/composables/overtime/overtime_grid'
import OvertimePage from '../src/pages/OvertimePage.vue'
import { viewOf } from './fake_calendar'
import { show } from './help'

let opened: VueWrapper | undefined
afterEach(() => {
  opened?.unmount()
  setCall()
  question.value = null
  document.body.innerHTML = ''
})

describe('hours', () => {
  it('are read as people type them', () => {
    const read = ['2', '2.5', '２．５', '2小时', '2h', '1:30', '1小时30分', '.5', '', '24']
    expect(read.map(minutesFromText)).toEqual([120, 150, 150, 120, 120, 90, 90, 30, 0, 1440])
  })

  it('are refused when they are none or more than a day', () => {
    expect(['两', '25', '1:75', '-1', '2.5.1', '.', '1,5'].map(minutesFromText)).toEqual([null, null, null, null, null, null, null])
  })

  it('are shown without needless figures and come back the same', () => {
    expect([0, 120, 150, 100].map(hoursText)).toEqual(['', '2', '2.5', '1.67'])
    for (let minutes = 0; minutes <= 1440; minutes += 1) expect(minutesFromText(hoursText(minutes))).toBe(minutes)
  })

  it('of a copied block stand in lines and columns', () => {
    expect(blockFromText('2\t\t2.5\r\n\t3\t\r\n')).toEqual([['2', '', '2.5'], ['', '3', '']])
  })
})

it('steps from month to month across the year', () => {
  expect(monthBy(2026, 1, -1)).toEqual({ year: 2025, month: 12 })
  expect(monthBy(2026, 12, 1)).toEqual({ year: 2027, month: 1 })
})

it('names a holiday once for all its days and a make-up day by itself', () => {
  const days = viewOf(2026, undefined).all.filter((one) => one.day.startsWith('2026-10'))
  const named = namedSpans(days, 0, 15).filter((span) => span.name)
  expect(named).toEqual([{ kind: 'holiday', name: '国庆节', days: 7 }, { kind: 'made', name: '国庆节', days: 1 }])
})

async function open(options: Parameters<typeof show>[1] = {}) {
  const shown = await show(OvertimePage, options)
  opened = shown.wrapper
  await flushPromises()
  const cell = (person: string, day: string) => shown.wrapper.get(`[data-person="${person}"] [data-day="${day}"]`)
  const input = () => shown.wrapper.get('[data-testid="overtime-input"]')
  const where = () => `${(input().element.closest('tr') as HTMLElement).dataset.person} ${(input().element.closest('td') as HTMLElement).dataset.day}`
  async function go(person: string, day: string) {
    await cell(person, day).trigger('click')
    await flushPromises()
  }
  async function key(name: string, more = {}) {
    await input().trigger('keydown', { key: name, ...more })
    await flushPromises()
  }
  return { ...shown, cell, input, where, go, key }
}

const recording = () => {
  const sent: OvertimeSet[] = []
  return { sent, extra: { overtime_set: (request: OvertimeSet) => (sent.push(request), { changed: request.cells.length, changes: [] }) } }
}

describe('overtime page', () => {
  it('shows the month with weekends, totals and everybody', async () => {
    const { all, cell, by } = await open()
    expect(all('overtime-day')).toHaveLength(30)
    expect(all('overtime-day')[6]!.attributes('data-kind')).toBe('weekend')
    expect(all('overtime-row')).toHaveLength(23)
    expect(cell('p3', '2026-11-09').text()).toBe('2.5')
    expect(by('overtime-total').text()).toBe('28.5')
    expect(by('overtime-save').attributes('disabled')).toBeDefined()
  })

  it('moves by arrows, Tab and Enter and keeps what is typed on the way', async () => {
    const { go, key, input, where, cell, by } = await open()
    await go('p3', '2026-11-17')
    await input().setValue('3')
    await key('Tab')
    expect(where()).toBe('p3 2026-11-18')
    await input().setValue('2.5')
    await key('Enter')
    const below = where().split(' ')[0]!
    expect(below).not.toBe('p3')
    await key('ArrowUp')
    await key('ArrowLeft')
    expect(where()).toBe('p3 2026-11-17')
    expect(cell('p3', '2026-11-18').text()).toBe('2.5')
    expect(by('overtime-save').text()).toBe('保存改动的 2 格')
    expect(by('overtime-total').text()).toBe('34')
  })

  it('goes on in the next row after the last day that may be filled', async () => {
    const { go, key, where } = await open()
    await go('p3', '2026-11-23')
    await key('Tab')
    expect(where()).toMatch(/ 2026-11-01$/)
    expect(where()).not.toContain('p3 ')
    await key('Tab', { shiftKey: true })
    expect(where()).toBe('p3 2026-11-23')
  })

  it('takes a cell back with Esc: first what was typed, then what was changed', async () => {
    const { go, key, input, cell, by } = await open()
    await go('p3', '2026-11-16')
    await input().setValue('8')
    await key('Escape')
    expect((input().element as HTMLInputElement).value).toBe('2.5')
    await input().setValue('8')
    await key('ArrowDown')
    await key('ArrowUp')
    await key('Escape')
    await key('ArrowDown')
    expect(cell('p3', '2026-11-16').text()).toBe('2.5')
    expect(by('overtime-save').attributes('disabled')).toBeDefined()
  })

  it('stays in a cell that cannot be read, and keys of an input method do nothing', async () => {
    const { go, key, input, where, by } = await open()
    await go('p3', '2026-11-17')
    await input().setValue('两')
    await key('Enter')
    expect(where()).toBe('p3 2026-11-17')
    expect(input().attributes('aria-invalid')).toBe('true')
    expect(by('overtime-bad').text()).toContain('这一格看不懂')
    expect(by('overtime-save').attributes('disabled')).toBeDefined()
    await input().setValue('2')
    await key('Enter', { isComposing: true })
    expect(where()).toBe('p3 2026-11-17')
  })

  it('does not open a day that is still to come', async () => {
    const { cell, go, where } = await open()
    await go('p3', '2026-11-17')
    await cell('p3', '2026-11-24').trigger('click')
    await flushPromises()
    expect(where()).toBe('p3 2026-11-17')
    expect(cell('p3', '2026-11-24').classes()).toContain('future')
  })

  it('pastes a block and says what it left out', async () => {
    const { go, input, cell, by } = await open()
    await go('p3', '2026-11-22')
    const paste = (text: string) => input().trigger('paste', { clipboardData: { getData: () => text } })
    await paste('2\t2.5\t3\n1\t无\t\n')
    await flushPromises()
    expect(cell('p3', '2026-11-23').text()).toBe('2.5')
    expect(by('overtime-save').text()).toContain('3 格')
    expect(by('overtime-told').text()).toBe('已填入 3 格，还没有保存。 有 1 格在今天以后或超出表外，没有填。 有 1 格看不懂，没有填。')
  })

  it('saves all changed cells together and says which visit that makes owed', async () => {
    const { go, key, input, by, all } = await open()
    for (const day of ['16', '17', '18', '19', '20']) {
      await go('p1', `2026-11-${day}`)
      await input().setValue('2')
    }
    await key('ArrowDown')
    await by('overtime-save').trigger('click')
    await flushPromises()
    expect(by('overtime-result').text()).toMatch(/新增 1 项.*高辉刚.*连续加班/s)
    expect(all('overtime-row').find((row) => row.attributes('data-person') === 'p1')!.findAll('[data-testid="overtime-streak"]')).toHaveLength(5)
  })

  it('sends an emptied cell as 0', async () => {
    const { sent, extra } = recording()
    const { go, input, by } = await open({ extra })
    await go('p3', '2026-11-16')
    await input().setValue('')
    await by('overtime-save').trigger('click')
    await flushPromises()
    expect(sent).toEqual([{ cells: [{ person: 'p3', day: '2026-11-16', minutes: 0 }] }])
  })

  it('explains a streak in words and leads to its event', async () => {
    const { go, cell, by } = await open()
    await go('p3', '2026-11-11')
    expect(by('overtime-status').text()).toContain('连续加班：11月9日—16日，加班 6 天，共 15 小时（工作日接连加班）')
    expect(cell('p3', '2026-11-14').attributes('title')).toContain('连续加班')
    await by('overtime-event').trigger('click')
    await flushPromises()
    expect(useRoute().current.value).toMatchObject({ page: 'event-edit', id: expect.stringMatching(/^e-overtime/) })
  })

  it('says so where the rules have streaks switched off', async () => {
    const { go, by } = await open({
      extra: {
        overtime_grid: () => ({
          year: 2026, month: 11,
          days: [{ day: '2026-11-02', view: { workday: true, holiday: null, provisional: false } }],
          rows: [{ person: { id: 'p1', name: '高辉刚', post: '' }, minutes: [120], total: 120, streaks: [{ event: null, first: '2026-11-02', last: '2026-11-02', days: 1, minutes: 120, grounds: ['week'] }] }],
        }),
      },
    })
    await go('p1', '2026-11-02')
    expect(by('overtime-event').exists()).toBe(false)
    expect(by('overtime-status').text()).toContain('停用了连续加班')
  })

  it('stores what is typed before another month, before leaving and before locking', async () => {
    const { sent, extra } = recording()
    const { go, input, by } = await open({ extra })
    await go('p1', '2026-11-16')
    await input().setValue('2')
    await by('overtime-previous').trigger('click')
    await flushPromises()
    expect(sent).toHaveLength(1)
    expect(by('overtime-month').text()).toBe('2026年10月')
    await go('p1', '2026-10-09')
    await input().setValue('1')
    expect(await useRoute().go('today')).toBe(true)
    expect(sent).toHaveLength(2)
    await go('p1', '2026-10-12')
    await input().setValue('1')
    location.reload = () => {}
    await lock()
    expect(sent[2]).toEqual({ cells: [{ person: 'p1', day: '2026-10-12', minutes: 60 }] })
  })

  it('keeps what is typed when saving fails, and asks before leaving', async () => {
    const refuse = () => {
      throw { code: 'disk_full', detail: null }
    }
    const { go, key, input, by, cell } = await open({ extra: { overtime_set: refuse } })
    await go('p1', '2026-11-16')
    await input().setValue('2')
    await key('ArrowDown')
    await by('overtime-previous').trigger('click')
    await flushPromises()
    expect(by('overtime-error').attributes('data-code')).toBe('disk_full')
    expect(by('overtime-month').text()).toBe('2026年11月')
    expect(cell('p1', '2026-11-16').text()).toBe('2')
    const leaving = useRoute().go('today')
    await flushPromises()
    question.value!.answer(false)
    expect(await leaving).toBe(false)
  })

  it('finds persons, and those with streaks', async () => {
    const { by, all } = await open()
    await by('overtime-find').setValue('周刚')
    expect(all('overtime-row').map((row) => row.attributes('data-person'))).toEqual(['p3'])
    await by('overtime-find').setValue('')
    await by('overtime-only').setValue(true)
    expect(all('overtime-row')).toHaveLength(2)
  })

  it('draws only the rows in sight of 300', async () => {
    const { all, by } = await open({ world: { people: 300 } })
    expect(all('overtime-row').length).toBeLessThan(60)
    expect(by('overtime-grid').get('table').attributes('aria-rowcount')).toBe('289')
  })

  it('has no month after this one, and says what to do without anybody', async () => {
    const { by } = await open({ world: { people: 0 } })
    expect(by('overtime-next').attributes('disabled')).toBeDefined()
    expect(by('overtime-empty').text()).toContain('先在“人员”里添加')
    expect(by('overtime-grid').exists()).toBe(false)
  })
})
