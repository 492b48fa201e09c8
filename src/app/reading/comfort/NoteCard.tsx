import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../../../rendering/icon.ts";
import type { Comfortable } from "./comfortable.ts";

interface OpenNote {
  readonly mark: HTMLElement;
  readonly number: number;
  readonly text: string;
}

/**
 * A footnote in its place: a tap on its number opens it under its line. The served text is not touched: the card lies
 * over it, and the focus goes there and back.
 */
export function NoteCard({ article, words }: Comfortable) {
  const open = useSignal<OpenNote | undefined>(undefined);
  const card = useRef<HTMLElement>(null);
  const close = (): void => {
    const { mark } = open.peek() ?? {};
    open.value = undefined;
    mark?.focus({ preventScroll: true });
  };
  useEffect(() => {
    const onClick = (event: MouseEvent): void => {
      const target = event.target instanceof Element ? event.target : undefined;
      const mark = target?.closest<HTMLElement>('article sup a[href^="#note-"]');
      if (!mark) {
        if (!target?.closest(".note-card")) open.value = undefined;
        return;
      }
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      open.value = open.peek()?.mark === mark ? undefined : noteOf(mark, words.backToText);
    };
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === "Escape" && open.peek() !== undefined) close();
    };
    const onResize = (): void => void (open.value = undefined);
    document.addEventListener("click", onClick, true);
    document.addEventListener("keydown", onKey);
    addEventListener("resize", onResize);
    return () => {
      document.removeEventListener("click", onClick, true);
      document.removeEventListener("keydown", onKey);
      removeEventListener("resize", onResize);
    };
  }, [article]);
  useEffect(() => {
    const note = open.value;
    if (note === undefined) return;
    note.mark.setAttribute("aria-expanded", "true");
    card.current?.focus({ preventScroll: true });
    card.current?.scrollIntoView({ block: "nearest" });
    return () => note.mark.removeAttribute("aria-expanded");
  }, [open.value]);
  const note = open.value;
  if (note === undefined) return null;
  return (
    <aside
      ref={card}
      class="note-card"
      role="note"
      tabIndex={-1}
      aria-label={words.note(note.number)}
      style={placeUnder(note.mark)}
    >
      <p lang={article.language} dir="auto">
        {note.text}
      </p>
      <button type="button" class="square" aria-label={words.backToText} onClick={close}>
        <Icon name="close" size={20} />
      </button>
    </aside>
  );
}

/** The note that a mark leads to, out of the list at the article's end. */
function noteOf(mark: HTMLElement, backLabel: string): OpenNote | undefined {
  const number = Number(mark.getAttribute("href")?.slice("#note-".length));
  const item = document.getElementById(`note-${number}`);
  if (item === null) return undefined;
  const parts = Array.from(item.childNodes).filter(
    (node) => !(node instanceof Element && node.getAttribute("aria-label") === backLabel),
  );
  const text = parts.map((node) => node.textContent ?? "").join("");
  return { mark, number, text: text.trim() };
}

/** Under the line of the mark, as wide as the text. Lengths in CSS pixels from the page's beginning. */
function placeUnder(mark: HTMLElement): Readonly<Record<string, string>> {
  const line = (mark.closest("sup") ?? mark).getBoundingClientRect();
  const block = mark.closest(".body > *, .notes, article")?.getBoundingClientRect() ?? line;
  const gap = 8;
  return {
    insetBlockStart: `${window.scrollY + line.bottom + gap}px`,
    left: `${window.scrollX + block.left}px`,
    inlineSize: `${block.width}px`,
  };
}
