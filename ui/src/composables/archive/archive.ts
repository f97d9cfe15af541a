import { ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'

import { call, type ArchiveGroup, type ArchiveView, type Retention } from '../../api'
import { today } from '../../app/session'

export const RETENTIONS: Retention[] = ['permanent', 'years30', 'years10']

/** The year that the tabs show; kept while one goes from tab to tab. */
const year = ref(0)

/** The archive of a year, and what changes it. */
export function useArchive() {
  const { t } = useI18n()
  const view = shallowRef<ArchiveView | null>(null)
  const error = shallowRef<unknown>(null)
  const busy = ref(false)
  let newest = 0
  if (year.value === 0) year.value = Number((today.value || '2000').slice(0, 4))

  async function read(): Promise<void> {
    const mine = ++newest
    try {
      const answer = await call('archive_get', { year: year.value })
      if (mine !== newest) return
      view.value = answer
      error.value = null
    } catch (failure) {
      if (mine === newest) error.value = failure
    }
  }

  function show(other: number): void {
    year.value = other
    view.value = null
    void read()
  }

  /** Runs a command that answers with the changed archive; false when it failed. */
  async function change(work: () => Promise<ArchiveView>): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    error.value = null
    try {
      const answer = await work()
      newest++
      // What was changed may be of another year than the one that is shown.
      if (answer.year === year.value) view.value = answer
      else void read()
      return true
    } catch (failure) {
      error.value = failure
      return false
    } finally {
      busy.value = false
    }
  }

  const groupText = ({ year, retention, unit }: ArchiveGroup) =>
    t('archive.catalogue.group', { year, retention: t(`archive.retention.${retention}`), unit: unit ? ` · ${unit}` : '' })

  return { year, view, error, busy, read, show, change, groupText }
}

/** 档号 with a line where a number is not known yet. */
export const codeText = (code: string) => code.replaceAll('    ', '____')

export const sameGroup = (a: ArchiveGroup, b: ArchiveGroup) => a.year === b.year && a.retention === b.retention && a.unit === b.unit
