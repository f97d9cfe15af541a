/** Sheets as the program would draw them, roughly, for looking at the preview. */
import type { PersonRef, TalkForm, VisitForm } from '../src/api'

const W = 595
const H = 842
const LEFT = 74
const RIGHT = 538

type Row = { label: string; text: string; height: number }

const escape = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;')
const at = (x: number, y: number, text: string, size = 10.5, anchor = 'start', weight = 400) =>
  `<text x="${x}" y="${y}" font-size="${size}" text-anchor="${anchor}" font-weight="${weight}">${escape(text)}</text>`

/** Breaks a text into lines of so many characters. */
function lines(text: string, length: number): string[] {
  return text.split('\n').flatMap((paragraph) => {
    const whole = `　　${paragraph}`
    return Array.from({ length: Math.ceil(whole.length / length) }, (_, i) => whole.slice(i * length, (i + 1) * length))
  })
}

function page(title: string, rows: Row[], foot: string): string {
  let y = 150
  const drawn = rows.map(({ label, text, height }) => {
    const top = y
    y += height
    const body = height > 40 ? lines(text, 36).map((line, i) => at(LEFT + 82, top + 18 + i * 16, line)) : [at(LEFT + 82, top + height / 2 + 4, text)]
    return `<rect x="${LEFT}" y="${top}" width="${RIGHT - LEFT}" height="${height}"/><path d="M${LEFT + 74} ${top}v${height}"/>${at(LEFT + 37, top + height / 2 + 4, label, 10.5, 'middle')}${body.join('')}`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${W} ${H}" width="${W}" height="${H}" font-family="Noto Serif CJK SC"><rect width="${W}" height="${H}" fill="#fff"/>${at(W / 2, 90, title, 22, 'middle', 700)}${at(LEFT, 138, '党支部：中和税务所党支部')}${at(RIGHT, 138, '编号：〔2026〕第 23 号', 10.5, 'end')}<g fill="none" stroke="#000" stroke-width=".7">${drawn.join('').replace(/<text/g, '<text fill="#000" stroke="none"')}</g>${at(LEFT, 800, foot, 8)}</svg>`
}

const FOOT = '本表为支部工作记录，涉及个人隐私，请妥善保管。'

export function talkSvg(form: TalkForm, persons: PersonRef[]): string[] {
  const names = persons.map((person) => person.name).join('、')
  const first = page('谈 心 谈 话 记 录 表', [
    { label: '谈话人', text: form.talkers.map((each) => each.name).join('、') || '甲书记', height: 30 },
    { label: '谈话对象', text: names, height: 30 },
    { label: '谈话时间', text: `${form.day}　${form.start ?? ''}`, height: 30 },
    { label: '谈话地点', text: form.place, height: 30 },
    { label: '谈话主题', text: form.topic, height: 50 },
    { label: '谈话内容', text: form.content, height: 240 },
    { label: '对象意见', text: form.opinion, height: 80 },
    { label: '跟进情况', text: form.follow_up, height: 80 },
  ], FOOT)
  return form.content.length > 400 ? [first, page('谈心谈话记录表（续页）', [{ label: '谈话内容', text: form.content.slice(400), height: 560 }], FOOT)] : [first]
}

export function visitSvg(form: VisitForm, persons: PersonRef[]): string[] {
  return [page('走 访 慰 问 登 记 表', [
    { label: '走访对象', text: persons.map((person) => person.name).join('、'), height: 30 },
    { label: '走访时间', text: form.day, height: 30 },
    { label: '走访地点', text: form.place, height: 30 },
    { label: '走访事由', text: form.reason, height: 70 },
    { label: '慰问金', text: form.money_fen ? `¥${(form.money_fen / 100).toFixed(2)}` : '', height: 30 },
    { label: '走访情况', text: form.situation, height: 150 },
    { label: '困难问题', text: form.problems, height: 90 },
    { label: '帮扶措施', text: form.measures, height: 90 },
  ], FOOT)]
}

export function briefSvg(person: PersonRef, restricted: boolean): string[] {
  return [page('谈 前 提 纲', [
    { label: '对象', text: `${person.name}　${person.post}`, height: 30 },
    { label: '缘由', text: '生病，11月20日；三六工作法第1版：3 天内，11月23日前走访。', height: 60 },
    { label: '家庭成员', text: '妻子赵春兰，中和镇小学教师；儿子李小川，中和镇小学五年级；父亲李明德，退休。', height: 70 },
    { label: '最近三次', text: '9月12日谈话：征期值班与家中老人照料。6月3日走访：父亲中风住院。', height: 70 },
    { label: '未答复承诺', text: '调整12月值班表，11月20日前，赵建军。', height: 60 },
    { label: '需要了解', text: '家庭情况已 173 天未核对：家中老人、子女近况如何？兴趣爱好还没有了解过。', height: 80 },
    ...(restricted ? [{ label: '思想动态', text: '担心父亲术后康复，情绪有些低落，工作上无怨言。', height: 60 }] : []),
    { label: '备注', text: '', height: 120 },
  ], '内部资料　注意保存')]
}

export function recoverySvg(text: string[], branch: string): string[] {
  const groups = text.map((line, i) => `<text x="${LEFT}" y="${330 + i * 44}" font-size="11" fill="#000">第 ${i + 1} 行</text><text x="${LEFT + 70}" y="${330 + i * 44}" font-size="26" font-family="monospace" fill="#000" letter-spacing="2">${line}</text>`)
  const sheet = page('恢 复 单', [
    { label: '党支部', text: branch, height: 30 },
    { label: '账本', text: '知心账本　编号 00C0DE42', height: 30 },
    { label: '制作日期', text: '2026年11月23日', height: 30 },
  ], '密封存放于单位保险柜。不复印、不拍照、不与电脑放在一起。')
  return [sheet.replace('</svg>', `${groups.join('')}</svg>`)]
}
