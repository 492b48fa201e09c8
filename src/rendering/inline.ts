import { type ComponentChild, h } from "preact";
import { isSafeHref, type Run } from "../protocol/block.ts";
import type { PageWords } from "./words.ts";

/** Footnotes in the order in which they stand in the text; filled while a body is rendered. */
export interface Notes {
  readonly words: PageWords;
  readonly texts: string[];
}

/** Runs as vnodes. A run's note becomes a number that leads to the list at the end. */
export function renderRuns(runs: readonly Run[], notes: Notes): ComponentChild[] {
  return runs.map((run) => [
    renderRun(run),
    run.note === undefined ? null : noteMark(run.note, notes),
  ]);
}

function renderRun(run: Run): ComponentChild {
  let child: ComponentChild = run.text;
  if (run.emphasis) child = h("em", null, child);
  if (run.strong) child = h("strong", null, child);
  // Checked again here: a tree may have been made by hand, and this is the last door before the page.
  return run.href !== undefined && isSafeHref(run.href) ? h("a", { href: run.href }, child) : child;
}

function noteMark(text: string, notes: Notes): ComponentChild {
  const number = notes.texts.push(text);
  return h(
    "sup",
    null,
    h(
      "a",
      {
        href: `#note-${number}`,
        id: `note-mark-${number}`,
        "aria-label": notes.words.note(number),
      },
      String(number),
    ),
  );
}

/** The list of notes at the end of an article, or nothing. */
export function renderNotes({ texts, words }: Notes): ComponentChild {
  if (texts.length === 0) return null;
  const items = texts.map((text, index) =>
    h(
      "li",
      { id: `note-${index + 1}` },
      text,
      " ",
      h("a", { href: `#note-mark-${index + 1}`, "aria-label": words.backToText }, "↩"),
    ),
  );
  return h("section", { class: "notes" }, h("h2", null, words.notes), h("ol", null, items));
}
