/** Making a recovery sheet on a page: whether it is being made, and a question before an unfinished one is left. */
import { ref } from 'vue'
import { useI18n } from 'vue-i18n'

import { setGuard } from '../../app/route'
import { ask } from '../shared/ask'

/** `ended` is called when the sheet is made or given up. */
export function useMaking(ended: () => Promise<void> | void = () => {}) {
  const { t } = useI18n()
  const making = ref(false)
  const pending = ref(false)

  /** A sheet that was printed and not typed back is worth nothing; leaving then is asked about. */
  const mayLeave = () =>
    ask({
      title: t('security.recovery.unfinished'), text: t('security.recovery.unfinished_text'),
      yes: t('security.recovery.unfinished_leave'), no: t('security.recovery.unfinished_stay'), danger: true,
    })

  function setPending(now: boolean): void {
    pending.value = now
    setGuard(now ? mayLeave : null)
  }

  async function stopMaking(): Promise<void> {
    if (pending.value && !(await mayLeave())) return
    setPending(false)
    making.value = false
    await ended()
  }

  return { making, setPending, stopMaking }
}
