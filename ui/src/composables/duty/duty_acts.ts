import { ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'

import { call, type DutyView, type SheetOf } from '../../api'
import { refreshBadges } from '../../app/session'
import { usePrinting } from '../paper/printing'
import { ask } from '../shared/ask'
import { notify } from '../shared/toast'
import { useUndo } from '../shared/undo'
import { useWords } from '../shared/words'

/** What is asked for in a dialog: 免除, 顺延, 未办原因. */
export type DutyAsk = 'exempt' | 'defer' | 'missed'
/** What can be done about a duty from its line, beside recording it. */
export type DutyAct = DutyAsk | 'print' | 'save' | 'reopen'

/** Whether it still asks why a talk before an event was not had. */
export const asksWhyMissed = (duty: DutyView): boolean =>
  duty.state.state === 'missed' && (duty.closed === null || (duty.closed.how === 'missed' && duty.closed.reason === ''))

/** What a list of duties can do; `changed` reads the list anew. */
export function useDutyActs(changed: () => unknown) {
  const { t } = useI18n()
  const { dutyTitle } = useWords()
  const asked = shallowRef<{ act: DutyAsk; duties: DutyView[] } | null>(null)
  const error = ref<unknown>(null)
  /** Several sheets are being laid out. */
  const printing = ref(false)
  const sheets = usePrinting()
  const undo = useUndo()

  function read(): void {
    void refreshBadges()
    changed()
  }

  function done(said: string): void {
    const exempt = asked.value?.act === 'exempt' ? asked.value.duties : []
    asked.value = null
    if (exempt.length > 0) undo.offer(said, () => reopenAll(exempt))
    else notify(said)
    read()
  }

  async function reopenAll(duties: DutyView[]): Promise<void> {
    for (const { id } of duties) await call('duty_reopen', { id })
    read()
  }

  const blankOf = (duty: DutyView): SheetOf => ({ sheet: `${duty.kind}_blank`, person: duty.person.id, duty: duty.id })

  async function printBlanks(duties: DutyView[]): Promise<void> {
    const [first, second] = duties
    if (first && second) {
      printing.value = true
      try {
        await sheets.printMany(duties.map(blankOf))
      } finally {
        printing.value = false
      }
    } else if (first) await sheets.print(blankOf(first))
    changed()
  }

  async function reopen(duty: DutyView): Promise<void> {
    const sure = await ask({
      title: t('today.reopen.title', { name: duty.person.name, what: dutyTitle(duty) }),
      text: t('today.reopen.text'),
      yes: t('today.reopen.yes'),
    })
    if (!sure) return
    await call('duty_reopen', { id: duty.id })
    done(t('today.reopen.done'))
  }

  async function act(what: DutyAct, duties: DutyView[]): Promise<void> {
    const [first] = duties
    if (!first) return
    error.value = null
    try {
      if (what === 'print') await printBlanks(duties)
      else if (what === 'save') await sheets.save(blankOf(first))
      else if (what === 'reopen') await reopen(first)
      else asked.value = { act: what, duties }
    } catch (failure) {
      error.value = failure
    }
  }

  return { asked, error, printing, act, done, close: () => (asked.value = null) }
}
