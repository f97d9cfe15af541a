/** The ledgers of a fictional branch; filters, columns and pages work as in the program. */
import type { LedgerColumn, LedgerKind, LedgerOf, LedgerTable } from '../src/api'
import type { Handlers } from './fake_records'
import type { World } from './fake'

const PAGE_ROWS = 200
const FIXED = ['序号', '姓名', '谈话对象', '题名']
const OPTIONAL = ['家庭住址', '离开情况', '健康状况']
const SENSITIVE = ['思想动态', '先进、后进底数', '谈话内容']

interface Made {
  title: string
  columns: string[]
  row: (i: number, name: string, post: string) => string[]
  /** How many rows for so many people. */
  times?: number
  sums?: Record<string, string>
}

const LEDGERS: Record<LedgerKind, Made> = {
  roster: {
    title: '花名册',
    columns: ['序号', '姓名', '性别', '民族', '籍贯', '出生年月', '学历(学位)', '参加工作时间', '入党时间', '政治面貌', '单位及职务', '身份证号码', '联系电话', '家庭住址', '离开情况', '思想动态', '先进、后进底数', '健康状况', '备注'],
    row: (i, name, post) => [String(i + 1), name, i % 3 ? '男' : '女', '汉族', '四川仁寿', '1977.11', '大学', '1998.07', i % 3 ? '2003.06' : '', i % 3 ? '中共党员' : '群众', post, '9902**********3748', '138****1234', '', '', '', '', '良好', ''],
  },
  knowing: {
    title: '六知晓一览表',
    columns: ['序号', '姓名', '职务(岗位)', '工作简历', '家庭情况', '兴趣爱好', '工作表现', '思想动态', '先进、后进底数', '知晓项数', '最后核对日期', '备注'],
    row: (i, name, post) => [String(i + 1), name, post, '✓', i % 2 ? '缺' : '✓', '✓', '✓', i % 3 ? '缺' : '过期', '缺', '3', '2026.11.20', ''],
  },
  owed: {
    title: '应谈应访台账',
    columns: ['序号', '类别', '六必谈/六必访事项', '姓名', '职务(岗位)', '事由', '发生日期', '应办期限', '状态', '办结日期', '逾期工作日', '备注'],
    row: (i, name, post) => [String(i + 1), i % 3 === 1 ? '应访' : '应谈', i % 3 === 1 ? '生病、受伤' : '工作、岗位调整', name, post, i % 4 === 2 ? '岗位调整：由征收岗转综合岗，兼管票证和印章，交接时间较紧，需要当面讲清职责' : '岗位调整：由征收岗转综合岗', '2026.11.16', '2026.11.23', ['按期办结', '逾期', '本周到期', '逾期办结', '未办', '免除'][i % 6]!, i % 6 === 0 ? '2026.11.20' : '', i % 6 === 1 ? '3' : '', '三六工作法第1版'],
    times: 2,
  },
  talks: {
    title: '谈心谈话台账',
    columns: ['序号', '编号', '谈话时间', '谈话对象', '职务(岗位)', '政治面貌', '六必谈类别', '事由', '谈话人', '谈话地点', '谈话方式', '谈话种类', '主要内容(提纲)', '谈话内容', '对象诉求(意见)', '跟进措施', '落实情况', '备注'],
    row: (i, name, post) => [String(i + 1), `〔2026〕第${i + 1}号`, '2026.11.23', i % 5 === 3 ? `${name}、陈敏` : name, post, '中共党员', '工作、岗位调整', '岗位调整', '甲书记', '支部活动室', '个别', '谈心谈话', '了解到综合岗一周的适应情况；讲清岗位职责与廉洁要求。', '', '希望年底前参加一次综合岗培训。', '11月25日前答复本人', '', i % 6 === 2 ? '补录' : ''],
    times: 2,
  },
  visits: {
    title: '走访慰问台账',
    columns: ['序号', '编号', '走访时间', '姓名', '性别', '出生年月', '政治面貌', '单位职务', '六必访类别', '事由', '走访地点', '走访人', '慰问金(元)', '慰问品', '资金来源', '签收人(关系)', '走访情况', '反映问题', '帮扶措施及落实', '备注'],
    row: (i, name, post) => [String(i + 1), `〔2026〕第${i + 1}号`, '2026.11.23', name, '男', '1977.11', '中共党员', post, '生病、受伤', '左踝骨折住院', '县人民医院骨科', '甲书记、乙组委', i % 2 ? '¥1000.00' : '¥500.00', '水果一篮', '工会经费', '赵春兰(配偶)', '手术顺利，预计两周后出院。', '孩子上学接送有困难。', '安排同组错峰接送', ''],
    sums: { '慰问金(元)': '¥18000.00' },
  },
  promises: {
    title: '承诺事项台账',
    columns: ['序号', '承诺日期', '姓名', '职务(岗位)', '承诺事项', '承诺人', '期限', '状态', '逾期天数', '答复日期', '答复情况', '备注'],
    row: (i, name, post) => [String(i + 1), '2026.11.16', name, post, '食堂早餐提前半小时，与食堂商量', '甲书记', '2026.11.20', i % 3 === 0 ? '逾期' : '已答复', i % 3 === 0 ? '3' : '', i % 3 === 0 ? '' : '2026.11.19', i % 3 === 0 ? '' : '已与食堂说好，下周一起提前。', ''],
  },
  suggestions: {
    title: '意见建议台账',
    columns: ['序号', '提出日期', '提出人', '提出方式', '意见建议', '类别', '办理人', '办理期限', '状态', '答复日期', '答复情况', '备注'],
    row: (i, name) => [String(i + 1), '2026.11.10', i % 3 ? name : '匿名', '谈话', '晚上加班时食堂没有热饭', '生活后勤', '赵建军', '2026.11.20', i % 2 ? '逾期' : '已答复（会上答复）', '', '', ''],
  },
  activities: {
    title: '活动台账',
    columns: ['序号', '编号', '时间', '类别', '主题', '地点', '主持人', '应到', '实到', '到会率', '请假、缺席人员', '学习时长(小时)', '议题', '决议', '备注'],
    row: (i, name) => [String(i + 1), `〔2026〕第${i + 1}号`, '2026.11.05', '支委会', '研究四季度谈心谈话安排', '支部活动室', '甲书记', '5', '4', '80.0%', `${name}（请假）`, '', '', '逐人排出时间', ''],
    sums: { '学习时长(小时)': '6' },
  },
  overtime: {
    title: '加班台账',
    columns: ['序号', '加班日期', '日别', '姓名', '职务(岗位)', '时长(小时)', '备注'],
    row: (i, name, post) => [String(i + 1), '2026.11.16', i % 5 ? '工作日' : '双休日', name, post, i % 2 ? '2.5' : '2', i % 4 ? '' : '连续加班5天（2026.11.16—2026.11.20）'],
    times: 3,
    sums: { '时长(小时)': '162' },
  },
  papers: {
    title: '印出未回台账',
    columns: ['序号', '表号', '表格名称', '印出日期', '对象', '记录编号', '页数', '未回天数', '是否逾期', '备注'],
    row: (i, name) => [String(i + 1), `知心0000${10 + i}`, '谈心谈话记录表', '2026.11.03', name, `〔2026〕第${i + 1}号`, '1', '20', i % 2 ? '逾期' : '否', ''],
  },
  catalogue: {
    title: '归档文件目录',
    columns: ['序号', '档号', '文号', '责任者', '题名', '日期', '密级', '页数', '备注'],
    row: (i) => [String(i + 1), `Z109-WS·2026-D10-000${i + 1}`, '', '中和税务所党支部', `[中和税务所党支部谈心谈话记录〔2026〕第${i + 1}号]`, '2026.11.20', '', '2', ''],
  },
}

