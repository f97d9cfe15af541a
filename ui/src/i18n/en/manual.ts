export default {
  title: 'Manual',
  open: 'Help',
  open_hint: 'Open the manual (F1)',
  back: 'Back to where I was',
  find: 'Search the manual',
  contents: 'Contents of the manual',
  found: 'Mentioned in {n} chapter | Mentioned in {n} chapters',
  none: 'The manual does not mention it. Try another word.',
  see: 'See also',
  warning: 'Note',
}
