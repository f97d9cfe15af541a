import { mount } from '@vue/test-utils'
import { expect, it } from 'vitest'

import type { DutyView } from '../src/api'
import { setAppearance } from '../src/app/appearance'
import { setStatus } from '../src/app/session'
import DutyExplain from '../src/components/duty/DutyExplain.vue'
import { makeI18n } from '../src/i18n'
import { makeEvent, makeWorld } from './fake'
import { explain } from './fake_days'
import { idOf } from './fake_people'

const world = makeWorld()
const dutiesOf = (kind: string, day: string, more = {}, persons = [1]) => makeEvent(world, { kind, persons: persons.map(idOf), day, note: '', ...more }).duties

function said(duty: DutyView): string {
  setStatus(world.status)
  setAppearance({ language: 'zh-CN' })
  return mount(DutyExplain, { props: { duty }, global: { plugins: [makeI18n()] } }).text()
}

it('counts from the last day of a month when only the month is known', () => {
  const text = said(dutiesOf('post_change', '2026-10-05', { month_only: true })[0]!)
  expect(text).toContain('2026年10月　岗位调整')
  expect(text).toContain('只知道月份，从当月最后一天（10月31日）的第二天起算')
  expect(text).toContain('2026年11月6日（星期五）')
})

it('ends a part before such a month on the eve of its first day', () => {
  const text = said(dutiesOf('award', '2026-12-05', { month_only: true }).find((duty) => duty.part === 'before')!)
  expect(text).toContain('以当月第一天的前一天为准')
  expect(text).toContain('2026年11月30日（星期一）')
})

it('counts from the last day of an event of several days', () => {
  const text = said(dutiesOf('overtime', '2026-11-20', { since: '2026-11-16', origin: 'streak' })[0]!)
  expect(text).toContain('11月16日—20日　连续加班')
  expect(text).toContain('从最后一天（11月20日）的第二天起算')
})

it('says what a routine of the year is due by', () => {
  const text = said(dutiesOf('yearly_talk', '2026-01-01', { origin: 'routine' })[0]!)
  expect(text).toContain('年度谈心谈话，当年12月31日前')
  expect(text).toContain('2026年12月31日（星期四）')
  expect(text).not.toContain('第二天起算')
})

it('says from when to when a follow-up is, and what it is', () => {
  const [first] = dutiesOf('bereavement', '2026-11-16')
  const { opens, explanation } = explain('bereavement', '2026-11-16', { unit: 'between', from: 7, to: 30 })
  const text = said({ ...first!, part: 'follow_up', opens, explanation, due: explanation.due, first_due: explanation.due })
  expect(text).toContain('丧事回访，之后第 7—30 天')
  expect(text).toContain('从 2026年11月23日 起可以办')
  expect(text).toContain('2026年12月16日')
  expect(text).toContain('第一次走访以后')
})

it('says that a joint talk comes after one with each party', () => {
  const joint = dutiesOf('conflict', '2026-11-19', { joint: true }, [5, 6]).find((duty) => duty.part === 'joint')!
  expect(said(joint)).toContain('各方分别谈过以后')
})

it('lists every deferral with its reason, and the day by which it is judged', () => {
  const [duty] = dutiesOf('criticism', '2026-11-17')
  const deferrals = [
    { from: '2026-11-20', to: '2026-11-25', reason: '出差', at: '2026-11-19T02:00:00Z' },
    { from: '2026-11-25', to: '2026-11-30', reason: '住院', at: '2026-11-24T02:00:00Z' },
  ]
  const text = said({ ...duty!, due: '2026-11-30', deferrals })
  expect(text).toContain('11月20日 → 11月25日，原因：出差')
  expect(text).toContain('11月25日 → 11月30日，原因：住院')
  expect(text).toContain('原定 2026年11月20日；是否按时仍以原定日期为准')
})
