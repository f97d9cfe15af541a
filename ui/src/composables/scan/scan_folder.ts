/** The watched folder: looked at while the ledger is open, wherever one is in the program. */
import { ref, shallowRef } from 'vue'

import { call, type ScanReport } from '../../api'
import { failureOf } from '../../api/errors'

/** How often it is looked at, in milliseconds; sooner while there is more to read. */
const EVERY = 30_000
const SOON = 1_000

/** What was read since somebody last said that he knows. */
export const scanReport = shallowRef<ScanReport | null>(null)
/** Whether the folder was not there at the last look. */
export const folderMissing = ref(false)
/** Raised whenever something was read. */
export const scanTurn = ref(0)

function sum(a: ScanReport, b: ScanReport): ScanReport {
  return {
    files: [...a.files, ...b.files], stopped: b.stopped,
    read: a.read + b.read, filed: a.filed + b.filed, unclaimed: a.unclaimed + b.unclaimed,
    duplicates: a.duplicates + b.duplicates, blank: a.blank + b.blank, failed: a.failed + b.failed,
  }
}

/** Takes what was read into the report. */
export function tell(found: ScanReport): void {
  scanReport.value = scanReport.value ? sum(scanReport.value, found) : found
  scanTurn.value += 1
}

/** Looks once; true when something was found. Fails with what is no matter of the folder being away. */
export async function lookIntoFolder(): Promise<boolean> {
  try {
    const found = await call('scan_folder_check', {})
    folderMissing.value = false
    if (found.files.length === 0) return false
    tell(found)
    return true
  } catch (failure) {
    const { code, detail } = failureOf(failure)
    if (code !== 'not_found' || detail !== 'scan_folder') throw failure
    folderMissing.value = true
    return false
  }
}

/** Looks again and again; returns how to stop. `took` is told what each look read. */
export function watchFolder(took: (found: ScanReport) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let stopped = false
  async function look(): Promise<void> {
    let more = false
    try {
      more = await lookIntoFolder()
      if (more && scanReport.value) took(scanReport.value)
    } catch {
      // While it is locked, or the disk is full, the next look will do; reading by hand tells what is wrong.
    }
    if (!stopped) timer = setTimeout(() => void look(), more ? SOON : EVERY)
  }
  timer = setTimeout(() => void look(), EVERY)
  return () => {
    stopped = true
    clearTimeout(timer)
    scanReport.value = null
    folderMissing.value = false
  }
}
