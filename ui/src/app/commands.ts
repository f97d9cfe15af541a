import { open } from '../composables/search/palette'
import { setAppearance, type Appearance } from './appearance'
import { send, type Errand } from './errand'
import { useRoute, type Route } from './route'
import { lock } from './session'
import type { ShortcutId } from './shortcuts'

/** What the palette can do. Its title is `palette.commands.<id>`, in both languages. */
export interface Command {
  id: string
  /** The sounds of its Chinese title, a syllable each; the test holds them to the title. */
  pinyin: string
  /** 办事, 打开页面 or 显示. */
  group: 'act' | 'page' | 'look'
  /** The keys that do the same. */
  keys?: ShortcutId
  run: () => unknown
}

/** Goes to a page, and there does the errand, if it has one. */
function to(route: Route, errand: Errand | null = null) {
  return async () => {
    const { page, ...params } = route
    if (await useRoute().go(page, params as never)) send(errand)
  }
}

const looks = (change: Partial<Appearance>) => () => setAppearance(change)

export const COMMANDS: Command[] = [
  { id: 'event', pinyin: 'ji shi you', group: 'act', run: to({ page: 'event-edit' }) },
  { id: 'talk', pinyin: 'ji tan hua', group: 'act', run: to({ page: 'talk-edit' }) },
  { id: 'visit', pinyin: 'ji zou fang', group: 'act', run: to({ page: 'visit-edit' }) },
  { id: 'promise', pinyin: 'ji cheng nuo', group: 'act', run: to({ page: 'promises' }, 'promise') },
  { id: 'activity', pinyin: 'ji hua huo dong', group: 'act', run: to({ page: 'activities' }, 'activity') },
  { id: 'suggestion', pinyin: 'ji yi jian jian yi', group: 'act', run: to({ page: 'activities', tab: 'suggestions' }, 'suggestion') },
  { id: 'person', pinyin: 'tian jia ren yuan', group: 'act', run: to({ page: 'person' }) },
  { id: 'talk_blanks', pinyin: 'da yin kong bai tan hua biao', group: 'act', run: to({ page: 'talks' }, 'talk_blanks') },
  { id: 'visit_blanks', pinyin: 'da yin kong bai zou fang biao', group: 'act', run: to({ page: 'visits' }, 'visit_blanks') },
  { id: 'scans', pinyin: 'ren ling sao miao jian', group: 'act', run: to({ page: 'archive', tab: 'scans' }) },
  { id: 'export', pinyin: 'dao chu tai zhang', group: 'act', run: to({ page: 'ledgers', tab: 'ledgers' }) },
  { id: 'roster', pinyin: 'dao ru hua ming ce', group: 'act', run: to({ page: 'roster' }) },
  { id: 'appointment', pinyin: 'dao ru ren mian shen pi biao', group: 'act', run: to({ page: 'appointment' }) },
  { id: 'overtime_import', pinyin: 'dao ru jia ban kao qin biao', group: 'act', run: to({ page: 'overtime-import' }) },
  { id: 'backup', pinyin: 'li ji bei fen', group: 'act', run: to({ page: 'backups' }, 'backup') },
  { id: 'password', pinyin: 'xiu gai mi ma', group: 'act', run: to({ page: 'security' }, 'password') },
  { id: 'lock', pinyin: 'suo ding zhang ben', group: 'act', keys: 'lock', run: lock },
  { id: 'today', pinyin: 'jin ri', group: 'page', run: to({ page: 'today' }) },
  { id: 'people', pinyin: 'ren yuan', group: 'page', run: to({ page: 'people' }) },
  { id: 'knowing', pinyin: 'zhi xiao du', group: 'page', run: to({ page: 'knowing' }) },
  { id: 'events', pinyin: 'shi you', group: 'page', run: to({ page: 'events' }) },
  { id: 'talks', pinyin: 'tan hua', group: 'page', run: to({ page: 'talks' }) },
  { id: 'visits', pinyin: 'zou fang', group: 'page', run: to({ page: 'visits' }) },
  { id: 'promises', pinyin: 'cheng nuo', group: 'page', run: to({ page: 'promises' }) },
  { id: 'activities', pinyin: 'huo dong', group: 'page', run: to({ page: 'activities' }) },
  { id: 'example', pinyin: 'zuo shi fan', group: 'page', run: to({ page: 'activities', tab: 'example' }) },
  { id: 'suggestions', pinyin: 'yi jian jian yi', group: 'page', run: to({ page: 'activities', tab: 'suggestions' }) },
  { id: 'overtime', pinyin: 'jia ban', group: 'page', run: to({ page: 'overtime' }) },
  { id: 'ledgers', pinyin: 'tai zhang', group: 'page', run: to({ page: 'ledgers', tab: 'ledgers' }) },
  { id: 'statistics', pinyin: 'tong ji', group: 'page', run: to({ page: 'ledgers', tab: 'statistics' }) },
  { id: 'indicators', pinyin: 'zhi biao', group: 'page', run: to({ page: 'ledgers', tab: 'indicators' }) },
  { id: 'papers', pinyin: 'yin chu yu shou hui', group: 'page', run: to({ page: 'archive', tab: 'papers' }) },
  { id: 'arrange', pinyin: 'gui dang zheng li', group: 'page', run: to({ page: 'archive', tab: 'arrange' }) },
  { id: 'catalogue', pinyin: 'gui dang mu lu', group: 'page', run: to({ page: 'archive', tab: 'catalogue' }) },
  { id: 'seals', pinyin: 'feng cun', group: 'page', run: to({ page: 'archive', tab: 'seals' }) },
  { id: 'search', pinyin: 'quan zhang ben cha zhao', group: 'page', run: to({ page: 'search' }) },
  { id: 'manual', pinyin: 'shi yong shou ce', group: 'page', keys: 'help', run: to({ page: 'manual' }) },
  { id: 'shortcuts', pinyin: 'kuai jie jian', group: 'page', keys: 'keys', run: () => open('keys') },
  { id: 'settings', pinyin: 'she zhi', group: 'page', keys: 'settings', run: to({ page: 'settings' }) },
  { id: 'forms', pinyin: 'biao ge yang shi', group: 'page', run: to({ page: 'forms' }) },
  { id: 'security', pinyin: 'mi ma he hui fu dan', group: 'page', run: to({ page: 'security' }) },
  { id: 'handover', pinyin: 'huan jie jiao jie', group: 'page', run: to({ page: 'handover' }) },
  { id: 'backups', pinyin: 'bei fen yu hui fu', group: 'page', run: to({ page: 'backups' }) },
  { id: 'rules', pinyin: 'gui ze', group: 'page', run: to({ page: 'rules' }) },
  { id: 'calendar', pinyin: 'gong zuo ri li', group: 'page', run: to({ page: 'calendar' }) },
  { id: 'logbook', pinyin: 'cao zuo ri zhi', group: 'page', run: to({ page: 'logbook' }) },
  { id: 'light', pinyin: 'qian se', group: 'look', run: looks({ theme: 'light' }) },
  { id: 'dark', pinyin: 'shen se', group: 'look', run: looks({ theme: 'dark' }) },
  { id: 'normal', pinyin: 'biao zhun zi', group: 'look', run: looks({ size: 'normal' }) },
  { id: 'large', pinyin: 'da zi', group: 'look', run: looks({ size: 'large' }) },
  { id: 'huge', pinyin: 'te da zi', group: 'look', run: looks({ size: 'huge' }) },
  { id: 'chinese', pinyin: 'zhong wen', group: 'look', run: looks({ language: 'zh-CN' }) },
  { id: 'english', pinyin: 'ying wen', group: 'look', run: looks({ language: 'en' }) },
]
