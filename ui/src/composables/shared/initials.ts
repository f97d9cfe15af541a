/** Where each letter's characters begin when characters are sorted by sound; no syllable begins with i, u or v. */
const FIRST = '阿八嚓哒妸发旮哈讥咔垃妈拏噢妑七呥仨它穵夕丫帀'
const LETTERS = 'abcdefghjklmnopqrstwxyz'

/** Characters that sound otherwise in a surname. */
const SURNAMES: Record<string, string> = {
  单: 's', 曾: 'z', 解: 'x', 仇: 'q', 查: 'z', 翟: 'z', 乐: 'y', 区: 'o', 朴: 'p', 盖: 'g', 覃: 'q', 缪: 'm', 冼: 'x', 尉: 'w', 秘: 'b', 种: 'c', 重: 'c', 召: 's', 洗: 'x', 隗: 'w', 牟: 'm', 俞: 'y',
}

const order = new Intl.Collator('zh-CN-u-co-pinyin')
const known = new Map<string, string>()

function letterOf(character: string): string {
  if (!/\p{Script=Han}/u.test(character)) return /[a-z0-9]/.test(character) ? character : ''
  let at = LETTERS.length - 1
  while (at > 0 && order.compare(character, FIRST[at]!) < 0) at -= 1
  return LETTERS[at]!
}

/** The first letters of a name's sounds: 周刚华 → zgh; what is no character stands as it is, points are left out. */
export function initialsOf(name: string): string {
  const kept = known.get(name)
  if (kept !== undefined) return kept
  const [surname = '', ...given] = [...name.normalize('NFKC').toLowerCase()]
  const initials = (SURNAMES[surname] ?? letterOf(surname)) + given.map(letterOf).join('')
  known.set(name, initials)
  return initials
}
