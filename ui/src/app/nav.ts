import type { PageName } from './route'

/** The lines of the main navigation and the pages that belong to each. */
export const NAV = [
  { key: 'today', pages: ['today'] },
  { key: 'people', pages: ['people', 'person', 'roster'] },
  { key: 'events', pages: ['events', 'event-edit'] },
  { key: 'talks', pages: ['talks', 'talk-edit'] },
  { key: 'visits', pages: ['visits', 'visit-edit'] },
  { key: 'ledgers', pages: ['ledgers'] },
  { key: 'settings', pages: ['settings'] },
] as const satisfies { key: PageName; pages: PageName[] }[]
