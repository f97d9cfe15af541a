import { COMMANDS, type Command } from '../../app/commands'

/** A command with its titles, in Chinese and in English. */
export interface Titled {
  command: Command
  zh: string
  en: string
}

/** Letters and figures as they are compared: of one width, small, without spaces and the apostrophe of pinyin. */
const plain = (text: string) => text.normalize('NFKC').toLowerCase().replace(/[\s'’]/g, '')

/** How well a command answers: 3 from its beginning, 2 from within, 0 not at all. */
function score(query: string, { command, zh, en }: Titled): number {
  const syllables = command.pinyin.split(' ')
  // From any syllable on, so that 备份 is found in 立即备份.
  const from = (text: (rest: string[]) => string) => syllables.findIndex((_, i) => text(syllables.slice(i)).startsWith(query))
  const words = en.toLowerCase().split(' ')
  const places = [
    zh.indexOf(query),
    from((rest) => rest.join('')),
    from((rest) => rest.map((one) => one[0]).join('')),
    words.findIndex((_, i) => words.slice(i).join('').startsWith(query)),
  ].filter((at) => at >= 0)
  if (places.length === 0) return 0
  return Math.min(...places) === 0 ? 3 : 2
}

/** The commands that a text means, the best first: by Chinese, pinyin, initials or English; all for an empty one. */
export function findCommands(text: string, title: (id: string, language: 'zh-CN' | 'en') => string): Command[] {
  const query = plain(text)
  const all = COMMANDS.map((command): Titled => ({ command, zh: title(command.id, 'zh-CN'), en: title(command.id, 'en') }))
  if (query === '') return COMMANDS
  const scored = all.map((one) => ({ ...one, score: score(query, one) })).filter((one) => one.score > 0)
  return scored.sort((a, b) => b.score - a.score).map((one) => one.command)
}
