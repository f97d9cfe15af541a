/** The program proper; lock.ts loads it once there is something to show. */
import './styles/parts.css'
import './styles/element.css'

import { createApp } from 'vue'

import { call, type AppStatus } from './api'
import App from './app/App.vue'
import { lastPage } from './app/last_page'
import { resetRoute, type Route } from './app/route'
import { setStatus } from './app/session'
import { makeI18n } from './i18n'

/** The page that was open last; but what was left unfinished comes first, and 今日 shows it. */
async function whereTo(): Promise<Route> {
  const last = lastPage()
  if (last.page === 'today') return last
  try {
    return (await call('today_get', {})).drafts.length > 0 ? { page: 'today' } : last
  } catch {
    return last
  }
}

export async function startApp(status: AppStatus, root: HTMLElement): Promise<void> {
  setStatus(status)
  if (status.unlocked && location.hash.includes('page=')) resetRoute(await whereTo())
  createApp(App).use(makeI18n()).mount(root)
}
