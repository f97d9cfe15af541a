import { reactive, readonly } from 'vue'

export type Language = 'zh-CN' | 'en'
export type Theme = 'system' | 'light' | 'dark'
export type Size = 'normal' | 'large' | 'huge'

export interface Appearance {
  language: Language
  theme: Theme
  size: Size
}

const THEMES: Theme[] = ['system', 'light', 'dark']
const SIZES: Size[] = ['normal', 'large', 'huge']

/** English only when the system says so; a system without a language counts as Chinese. */
export function systemLanguage(tag: string | undefined = navigator.language): Language {
  return tag?.toLowerCase().startsWith('en') ? 'en' : 'zh-CN'
}

/** Reads the choice from the address's fragment: it outlives the reload at locking, and the program keeps it when it ends. */
export function readAppearance(fragment: string = location.hash): Appearance {
  const chosen = new URLSearchParams(fragment.replace(/^#/, ''))
  const language = chosen.get('lang')
  const theme = chosen.get('theme') as Theme
  const size = chosen.get('size') as Size
  return {
    language: language === 'en' || language === 'zh-CN' ? language : systemLanguage(),
    theme: THEMES.includes(theme) ? theme : 'system',
    size: SIZES.includes(size) ? size : 'normal',
  }
}

const appearance = reactive<Appearance>({ language: 'zh-CN', theme: 'system', size: 'normal' })
const systemDark = typeof matchMedia === 'function' ? matchMedia('(prefers-color-scheme: dark)') : null

function show(): void {
  const root = document.documentElement
  const dark = appearance.theme === 'dark' || (appearance.theme === 'system' && systemDark?.matches === true)
  root.lang = appearance.language
  root.classList.toggle('dark', dark)
  for (const size of SIZES) root.classList.toggle(`size-${size}`, size === appearance.size)
}

/** Takes the choice from the address or the system; first thing on every load. */
export function startAppearance(): Appearance {
  Object.assign(appearance, readAppearance())
  show()
  systemDark?.addEventListener?.('change', show)
  return appearance
}

export function setAppearance(change: Partial<Appearance>): void {
  Object.assign(appearance, change)
  const { language, theme, size } = appearance
  const fragment = new URLSearchParams(location.hash.slice(1))
  for (const [name, value] of Object.entries({ lang: language, theme, size })) fragment.set(name, value)
  history.replaceState(null, '', `#${fragment}`)
  show()
}

export const useAppearance = () => readonly(appearance)
