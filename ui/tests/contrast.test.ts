import { describe, expect, it } from 'vitest'

import css from '../src/styles/tokens.css?raw'

/** The colours of a theme; the dark one changes those of the light one. */
function colours(theme: 'light' | 'dark'): Map<string, string> {
  const block = (selector: string) => css.slice(css.indexOf(`${selector} {`)).split('}')[0]!
  const read = (text: string) => [...text.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/g)].map((match) => [match[1]!, match[2]!] as const)
  return new Map([...read(block(':root')), ...(theme === 'dark' ? read(block(':root.dark')) : [])])
}

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

/** What is written on what; 4.5 to 1 is AA for text of any size. */
const TEXT: Record<string, string[]> = {
  ink: ['paper', 'sheet', 'shade', 'line-2', 'desk', 'red-bg', 'amber-bg', 'talk-bg', 'visit-bg', 'mark'],
  'ink-2': ['paper', 'sheet', 'shade', 'line-2', 'desk', 'red-bg', 'amber-bg', 'mark'],
  'ink-3': ['paper', 'sheet', 'shade', 'line-2', 'amber-bg', 'red-bg'],
  red: ['paper', 'sheet', 'shade', 'line-2', 'red-bg'],
  talk: ['paper', 'sheet', 'talk-bg', 'line-2', 'shade'],
  visit: ['paper', 'sheet', 'visit-bg'],
  amber: ['paper', 'sheet', 'amber-bg'],
  'on-press': ['press', 'press-over'],
  'on-red': ['red', 'red-strong'],
}

/** The edges of what is filled in or ticked, and the ring of the focus; 3 to 1 is AA for parts that are no text. */
const PARTS: Record<string, string[]> = {
  field: ['paper', 'sheet'],
  'edge-strong': ['paper', 'sheet'],
  ink: ['paper', 'sheet', 'shade', 'line-2', 'desk'],
}

describe.each(['light', 'dark'] as const)('%s colours', (theme) => {
  const known = colours(theme)
  const pairs = (table: Record<string, string[]>) => Object.entries(table).flatMap(([on, grounds]) => grounds.map((ground) => [on, ground] as const))
  const between = (on: string, ground: string) => contrast(known.get(on) ?? on, known.get(ground) ?? ground)

  it('are all there', () => {
    for (const [on, ground] of [...pairs(TEXT), ...pairs(PARTS)]) {
      expect(known.has(on), on).toBe(true)
      expect(known.has(ground), ground).toBe(true)
    }
  })
  it.each(pairs(TEXT))('%s can be read on %s', (on, ground) => expect(between(on, ground)).toBeGreaterThanOrEqual(4.5))
  it.each(pairs(PARTS))('%s can be seen on %s', (on, ground) => expect(between(on, ground)).toBeGreaterThanOrEqual(3))
})

it('knows black on white', () => expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5))
