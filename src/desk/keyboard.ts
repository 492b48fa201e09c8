import type { InboxView } from "./inbox-model.ts";
import type { Table } from "./table.ts";

/** The search field's id: the slash leads there. */
export const searchField = "search";

/**
 * J, K, Z and the slash, by their place on the keyboard, so that they work in a Cyrillic layout; in a field they are
 * letters, and Escape leaves it. Answers with how to stop listening.
 */
export function listenToKeys(document: Document, inbox: InboxView, table: Table): () => void {
  const listen = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const target = event.target instanceof HTMLElement ? event.target : undefined;
    if (target?.matches("input:not([type=checkbox]), textarea, select")) {
      if (event.key === "Escape") target.blur();
      return;
    }
    if (act(event, document, inbox, table)) event.preventDefault();
  };
  document.addEventListener("keydown", listen);
  return () => document.removeEventListener("keydown", listen);
}

function act(event: KeyboardEvent, document: Document, inbox: InboxView, table: Table): boolean {
  if (event.key === "/" || event.code === "Slash") {
    document.getElementById(searchField)?.focus();
    return true;
  }
  switch (event.code) {
    case "KeyJ":
      inbox.move(1);
      return true;
    case "KeyK":
      inbox.move(-1);
      return true;
    case "KeyZ":
      table.present.peek()?.undo();
      return true;
    default:
      return false;
  }
}
