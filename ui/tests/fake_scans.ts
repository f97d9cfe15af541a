/** Scanned pages, faked: some wait, one sheet lacks a page, one talk has its scans. */
import type { ScanFolder, ScanReport, ScanState, ScanView } from '../src/api'
import type { World } from './fake'
import type { Handlers } from './fake_records'

/** A page of writing, drawn. */
const PICTURE = 'data:image/svg+xml;base64,' + btoa(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 210 297" width="840" height="1188"><rect width="210" height="297" fill="#f6f4ee"/><rect x="25" y="40" width="165" height="220" fill="none" stroke="#333"/><path d="M35 70h140M35 85h120M35 100h135M35 115h90" stroke="#456" stroke-width="1.5"/><rect x="172" y="272" width="15" height="15" fill="#222"/></svg>',
)

export function makeScanCommands(world: World): Handlers {
  let folder: ScanFolder = { folder: null, remove: false }
  const rows = () => world.papers
  const paperOf = (number: number) => rows().find((one) => one.number === number) ?? null
  const scan = (n: number, state: ScanState, more: Partial<ScanView> = {}): ScanView => ({
    id: `scan-${n}`, received_at: '2026-11-23T01:20:00Z', file: '扫描_20261123_0001.pdf', index: n, state,
    paper: state.state === 'filed' ? paperOf(state.paper) : null, replaced: false, after: null, after_text: '', ...more,
  })
  const scans: ScanView[] = world.papers.length === 0 ? [] : [
    scan(1, { state: 'filed', paper: 18, page: 1, version: 1 }, { replaced: true }),
    scan(2, { state: 'filed', paper: 18, page: 1, version: 2 }),
    scan(3, { state: 'unclaimed', why: 'no_code' }, { after: { paper: 18, page: 1 }, after_text: '000018' }),
    scan(4, { state: 'unclaimed', why: 'unreadable' }, { file: '走访登记表及家属签收条（李志国、王秀英）手机拍照_IMG_20261122_184233_修改后.jpg', index: 1 }),
    scan(5, { state: 'unclaimed', why: 'void_sheet' }),
    scan(6, { state: 'set_aside', reason: '混进来的会议通知' }),
    scan(7, { state: 'blank' }),
  ]
  const one = (id: string) => {
    const found = scans.find((each) => each.id === id)
    if (!found) throw { code: 'not_found', detail: null }
    return found
  }
  const put = (id: string, state: ScanState) => Object.assign(one(id), { state, paper: state.state === 'filed' ? paperOf(state.paper) : null })
  const inState = (...states: string[]) => scans.filter(({ state }) => states.includes(state.state))
  const report: ScanReport = {
    read: 6, filed: 3, unclaimed: 1, duplicates: 1, blank: 1, failed: 1, stopped: false,
    files: [
      {
        file: '扫描_20261123_0002.pdf', problem: null, known: false, not_removed: false,
        pages: [
          { index: 1, id: 'scan-11', became: 'filed', place: { paper: 18, page: 1 }, number_text: '000018', version: 2, complete: false },
          { index: 2, id: 'scan-12', became: 'filed', place: { paper: 19, page: 1 }, number_text: '000019', version: 1, complete: true },
          { index: 3, id: 'scan-13', became: 'unclaimed', why: 'other_ledger' },
        ],
      },
      { file: '说明.docx', problem: 'not_a_scan', known: false, not_removed: false, pages: [] },
    ],
  }
  return {
    scan_choose: () => report,
    scan_inbox: () => ({
      unclaimed: inState('unclaimed'),
      incomplete: scans.length ? [{ paper: { ...paperOf(18)!, pages: 3 }, missing: [2, 3] }] : [],
      filed: inState('filed', 'claimed').length, set_aside: inState('set_aside', 'blank').length, folder,
    }),
    scan_list: (request) => {
      if (request.which === 'unclaimed') return inState('unclaimed')
      if (request.which === 'set_aside') return inState('set_aside', 'blank')
      if (request.which === 'paper') return scans.filter(({ paper }) => paper?.number === request.paper)
      return scans.filter(({ state, paper }) => paper?.record === request.record || (state.state === 'claimed' && state.record === request.record))
    },
    scan_get: ({ id }) => ({ scan: one(id), data_url: PICTURE }),
    scan_claim: ({ id, paper, page }) => put(id, { state: 'filed', paper, page, version: 1 }),
    scan_claim_record: ({ id, kind, record }) => put(id, { state: 'claimed', kind, record }),
    scan_set_aside: ({ id, reason }) => put(id, { state: 'set_aside', reason }),
    scan_take_back: ({ id }) => put(id, { state: 'unclaimed', why: 'taken_back' }),
    scan_folder_set: ({ choose, remove }) => (folder = { folder: choose ? '/home/zhibu/扫描' : folder.folder, remove }),
    scan_folder_clear: () => (folder = { folder: null, remove: false }),
    scan_folder_check: () => ({ files: [], read: 0, filed: 0, unclaimed: 0, duplicates: 0, blank: 0, failed: 0, stopped: false }),
  }
}
