import { describe, expect, it } from 'vitest'

import { addDays, parseDay, parsePartialDate } from '../src/composables/shared/days'
import { explainLines } from '../src/composables/duty/explain'
import { adviceOf, lacking } from '../src/new_password'
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
