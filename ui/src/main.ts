/** The program proper; lock.ts loads it once there is something to show. */
import './styles/parts.css'
import './styles/element.css'

import { createApp } from 'vue'

import type { AppStatus } from './api'
import App from './app/App.vue'
import { setStatus } from './app/session'
import { makeI18n } from './i18n'

export function startApp(status: AppStatus, root: HTMLElement): void {
  setStatus(status)
  createApp(App).use(makeI18n()).mount(root)
}
