/** The manual: its chapters as they stand in the files of each language, and what is found in them by a word. */
import type { Language } from '../app/appearance'

/** A piece of a chapter. In every text 「…」 stands around the words of a button or a title, as the page shows them. */
export type Block =
  | { p: string }
  | { h: string }
  | { steps: string[] }
  | { list: string[] }
  | { tip: string }
  | { warn: string }
  | { picture: string; caption: string }
  | { head: string[]; rows: string[][] }
  | { see: string[] }

export interface Chapter {
  id: string
  title: string
  blocks: Block[]
}

export interface Group {
  id: string
  title: string
  chapters: Chapter[]
}

/** The groups, in their order; each is a file of this name in each language's folder. */
export const GROUPS = ['begin', 'daily', 'know', 'sheets', 'box', 'care', 'help'] as const

const files = import.meta.glob<Group>('./*/*.json', { import: 'default' })
const pictures = import.meta.glob<string>('./pictures/*/*.png', { eager: true, query: '?url', import: 'default' })

/** The manual in a language. */
export function loadManual(language: Language): Promise<Group[]> {
  return Promise.all(GROUPS.map((name) => files[`./${language}/${name}.json`]!()))
}

/** The address of a picture; none when it was not taken in that language. */
export const pictureOf = (name: string, language: Language): string | undefined => pictures[`./pictures/${language}/${name}.png`]

/** Every text of a piece, in reading order. */
export function textsOf(block: Block): string[] {
  if ('p' in block) return [block.p]
  if ('h' in block) return [block.h]
  if ('steps' in block) return block.steps
  if ('list' in block) return block.list
  if ('tip' in block) return [block.tip]
  if ('warn' in block) return [block.warn]
  if ('picture' in block) return [block.caption]
  if ('rows' in block) return [...block.head, ...block.rows.flat()]
  return []
}

/** The words that were asked for; all must be in a chapter. */
export const wordsOf = (query: string): string[] => query.toLowerCase().split(/[\s\u3000]+/).filter((word) => word !== '')

const plain = (text: string) => text.replace(/[「」]/g, '')

/** How well a chapter answers: 0 not at all, more when its title does. */
export function rank(chapter: Chapter, words: string[]): number {
  const title = chapter.title.toLowerCase()
  const body = plain(chapter.blocks.flatMap(textsOf).join('\n')).toLowerCase()
  if (!words.every((word) => title.includes(word) || body.includes(word))) return 0
  const counted = (text: string) => words.reduce((sum, word) => sum + text.split(word).length - 1, 0)
  return 100 * counted(title) + counted(body)
}

/** The first line of a chapter in which a word stands, to be shown below its title. */
export function lineOf(chapter: Chapter, words: string[]): string {
  const lines = chapter.blocks.flatMap(textsOf).map(plain)
  const line = lines.find((text) => words.some((word) => text.toLowerCase().includes(word))) ?? ''
  const at = Math.min(...words.map((word) => line.toLowerCase().indexOf(word)).filter((found) => found >= 0), line.length)
  const from = Math.max(0, at - 12)
  return line === '' ? '' : `${from > 0 ? '…' : ''}${line.slice(from, from + 48)}${line.length > from + 48 ? '…' : ''}`
}

export interface Piece {
  text: string
  /** The words of a button or a title. */
  button: boolean
  /** What was searched for. */
  hit: boolean
}

/** A text in pieces: the words of buttons apart from the rest, and what was searched for apart from what surrounds it. */
export function piecesOf(text: string, words: string[]): Piece[] {
  const parts = text.split(/「([^」]+)」/)
  return parts.flatMap((part, i) => marked(part, words).map((piece) => ({ ...piece, button: i % 2 === 1 }))).filter((piece) => piece.text !== '')
}

function marked(text: string, words: string[]): { text: string; hit: boolean }[] {
  const lower = text.toLowerCase()
  const pieces: { text: string; hit: boolean }[] = []
  let at = 0
  while (at < text.length) {
    const found = words.map((word) => ({ word, from: lower.indexOf(word, at) })).filter((one) => one.from >= 0)
    const first = found.sort((a, b) => a.from - b.from || b.word.length - a.word.length)[0]
    if (!first) break
    pieces.push({ text: text.slice(at, first.from), hit: false }, { text: text.slice(first.from, first.from + first.word.length), hit: true })
    at = first.from + first.word.length
  }
  return [...pieces, { text: text.slice(at), hit: false }]
}
