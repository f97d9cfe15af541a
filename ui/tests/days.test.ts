// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { defineComponent } from 'vue'

import { addDays, parseDay, parsePartialDate, useDays } from '../src/composables/shared/days'
import { explainLines } from '../src/composables/duty/explain'
import { adviceOf, lacking } from '../src/new_password'
import { setAppearance } from '../src/app/appearance'
import { setStatus } from '../src/app/session'
import { makeI18n } from '../src/i18n'
import { makeWorld } from './fake'
import { explain } from './fake_days'

describe('days', () => {
  it('are understood as people type them', () => {
    for (const text of ['2026-11-23', '2026.11.23', '2026/11/23', '20261123', '2026年11月23日', ' 2026-11-23 ', '２０２６－１１－２３', '11-23', '11月23日', '今天']) {
      expect(parseDay(text, '2026-11-23'), text).toBe('2026-11-23')
    }
    expect(parseDay('昨天', '2026-03-01')).toBe('2026-02-28')
  })

  it('are refused when they do not exist', () => {
    for (const text of ['2026-02-29', '2026-13-01', '2026-11-31', '明年', '26-1', '2026', '']) {
      expect(parseDay(text, '2026-11-23'), text).toBeNull()
    }
  })

  it('may lack the day or the month in a dossier', () => {
    expect(parsePartialDate('1981.10')).toBe('1981-10')
    expect(parsePartialDate('198110')).toBe('1981-10')
    expect(parsePartialDate('1981年1月')).toBe('1981-01')
    expect(parsePartialDate('1981')).toBe('1981')
    expect(parsePartialDate('1981.10.5')).toBe('1981-10-05')
    for (const text of ['1981.13', 'abc', '81.10', '1899', '2023.02.29']) expect(parsePartialDate(text), text).toBeNull()
  })

  it('go over leap days', () => {
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29')
  })
})

describe('days as they are written', () => {
  /** What a page that runs in this language writes, on 23 November 2026. */
  function written(language: 'zh-CN' | 'en') {
    setStatus(makeWorld().status)
    setAppearance({ language })
    let days!: ReturnType<typeof useDays>
    mount(defineComponent({ setup: () => ((days = useDays()), () => null) }), { global: { plugins: [makeI18n()] } }).unmount()
    return days
  }

  it('are those of an office in Chinese', () => {
    const days = written('zh-CN')
    expect([days.full('2026-11-03'), days.short('2026-11-03'), days.short('2025-11-03'), days.plain('2025-11-03')]).toEqual(['2026年11月3日', '11月3日', '2025年11月3日', '11月3日'])
    expect([days.month('2026-11-01'), days.monthLong('2026-11-01'), days.monthName(3)]).toEqual(['2026年11月', '2026年11月', '3月'])
    expect([days.weekday('2026-11-23'), days.weekdayLong('2026-11-22'), days.withWeekday('2026-11-26')]).toEqual(['周一', '星期日', '周四　11月26日'])
    expect([days.range('2026-02-15', '2026-02-23'), days.range('2026-02-28', '2026-03-01'), days.range('2026-02-15', '2026-02-15')]).toEqual(['2月15日—23日', '2月28日—3月1日', '2月15日'])
  })

  it('are short in English', () => {
    const days = written('en')
    expect([days.full('2026-11-03'), days.short('2026-11-03'), days.month('2026-11-01'), days.monthLong('2026-11-01'), days.monthName(3)]).toEqual(['3 Nov 2026', '3 Nov', 'Nov 2026', 'November 2026', 'Mar'])
    expect([days.weekday('2026-11-23'), days.weekdayLong('2026-11-22'), days.withWeekday('2026-11-26')]).toEqual(['Mon', 'Sunday', 'Thu 26 Nov'])
    expect(days.range('2026-02-15', '2026-02-23')).toBe('15 – 23 Feb')
  })

  it('show what is no day as it is', () => expect(written('zh-CN').full('明年')).toBe('明年'))
})

describe('explanation', () => {
  it('groups the Spring Festival and names the make-up day', () => {
    const { explanation } = explain('criticism', '2026-02-13', { unit: 'workdays', n: 3 })
    expect(explanation.due).toBe('2026-02-25')
    expect(explainLines(explanation)).toEqual([
      { what: 'counted', from: '2026-02-14', to: '2026-02-14', first: 1, last: 1, makeUp: true },
      { what: 'skipped', from: '2026-02-15', to: '2026-02-23', days: 9, why: { kind: 'holiday', name: '春节' } },
      { what: 'counted', from: '2026-02-24', to: '2026-02-25', first: 2, last: 3, makeUp: false },
    ])
  })

  it('keeps a weekend apart from a holiday', () => {
    const { explanation } = explain('party_confirmation', '2026-12-30', { unit: 'workdays', n: 5 })
    expect(explainLines(explanation).map((line) => `${line.what} ${line.from} ${line.to}`)).toEqual([
      'counted 2026-12-31 2026-12-31',
      'skipped 2027-01-01 2027-01-01',
      'skipped 2027-01-02 2027-01-03',
      'counted 2027-01-04 2027-01-07',
    ])
  })
})

it('counts what a password lacks by characters and shows little advice at once', () => {
  expect(lacking('1234567')).toBe(1)
  expect(lacking('春天的台账很整齐')).toBe(0)
  expect(adviceOf({ score: 1, advice: ['too_short', 'digits_only', 'date', 'more_words'] })).toEqual(['digits_only', 'date'])
  expect(adviceOf({ score: 3, advice: ['more_words'] })).toEqual([])
})
