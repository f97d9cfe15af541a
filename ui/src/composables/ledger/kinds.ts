import type { LedgerKind } from '../../api'

/** The ledgers, in the order of the page and of the workbook. */
export const LEDGERS: LedgerKind[] = ['roster', 'knowing', 'owed', 'talks', 'visits', 'promises', 'suggestions', 'activities', 'overtime', 'papers', 'catalogue']

/** Those that are as of today and have no period. */
export const AS_OF_TODAY: LedgerKind[] = ['roster', 'knowing']
