import { describe, expect, it } from 'vitest'

import { initialsOf } from '../src/composables/shared/initials'

describe('initials of names', () => {
  it('are the first letters of the sounds', () => {
    const names: Record<string, string> = {
      周刚华: 'zgh', 李志国: 'lzg', 陈敏: 'cm', 王娟霞: 'wjx', 刘霞刚: 'lxg', 何英: 'hy', 欧阳文静: 'oywj', 蒋大勇: 'jdy', 冯玉兰: 'fyl', 秦朗: 'ql', 额尔敦: 'eed', 聂一: 'ny', 任三: 'rs', 桑四: 'ss', 安: 'a', 艾: 'a', 鄂: 'e', 龚: 'g', 贾: 'j', 柯: 'k', 马: 'm', 潘: 'p', 屈: 'q', 阮: 'r', 谭: 't', 魏: 'w', 夏: 'x', 杨: 'y', 鲍: 'b', 崔: 'c', 邓: 'd', 林: 'l', 毛: 'm', 张三: 'zs',
    }
    for (const [name, initials] of Object.entries(names)) expect(initialsOf(name), name).toBe(initials)
  })

  it('are right for the common characters, which GB 2312 keeps in the order of their sounds', () => {
    const starts = { a: 0xb0a1, b: 0xb0c5, c: 0xb2c1, d: 0xb4ee, e: 0xb6ea, f: 0xb7a2, g: 0xb8c1, h: 0xb9fe, j: 0xbbf7, k: 0xbfa6, l: 0xc0ac, m: 0xc2e8, n: 0xc4c3, o: 0xc5b6, p: 0xc5be, q: 0xc6da, r: 0xc8bb, s: 0xc8f6, t: 0xcbfa, w: 0xcdda, x: 0xcef4, y: 0xd1b9, z: 0xd4d1 }
    const decoder = new TextDecoder('gbk')
    let right = 0
    const wrong: string[] = []
    for (let code = 0xb0a1; code <= 0xd7f9; code += 1) {
      if ((code & 0xff) < 0xa1 || (code & 0xff) === 0xff) continue
      const character = decoder.decode(new Uint8Array([code >> 8, code & 0xff]))
      const letter = Object.entries(starts).findLast(([, start]) => code >= start)![0]
      // As a given name, since a few sound otherwise as surnames.
      if (initialsOf(`张${character}`).slice(1) === letter) right += 1
      else wrong.push(character + letter + initialsOf(`张${character}`).slice(1))
    }
    // The rest have several sounds, and the standards chose different ones.
    expect(wrong.length, wrong.join(' ')).toBeLessThan(60)
    expect(right).toBeGreaterThan(3690)
  })

  it('know surnames that sound otherwise, and leave points out', () => {
    expect(initialsOf('曾国强')).toBe('zgq')
    expect(initialsOf('单大勇')).toBe('sdy')
    expect(initialsOf('阿不都热依木·买买提江')).toBe('abdrymmmtj')
    expect(initialsOf('Anna 1')).toBe('anna1')
  })
})
