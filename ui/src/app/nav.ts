import type { PageName } from './route'

/** The lines of the main navigation and the pages that belong to each. */
export const NAV = [
  { key: 'today', pages: ['today', 'routine'] },
  { key: 'people', pages: ['people', 'knowing', 'person', 'roster', 'appointment'] },
  { key: 'events', pages: ['events', 'event-edit'] },
  { key: 'talks', pages: ['talks', 'talk-edit', 'brief'] },
  { key: 'visits', pages: ['visits', 'visit-edit'] },
  { key: 'promises', pages: ['promises'] },
  { key: 'activities', pages: ['activities', 'activity-edit'] },
  { key: 'overtime', pages: ['overtime', 'overtime-import'] },
  { key: 'ledgers', pages: ['ledgers'] },
  { key: 'archive', pages: ['archive'] },
  { key: 'settings', pages: ['settings', 'forms', 'security', 'handover', 'backups', 'rules', 'calendar', 'logbook'] },
] as const satisfies { key: PageName; pages: PageName[] }[]
