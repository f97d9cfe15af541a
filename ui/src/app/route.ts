import { readonly, ref, shallowRef } from 'vue'

import type { DutyKind, Facet, SearchIn } from '../api'

/** The tabs of 归档, in their order. */
export const ARCHIVE_TABS = ['papers', 'scans', 'arrange', 'catalogue', 'seals'] as const
export type ArchiveTab = (typeof ARCHIVE_TABS)[number]

/** The tabs of 台账与统计, in their order. */
export const LEDGER_TABS = ['ledgers', 'statistics', 'indicators'] as const
export type LedgerTab = (typeof LEDGER_TABS)[number]

/** The tabs of 活动, in their order. */
export const ACTIVITY_TABS = ['activities', 'example', 'suggestions'] as const
export type ActivityTab = (typeof ACTIVITY_TABS)[number]

/** Where one is in the program. */
export type Route =
  | { page: 'today' }
  /** Who is still owed a routine (例行), of one due day. */
  | { page: 'routine'; kind: string; due?: string }
  | { page: 'people' }
  /** 知晓度: people × six facets. */
  | { page: 'knowing' }
  /** Without an id: a new person; with a facet its tab is open. */
  | { page: 'person'; id?: string; facet?: Facet }
  | { page: 'events' }
  | { page: 'event-edit'; id?: string; person?: string }
  | { page: 'talks' }
  /** With a paper: the sheet filled in by hand that is being entered. */
  | { page: 'talk-edit'; id?: string; duty?: string; person?: string; paper?: number }
  | { page: 'visits' }
  | { page: 'visit-edit'; id?: string; duty?: string; person?: string; paper?: number }
  /** Only those to one person, or all. */
  | { page: 'promises'; person?: string }
  /** 活动, at one of its tabs. */
  | { page: 'activities'; tab?: ActivityTab }
  /** Without an id: a new one of a kind. */
  | { page: 'activity-edit'; id?: string; kind?: string }
  /** What to have in mind before a contact; with a record that is being written, the way back to it. */
  | { page: 'brief'; person: string; duty?: string; talk?: string; visit?: string }
  /** 台账与统计, at one of its tabs. */
  | { page: 'ledgers'; tab?: LedgerTab }
  /** 归档, at one of its tabs. */
  | { page: 'archive'; tab?: ArchiveTab }
  | { page: 'roster' }
  /** 导入任免审批表. */
  | { page: 'appointment' }
  /** 导入加班考勤表. */
  | { page: 'overtime-import' }
  | { page: 'settings' }
  /** 表格样式. */
  | { page: 'forms' }
  /** 密码和恢复单. */
  | { page: 'security' }
  /** 换届交接. */
  | { page: 'handover' }
  /** 备份与恢复. */
  | { page: 'backups' }
  | { page: 'rules' }
  | { page: 'calendar'; year?: number }
  | { page: 'overtime' }
  /** With what was typed, and of one kind only. */
  | { page: 'search'; q?: string; of?: SearchIn }
  | { page: 'logbook' }
  /** The manual, at a chapter; it lies over the page that was open. */
  | { page: 'manual'; chapter?: string }

export type PageName = Route['page']

/** A page that the manual can lie over. */
export type UnderRoute = Exclude<Route, { page: 'manual' }>

type Params<P extends PageName> = Omit<Extract<Route, { page: P }>, 'page'>

/** Asked before the page is left; false keeps it. */
export type Guard = () => boolean | Promise<boolean>

const current = shallowRef<Route>({ page: 'today' })
/** The present page, or the one that the manual lies over: it stays as it is, so that looking something up loses nothing. */
const under = shallowRef<UnderRoute>({ page: 'today' })
const past: Route[] = []
let guard: Guard | null = null

function show(to: Route): void {
  current.value = to
  if (to.page !== 'manual') under.value = to
}

async function mayLeave(): Promise<boolean> {
  if (guard === null || (await guard())) {
    guard = null
    return true
  }
  return false
}

/** Goes to a page; false when unsaved work kept the present one. */
async function go<P extends PageName>(page: P, params?: Params<P>): Promise<boolean> {
  if (page !== 'manual' && !(await mayLeave())) return false
  if (current.value.page !== 'manual') past.push(current.value)
  if (past.length > 50) past.shift()
  show({ page, ...params } as Route)
  return true
}

/** Goes to the editor of talks or of visits: of a record, or of a new one for a duty or a person. */
function goContact(kind: DutyKind, params: Params<'talk-edit'>): Promise<boolean> {
  return kind === 'talk' ? go('talk-edit', params) : go('visit-edit', params)
}

/** Takes the place of the present page, which going back then skips: after a first save, for example. */
async function replace<P extends PageName>(page: P, params?: Params<P>): Promise<boolean> {
  if (page !== 'manual' && !(await mayLeave())) return false
  show({ page, ...params } as Route)
  return true
}

/** Goes back to the page before, or to `fallback` when there is none. */
async function back(fallback: PageName = 'today'): Promise<boolean> {
  if (current.value.page !== 'manual' && !(await mayLeave())) return false
  show(past.pop() ?? ({ page: fallback } as Route))
  return true
}

/** Grows when the page shall be read anew. */
export const turn = ref(0)

/** Reads the present page anew, unless something is being written on it. */
export function refresh(): void {
  if (guard === null) turn.value += 1
}

/** Sets who is asked before the present page is left; it is forgotten once the page is left. */
export function setGuard(ask: Guard | null): void {
  guard = ask
}

/** Starts anew at a page: for the start of the program and for tests. */
export function resetRoute(to: Route = { page: 'today' }): void {
  past.length = 0
  guard = null
  show(to)
}

export function useRoute() {
  return { current: readonly(current), under: readonly(under), go, goContact, replace, back }
}
