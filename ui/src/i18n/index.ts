import { watch } from 'vue'
import { createI18n } from 'vue-i18n'

import { useAppearance } from '../app/appearance'
import en from './en'
import zh from './zh-CN'

/** The shape of the catalogue: the Chinese one, which the English one must match key by key. */
export type Catalogue = typeof zh

export function makeI18n() {
  const appearance = useAppearance()
  const i18n = createI18n({
    legacy: false,
    locale: appearance.language as string,
    fallbackLocale: 'zh-CN',
    messages: { 'zh-CN': zh, en } as Record<string, Record<string, any>>,
    missingWarn: false,
    fallbackWarn: false,
  })
  watch(
    () => appearance.language,
    (language) => (i18n.global.locale.value = language),
  )
  return i18n
}
