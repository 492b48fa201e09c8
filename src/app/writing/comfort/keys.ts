import { textOf } from "../../../device/draft-content.ts";
import type { Page } from "../page-model.ts";
import { elementOf, fieldAt, fieldsOf, pieceAt, putCaret } from "./fields.ts";

/**
 * The keys of a keyboard: what buttons name in `aria-keyshortcuts` presses them (⌘ counts as Control), the arrows lead
 * from field to field, Backspace behind a photo points to it, and again takes it off. Gives what ends it.
 */
export function watchKeys(root: Document, page: () => Page | undefined): () => void {
  const onKey = (event: KeyboardEvent): void => {
    // A word that is being composed has its keys for itself, and a sheet its own.
    if (event.isComposing || event.defaultPrevented || root.querySelector("dialog[open]")) return;
    const model = page();
    const isTaken =
      pressesButton(root, shortcutOf(event)) ||
      (model !== undefined && isPlain(event) && moves(root, model, event));
    if (isTaken) event.preventDefault();
  };
  const onBeforeInput = (event: InputEvent): void => {
    // By the browser's menu, or by shaking an iPhone: its own memory knows nothing of photos, and of yesterday.
    const shortcut = histories[event.inputType];
    if (shortcut !== undefined && fieldAt(event.target) !== undefined) {
      event.preventDefault();
      pressesButton(root, shortcut);
    }
  };
  root.addEventListener("keydown", onKey);
  root.addEventListener("beforeinput", onBeforeInput);
  return () => {
    root.removeEventListener("keydown", onKey);
    root.removeEventListener("beforeinput", onBeforeInput);
  };
}

const histories: Readonly<Record<string, string>> = {
  historyUndo: "Control+Z",
  historyRedo: "Control+Shift+Z",
};

/** Saving is what happens anyhow; the browser's own would put the page and its words into a file. */
const taken: readonly string[] = ["Control+S", "Control+Z", "Control+Shift+Z"];

function pressesButton(root: Document, shortcut: string | undefined): boolean {
  if (shortcut === undefined) return false;
  const button = root.querySelector<HTMLElement>(`[aria-keyshortcuts~="${shortcut}"]`);
  button?.click();
  return button !== null || (taken.includes(shortcut) && fieldsOf(root).length > 0);
}

function shortcutOf(event: KeyboardEvent): string | undefined {
  const { key, altKey, shiftKey } = event;
  const isControl = event.ctrlKey || event.metaKey;
  // Control and Alt together are the third level of many keyboards: a letter is being typed.
  if (altKey) return undefined;
  if (!isControl) return key === "Escape" ? key : undefined;
  const letter = letterOf(event);
  if (letter === "Y" && !shiftKey) return "Control+Shift+Z";
  return ["Control", ...(shiftKey ? ["Shift"] : []), letter].join("+");
}

/** On a Ukrainian keyboard the key of Z says «я»: there its place counts, elsewhere what it says. */
function letterOf({ key, code }: KeyboardEvent): string {
  if (key.length === 1 && !/[a-z]/i.test(key) && code.startsWith("Key")) return code.slice(3);
  return key.length === 1 ? key.toUpperCase() : key;
}

const isPlain = ({ altKey, ctrlKey, metaKey, shiftKey }: KeyboardEvent): boolean =>
  !altKey && !ctrlKey && !metaKey && !shiftKey;

/** True where the key was for leaving a field, or for the photo beside it. */
function moves(root: Document, page: Page, { key, target, repeat }: KeyboardEvent): boolean {
  const field = fieldAt(target);
  if (field === undefined)
    return (key === "Backspace" || key === "Delete") && !repeat && takesOff(root, page, target);
  const { selectionStart, selectionEnd, value } = field;
  if (selectionStart !== selectionEnd) return false;
  if (key === "Enter" && field.classList.contains("caption")) return leads(root, field, 1);
  if (selectionEnd === 0 && key === "ArrowUp") return leads(root, field, -1);
  if (selectionEnd === 0 && key === "Backspace") return pointsTo(root, page, field, -1);
  if (selectionEnd === value.length && key === "ArrowDown") return leads(root, field, 1);
  if (selectionEnd === value.length && key === "Delete") return pointsTo(root, page, field, 1);
  return false;
}

/** To the end of the field before, or to the beginning of the next. */
function leads(root: Document, field: HTMLTextAreaElement, by: 1 | -1): boolean {
  const fields = fieldsOf(root);
  const next = fields[fields.indexOf(field) + by];
  if (next !== undefined) putCaret(next, by === 1 ? 0 : next.value.length);
  return next !== undefined;
}

/** A text joins the text beside it; a photo is pointed to, so that nothing goes by one key too many. */
function pointsTo(root: Document, page: Page, field: HTMLTextAreaElement, by: 1 | -1): boolean {
  const piece = pieceAt(field);
  if (piece === undefined || !field.classList.contains("text-field")) return false;
  const { pieces } = page.content.peek();
  const first = Math.min(piece, piece + by);
  const [one, other] = pieces.slice(first, first + 2);
  if (one?.kind === "text" && other?.kind === "text") {
    const text = one.text + other.text;
    page.apply({ kind: "pieces", at: first, cut: 2, put: [{ kind: "text", text }] });
    caretLater(root, first, one.text.length);
    return true;
  }
  const beside = elementOf(root, piece + by)?.querySelector<HTMLElement>(".remove");
  beside?.focus();
  return beside instanceof HTMLElement;
}

/** A photo that the focus is at goes, and the caret stands where it was. */
function takesOff(root: Document, page: Page, target: EventTarget | null): boolean {
  const piece = pieceAt(target);
  const remove =
    piece === undefined
      ? null
      : elementOf(root, piece)?.querySelector<HTMLElement>("button.remove");
  if (piece === undefined || remove === null || remove === undefined) return false;
  const before = page.content.peek().pieces[piece - 1];
  remove.click();
  caretLater(root, piece - 1, before?.kind === "text" ? textOf(before).length : 0);
  return true;
}

/** Once the page shows what just changed. */
function caretLater(root: Document, piece: number, at: number): void {
  requestAnimationFrame(() => {
    const field = elementOf(root, Math.max(0, piece));
    if (field instanceof HTMLTextAreaElement) putCaret(field, at);
  });
}
