import type { PageName } from './route'

/** The lines of the main navigation and the pages that belong to each. */
export const NAV = [
  { key: 'today', pages: ['today', 'routine'] },
  { key: 'people', pages: ['people', 'knowing', 'person', 'roster'] },
  { key: 'events', pages: ['events', 'event-edit'] },
  { key: 'overtime', pages: ['overtime'] },
  { key: 'talks', pages: ['talks', 'talk-edit', 'brief'] },
  { key: 'visits', pages: ['visits', 'visit-edit'] },
  { key: 'promises', pages: ['promises'] },
  { key: 'ledgers', pages: ['ledgers'] },
  { key: 'settings', pages: ['settings', 'rules', 'calendar'] },
] as const satisfies { key: PageName; pages: PageName[] }[]
