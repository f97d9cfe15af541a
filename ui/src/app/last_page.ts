import { NAV } from './nav'
import type { PageName, Route, UnderRoute } from './route'

type Line = (typeof NAV)[number]['key']

/** The line of the navigation that a page belongs to: no name and no id of anything is remembered. */
function lineOf(page: PageName): Line {
  return NAV.find((line) => (line.pages as readonly PageName[]).includes(page))?.key ?? 'today'
}

/** Keeps the page in the address's fragment, which outlives locking, and from which the program keeps it when it ends. */
export function rememberPage({ page }: UnderRoute): void {
  const fragment = new URLSearchParams(location.hash.slice(1))
  fragment.set('page', lineOf(page))
  history.replaceState(null, '', `#${fragment}`)
}

/** The page that was open last. */
export function lastPage(fragment: string = location.hash): Route {
  const named = new URLSearchParams(fragment.slice(1)).get('page')
  return { page: NAV.find((line) => line.key === named)?.key ?? 'today' } as Route
}
