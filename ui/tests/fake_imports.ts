/** A fictional roster that is imported, as the program would show it. */
import type { ImportView, RosterColumnView, RosterField, RosterOnly, RosterPlan, RosterRow } from '../src/api'
import type { Handlers } from './fake_records'

const PEOPLE = ['p1', 'p2'] as const

function columns(fields: Record<string, RosterField | undefined>): RosterColumnView[] {
  const found: [string, RosterField, string][] = [
    ['序号', 'serial', '1'],
    ['姓名', 'name', '高辉刚'],
    ['性别', 'sex', '男'],
    ['出生年月', 'birth', '1975.03'],
    ['学历', 'education', '大学'],
    ['政治面貌', 'political', '中共党员'],
    ['现任职务（岗位）', 'post', '办税服务厅综合岗'],
    ['身份证号', 'id_number', '9901**********1234'],
    ['手机', 'phone', '138****5678'],
    ['到所时间', 'extra', '2010.07'],
    ['血型', 'extra', ''],
  ]
  return found.map(([title, field, sample], index) => ({ letter: String.fromCharCode(65 + index), title, field: fields[title] ?? field, hidden: title === '身份证号', sample }))
}

function rows(): RosterRow[] {
  const row = (n: number, name: string, post: string, action: RosterRow['action'], more: Partial<RosterRow> = {}): RosterRow => ({ row: n, name, post, action, candidates: [], who: null, problems: [], ...more })
  const refused = { action: 'rejected' } as const
  return [
    row(8, '赵玉梅', '会计', refused, { problems: [{ letter: 'H', column: '身份证号', rejected: true, reason: 'bad_id_checksum', value: '9901**********1234' }] }),
    row(9, '', '', refused, { problems: [{ letter: 'B', column: '姓名', rejected: true, reason: 'missing_name', value: '' }] }),
    row(11, '王芳', '征收员', { action: 'asked' }, { candidates: [{ person: 'p3', post: '税收管理员', birth: '1982-06', row: null }, { person: 'p4', post: '', birth: null, row: null }] }),
    row(12, '李娜', '出纳', { action: 'asked' }, { candidates: [{ person: 'p5', post: '会计', birth: null, row: null }] }),
    row(4, '高辉刚', '综合岗', { action: 'changed', person: PEOPLE[0], fields: [{ field: 'post', from: '征收员', to: '办税服务厅综合岗' }, { field: 'phone', from: '', to: '138****5678' }, { field: 'birth', from: '1975', to: '1975-03' }] }),
    row(6, '孙国磊', '税收管理员', { action: 'new' }),
    row(7, '何英', '驾驶员', { action: 'new' }, { problems: [{ letter: 'D', column: '出生年月', rejected: false, reason: 'birth_disagrees_with_id', value: '1981.10' }] }),
    row(10, '阿卜杜热合曼·图尔荪尼亚孜·买买提艾力', '征收管理股', { action: 'new' }),
    row(5, '李志国', '办税服务厅', { action: 'same', person: PEOPLE[1] }),
  ]
}

const is = (row: RosterRow, only: RosterOnly) => (only === 'asked' ? row.candidates.length > 0 : row.action.action === only)

/** What the program keeps between the commands. */
export function importHandlers(): Handlers {
  let plan: RosterPlan | null = null
  let imports: ImportView[] = [
    { id: 'import-2', kind: 'roster', at: '2026-11-16T02:10:00Z', added: 24, changed: 3, undone: false, undoable: true },
    { id: 'import-1', kind: 'overtime', at: '2026-11-02T01:05:00Z', added: 112, changed: 0, undone: true, undoable: false },
    { id: 'import-0', kind: 'appointment', at: '2026-09-02T01:05:00Z', added: 9, changed: 1, undone: false, undoable: false },
  ]
  let turn = 0

  function planned(all: RosterRow[], choices: RosterPlan['choices']): RosterPlan {
    const count = (action: RosterRow['action']['action']) => all.filter((row) => row.action.action === action).length
    const totals = Object.fromEntries((['rejected', 'asked', 'changed', 'new', 'same'] as const).map((only) => [only, all.filter((row) => is(row, only)).length]))
    const headed = choices.sheet !== '说明'
    plan = {
      token: `plan-${++turn}`,
      file: '花名册_2026.xlsx',
      sheet: choices.sheet ?? '花名册',
      sheets: ['花名册', '说明'],
      header_row: headed ? (choices.header_row ?? 3) : 0,
      top: [{ row: 1, text: '某某税务所党员职工花名册' }, { row: 2, text: '填报单位：某某税务所 | 填报时间：2026年11月' }, { row: 3, text: '序号 | 姓名 | 性别 | 出生年月 | 学历' }, { row: 4, text: '1 | 高辉刚 | 男 | 1975.03 | 大学' }],
      columns: headed ? columns(choices.fields) : [],
      choices,
      remembered: turn === 1,
      skipped: 2,
      new: count('new'),
      changed: count('changed'),
      same: count('same'),
      rejected: count('rejected'),
      asked: count('asked'),
      totals,
      rows: headed ? all : [],
    }
    return plan
  }

  return {
    roster_choose: () => planned(rows(), { sheet: null, header_row: null, fields: {} }),
    roster_read: ({ choices }) => planned(plan?.rows.length ? plan.rows : rows(), choices),
    roster_rows: ({ only }) => (plan?.rows ?? []).filter((row) => !only || is(row, only)),
    roster_answer: ({ row: wanted, who }) => {
      const answered = (plan?.rows ?? []).map((row): RosterRow => {
        if (!row.candidates.length || (wanted === null ? row.who !== null : row.row !== wanted)) return row
        if (who?.who === 'other') return { ...row, who, action: { action: 'new' } }
        const person = who?.person ?? (row.candidates.length === 1 ? row.candidates[0]!.person : null)
        if (!who || person === null) return { ...row, who: null, action: { action: 'asked' } }
        return { ...row, who: { who: 'same', person }, action: { action: 'changed', person, fields: [{ field: 'post', from: '会计', to: row.post }] } }
      })
      return planned(answered, plan!.choices)
    },
    roster_apply: () => {
      const { new: added, changed, same, rejected, asked } = plan!
      imports = [{ id: 'import-3', kind: 'roster', at: '2026-11-23T01:30:00Z', added, changed, undone: false, undoable: true }, ...imports]
      return { import: 'import-3', new: added, changed, same, rejected, asked }
    },
    roster_template: () => ({ saved: true, file_name: '花名册模板.xlsx' }),
    import_list: () => imports,
    import_undo: ({ id }) => {
      imports = imports.map((one) => (one.id === id ? { ...one, undone: true, undoable: false } : one))
      return imports.find((one) => one.id === id)!
    },
  }
}
