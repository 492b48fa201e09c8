import { useSignal } from "@preact/signals";
import { Component } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { type ListName, listPrefix } from "../../device/entries.ts";
import type { ListedEntry } from "../../device/library.ts";
import { ArticleRow } from "../../rendering/listing.ts";
import type { PageWords } from "../../rendering/words.ts";
import { goBackTo, type Place, placeIn } from "./list-place.ts";
import { type MeasuredHeights, measure } from "./list-heights.ts";
import { heightOf, type Heights, stretchesWithin, stretchSize } from "./long-list.ts";
import type { Reading } from "./reading-model.ts";

export interface LongListProps {
  readonly reading: Reading;
  readonly name: ListName;
  /** How many rows stand before these, and how many there are in all. */
  readonly from: number;
  readonly total: number;
  readonly words: PageWords;
  readonly year: string;
  readonly current?: string | undefined;
}

/** What is remembered of one list, so that a reader who comes back finds the same rows in the same place. */
interface Memory extends MeasuredHeights {
  readonly of: string;
  readonly pages: Map<number, readonly ListedEntry[]>;
  drawn: ReadonlySet<number>;
  /** Where the reader is in it. */
  place: Place | undefined;
  /** Width of the window that the heights belong to. */
  width: number;
  /** Which state of the library the rows belong to. */
  changes: number;
}

const memories = new Map<string, Memory>();
/** Until the list's beginning was measured. CSS pixels. */
const usualRow = 128;

/**
 * The rows of a list after its beginning. Only those near the window are drawn, the others are an empty stretch of their
 * height: thousands of rows cost as much as a hundred, and nothing moves. To be put into the list's own element.
 */
export function LongList({ reading, name, from, total, words, year, current }: LongListProps) {
  const memory = memoryOf(listPrefix(name), reading.changes.peek());
  const end = useRef<HTMLLIElement>(null);
  const isBack = useRef(true);
  const drawn = useSignal(0);
  const count = Math.ceil((total - from) / stretchSize);
  const last = total - from - (count - 1) * stretchSize;
  const heights = (): Heights => ({
    count,
    measured: memory.measured,
    row: memory.row ?? usualRow,
    last,
  });
  const read = async (stretches: Iterable<number>): Promise<void> => {
    const read = [...stretches].map(async (stretch) => {
      const at = from + stretch * stretchSize;
      memory.pages.set(stretch, await reading.library.page(name, at, stretchSize));
    });
    await Promise.all(read);
    if (read.length > 0) drawn.value += 1;
  };
  const draw = (): void => {
    const list = end.current?.parentElement;
    const first = list?.querySelector("[data-stretch]");
    if (!list || !first) return;
    if (isBack.current) goBackTo(memory.place, list);
    isBack.current = false;
    memory.place = placeIn(list);
    const top = first.getBoundingClientRect().top;
    const held = stretchOf(document.activeElement, list);
    const within = (ahead: number): ReadonlySet<number> => {
      const range = { from: -top - ahead, to: innerHeight - top + ahead };
      return stretchesWithin(heights(), range, memory.drawn, held);
    };
    const wanted = within(innerHeight * 1.5);
    // One more in a frame and one fewer, what is seen before what is near: a slow phone would stutter over all of them.
    const fresh = [...within(0), ...wanted].find((stretch) => !memory.drawn.has(stretch));
    const spare = [...memory.drawn].find((stretch) => !wanted.has(stretch));
    if (fresh === undefined && spare === undefined) return;
    const next = new Set(memory.drawn);
    if (fresh !== undefined) next.add(fresh);
    if (spare !== undefined) next.delete(spare);
    memory.drawn = next;
    drawn.value += 1;
    if (fresh !== undefined && !memory.pages.has(fresh)) void read([fresh]);
  };

  useEffect(() => whileScrolling(draw), [memory, total, from]);
  useLayoutEffect(() => {
    const list = end.current?.parentElement;
    if (list && measure(list, memory, heights())) drawn.value += 1;
    const frame = requestAnimationFrame(draw);
    return () => cancelAnimationFrame(frame);
  });
  const { value: changes } = reading.changes;
  useEffect(() => {
    if (memory.changes === changes) return;
    memory.changes = changes;
    for (const stretch of memory.pages.keys())
      if (!memory.drawn.has(stretch)) memory.pages.delete(stretch);
    void read(memory.drawn);
  }, [changes, memory]);

  // Read, so that a change of what is drawn draws again.
  void drawn.value;
  const known = heights();
  const rows: preact.ComponentChild[] = [];
  let gap = 0;
  for (let stretch = 0; stretch < count; stretch += 1) {
    const entries = memory.drawn.has(stretch) ? memory.pages.get(stretch) : undefined;
    if (entries === undefined) {
      gap += heightOf(known, stretch);
      continue;
    }
    rows.push(
      <Gap key={`gap-${stretch}`} stretch={stretch} height={gap} />,
      <Stretch
        key={stretch}
        entries={entries}
        at={from + stretch * stretchSize}
        total={total}
        words={words}
        year={year}
        current={current}
      />,
    );
    gap = 0;
  }
  return (
    <>
      {rows}
      <li
        ref={end}
        key="end"
        aria-hidden="true"
        data-stretch={count}
        style={{ blockSize: `${gap}px` }}
      />
    </>
  );
}

