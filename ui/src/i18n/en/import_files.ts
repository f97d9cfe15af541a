export default {
  label: 'Which kind of file to import',
  kind: { roster: 'Roster', appointment: 'Appointment form', 'overtime-import': 'Overtime sheet' },
}
