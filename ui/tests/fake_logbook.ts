/** An operations log of a fictional branch; exporting adds to it, as in the program. */
import type { LogList, LogObject, LogRow } from '../src/api'
import { refOf, type World } from './fake'
import type { Handlers } from './fake_records'

const HEAD = '3f9a0c51be27'

type Line = [action: string, object: string, of: LogObject | null, title: string, person: number | null, more?: Partial<LogRow>]

const LINES: Line[] = [
  ['unlock', '', null, '', null],
  ['talk_create', 'talk-1', 'talk', '〔2026〕第14号', 1],
  ['sheet_print', 'talk-1', 'talk', '〔2026〕第14号', 1],
  ['unlock_failed', '3', null, '', null, { times: 3 }],
  ['event_create', 'e1', 'event', '生病', 1],
  ['entry_create', 'entry-9', 'entry', '', 1, { facet: 'family' }],
  ['knowing_reveal', 'p7', 'person', '', 10],
  ['duty_exempt', 'd1', 'duty', '家庭困难', 15],
  ['attachment_add', 'a1', 'attachment', '', null],
  ['talk_delete', '01930000-0000-7000-8000-0000000000aa', null, '', null],
  ['promise_answer', 'm5', 'promise', '', 4],
  ['calendar_set', '2026', null, '', null],
  ['ledger_export', '{}', null, '', null, { exported: { ledgers: ['talks'], from: '2026-01-01', to: '2026-12-31', rows: 61, people: 24, columns: 17, sensitive: 0, masked: true, purpose: 'inspection', purpose_text: '年度考评' } }],
  ['lock', '', null, '', null],
  // A version to come knows more actions than this one.
  ['gazette_send', '', null, '', null],
]

const SILENT = ['unlock', 'lock', 'unlock_failed', 'sheet_print', 'knowing_reveal']

/** The log, the oldest first: one entry every three hours up to now. */
function makeLog(world: World, count: number): LogRow[] {
  const end = Date.parse('2026-11-23T07:45:00Z')
  return Array.from({ length: count }, (_, i): LogRow => {
    const [action, object, of, title, person, more] = LINES[i % LINES.length]!
    const who = person === null ? undefined : world.people[person]
    const content = SILENT.includes(action) ? '' : ((i * 2654435761) % 2 ** 48).toString(16).padStart(12, '0')
    return {
      seq: i + 1, at: new Date(end - (count - 1 - i) * 3 * 3_600_000).toISOString(), action, object, of, title, facet: null,
      persons: who ? [refOf(who)] : [], times: null, exported: null, content, ...more,
    }
  })
}

export function makeLogCommands(world: World): Handlers {
  const log = world.status.unlocked ? makeLog(world, world.people.length === 0 ? 2 : 208) : []
  const inPeriod = ({ from, to }: Pick<LogList, 'from' | 'to'>) => log.filter(({ at }) => (!from || at.slice(0, 10) >= from) && (!to || at.slice(0, 10) <= to))
  return {
    log_list: ({ action, object, limit, before_seq, ...period }) => {
      const found = inPeriod(period)
        .filter((row) => (!action || row.action === action) && (!object || row.object === object) && (!before_seq || row.seq < before_seq))
        .toReversed()
      const most = limit ?? 100
      return { entries: found.slice(0, most), more: found.length > most, actions: [...new Set(log.map((row) => row.action))].sort(), count: log.length, head: HEAD }
    },
    log_check: () => ({ count: log.length, head: HEAD, first_broken: world.broken }),
    log_export: ({ format }) => {
      log.push({ seq: log.length + 1, at: '2026-11-23T07:50:00Z', action: 'log_export', object: '', of: null, title: '', facet: null, persons: [], times: null, exported: null, content: '0a1b2c3d4e5f' })
      return { saved: true, file_name: `操作日志_-20261123.${format}` }
    },
  }
}
