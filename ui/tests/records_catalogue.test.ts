import { describe, expect, it } from 'vitest'

import en from '../src/i18n/en'
import zh from '../src/i18n/zh-CN'

type Tree = { [key: string]: string | string[] | Tree }

/** Every text by its path, and the values that it takes. */
function texts(tree: Tree | string[], path = ''): Map<string, string> {
  const found = new Map<string, string>()
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') found.set(path + key, value)
    else for (const [inner, text] of texts(value, `${path}${key}.`)) found.set(inner, text)
  }
  return found
}

const values = (text: string) => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]))].sort()

describe.each(['events', 'contacts', 'ledgers', 'roster'] as const)('catalogue %s', (name) => {
  const chinese = texts(zh[name] as Tree)
  const english = texts(en[name] as Tree)

  it('has the same keys in both languages', () => expect([...english.keys()].sort()).toEqual([...chinese.keys()].sort()))
  it('takes the same values in both', () => {
    for (const [key, text] of chinese) expect(values(english.get(key) ?? ''), key).toEqual(values(text))
  })
  it('has no empty text by mistake and none left in the other language', () => {
    for (const [key, text] of english) {
      if (key.endsWith('.whole')) continue
      expect(text, key).not.toBe('')
      const quoted = /\.(relations|funds)\.|reason\.unknown_sex/.test(key)
      if (!quoted) expect(/[\u4e00-\u9fff]/.test(text), key).toBe(false)
    }
  })
})
