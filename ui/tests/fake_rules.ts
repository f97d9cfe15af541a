/** The rules behind the page, faked: tried out against the fake's open duties, stored, taken from a file. */
import floor from '../../src-tauri/crates/method/rules/branch_floor.json'
import sixes from '../../src-tauri/crates/method/rules/three_six.json'
import type { DutyChange, DutyRule, DutyView, RulePack } from '../src/api'
import type { World } from './fake'
import { explain } from './fake_days'
import type { Handlers } from './fake_records'

/** A shipped pack as the program gives it: with what its file leaves out. */
export function fullPack(file: unknown): RulePack {
  const pack = JSON.parse(JSON.stringify(file)) as RulePack
  for (const row of [...pack.kinds, ...pack.routines.map((routine) => routine.rule)]) {
    row.off = row.off ?? false
    row.duties = row.duties.map(({ kind, category, part, deadline, off }) => ({ kind, category, part, deadline, off: off ?? false }))
  }
  pack.categories = pack.categories ?? []
  return pack
}

/** What a stored duty would become under `pack`. */
function changeOf(duty: DutyView, pack: RulePack): DutyChange | null {
  const row = pack.kinds.find((one) => one.kind === duty.event.kind)
  const rule: DutyRule | undefined = row?.duties.find((one) => one.kind === duty.kind && one.part === duty.part)
  if (!row || row.off || !rule || rule.off) return { change: 'withdrawn', was_due: duty.due, duty }
  const { explanation } = explain(duty.event.kind, duty.event.day, rule.deadline)
  if (explanation.due === duty.due) return null
  return { change: 'moved', was_due: duty.due, duty: { ...duty, due: explanation.due, provisional: explanation.provisional, explanation } }
}

export function makeRulesCommands(world: World): Handlers {
  const shipped = [fullPack(sixes), fullPack(floor)]
  let stored = shipped[0]!

  const open = () => world.events.filter((event) => event.cancelled === null).flatMap((event) => event.duties).filter((duty) => duty.closed === null)
  function check(pack: RulePack): void {
    const rows = [...pack.kinds, ...pack.routines.map((routine) => routine.rule)]
    rows.forEach((row, i) => {
      const twice = rows.slice(0, i).some((other) => other.kind === row.kind || other.title === row.title)
      if (twice || row.title.trim() === '') throw { code: 'bad_rules', detail: row.kind }
    })
    if (pack.categories.some((one) => one.number <= 6 || one.title.trim() === '')) throw { code: 'bad_rules', detail: 'categories' }
  }
  function change(pack: RulePack) {
    check(pack)
    const changes = open().map((duty) => changeOf(duty, pack)).filter((one) => one !== null)
    return { pack: { ...pack, version: stored.version + 1 }, changes }
  }

  return {
    rules_get: () => stored,
    rules_shipped: () => shipped,
    rules_preview: (pack) => change(pack),
    rules_set: (pack) => {
      const answer = change(pack)
      stored = answer.pack
      for (const { change: how, duty } of answer.changes) {
        const own = open().find((one) => one.id === duty.id)
        if (!own) continue
        if (how === 'withdrawn') own.closed = { how: 'withdrawn', reason: '规则已停用这一项' }
        else Object.assign(own, duty)
      }
      return answer
    },
    rules_choose: () => {
      const pack = fullPack(sixes)
      pack.id = 'office'
      pack.title = '某县税务局规则'
      pack.kinds.find((row) => row.kind === 'illness')!.duties[0]!.deadline = { unit: 'days', n: 2 }
      return pack
    },
    rules_export: () => ({ saved: true, file_name: '规则_三六工作法.json' }),
    manual_save: () => ({ saved: true, file_name: '知心使用手册.pdf' }),
  }
}
