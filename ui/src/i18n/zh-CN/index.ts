import common from './common'
import lock from './lock'
import first_run from './first_run'
import today from './today'
import people from './people'
import person from './person'
import events from './events'
import contacts from './contacts'
import ledgers from './ledgers'
import roster from './roster'
import settings from './settings'
import errors from './errors'
import rules from './rules'

/** One module for each page; the keys are the same in every language. */
export default {
  common,
  lock,
  first_run,
  today,
  people,
  person,
  events,
  contacts,
  ledgers,
  roster,
  settings,
  errors,
  rules,
}
