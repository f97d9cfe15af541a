import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { followLines, groupedLine, isWholeLine, plainLine, strangersIn, typedLine } from '../src/recovery_lines'
import { RECOVERY } from './fake_vault'

describe('a line of the recovery text', () => {
  it('is forgiven how it was typed', () => {
    for (const typed of ['7K2M 9QXA 4TND 60WB', '7k2m9qxa4tnd60wb', '7K2M-9QXA-4TND-6OWB', '７Ｋ２Ｍ　９ＱＸＡ　４ＴＮＤ　６０ＷＢ', '7K2M–9QXA 4TND 6oWB']) {
      expect(plainLine(typed), typed).toBe('7K2M9QXA4TND60WB')
      expect(isWholeLine(typed), typed).toBe(true)
    }
    expect(plainLine('iIlL oO')).toBe('111100')
  })

  it('has only the signs that a sheet has', () => {
    expect(strangersIn('7K2U 9U中?')).toBe('U中?')
    expect(strangersIn(RECOVERY.join(''))).toBe('')
    expect(isWholeLine('7K2M 9QXA 4TND 60W')).toBe(false)
    expect(isWholeLine('7K2M 9QXA 4TND 60WU')).toBe(false)
  })

  it('is grouped while it is typed, and the caret stays where it was', () => {
    expect(groupedLine('7K2M9')).toBe('7K2M 9')
    expect(typedLine('7k2m9', 5)).toEqual({ text: '7K2M 9', caret: 6 })
    // Put in before the end: behind what was typed, not at the end.
    expect(typedLine('7X2M 9QXA', 2)).toEqual({ text: '7X2M 9QXA', caret: 2 })
    expect(typedLine('7K2MX 9QXA', 5)).toEqual({ text: '7K2M X9QX A', caret: 6 })
  })
})

describe('the four fields', () => {
  let fields: HTMLInputElement[]
  let told: string[][]
  let stop: () => void
  beforeEach(() => {
    document.body.innerHTML = '<input /><input /><input /><input />'
    fields = [...document.querySelectorAll('input')]
    told = []
    stop = followLines(fields, (lines) => told.push(lines))
    fields[0]!.focus()
  })
  afterEach(() => stop())
  const at = () => fields.indexOf(document.activeElement as HTMLInputElement)
  const values = () => fields.map((field) => field.value)

  function type(n: number, text: string, more: object = {}) {
    fields[n]!.value = text
    fields[n]!.setSelectionRange(text.length, text.length)
    fields[n]!.dispatchEvent(Object.assign(new Event('input'), more))
  }
  function press(n: number, key: string, more: object = {}) {
    const event = Object.assign(new Event('keydown', { cancelable: true }), { key, isComposing: false, keyCode: 0, ...more })
    fields[n]!.dispatchEvent(event)
    return event
  }
  function paste(n: number, text: string) {
    const event = Object.assign(new Event('paste', { cancelable: true }), { clipboardData: { getData: () => text } })
    fields[n]!.dispatchEvent(event)
    return event
  }

  it('lead on at the end of a line and back at its beginning', () => {
    type(0, '7k2m9qxa4tnd60w')
    expect([at(), values()[0]]).toEqual([0, '7K2M 9QXA 4TND 60W'])
    type(0, '7K2M 9QXA 4TND 60Wb')
    expect([at(), values()[0]]).toEqual([1, RECOVERY[0]])
    expect(press(1, 'Backspace').defaultPrevented).toBe(true)
    expect(at()).toBe(0)
    expect(told.at(-1)).toEqual([RECOVERY[0], '', '', ''])
  })

  it('take the whole text at once, however it is broken up', () => {
    for (const text of [RECOVERY.join('\n'), RECOVERY.join('-').replaceAll(' ', '-'), RECOVERY.join('').replaceAll(' ', '').toLowerCase(), ` ${RECOVERY.join('\r\n')}\r\n`]) {
      for (const field of fields) field.value = ''
      expect(paste(0, text).defaultPrevented).toBe(true)
      expect(values()).toEqual(RECOVERY)
    }
    // From the second field too, as it cannot fit there.
    for (const field of fields) field.value = ''
    paste(1, RECOVERY.join('\n'))
    expect(values()).toEqual(RECOVERY)
    expect(at()).toBe(3)
  })

  it('take two lines from where they were put, and one line as usual', () => {
    paste(1, `${RECOVERY[1]}\n${RECOVERY[2]}`)
    expect(values()).toEqual(['', RECOVERY[1], RECOVERY[2], ''])
    expect(at()).toBe(3)
    expect(paste(3, RECOVERY[3]!).defaultPrevented).toBe(false)
  })

  it('go on with Enter as a scanner sends it, and only the finished text is sent off', () => {
    type(0, '7K2M')
    expect(press(0, 'Enter').defaultPrevented).toBe(true)
    expect(at()).toBe(1)
    paste(0, RECOVERY.join('\n'))
    expect(press(3, 'Enter').defaultPrevented).toBe(false)
    expect(press(0, 'Enter').defaultPrevented).toBe(false)
  })

  it('leave to the input method what it has not finished', () => {
    type(0, '7k2', { isComposing: true })
    expect(values()[0]).toBe('7k2')
    fields[0]!.dispatchEvent(new Event('compositionend'))
    expect(values()[0]).toBe('7K2')
    expect(press(0, 'Enter', { keyCode: 229 }).defaultPrevented).toBe(false)
    expect(at()).toBe(0)
  })
})
