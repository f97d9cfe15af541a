import type {
  ContactBegin, ContactState, DutyKind, DutyView, Facet, Participant, PersonRef, PromiseLine, SheetOf,
} from '../../api'

/** What the forms of talks and visits have in common. */
export interface AnyForm {
  persons: string[]
  day: string
  categories: number[]
  settles: string[]
  facets: Facet[]
  promises: PromiseLine[]
}

/** And the stored records. */
export interface AnyView<Form> {
  id: string
  number: string
  state: ContactState
  form: Form
  persons: PersonRef[]
  settles: DutyView[]
  late_entry: boolean
  warnings: string[]
}

/** What differs between a talk and a visit. */
export interface ContactCommands<Form, View> {
  kind: DutyKind
  begin: (request: ContactBegin) => Promise<Form>
  get: (id: string) => Promise<View>
  /** With the sheet filled in by hand from which it is entered. */
  create: (form: Form, draft: boolean, paper: number | null) => Promise<View>
  edit: (id: string, form: Form, draft: boolean) => Promise<View>
  remove: (id: string) => Promise<unknown>
  by: (form: Form) => Participant[]
  sheet: (id: string) => SheetOf
  sheetOfForm: (id: string | null, form: Form) => SheetOf
  /** The code of what keeps the record from being saved, as a field that cannot be read. */
  problem?: () => string | null
}

export interface EditorStart {
  id?: string
  duty?: string
  person?: string
  paper?: number
}
