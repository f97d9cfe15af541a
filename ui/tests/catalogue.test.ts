import { describe, expect, it } from 'vitest'
import { createI18n } from 'vue-i18n'

import en from '../src/i18n/en'
import zh from '../src/i18n/zh-CN'
import bindings from '../src/api/bindings/index.ts?raw'

type Tree = { [key: string]: Tree | string | string[] }

function flat(tree: Tree, at = ''): Map<string, string> {
  const found = new Map<string, string>()
  for (const [key, value] of Object.entries(tree)) {
    const path = at ? `${at}.${key}` : key
    if (typeof value === 'string') found.set(path, value)
    else for (const [inner, text] of flat(value as Tree, path)) found.set(inner, text)
  }
  return found
}

const chinese = flat(zh as unknown as Tree)
const english = flat(en as unknown as Tree)
const named = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort()

/** Latin words that a Chinese office page may carry. */
const KNOWN = /^(PDF|Excel|WPS|JPG|PNG|TIFF|KB|MB|CSV|xlsx|csv|xls|lrmx|lrm|zhixinbak|Ctrl|Esc|Enter|English|A4|U|L|S|P|F|N|V|X|Word|F1)$/

describe('catalogues', () => {
  it('have the same keys', () => {
    expect([...english.keys()].sort()).toEqual([...chinese.keys()].sort())
  })

  it('name the same values in every text', () => {
    for (const [key, text] of chinese) {
      const other = new Set(named(english.get(key) ?? ''))
      // A day is put together differently, and a plural repeats its number.
      if (key.startsWith('common.day.')) continue
      expect([...other].sort(), key).toEqual([...new Set(named(text))])
    }
  })

  it('have no English left in the Chinese texts', () => {
    for (const [key, text] of chinese) {
      const words = text.replace(/\{\w+\}/g, '').match(/[A-Za-z][A-Za-z0-9]*/g) ?? []
      expect(words.filter((word) => !KNOWN.test(word)), key).toEqual([])
    }
  })

  it('have no empty text and no Chinese sentence in English', () => {
    for (const [key, text] of english) {
      // The only part of a duty has no name of its own.
      if (key.endsWith('.whole')) continue
      expect(text.trim(), key).not.toBe('')
      expect(/[，。；：]/.test(text), key).toBe(false)
    }
  })

  it('can all be read by the message compiler', () => {
    for (const [locale, texts] of [['zh-CN', chinese], ['en', english]] as const) {
      const i18n = createI18n({ legacy: false, locale, messages: { [locale]: Object.fromEntries([...texts].map(([key, text]) => [key.replaceAll('.', '_'), text])) } })
      for (const [key, text] of texts) {
        const shown = i18n.global.t(key.replaceAll('.', '_'), { n: 3 }, 3)
        if (text !== '' && !text.includes('{')) expect(text.split(' | '), key).toContain(shown)
      }
    }
  })
})

describe('errors', () => {
  const codes = [...(/export type ErrorCode = ([^;]+);/.exec(bindings)?.[1] ?? '').matchAll(/"(\w+)"/g)].map((match) => match[1]!)

  it('have a text for every code that the program knows', () => {
    expect(codes.length).toBeGreaterThan(40)
    expect(codes.filter((code) => !(code in zh.errors))).toEqual([])
    expect(codes.filter((code) => !(code in en.errors))).toEqual([])
  })

  it('say more than what happened: at least two sentences', () => {
    for (const code of codes) expect(zh.errors[code as keyof typeof zh.errors], code).toMatch(/[。；，].+[。；]/)
  })
})
