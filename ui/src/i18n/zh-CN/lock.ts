export default {
  app: '知心',
  title: '知心',
  lead: '三六工作法工作台账',
  password: '账本密码',
  show: '显示密码',
  unlock: '解锁',
  unlocking: '正在解锁…',
  empty: '请输入密码。',
  wait: '请等 {n} 秒再试。',
  place: '账本位置',
  choose: '打开另一个账本…',
}
