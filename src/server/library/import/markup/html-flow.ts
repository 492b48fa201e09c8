import type { Block, Run } from "../../../../protocol/block.ts";
import { tidy } from "../markdown-runs.ts";
import type { HtmlNotebook } from "./html-notebook.ts";

/** How a stretch of text looks. */
export type Look = Pick<Run, "strong" | "emphasis" | "href">;

/** Text and blocks as they come; text between blocks is paragraphs. */
export interface Flow {
  readonly blocks: Block<string>[];
  /** Adds text; white space is one space unless it is `literal`. */
  text(text: string, look: Look, literal?: boolean): void;
  /** A line break; two of them are a new paragraph. */
  breakLine(look: Look): void;
  /** Puts a footnote at the end of what was said last. */
  note(text: string, look: Look): void;
  /** Ends the paragraph. */
  end(): void;
  /** Ends the paragraph and adds a block. */
  add(block: Block<string>): void;
}

/** More stretches than this in one paragraph are two paragraphs. */
const mostRuns = 2_000;
const longestRun = 100_000;

export function createFlow({ takeRoom }: Pick<HtmlNotebook, "takeRoom">): Flow {
  const blocks: Block<string>[] = [];
  let runs: Run[] = [];
  let letters = 0;
  const put = (run: Run): void => {
    if (runs.length >= mostRuns || letters > longestRun) end();
    runs.push(run);
    letters += run.text.length;
  };
  const end = (): void => {
    const tidied = tidy(runs);
    if (tidied.length > 0 && takeRoom(letters)) blocks.push({ kind: "paragraph", runs: tidied });
    runs = [];
    letters = 0;
  };
  const endsOpen = (): boolean => runs.length === 0 || /\s$/.test(runs.at(-1)!.text);
  return {
    blocks,
    text(text, look, literal = false) {
      const plain = literal ? text : text.replace(/[ \t\n\r\f]+/g, " ");
      const joined = !literal && endsOpen() ? plain.replace(/^ /, "") : plain;
      for (let at = 0; at < joined.length; at += longestRun) {
        put({ text: joined.slice(at, at + longestRun), ...look });
      }
    },
    breakLine(look) {
      const last = runs.at(-1);
      if (last === undefined) return;
      if (last.text.endsWith("\n")) return end();
      runs[runs.length - 1] = { ...last, text: last.text.replace(/ +$/, "") };
      put({ text: "\n", ...look });
    },
    note(text, look) {
      const last = runs.at(-1);
      if (last === undefined || last.note !== undefined) put({ text: "", ...look, note: text });
      else runs[runs.length - 1] = { ...last, note: text };
    },
    end,
    add(block) {
      end();
      if (takeRoom(0)) blocks.push(block);
    },
  };
}

/** Blocks as one stretch of text, for places where no block may stand: headings, captions, cells. */
export function flatten(blocks: readonly Block<string>[], between: string): readonly Run[] {
  const lines = blocks.map(linesOf).filter((runs) => runs.length > 0);
  return tidy(lines.flatMap((runs, at) => (at === 0 ? runs : [{ text: between }, ...runs])));
}

function linesOf(block: Block<string>): readonly Run[] {
  switch (block.kind) {
    case "paragraph":
    case "heading":
      return block.runs;
    case "list":
      return flatten(block.items.flat(), "\n");
    case "quote":
      return flatten(block.blocks, "\n");
    case "figure":
      return block.caption.length > 0 ? block.caption : tidy([{ text: block.alt }]);
    case "table":
      return [block.head, ...block.rows].flat().flat();
    default:
      return [];
  }
}
