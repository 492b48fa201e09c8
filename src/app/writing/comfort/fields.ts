/** The fields of the page in their order: the title, texts, captions. */
export const fieldsOf = (root: ParentNode): readonly HTMLTextAreaElement[] =>
  Array.from(root.querySelectorAll<HTMLTextAreaElement>(".story-page main textarea"));

/** The field that an event happened in; undefined where it was none of the page's. */
export const fieldAt = (target: EventTarget | null): HTMLTextAreaElement | undefined =>
  target instanceof HTMLTextAreaElement && target.closest(".story-page main") !== null
    ? target
    : undefined;

/** The number of the piece that an element belongs to. */
export function pieceAt(target: EventTarget | null): number | undefined {
  const piece = target instanceof Element ? target.closest<HTMLElement>("[data-piece]") : null;
  return piece === null ? undefined : Number(piece.dataset["piece"]);
}

/** What shows a piece. */
export const elementOf = (root: ParentNode, piece: number): HTMLElement | undefined =>
  root.querySelector<HTMLElement>(`.story-page [data-piece="${piece}"]`) ?? undefined;

/** The caret at a place of a field. UTF-16 units. */
export function putCaret(field: HTMLTextAreaElement, at: number): void {
  field.focus();
  field.setSelectionRange(at, at);
}
