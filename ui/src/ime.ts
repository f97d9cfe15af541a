/**
 * Whether a key event belongs to an input method.
 * WebKit ends the composition before the confirming Enter arrives, which then carries only the key code 229.
 */
export function isImeKey(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229
}
