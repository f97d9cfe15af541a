/** Every key that does something in the program, for the list of keys, the tooltips and the test that walks them. */
export interface Shortcut {
  /** Its name in the catalogue, `palette.shortcuts.…`. */
  id: string
  /** As `useKeys` names it. */
  key: string
  /** The last of a row of keys, as Alt 1 to Alt 9. */
  to?: string
  /** Bound by the frame, so that it does something on every page; the others belong to the pages that have it. */
  everywhere: boolean
}

export const SHORTCUTS = [
  { id: 'palette', key: 'ctrl+k', everywhere: true },
  { id: 'help', key: 'f1', everywhere: true },
  { id: 'new', key: 'ctrl+n', everywhere: true },
  { id: 'save', key: 'ctrl+s', everywhere: true },
  { id: 'print', key: 'ctrl+p', everywhere: true },
  { id: 'find', key: 'ctrl+f', everywhere: true },
  { id: 'undo', key: 'ctrl+z', everywhere: true },
  { id: 'pages', key: 'alt+1', to: 'alt+9', everywhere: true },
  { id: 'settings', key: 'alt+0', everywhere: true },
  { id: 'back', key: 'alt+arrowleft', everywhere: true },
  { id: 'lock', key: 'ctrl+l', everywhere: true },
  { id: 'keys', key: 'ctrl+/', everywhere: true },
  { id: 'cancel', key: 'escape', everywhere: false },
] as const satisfies Shortcut[]

export type ShortcutId = (typeof SHORTCUTS)[number]['id']

const NAMES: Record<string, string> = { ctrl: 'Ctrl', alt: 'Alt', escape: 'Esc', arrowleft: '←', enter: 'Enter' }

/** What stands on the keys: `Ctrl K`, `Alt ←`, `F1`. */
export function keyName(key: string): string {
  const mac = /mac/i.test(navigator.platform)
  const name = (part: string) => (mac && part === 'ctrl' ? '⌘' : (NAMES[part] ?? part.toUpperCase()))
  return key.split('+').map(name).join(' ')
}

/** The keys of a shortcut as people read them. */
export function keysOf(id: ShortcutId): string {
  const { key, ...rest }: Shortcut = SHORTCUTS.find((one) => one.id === id)!
  return rest.to ? `${keyName(key)}–${keyName(rest.to).split(' ').at(-1)}` : keyName(key)
}