function offerOf(ledger: LedgerKind, title: string): LedgerColumn['offer'] {
  if (FIXED.includes(title)) return 'fixed'
  if (OPTIONAL.includes(title)) return 'optional'
  // 六知晓一览表 says whether something is known, not what.
  return ledger !== 'knowing' && SENSITIVE.includes(title) ? 'sensitive' : 'usual'
}

function ledgerTable(world: World, { ledger, people, columns, page }: LedgerOf, last: string[] | null): LedgerTable {
  const made = LEDGERS[ledger]
  const offered = made.columns.map((title) => ({ title, offer: offerOf(ledger, title) }))
  const wanted = world.people.filter((person) => (people?.who !== 'picked' || people.ids.includes(person.id)) && (people?.who !== 'posts' || people.posts.includes(person.form.post)))
  const is = (offer: string, title: string) => offer === 'fixed' || (columns ? columns.includes(title) && offer !== 'sensitive' : offer === 'usual')
  const kept = offered.flatMap(({ title, offer }, at) => (is(offer, title) ? [at] : []))
  const all = Array.from({ length: wanted.length * (made.times ?? 1) }, (_, i) => {
    const person = wanted[i % wanted.length]!
    const row = made.row(i, person.form.name, person.form.post)
    return kept.map((at) => row[at]!)
  })
  return {
    title: made.title,
    columns: kept.map((at) => made.columns[at]!),
    rows: page === undefined ? all : all.slice(page * PAGE_ROWS, (page + 1) * PAGE_ROWS),
    count: all.length,
    page_rows: PAGE_ROWS,
    people: wanted.length,
    sums: made.sums ? kept.map((at, i) => (i === 0 ? '合计' : made.sums?.[made.columns[at]!] ?? '')) : null,
    total_fen: null,
    offered,
    last_columns: last,
  }
}

export function makeLedgerCommands(world: World): Handlers {
  const last = new Map<LedgerKind, string[]>()
  return {
    ledger_show: (of) => ledgerTable(world, of, last.get(of.ledger) ?? null),
    ledger_export: ({ ledger, format, columns }) => {
      if (columns) last.set(ledger, columns)
      return { saved: true, file_name: `${LEDGERS[ledger].title}_2026年.${format}` }
    },
    workbook_export: () => ({ saved: true, file_name: '台账汇总_2026年.xlsx' }),
  }
}
