// @vitest-environment happy-dom
/** The import page: the mapping that is set right, whom only a name tells, and taking an import back. */
import { flushPromises } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'

import { question } from '../src/composables/shared/ask'
import RosterPage from '../src/pages/RosterPage.vue'
import { importHandlers } from './fake_imports'
import type { Handlers } from './fake_records'
import { show } from './help'

let asked: [string, unknown][] = []
const requests = (name: string) => asked.filter(([each]) => each === name).map(([, request]) => request)
const after = () => flushPromises()

/** The fake, which notes what it is asked. */
function noted(): Handlers {
  asked = []
  const notes = Object.entries(importHandlers()).map(([name, handler]) => [
    name,
    (request: never) => {
      asked.push([name, JSON.parse(JSON.stringify(request))])
      return (handler as (request: never) => unknown)(request)
    },
  ])
  return Object.fromEntries(notes) as Handlers
}

const opened = async () => (await show(RosterPage, { extra: noted() })).wrapper

async function chosen() {
  const page = await opened()
  await page.get('[data-testid=roster-choose]').trigger('click')
  await after()
  return page
}

describe('how a roster is read', () => {
  it('says that it is as last time, and marks hidden columns', async () => {
    const page = await chosen()
    expect(page.find('[data-testid=roster-remembered]').exists()).toBe(true)
    expect(page.findAll('[data-testid=roster-hidden]')).toHaveLength(1)
    expect(page.get('[data-testid=roster-map-I]').element).toHaveProperty('value', 'phone')
  })

  it('reads anew when a column is set right, and gives a field to one column only', async () => {
    const page = await chosen()
    await page.get('[data-testid=roster-map-J]').setValue('phone')
    await after()
    expect(requests('roster_read')).toEqual([{ token: 'plan-1', choices: { sheet: '花名册', header_row: null, fields: { 到所时间: 'phone', 手机: 'extra' } } }])
    expect(page.get('[data-testid=roster-map-I]').element).toHaveProperty('value', 'extra')
    await page.get('[data-testid=roster-map-K]').setValue('skip')
    await after()
    expect(requests('roster_read')[1]).toMatchObject({ token: 'plan-2', choices: { fields: { 到所时间: 'phone', 手机: 'extra', 血型: 'skip' } } })
  })

  it('takes another sheet, and lets the header be chosen where none was found', async () => {
    const page = await chosen()
    await page.get('[data-testid=roster-sheet]').setValue('说明')
    await after()
    expect(page.find('[data-testid=roster-no-header]').exists()).toBe(true)
    expect(page.find('[data-testid=roster-row]').exists()).toBe(false)
    await page.get('[data-testid=roster-header]').setValue('2')
    await after()
    expect(requests('roster_read').at(-1)).toMatchObject({ choices: { sheet: '说明', header_row: 2 } })
  })
})

describe('whom only a name tells', () => {
  it('asks, takes the answer, and takes it back', async () => {
    const page = await chosen()
    const doubts = () => page.findAll('[data-testid=roster-doubt]')
    expect(doubts()).toHaveLength(2)
    expect(page.find('[data-testid=roster-asking]').exists()).toBe(true)
    await doubts()[0]!.findAll('[data-testid=roster-same-person]')[1]!.trigger('click')
    await after()
    expect(requests('roster_answer')).toEqual([{ token: 'plan-1', row: 11, who: { who: 'same', person: 'p4' } }])
    expect(page.get('[data-testid=roster-asked]').text()).toBe('1')
    expect(doubts()[0]!.findAll('[data-testid=roster-same-person]')[1]!.attributes('aria-pressed')).toBe('true')
    await doubts()[0]!.findAll('[data-testid=roster-same-person]')[1]!.trigger('click')
    await after()
    expect(page.get('[data-testid=roster-asked]').text()).toBe('2')
    await page.get('[data-testid=roster-all-other]').trigger('click')
    await after()
    expect(page.get('[data-testid=roster-asked]').text()).toBe('0')
    expect(page.find('[data-testid=roster-asking]').exists()).toBe(false)
  })
})

describe('taking an import back', () => {
  it('asks first, then says so', async () => {
    const page = await chosen()
    await page.get('[data-testid=roster-apply]').trigger('click')
    await after()
    await page.get('[data-testid=roster-undo]').trigger('click')
    await after()
    expect(requests('import_undo')).toEqual([])
    expect(question.value?.danger).toBe(true)
    question.value!.answer(true)
    await after()
    expect(requests('import_undo')).toEqual([{ id: 'import-3' }])
    const first = page.get('[data-testid=import-row]')
    expect(first.text()).toContain('已撤销')
    expect(first.find('[data-testid=import-undo]').exists()).toBe(false)
  })

  it('offers it of the recent ones while it is possible', async () => {
    const page = await opened()
    const rows = page.findAll('[data-testid=import-row]')
    expect(rows.map((row) => row.find('[data-testid=import-undo]').exists())).toEqual([true, false, false])
    await rows[0]!.get('[data-testid=import-undo]').trigger('click')
    await after()
    question.value!.answer(false)
    await after()
    expect(requests('import_undo')).toEqual([])
  })
})
