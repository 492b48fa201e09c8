import { computed, signal } from "@preact/signals";
import type { Wanted } from "../../device/search.ts";
import type { SearchClient } from "../../device/search-client.ts";
import { createModel } from "../ui/create-model.ts";
import type { Painter } from "./painting.ts";
import { rangeOf, textBlocksIn } from "./text-blocks.ts";

export interface MarkingDeps {
  readonly client: Pick<SearchClient, "ask">;
  readonly painter: Painter;
  readonly wanted: Wanted;
  /** The article on the screen; it may be drawn anew at any time. */
  readonly article: () => Element | null;
  /** Brings a marked place into view and lets screen readers go on from there. */
  readonly show: (range: Range) => void;
}

/** What was looked for, marked in the open article, and the way from one place to the next. */
export const MarkingModel = createModel(
  ({ client, painter, wanted, article, show }: MarkingDeps) => {
    const ranges = signal<readonly Range[]>([]);
    /** Index of the place that the reader is at; -1 before the first. */
    const at = signal(-1);
    let isOver = false;

    const paint = (): void => painter.paint(ranges.peek(), ranges.peek()[at.peek()]);
    const go = (index: number): void => {
      const { length } = ranges.peek();
      if (length === 0) return;
      at.value = (index + length) % length;
      paint();
      const range = ranges.peek()[at.peek()];
      if (range !== undefined) show(range);
    };

    return {
      count: computed(() => ranges.value.length),
      /** From 1 on; 0 where no place is shown. */
      number: computed(() => at.value + 1),
      /** Marks the text as it is on the screen now. */
      async mark(): Promise<void> {
        const root = article();
        if (root === null) return;
        const blocks = textBlocksIn(root);
        const texts = blocks.map(({ text }) => text);
        const marks = await client.ask({ kind: "marks", texts, wanted });
        // Cleared meanwhile, or drawn anew: whoever drew it asks again.
        if (isOver || marks === undefined) return;
        ranges.value = blocks.flatMap((block, index) =>
          (marks[index] ?? []).flatMap((stretch) => rangeOf(block, stretch) ?? []),
        );
        at.value = Math.min(at.peek(), ranges.peek().length - 1);
        paint();
      },
      next: (): void => go(at.peek() + 1),
      previous: (): void => go(Math.max(at.peek(), 0) - 1),
      clear(): void {
        isOver = true;
        painter.clear();
        ranges.value = [];
      },
    };
  },
);