function memoryOf(of: string, changes: number): Memory {
  const before = memories.get(of);
  if (before?.width === innerWidth) return before;
  const memory: Memory = {
    of,
    pages: before?.pages ?? new Map<number, readonly ListedEntry[]>(),
    measured: new Map(),
    row: undefined,
    drawn: before?.drawn ?? new Set(),
    place: before?.place,
    width: innerWidth,
    changes: before?.changes ?? changes,
  };
  memories.set(of, memory);
  return memory;
}

/** A row that holds the place of those that are not drawn, and marks where the stretch after it begins. */
const Gap = ({ stretch, height }: { readonly stretch: number; readonly height: number }) => (
  <li aria-hidden="true" data-stretch={stretch} style={{ blockSize: `${height}px` }} />
);

type StretchProps = Omit<LongListProps, "reading" | "name" | "from"> & {
  readonly entries: readonly ListedEntry[];
  readonly at: number;
};

/** Drawn again only when its entries changed: a scroll or a line of news costs the rows nothing. */
class Stretch extends Component<StretchProps> {
  override shouldComponentUpdate(next: StretchProps): boolean {
    const { entries, words, current, total } = this.props;
    return (
      entries !== next.entries ||
      words !== next.words ||
      current !== next.current ||
      total !== next.total
    );
  }
  override render({ entries, at, total, words, year, current }: StretchProps) {
    return entries.map((entry, index) => (
      <ArticleRow
        key={entry.id}
        entry={entry}
        words={words}
        year={year}
        current={entry.slug === current}
        place={{ at: at + index + 1, of: total }}
      />
    ));
  }
}

/** The stretch that an element of the list belongs to. */
function stretchOf(element: Element | null, list: Element): number | undefined {
  let row = element?.closest("li");
  if (!row || row.parentElement !== list) return undefined;
  while (row instanceof HTMLElement && row.dataset["stretch"] === undefined)
    row = row.previousElementSibling as HTMLLIElement | null;
  return row ? Number(row.dataset["stretch"]) : undefined;
}

/** Calls at most once a frame, whatever scrolls: a list beside an article scrolls by itself. */
function whileScrolling(call: () => void): () => void {
  let frame = 0;
  const later = (): void => {
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      call();
    });
  };
  const how = { capture: true, passive: true };
  document.addEventListener("scroll", later, how);
  addEventListener("resize", later);
  return () => {
    cancelAnimationFrame(frame);
    document.removeEventListener("scroll", later, how);
    removeEventListener("resize", later);
  };
}
