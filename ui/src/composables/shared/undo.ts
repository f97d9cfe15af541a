import { useI18n } from 'vue-i18n'

import { errorText } from '../../api/errors'
import { notify } from './toast'

/** Says that something is gone, and offers for a moment to bring it back. */
export function useUndo() {
  const { t } = useI18n()

  function offer(said: string, bring: () => Promise<unknown>): void {
    const run = async () => {
      try {
        await bring()
        notify(t('common.undone'))
      } catch (failure) {
        notify(errorText(t, failure))
      }
    }
    notify(said, { label: t('common.undo'), run })
  }

  return { offer }
}
