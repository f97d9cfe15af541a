import { flushPromises } from '@vue/test-utils'
import { afterEach, expect, it, vi } from 'vitest'

import { setCall } from '../src/api'
import { useRoute } from '../src/app/route'
import { useToasts } from '../src/composables/toast'
import TodayPage from '../src/pages/TodayPage.vue'
import { show } from './help'

afterEach(() => {
  setCall()
  document.body.innerHTML = ''
})

it('lists what is owed by urgency, with person, why and until when', async () => {
  const { by, all, wrapper } = await show(TodayPage)
  expect(by('today-sentence').text()).toBe('一项逾期，今天到期两项，本周还有三项。')
  expect(all('duty-row')).toHaveLength(9)
  const overdue = by('today-overdue')
  expect(overdue.find('h2').text()).toBe('逾期 1')
  expect(overdue.find('[data-testid="duty-due"]').text()).toBe('逾期 1 个工作日')
  expect(by('today-due').findAll('li').map((row) => row.attributes('data-person'))).toEqual(['高辉刚', '李志国'].reverse())
  expect(by('today-week').text()).toContain('受奖之前')
  expect(by('today-week').text()).toContain('周四　11月26日')
  expect(by('today-later').text()).toContain('暂定')
  expect(wrapper.text()).not.toMatch(/today\.|common\.|rules\./)
})

it('leads to the record and explains the day', async () => {
  const { by } = await show(TodayPage)
  await by('duty-why').trigger('click')
  const said = by('duty-explain').text()
  for (const part of ['2026年11月17日（星期二）', '三六工作法 第1版', '第 1—3 个工作日', '11月18日—20日', '2026年11月20日（星期五）']) {
    expect(said).toContain(part)
  }
  await by('duty-record').trigger('click')
  await flushPromises()
  expect(useRoute().current.value).toEqual({ page: 'talk-edit', duty: 'e4-p3-0' })
})

it('prints the blank sheet of the duty', async () => {
  const print = vi.fn(() => ({ done: true }))
  const { by } = await show(TodayPage, { extra: { sheet_print: print } })
  await by('duty-blank').trigger('click')
  await by('duty-blank-print').trigger('click')
  await flushPromises()
  expect(print).toHaveBeenCalledWith({ sheet: 'talk_blank', person: 'p3', duty: 'e4-p3-0' })
  expect(useToasts().at(-1)?.text).toBe('已送到打印机。')
})

it('says what to do first when there is nobody, and when there is no event', async () => {
  const nobody = await show(TodayPage, { world: { people: 0 } })
  expect(nobody.by('today-empty').text()).toContain('导入花名册')
  const nothing = await show(TodayPage, { world: { events: false } })
  expect(nothing.by('today-empty').text()).toContain('记一件事由')
})

it('reads in English with the fallback of no key', async () => {
  const { by, wrapper } = await show(TodayPage, { language: 'en' })
  expect(by('today-sentence').text()).toBe('1 overdue, 2 due today, 3 more this week.')
  expect(by('duty-due').text()).toBe('1 working day overdue')
  expect(wrapper.text()).toContain('Change of post')
})

it('says what went wrong and what to do', async () => {
  const { by } = await show(TodayPage, {
    extra: {
      sheet_print: () => {
        throw { code: 'printer_missing', detail: null }
      },
    },
  })
  await by('duty-blank').trigger('click')
  await by('duty-blank-print').trigger('click')
  await flushPromises()
  expect(by('error-note').text()).toContain('没有找到打印机')
  expect(by('error-note').attributes('data-code')).toBe('printer_missing')
})
