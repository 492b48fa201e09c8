import type { Page } from "../page-model.ts";
import { fieldAt, pieceAt } from "./fields.ts";
import { plainLineOf, plainText } from "./plain-text.ts";

/**
 * Pasted words come in plain, pasted and dropped pictures as photos. Without this part the browser pastes plain text by
 * itself, as it stands. Gives what ends it.
 */
export function watchPasting(root: Document, page: () => Page | undefined): () => void {
  const onPaste = (event: ClipboardEvent): void => {
    const [model, data] = [page(), event.clipboardData];
    if (model === undefined || data === null || isOver(root)) return;
    const text = data.getData("text/plain");
    const pictures = Array.from(data.files).filter(({ type }) => type.startsWith("image/"));
    const field = fieldAt(event.target);
    // Out of Word and tables a picture of the words comes along with them.
    if (text === "" && pictures.length > 0) {
      const piece = pieceAt(field ?? null);
      // A caret that keys have moved since is known to its field alone.
      if (field !== undefined && piece !== undefined) model.caretAt(piece, field.selectionEnd);
      void model.addPhotos(pictures);
    } else if (text === "" || field === undefined) return;
    else insert(field, { text, html: data.getData("text/html") });
    event.preventDefault();
  };
  const onDragOver = (event: DragEvent): void => {
    // What is not taken would be opened by the browser in the place of the page.
    if (page() !== undefined && bringsFiles(event)) event.preventDefault();
  };
  const onDrop = (event: DragEvent): void => {
    const model = page();
    if (model === undefined || !bringsFiles(event)) return;
    event.preventDefault();
    const piece = pieceAt(event.target);
    if (piece !== undefined) model.caretAt(piece, Infinity);
    void model.addPhotos(Array.from(event.dataTransfer?.files ?? []));
  };
  root.addEventListener("paste", onPaste);
  root.addEventListener("dragover", onDragOver);
  root.addEventListener("drop", onDrop);
  return () => {
    root.removeEventListener("paste", onPaste);
    root.removeEventListener("dragover", onDragOver);
    root.removeEventListener("drop", onDrop);
  };
}

const isOver = (root: Document): boolean => root.querySelector("dialog[open]") !== null;

const bringsFiles = ({ dataTransfer }: DragEvent): boolean =>
  dataTransfer?.types.includes("Files") === true;

/** Captions and the title have one line. */
function insert(
  field: HTMLTextAreaElement,
  clipping: { readonly text: string; readonly html: string },
): void {
  const isText = field.classList.contains("text-field");
  const words = isText ? plainText(clipping) : plainLineOf(clipping);
  field.setRangeText(words, field.selectionStart, field.selectionEnd, "end");
  // As the browser says it after a paste of its own.
  field.dispatchEvent(
    new InputEvent("input", { bubbles: true, inputType: "insertFromPaste", data: words }),
  );
}
