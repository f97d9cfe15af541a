import { describe, expect, it } from 'vitest'

import { timeFromText } from '../src/clock'
import { fenFromYuan, yuanFromFen, yuanGrouped } from '../src/money'

describe('money', () => {
  it.each([
    ['', 0],
    ['500', 50000],
    ['500.5', 50050],
    ['0.07', 7],
    ['1,234.56', 123456],
    ['１，２００．０５', 120005],
    ['¥1000元', 100000],
    ['500。5', 50050],
    ['1.', 100],
    ['99999999.99', 9_999_999_999],
    ['100000000', null],
  ])('%s is %s 分', (text, fen) => expect(fenFromYuan(text)).toBe(fen))

  it.each(['-1', '1.234', 'abc', '1.2.3', '.5', '１百'])('%s is no sum', (text) => expect(fenFromYuan(text)).toBeNull())

  it('is exact for every sum that floating point gets wrong', () => {
    for (let fen = 0; fen <= 200_000; fen += 1) {
      const text = `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`
      if (fenFromYuan(text) !== fen) throw new Error(text)
    }
    expect(fenFromYuan('1.15')).toBe(115)
    expect(fenFromYuan('8.35')).toBe(835)
  })

  it('goes there and back', () => {
    for (const fen of [1, 10, 99, 100, 101, 115, 99_999_999_99]) expect(fenFromYuan(yuanFromFen(fen))).toBe(fen)
    expect(yuanFromFen(0)).toBe('')
    expect(yuanGrouped(123456789)).toBe('1,234,567.89')
    expect(yuanGrouped(0)).toBe('0.00')
  })
})

describe('times', () => {
  it.each([
    ['15:00', '15:00:00'],
    ['1500', '15:00:00'],
    ['９：０５', '09:05:00'],
    ['9点半', '09:30:00'],
    ['9点', '09:00:00'],
    ['9', '09:00:00'],
    ['15.40', '15:40:00'],
    ['15时40分', '15:40:00'],
    ['15:40:00', '15:40:00'],
    ['', ''],
    ['25:00', null],
    ['12:60', null],
    ['下午', null],
  ])('%s is %s', (text, time) => expect(timeFromText(text)).toBe(time))
})
