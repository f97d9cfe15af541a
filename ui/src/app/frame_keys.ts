import { useI18n } from 'vue-i18n'

import { open } from '../composables/search/palette'
import { useKeys } from '../composables/shared/keys'
import { notify, takeNewest } from '../composables/shared/toast'
import { NAV } from './nav'
import { useRoute } from './route'
import { lock } from './session'

const isField = (target: EventTarget | null) => target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]')

/** The keys that the frame has on every page; a page's own come first. */
export function useFrameKeys({ isUnlocked, isEntering, help }: { isUnlocked: () => boolean; isEntering: () => boolean; help: () => void }): void {
  const { t } = useI18n()
  const { go, back } = useRoute()
  // There are no pages to go to before there is a ledger.
  const inside = (act: () => unknown) => () => (isEntering() ? undefined : act())

  useKeys({ 'ctrl+l': () => (isUnlocked() ? void lock() : undefined) }, { always: true })
  useKeys({
    f1: help,
    'ctrl+k': inside(() => open('palette')),
    // Where the page has no field to find by, anything is found.
    'ctrl+f': inside(() => open('palette')),
    'ctrl+/': () => open('keys'),
    '?': ({ target }) => (isField(target) ? false : open('keys')),
    'ctrl+n': inside(() => void go('event-edit')),
    'ctrl+s': inside(() => notify(t('palette.nothing_to_save'))),
    // In a field it takes back what was typed.
    'ctrl+z': ({ target }) => !isField(target) && takeNewest(),
    // The web view would print the window.
    'ctrl+p': inside(() => notify(t('palette.nothing_to_print'))),
    'alt+arrowleft': inside(() => void back()),
    'alt+0': inside(() => void go('settings')),
    ...Object.fromEntries(NAV.slice(0, 9).map(({ key }, at) => [`alt+${at + 1}`, inside(() => void go(key))])),
  })
}
