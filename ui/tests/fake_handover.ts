/** The handover, faked: the list, the new password, what the old one still opens. */
import type { HandoverPart, HandoverView } from '../src/api'
import { SETTINGS, fail, openDuties, type World } from './fake'
import type { Handlers } from './fake_records'

export interface FakeHandover {
  all: HandoverView[]
  /** The predecessor's password, once the ledger was passed on. */
  old: string
}

export const makeHandover = (): FakeHandover => ({ all: [], old: '' })

/** Brings a handover so far before the page opens, for pictures. */
export function advance(world: World, stage: HandoverView['stage']): void {
  const commands = makeHandoverCommands(world)
  const { id } = commands.handover_make!({ to: { name: '乙书记', post: '党支部书记' }, witness: { name: '丙主任', post: '组织部主任' }, from_day: '2026-12-01' }) as HandoverView
  if (stage === 'listed') return
  commands.handover_pass!({ id, password: world.password, new_password: '接任书记的新密码' })
  const handover = world.handover.all[0]!
  if (stage === 'passed') Object.assign(handover, { stage, proven_at: null, backups: [] })
  if (stage === 'done') commands.handover_finish!({ id })
}

export function makeHandoverCommands(world: World): Handlers {
  const { handover } = world
  const now = '2026-11-23T08:00:00Z'
  const found = (id: string): HandoverView => handover.all.find((one) => one.id === id) ?? fail('not_found')
  /** A new object each time, as the program's answers are. */
  function put(next: HandoverView): HandoverView {
    handover.all = [next, ...handover.all.filter((one) => one.id !== next.id)]
    return next
  }
  function prove(of: HandoverView, password: string): HandoverView {
    if (password === world.password) fail('password_still_opens')
    const kept = world.backups.kept.filter((one) => one.password === password && one.view.contents)
    const backups = kept.map(({ view }) => ({ file: view.file, day: view.contents!.day, removed: false }))
    return put({ ...of, stage: 'proven', proven_at: now, backups })
  }

  return {
    handover_list: () => handover.all.map((one) => ({ ...one, sheet_made: one.passed_at !== null && world.vault.slots.some((slot) => slot.kind === 'recovery') })),
    handover_make: ({ to, witness, from_day }) => {
      if (to.name.trim() === '') fail('field_missing', 'to.name')
      const counts: [HandoverPart, number][] = [
        ['people', world.people.length], ['owed', openDuties(world).length], ['promises', world.promises.filter((one) => !one.answer).length],
        ['suggestions', 0], ['drafts', world.drafts.length], ['papers', world.papers.filter((one) => one.state.state === 'out').length],
        ['boxes', 0], ['ways', world.vault.slots.length], ['backups', 2], ['rules', 8],
      ]
      return put({
        id: `handover-${handover.all.length + 1}`, stage: 'listed', day: world.status.today, from: (world.status.settings ?? SETTINGS).secretary, to, witness, from_day,
        entry: 209, groups: ['7K2M', '9A0D', '4F11', '60BB', '1C83', 'E2A7', '55D0', '9E3C', '0B74', 'A6F2', '38D1', 'C0E9'],
        counts: counts.map(([part, count]) => ({ part, count })), passed_at: null, proven_at: null, backups: [], sheet_made: false, done_at: null,
      })
    },
    handover_pass: ({ id, password, new_password }) => {
      const of = found(id)
      if (of.stage !== 'listed') fail('handover_stage')
      if ([...new_password].length < 8) fail('password_too_short', 'new_password')
      if (password !== world.password) fail('password_refused')
      if (password === new_password) fail('passwords_alike')
      handover.old = password
      world.password = new_password
      world.vault.slots = world.vault.slots.filter((slot) => slot.kind === 'password')
      world.status = { ...world.status, settings: { ...(world.status.settings ?? SETTINGS), secretary: of.to } }
      return prove({ ...of, passed_at: now }, password)
    },
    handover_prove: ({ id, password }) => prove(found(id), password),
    handover_clear: ({ id, files }) => {
      const of = found(id)
      world.backups.kept = world.backups.kept.filter((one) => !files.includes(one.view.file))
      return put({ ...of, backups: of.backups.map((one) => (files.includes(one.file) ? { ...one, removed: true } : one)) })
    },
    handover_finish: ({ id }) => put({ ...found(id), stage: 'done', done_at: now }),
    about_get: () => ({
      version: world.status.version, commit: 'fe16426', day: '2026-11-23', schema: 12, rules: '三六工作法', rules_version: 1, calendar_until: 2026,
      place: world.status.place, backups: `${world.status.place}/backups`,
    }),
  }
}
