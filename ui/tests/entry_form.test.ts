import { describe, expect, it } from 'vitest'

import type { EntryBody, EntryForm } from '../src/api'
import { entryDraft, entryFaults, entryOfDraft, FACETS, FIELDS, KINDS, newEntry, type EntryDraft, type EntryKind } from '../src/composables/knowing/entry_form'
import { ageOn, spanText } from '../src/composables/knowing/entry_words'
import bindings from '../src/api/bindings/index.ts?raw'

const TODAY = '2026-11-23'
const draft = (kind: EntryKind, values: EntryDraft['values']): EntryDraft => {
  const fresh = newEntry(kind, TODAY)
  return { ...fresh, values: { ...fresh.values, ...values } }
}

/** One of every kind. */
const BODIES: EntryBody[] = [
  { kind: 'post', from: '2003-05', to: '2018-06', text: '某县税务局科员' },
  { kind: 'education', full_time: false, level: '大学本科', degree: '学士', school: '某大学', major: '税务', until: '2012-07' },
  { kind: 'wish', text: '想到税源管理岗位' },
  { kind: 'relative', relation: '妻子', name: '林桂玲', birth: '1983-05', political: '群众', post: '教师', phone: '13800000000', deceased: false },
  { kind: 'household', text: '父亲卧床' },
  { kind: 'hobby', text: '钓鱼' },
  { kind: 'strength', text: '书法' },
  { kind: 'appraisal', year: 2025, grade: '优秀' },
  { kind: 'award', title: '先进个人', by: '某县税务局' },
  { kind: 'punishment', title: '警告', by: '某县纪委', until: '2027-05' },
  { kind: 'work', text: '主动加班' },
  { kind: 'mind', text: '思想稳定', attention: 'watch' },
  { kind: 'standing', mark: 'middle', basis: '2026年9月12日窗口服务被通报表扬', helper: '赵建军', plan: '每月互学' },
  { kind: 'progress', text: '三个月全勤' },
]

describe('entries of every kind', () => {
  it('are those of the border, each with all its fields', () => {
    const text = /export type EntryBody = ([\s\S]*?);\n\n/.exec(bindings)![1]!
    const known = [...text.matchAll(/"kind": "(\w+)"/g)].map((match) => match[1]).sort()
    expect(FACETS.flatMap((facet) => KINDS[facet]).sort()).toEqual(known)
    for (const { kind, ...fields } of BODIES) {
      const written = FIELDS[kind].map(({ name }) => name).filter((name) => name !== 'day')
      expect(written.sort(), kind).toEqual(Object.keys(fields).sort())
    }
    expect(BODIES.map(({ kind }) => kind).sort()).toEqual(known)
  })

  it.each(BODIES)('come back from the form as they were: $kind', (body) => {
    const day = FIELDS[body.kind].some(({ name }) => name === 'day') ? '2026-11-20' : null
    const entry: EntryForm = { body, day, source: 'visit' }
    expect(entryFaults(entryDraft(entry), TODAY)).toEqual({})
    expect(entryOfDraft(entryDraft(entry))).toEqual(entry)
  })
})

describe('dates of an entry', () => {
  const post = (from: string, to: string) => draft('post', { from, to, text: '税务所' })

  it('are taken as people type them', () => {
    expect(entryOfDraft(post('2018.7', '2020年3月')).body).toMatchObject({ from: '2018-07', to: '2020-03' })
    expect(entryOfDraft(post('2018', '')).body).toMatchObject({ from: '2018', to: null })
    expect(entryOfDraft(post('2018.07', '至今')).body).toMatchObject({ to: null })
  })

  it('are refused when they are none, the wrong way round, or still to come', () => {
    expect(entryFaults(post('', ''), TODAY)).toEqual({ from: 'missing' })
    expect(entryFaults(post('很早', '2018.13'), TODAY)).toEqual({ from: 'bad_date', to: 'bad_date' })
    expect(entryFaults(post('2018.7', '2018.6'), TODAY)).toEqual({ to: 'wrong_order' })
    // A year alone may well end in the year that it began.
    expect(entryFaults(post('2018.7', '2018'), TODAY)).toEqual({})
    expect(entryFaults(post('2026.12', ''), TODAY)).toEqual({ from: 'in_future' })
    expect(entryFaults(post('2026.11', ''), TODAY)).toEqual({})
  })

  it('may lie ahead where a punishment is in effect until then', () => {
    expect(entryFaults(draft('punishment', { title: '警告', until: '2027.5', day: '2026.5' }), TODAY)).toEqual({})
  })

  it('take a year with or without its word', () => {
    expect(entryOfDraft(draft('appraisal', { year: '2025年度', grade: '称职' })).body).toMatchObject({ year: 2025 })
    for (const year of ['25', '二零二五', '2025.5']) expect(entryFaults(draft('appraisal', { year, grade: '称职' }), TODAY), year).toEqual({ year: 'bad_year' })
    expect(entryFaults(draft('appraisal', { year: '2027', grade: '称职' }), TODAY)).toEqual({ year: 'in_future' })
  })
})

it('a mark is never set by leaving the form as it stands, and needs its basis', () => {
  expect(entryFaults(newEntry('standing', TODAY), TODAY)).toEqual({ mark: 'missing', basis: 'missing' })
  expect(entryFaults(draft('standing', { mark: 'behind', basis: '2026年11月3日脱岗被通报', day: '' }), TODAY)).toEqual({ day: 'missing' })
})

it('a span is written as the appointment form writes it, and ages count full months', () => {
  expect(spanText('2003-05', '2018-06')).toBe('2003.05--2018.06')
  expect(spanText('2018-06', null)).toBe('2018.06--')
  expect([ageOn('1983-11', TODAY), ageOn('1983-12', TODAY), ageOn('1983-11-24', TODAY), ageOn('1983', TODAY), ageOn(null, TODAY)]).toEqual([43, 42, 42, null, null])
})
