export default {
  app: 'Zhixin',
  title: 'Zhixin 知心',
  lead: 'Working ledger for the three-six method',
  password: 'Password of the ledger',
  show: 'Show the password',
  unlock: 'Unlock',
  unlocking: 'Unlocking…',
  empty: 'Enter the password.',
  wait: 'Wait {n} seconds before trying again.',
  place: 'Place of the ledger',
  choose: 'Open another ledger…',
}
