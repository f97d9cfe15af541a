export default {
  label: 'Which kind of file to import',
  kind: { roster: 'Roster', appointment: 'Appointment form', 'overtime-import': 'Overtime sheet' },
  step: { 1: 'Choose a file', 2: 'Check', 3: 'Done' },
}
