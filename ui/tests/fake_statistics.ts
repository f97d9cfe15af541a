/** Figures that hang together, as the program would count them. */
import type { DutyFigures, GroupKey, ItemRow, StatisticsView, TimeRow } from '../src/api'
import type { World } from './fake'
import { TODAY } from './fake_days'
import type { Handlers } from './fake_records'

const NONE = { met: 0, late: 0, missed: 0, overdue: 0, open: 0, exempt: 0, withdrawn: 0 }

export function figures(tally: Partial<DutyFigures['tally']>): DutyFigures {
  const all = { ...NONE, ...tally }
  const due = all.met + all.late + all.missed + all.overdue
  return { owed: due + all.open + all.exempt, tally: all, on_time_permille: due ? Math.floor((all.met * 1000) / due) : null }
}

const sum = (rows: DutyFigures[]) =>
  figures(Object.fromEntries(Object.keys(NONE).map((key) => [key, rows.reduce((all, { tally }) => all + tally[key as keyof typeof NONE], 0)])))

/** A year in which the autumn was busy. */
function times(year: number): TimeRow[] {
  return Array.from({ length: 12 }, (_, at) => {
    const n = at + 1
    const past = n < 11
    const duties = figures(
      past
        ? { met: (n * 5) % 7 + 2, late: n % 3 === 0 ? 2 : 0, missed: n % 5 === 0 ? 1 : 0, exempt: n % 4 === 0 ? 1 : 0 }
        : n === 11
          ? { met: 6, late: 1, overdue: 2, open: 3 }
          : { open: 9 },
    )
    const took = past ? (n * 3) % 8 + 2 : n === 11 ? 7 : 0
    return { slot: { step: 'month', year, n }, duties, talks: took, visits: Math.floor(took / 2), money_fen: n % 2 && n < 12 ? took * 20_050 : 0 }
  })
}

export function makeStatistics(world: World, from: string, to: string): StatisticsView {
  const nobody = world.people.length === 0
  const busy = !nobody && from <= TODAY && to >= '2026-01-01'
  const all = (busy ? times(2026) : times(2026).map((row) => ({ ...row, duties: figures({}), talks: 0, visits: 0, money_fen: 0 })))
    .filter(({ slot }) => `2026-${String(slot.n).padStart(2, '0')}` >= from.slice(0, 7) && `2026-${String(slot.n).padStart(2, '0')}` <= to.slice(0, 7))
  const total = sum(all.map((row) => row.duties))
  const half = (part: 0 | 1): DutyFigures =>
    figures(Object.fromEntries(Object.entries(total.tally).map(([key, n]) => [key, part ? Math.floor(n / 3) : n - Math.floor(n / 3)])))
  const [talks, visits] = [half(0), half(1)]
  // Each list's items add up to the list.
  const items = (kind: 'talk' | 'visit', whole: DutyFigures): ItemRow[] => {
    const categories = kind === 'talk' ? [1, 2, 3, 4, 5, 6, 0] : [1, 2, 3, 4, 5, 6, 7]
    return categories.map((category, at) => ({
      kind,
      category,
      duties: figures(Object.fromEntries(Object.entries(whole.tally).map(([key, n]) => {
        const share = Math.floor(n / categories.length)
        return [key, share + (at < n % categories.length ? 1 : 0)]
      }))),
    }))
  }
  const people = world.people.filter(({ left }) => !left)
  const group = (by: StatisticsView['figures']['groups'][number]['by'], keys: GroupKey[]) => ({
    by,
    rows: keys.map((key, at) => {
      const persons = at === 0 ? people.length - Math.floor(people.length / keys.length) * (keys.length - 1) : Math.floor(people.length / keys.length)
      const duties = figures(Object.fromEntries(Object.entries(total.tally).map(([name, n]) => {
        const share = Math.floor(n / keys.length)
        return [name, share + (at < n % keys.length ? 1 : 0)]
      })))
      return { key, persons, talked: Math.floor(persons * 0.8), visited: Math.floor(persons * 0.4), duties }
    }),
  })
  const money = all.reduce((fen, row) => fen + row.money_fen, 0)
  const gifts = all.filter((row) => row.money_fen).length
  const talkCount = all.reduce((n, row) => n + row.talks, 0)
  const visitCount = all.reduce((n, row) => n + row.visits, 0)
  const n = people.length
  const ref = ({ id, form }: World['people'][number]) => ({ id, name: form.name, post: form.post })
  const longest = people.slice(0, 10)
  return {
    from,
    to,
    today: TODAY,
    by: 'month',
    empty: !busy,
    knowing: (['resume', 'family', 'hobby', 'performance', 'mind', 'standing'] as const).map((facet, at) => {
      const stale = Math.min(n, (at * 2) % 5)
      const unknown = Math.min(n - stale, at % 4)
      return { facet, known: n - stale - unknown, stale, unknown }
    }),
    own_items: [{ kind: 'visit', category: 7, title: '节日慰问' }],
    longest: longest.map(ref),
    figures: {
      talks,
      visits,
      all: total,
      times: all,
      items: [...items('talk', talks), ...items('visit', visits)],
      groups: [
        group('political', ['member', { named: '群众' }, 'unknown']),
        group('age', ['upto35', 'upto45', 'upto55', 'over55']),
        group('sex', ['male', 'female']),
        group('standing', ['advanced', 'middle', 'behind', 'unknown']),
        group('post', [{ named: '税收管理岗' }, { named: '办税服务厅综合业务岗（含征收、发票）' }, 'other']),
      ],
      contacts: { talks: talkCount, talk_times: talkCount + 6, talked: Math.min(n, talkCount), visits: visitCount, visit_times: visitCount, visited: Math.min(n, visitCount), gifts, money_fen: money },
      variants: [
        { variant: 'plain', talks: talkCount - Math.floor(talkCount / 4), talk_times: talkCount },
        { variant: 'integrity', talks: Math.floor(talkCount / 4), talk_times: Math.floor(talkCount / 4) },
        { variant: 'reminder', talks: 0, talk_times: 0 },
        { variant: 'group', talks: 0, talk_times: 0 },
      ],
      funds: gifts ? [{ fund: '工会经费', gifts: gifts - 1, money_fen: money - 30_000 }, { fund: '', gifts: 1, money_fen: 30_000 }] : [],
      money: gifts ? [{ of: { item: 3 }, gifts: gifts - 1, money_fen: money - 30_000 }, { of: 'several', gifts: 1, money_fen: 30_000 }] : [],
      silences: [
        { since: 'never', persons: Math.min(n, 2) },
        { since: 'over365', persons: 0 },
        { since: 'over180', persons: Math.max(0, Math.min(3, n - 2)) },
        { since: 'over90', persons: Math.max(0, Math.min(5, n - 5)) },
        { since: 'within90', persons: Math.max(0, n - 10) },
      ],
      longest: longest.map(({ id }, at) => ({ person: id, last: at < 2 ? null : '2026-05-01', days: at < 2 ? null : 206 - at * 9 })),
      persons: n,
    },
  }
}

export function makeStatisticsCommands(world: World): Handlers {
  return {
    statistics_show: ({ from, to }) => makeStatistics(world, from, to),
    statistics_export: () => ({ saved: true, file_name: '谈心走访统计_2026年.xlsx' }),
  }
}
