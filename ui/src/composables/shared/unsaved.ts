import { onBeforeUnmount, watchEffect, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'

import { setGuard } from '../../app/route'
import { ask } from './ask'

/** Asks before a page with unsaved work is left. */
export function useUnsaved(dirty: Ref<boolean>): void {
  const { t } = useI18n()
  const guard = () =>
    ask({
      title: t('common.unsaved_title'),
      text: t('common.unsaved_text'),
      yes: t('common.unsaved_leave'),
      no: t('common.unsaved_stay'),
      danger: true,
    })
  // At once, because a page goes on right after saving.
  watchEffect(() => setGuard(dirty.value ? guard : null), { flush: 'sync' })
  onBeforeUnmount(() => setGuard(null))
}
