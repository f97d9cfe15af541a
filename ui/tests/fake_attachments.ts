/** Attachments of fictional records; adding takes the next of a few files, as if the user had chosen it. */
import type { AttachmentKind, AttachmentView } from '../src/api'
import { fail, type World } from './fake'
import type { Handlers } from './fake_records'

type Kept = AttachmentView & { record: string }

const MB = 1024 * 1024
const FILES: [name: string, kind: AttachmentKind, size: number][] = [
  ['谈话记录表（签字后扫描）.jpg', 'jpeg', 1.4 * MB],
  ['县人民医院诊断证明书.pdf', 'pdf', 380 * 1024],
  ['工会慰问金发放签收单2026年11月（中和税务所支部走访职工李志国，原件由工会财务存档，此为复印件扫描）.png', 'png', 9.2 * MB],
]

const picture = (title: string) =>
  `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" width="800" height="1100"><rect width="800" height="1100" fill="#fff"/><rect x="60" y="60" width="680" height="980" fill="none" stroke="#444"/><text x="400" y="150" font-size="40" text-anchor="middle">${title}</text></svg>`)}`

export function makeAttachmentCommands(world: World): Handlers {
  const kept: Kept[] = []
  let next = 1
  const put = (record: string, [name, kind, size]: (typeof FILES)[number]): Kept => {
    const added: Kept = { id: `att-${next++}`, name, kind, size: Math.round(size), sha256: 'ab'.repeat(32), added_at: '2026-11-23T07:40:00Z', record }
    kept.push(added)
    return added
  }
  const view = ({ record: _, ...rest }: Kept): AttachmentView => rest
  const one = (id: string) => kept.find((each) => each.id === id) ?? fail('not_found')
  // Somebody and something with a few files, as on the pages of the gallery.
  for (const record of ['p2', 'talk-1', 'visit-1', 'e1', 't-draft']) if (world.people.length > 0) for (const file of FILES) put(record, file)
  return {
    attachment_add: ({ record, name }) => {
      if (kept.filter((each) => each.record === record).length >= 50) fail('attachments_full')
      const [own, kind, size] = FILES[next % FILES.length]!
      return view(put(record, [name || own, kind, size]))
    },
    attachment_list: ({ record }) => kept.filter((each) => each.record === record).map(view),
    attachment_get: ({ id }) => {
      const found = one(id)
      return { attachment: view(found), data_url: found.size > 8 * MB || !['jpeg', 'png'].includes(found.kind) ? null : picture('谈心谈话记录表') }
    },
    attachment_save: ({ id }) => ({ saved: true, file_name: one(id).name }),
    attachment_delete: ({ id }) => {
      kept.splice(kept.indexOf(one(id)), 1)
      return { done: true }
    },
  }
}
