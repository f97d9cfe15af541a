import { describe, expect, it } from 'vitest'

import en from '../src/i18n/en'
import zh from '../src/i18n/zh-CN'

type Tree = { [key: string]: Tree | string | string[] }

const sources = import.meta.glob(['../src/**/*.{vue,ts}', '!../src/i18n/**', '!../src/api/bindings/**', '!../src/manual/**'], { query: '?raw', import: 'default', eager: true }) as Record<string, string>

/** The keys that lead to a text; a list counts as one. */
function keysOf(tree: Tree, at = ''): string[] {
  return Object.entries(tree).flatMap(([key, value]) => (typeof value === 'object' && !Array.isArray(value) ? keysOf(value, `${at}${key}.`) : [`${at}${key}`]))
}

const keys = new Set(keysOf(zh as unknown as Tree))

/** Comments say things in any language, and are not shown. */
const withoutComments = (text: string) => text.replace(/<!--[\s\S]*?-->/g, '').replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"`\\])\/\/.*$/gm, '$1')

const code = Object.fromEntries(Object.entries(sources).map(([file, text]) => [file.replace('../src/', ''), withoutComments(text)]))

describe('keys', () => {
  /** Whatever stands in quotes and looks like a key, or the beginning and the end of one that is put together. */
  const written = new Set<string>()
  const patterns: RegExp[] = []
  for (const text of Object.values(code)) {
    for (const [, quoted] of text.matchAll(/(?<!\w)'([a-z][\w-]*(?:\.[\w-]+)+)'/g)) written.add(quoted!)
    for (const [, made] of text.matchAll(/`([^`]*\$\{[^`]*)`/g)) {
      const parts = made!.split(/\$\{(?:[^{}]|\{[^{}]*\})*\}/)
      if (!/^[a-z][\w-]*\./.test(parts[0]!) && !parts.slice(1).some((part) => /^\.[a-z]/.test(part))) continue
      const escaped = parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      if (parts.every((part) => /^[\w.-]*$/.test(part))) patterns.push(new RegExp(`^${escaped.join('.+')}$`))
    }
  }
  const plain = Object.values(code).join('\n')

  it('that are asked for are all there', () => {
    const modules = Object.keys(zh)
    const isKey = (one: string) => modules.includes(one.split('.')[0]!)
    const prefixes = [...keys].flatMap((key) => key.split('.').map((_, i, all) => all.slice(0, i + 1).join('.')))
    const known = new Set(prefixes)
    const asked = [...plain.matchAll(/\b(?:t|te|tm)\('([\w.-]+)'/g)].map((match) => match[1]!)
    expect(asked.length).toBeGreaterThan(400)
    expect(asked.filter((one) => isKey(one) && !known.has(one))).toEqual([])
    expect(asked.filter((one) => !isKey(one))).toEqual([])
  })

  it('are all used', () => {
    // The lock page and the texts of errors are looked up by names that the program sends.
    const sent = /^(lock|errors)\./
    const unused = [...keys].filter((key) => !sent.test(key) && !written.has(key) && ![...written].some((one) => key.startsWith(`${one}.`)) && !patterns.some((one) => one.test(key) || one.test(`${key}.0`)))
    expect(unused).toEqual([])
  })
})

describe('text', () => {
  /** Where Chinese characters are data and no text of the page. */
  const DATA: Record<string, string> = {
    'composables/shared/initials.ts': 'the order of characters by sound',
    'composables/shared/days.ts': 'what people type for a day',
    'clock.ts': 'what people type for a time',
    'money.ts': 'what people type for money',
    'composables/overtime/overtime_grid.ts': 'what people type for hours',
    'composables/knowing/entry_form.ts': 'what people type for a year',
    'components/calendar/CalendarDayPanel.vue': 'names of holidays as they are kept',
    'components/archive/PaperItemDialog.vue': 'a title as it is printed',
    'components/ledger/LedgerTable.vue': 'words of a ledger as it is printed',
    'pages/SearchPage.vue': 'names to search for',
    'components/person/PersonLeave.vue': 'reasons as they are kept and printed',
    'composables/person/person_form.ts': 'values as they are kept and printed',
  }

  const chinese = (text: string) => text.split('\n').filter((line) => /\p{Script=Han}/u.test(line)).map((line) => line.trim().slice(0, 100))

  /** Names of formats and keys, which are the same in every language. */
  const SAME = /^(?:PDF|CSV|xlsx|Ctrl|Enter|Esc)$/
  /** Words of a template that are not asked for by a key; a sign alone is no word. */
  function english(text: string): string[] {
    const template = /<template>([\s\S]*)<\/template>/.exec(text)?.[1] ?? ''
    const words = template.replace(/\{\{[\s\S]*?\}\}/g, '').replace(/<(?:[^>"]|"[^"]*")*>/g, '\n').match(/[A-Za-z]{2,}/g) ?? []
    const labels = [...template.matchAll(/\s(?:title|aria-label|placeholder|alt)="([^"]*)"/g)].map((match) => match[1]!).filter((label) => /\p{L}/u.test(label))
    return [...words.filter((word) => !SAME.test(word)), ...labels]
  }
  /** Sentences in quotes: a capital, and a second word. */
  const sentences = (text: string) => [...text.matchAll(/['`]([A-Z][a-z]+(?: [A-Za-z]+)+[^'`]*)['`]/g)].map((match) => match[1]!)
  /** Months, weekdays and formats that Intl knows. */
  const formats = (text: string) => text.match(/\b(?:Jan|Monday|Mon)\b'|toLocale(?:Date|Time)?String|'(?:YYYY|yyyy|MMM)[^']*'/g) ?? []

  const named = (find: (text: string) => string[], files = Object.entries(code)) => files.flatMap(([file, text]) => find(text).map((one) => `${file}: ${one}`))

  it('is written nowhere but in the catalogue', () => {
    expect(named(chinese, Object.entries(code).filter(([file]) => !(file in DATA)))).toEqual([])
    expect(named(english, Object.entries(code).filter(([file]) => file.endsWith('.vue')))).toEqual([])
    expect(named(sentences)).toEqual([])
  })

  it('leaves how days are written to Intl', () => {
    expect(named(formats)).toEqual([])
    expect(Object.keys(code).filter((file) => code[file]!.includes('Intl.DateTimeFormat')).toSorted()).toEqual(['composables/person/lunar.ts', 'composables/shared/days.ts'])
  })

  it('would be found where it does not belong', () => {
    expect(chinese("notify('已保存')")).toHaveLength(1)
    expect(english('<template><button title="Close">{{ t(\'a.b\') }} Save</button></template>')).toEqual(['Save', 'Close'])
    expect(english('<template><p aria-label="关闭">PDF · 12</p></template>')).toEqual(['关闭'])
    expect(sentences("notify('Nothing was saved.')")).toEqual(['Nothing was saved.'])
    expect(formats("['Jan', 'Feb']")).toHaveLength(1)
    expect(formats('day.toLocaleDateString()')).toHaveLength(1)
    expect(withoutComments("// 说明\nconst a = 1 <!-- 说明 --> /* 说明 */")).not.toContain('说明')
  })
})

describe('numbers', () => {
  /** A number before a word that has a plural; a verb ends in s too. */
  const COUNTED = /\{\w+\} (?:[a-z-]+ )?(?:(?!(?:is|was|lies|has|as|does|this|its|opens|belongs)\b)[a-z]+s|people|children)\b/

  it('stand in English with the right form of the word', () => {
    // Follows another text that has the number.
    const FOLLOWS = new Set(['rule_pack.changes.count.missed'])
    const bad: string[] = []
    const walk = (tree: Tree, at: string) => {
      for (const [key, value] of Object.entries(tree)) {
        if (typeof value === 'string') {
          if (COUNTED.test(value) && !value.includes(' | ') && !FOLLOWS.has(`${at}${key}`)) bad.push(`${at}${key}: ${value}`)
        } else if (!Array.isArray(value)) walk(value, `${at}${key}.`)
      }
    }
    walk(en as unknown as Tree, '')
    expect(bad).toEqual([])
  })

  it('would be found with the wrong form', () => {
    for (const text of ['{n} records', '{talks} talks', '{n} open promises', '{persons} people']) expect(COUNTED.test(text), text).toBe(true)
    for (const text of ['{name} is here', 'records: {n}', '{done} of {all}']) expect(COUNTED.test(text), text).toBe(false)
  })
})
