export default {
  title: '使用手册',
  open: '帮助',
  open_hint: '打开使用手册（F1）',
  back: '返回刚才的页面',
  find: '在手册里查找',
  contents: '手册目录',
  found: '有 {n} 章提到',
  none: '手册里没有提到，请换一个词。',
  see: '另见',
  warning: '注意',
}
