import common from './common'
import lock from './lock'
import first_run from './first_run'
import today from './today'
import people from './people'
import person from './person'
import knowing from './knowing'
import events from './events'
import contacts from './contacts'
import promises from './promises'
import activities from './activities'
import examples from './examples'
import suggestions from './suggestions'
import brief from './brief'
import ledgers from './ledgers'
import statistics from './statistics'
import indicators from './indicators'
import roster from './roster'
import import_files from './import_files'
import overtime_in from './overtime_in'
import appointment from './appointment'
import settings from './settings'
import password from './password'
import security from './security'
import backups from './backups'
import handover from './handover'
import errors from './errors'
import forms from './forms'
import rules from './rules'
import rule_pack from './rule_pack'
import calendar from './calendar'
import overtime from './overtime'
import attachments from './attachments'
import logbook from './logbook'
import search from './search'
import palette from './palette'
import papers from './papers'
import scans from './scans'
import archive from './archive'
import manual from './manual'

/** One module for each page; the keys are the same in every language. */
export default {
  common,
  lock,
  first_run,
  today,
  people,
  person,
  knowing,
  events,
  contacts,
  promises,
  activities,
  examples,
  suggestions,
  brief,
  ledgers,
  statistics,
  indicators,
  roster,
  import_files,
  overtime_in,
  appointment,
  settings,
  password,
  security,
  backups,
  handover,
  errors,
  forms,
  rules,
  rule_pack,
  calendar,
  overtime,
  attachments,
  logbook,
  search,
  palette,
  papers,
  scans,
  archive,
  manual,
}
