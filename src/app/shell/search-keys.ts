/** True for `/` outside of fields, and for Ctrl+K (⌘K) wherever the key stands on this keyboard's layout. */
export function asksForSearch(event: KeyboardEvent): boolean {
  const { code, key, ctrlKey, metaKey, altKey, shiftKey, target, defaultPrevented } = event;
  if (defaultPrevented || altKey) return false;
  if (ctrlKey || metaKey) return code === "KeyK" && !shiftKey;
  const isField =
    target instanceof HTMLElement &&
    (target.isContentEditable || target.closest("input, textarea, select") !== null);
  return key === "/" && !isField;
}
