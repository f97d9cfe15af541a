/** A fictional branch for tests and the gallery. */
import type { Absence, PersonForm } from '../src/api'

export interface Someone {
  id: string
  form: PersonForm
  left: { day: string; reason: string } | null
  absences?: Absence[]
}

export const EMPTY_PERSON: PersonForm = {
  name: '', sex: null, birth: null, ethnicity: '', native_place: '', education: '', political: '',
  work_since: null, party_since: null, post: '', id_number: '', phone: '', address: '', note: '',
  extra: {}, lunar_birthday: null, is_secretary: false,
}

const ROWS: [name: string, sex: 'male' | 'female', birth: string, political: string, post: string][] = [
  ['甲书记', 'male', '1971-04', '中共党员', '党支部书记'],
  ['李志国', 'male', '1981-10', '中共党员', '办税服务厅'],
  ['周刚华', 'male', '1985-06', '群众', '征收员'],
  ['高辉刚', 'male', '1990-02', '共青团员', '办税服务厅'],
  ['陈敏', 'female', '1988-12', '中共党员', '税收管理员'],
  ['王娟霞', 'female', '1979-07', '群众', '会计'],
  ['孙国磊', 'male', '1983-01', '群众', '出纳'],
  ['刘磊', 'male', '1996-05', '中共预备党员', '税收管理员'],
  ['何英', 'female', '1975-11', '中共党员', '组织委员'],
  ['刘霞刚', 'female', '1992', '群众', '税收管理员'],
  ['阿不都热依木·买买提江·吐尔逊', 'male', '1987-03', '中共党员', '税源管理一股 副股长（主持工作）'],
  ['欧阳文静', 'female', '1994-08', '共青团员', '窗口'],
  ['赵建军', 'male', '1969-09', '中共党员', '副所长'],
  ['钱小梅', 'female', '1991-04', '群众', '征收员'],
  ['郑海涛', 'male', '1986-10', '中共党员', '税收管理员'],
  ['冯玉兰', 'female', '1978-02', '群众', '档案员'],
  ['蒋大勇', 'male', '1982-05', '群众', '驾驶员'],
  ['沈月', 'female', '1998-01', '共青团员', '窗口'],
  ['韩立新', 'male', '1973-12', '中共党员', '纪检委员'],
  ['杨帆', 'male', '1995-07', '群众', '税收管理员'],
  ['朱春燕', 'female', '1984-03', '中共党员', '宣传委员'],
  ['秦朗', 'male', '1993-09', '群众', '信息员'],
  ['许国庆', 'male', '1966-10', '中共党员', '征收员'],
  ['何静', 'female', '1989-06', '群众', '征收员'],
]

/** The people whom the fake records name. */
const KNOWN: Record<string, string> = {
  高辉刚: 'p1', 李志国: 'p2', 周刚华: 'p3', 陈敏: 'p4', 王娟霞: 'p5', 刘磊: 'p6', '阿不都热依木·买买提江·吐尔逊': 'p7', 甲书记: 'p8',
}

export const idOf = (i: number) => KNOWN[ROWS[i]?.[0] ?? ''] ?? `p${100 + i}`

export function makePeople(count = ROWS.length): Someone[] {
  return Array.from({ length: count }, (_, i) => {
    const [name, sex, birth, political, post] = ROWS[i % ROWS.length]!
    const form: PersonForm = {
      ...EMPTY_PERSON,
      name: i < ROWS.length ? name : `${name.slice(0, 2)}${Math.floor(i / ROWS.length)}`,
      sex, birth, political, post,
      ethnicity: name.includes('·') ? '维吾尔族' : '汉族',
      education: '大学',
      party_since: political === '中共党员' ? '2007-11' : null,
      phone: `1380000${String(1000 + i)}`,
      address: '中和镇新华街',
      is_secretary: i === 0,
      extra: i === 1 ? { 工号: '0012' } : {},
      // 990000 is no region, so the number belongs to nobody.
      id_number: i === 1 ? '990000198110150014' : '',
      lunar_birthday: i === 1 ? { year: 1981, month: 10, leap: false, day: 15 } : null,
    }
    const left = name === '许国庆' ? { day: '2026-10-31', reason: '退休' } : null
    const absences = i === 1 ? [{ left: { day: '2024-03-01', reason: '借调' }, back: '2025-01-02' }] : []
    return { id: idOf(i), form, left, absences }
  })
}
