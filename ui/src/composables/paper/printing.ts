import { useI18n } from 'vue-i18n'

import { call, type PaperMade, type SheetOf } from '../../api'
import { ask } from '../shared/ask'
import { notify } from '../shared/toast'

/** Prints and saves sheets, says under which number, and offers to make the older sheet of the same record void. */
export function usePrinting() {
  const { t } = useI18n()

  async function replaceOlder({ number, number_text, older }: PaperMade): Promise<void> {
    if (older.length === 0) return
    const numbers = older.map((old) => String(old).padStart(6, '0')).join(t('contacts.list_mark'))
    const yes = await ask({
      title: t('papers.older.title'),
      text: t('papers.older.text', { numbers, number: number_text }, older.length),
      yes: t('papers.older.yes'),
      no: t('papers.older.no'),
    })
    if (!yes) return
    for (const old of older) await call('paper_void', { number: old, reason: '', replaced_by: number })
    notify(t('papers.older.done', { numbers }))
  }

  async function print(sheet: SheetOf): Promise<void> {
    const [paper] = (await call('sheet_print', sheet)).papers
    notify(paper ? t('papers.printed', { number: paper.number_text }) : t('common.printed'))
    if (paper) await replaceOlder(paper)
  }

  /** As one job, in the order of the list. */
  async function printMany(sheets: SheetOf[]): Promise<void> {
    const { papers } = await call('sheet_print_many', { sheets })
    const [first, last] = [papers[0], papers.at(-1)]
    if (first && last) notify(t('papers.printed_many', { n: papers.length, from: first.number_text, to: last.number_text }))
  }

  async function save(sheet: SheetOf): Promise<boolean> {
    const { saved, file_name, paper } = await call('sheet_save', sheet)
    if (!saved) return false
    notify(paper ? t('papers.saved', { name: file_name, number: paper.number_text }) : t('common.file_saved', { name: file_name }))
    if (paper) await replaceOlder(paper)
    return true
  }

  return { print, printMany, save }
}
