import { useEffect, useMemo } from "preact/hooks";
import type { Wanted } from "../../device/search.ts";
import type { SearchClient } from "../../device/search-client.ts";
import { Icon } from "../../rendering/icon.ts";
import { MarkingModel } from "./marking-model.ts";
import { createPainter } from "./painting.ts";
import type { SearchMessages } from "./search-messages.ts";

export interface MarksBarProps {
  readonly client: Pick<SearchClient, "ask">;
  readonly wanted: Wanted;
  readonly messages: SearchMessages;
  /** Resolves once the app has put the reader where they were: what was looked for comes after that. */
  readonly settled: () => Promise<unknown>;
  readonly onClear: () => void;
}

/** Over an article that was opened from the results: what was looked for is marked, and this leads from place to place. */
export function MarksBar({ client, wanted, messages, settled, onClear }: MarksBarProps) {
  const marking = useMemo(
    () =>
      new MarkingModel({
        client,
        wanted,
        painter: createPainter(window),
        article: () => document.querySelector("main article"),
        show: showRange,
      }),
    [],
  );
  useEffect(() => {
    let isFirst = true;
    const mark = async (): Promise<void> => {
      await marking.mark();
      if (!isFirst || marking.count.peek() === 0) return;
      isFirst = false;
      await settled();
      marking.next();
    };
    const stop = onTextDrawn(document, () => void mark());
    return () => {
      stop();
      marking.clear();
    };
  }, []);
  const count = marking.count.value;
  if (count === 0) return null;
  return (
    <section class="marks" aria-label={messages.marks}>
      <p role="status">{messages.mark(marking.number.value, count)}</p>
      <button
        type="button"
        class="square previous"
        aria-label={messages.previousMark}
        onClick={marking.previous}
      >
        <Icon name="back" />
      </button>
      <button
        type="button"
        class="square next"
        aria-label={messages.nextMark}
        onClick={marking.next}
      >
        <Icon name="forward" />
      </button>
      <button type="button" class="square" aria-label={messages.clearMarks} onClick={onClear}>
        <Icon name="close" />
      </button>
    </section>
  );
}

/** Calls at once, and whenever the article is drawn anew or what lies behind its warning is opened. */
function onTextDrawn(document: Document, call: () => void): () => void {
  const root = document.getElementById("app") ?? document.body;
  const textOf = (): string => root.querySelector("main article")?.textContent ?? "";
  let known = textOf();
  const watcher = new MutationObserver(() => {
    const text = textOf();
    if (text === known) return;
    known = text;
    call();
  });
  watcher.observe(root, { childList: true, characterData: true, subtree: true });
  // `toggle` does not bubble; it is caught on its way down.
  document.addEventListener("toggle", call, true);
  call();
  return () => {
    watcher.disconnect();
    document.removeEventListener("toggle", call, true);
  };
}

/** Puts the range at a third of the window's height; the caret goes there too, so that a screen reader goes on from it. */
function showRange(range: Range): void {
  const { top } = range.getBoundingClientRect();
  scrollTo({ top: scrollY + top - innerHeight / 3, behavior: "instant" });
  getSelection()?.collapse(range.startContainer, range.startOffset);
}
