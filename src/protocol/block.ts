import {
  fail,
  readBoolean,
  readCount,
  readList,
  readObject,
  readOneOf,
  readString,
  readTrue,
  type Reader,
} from "./parsing.ts";

/** A stretch of text with one look. `note` is the text of a footnote that stands at its end. */
export interface Run {
  readonly text: string;
  readonly strong?: true;
  readonly emphasis?: true;
  /** An address that passed {@link isSafeHref}. */
  readonly href?: string;
  readonly note?: string;
}

/**
 * A node of a body: a typed tree, never HTML. Article and Story share it; they differ in what a
 * figure or a recording points to (`Media`): an article's by hash, a story's by its attachment's number.
 * Only lists, quotes and tables nest, at most {@link deepest} levels.
 */
export type Block<Media> =
  | { readonly kind: "paragraph"; readonly runs: readonly Run[] }
  | { readonly kind: "heading"; readonly level: 2 | 3; readonly runs: readonly Run[] }
  | {
      readonly kind: "list";
      readonly ordered: boolean;
      readonly items: readonly (readonly Block<Media>[])[];
    }
  | { readonly kind: "quote"; readonly blocks: readonly Block<Media>[] }
  | {
      readonly kind: "figure";
      readonly media: Media;
      readonly alt: string;
      readonly caption: readonly Run[];
    }
  | { readonly kind: "audio"; readonly media: Media; readonly caption: readonly Run[] }
  | {
      readonly kind: "table";
      readonly head: readonly Cell[];
      readonly rows: readonly (readonly Cell[])[];
    }
  | { readonly kind: "rule" }
  /** Written by a newer newsroom; its text is shown as a paragraph. */
  | { readonly kind: "unknown"; readonly text: string };

/** A table's cell. */
export type Cell = readonly Run[];

/** How deep lists, quotes and tables may stand in each other. */
export const deepest = 6;

/** Limits that keep a hostile body from hanging a phone. Lengths in UTF-16 units. */
export const blockLimits = {
  blocks: 5_000,
  runs: 5_000,
  text: 400_000,
  alt: 2_000,
  cells: 60,
} as const;

/**
 * True for addresses that may stand behind a link: `https:`, `http:`, `mailto:`, `tel:`, a path on
 * this site, or a place on this page. Control characters and white space, which browsers drop while
 * reading a scheme ("java\nscript:"), make it false.
 */
export function isSafeHref(href: string): boolean {
  if (/[\u0000-\u0020\u007f\\]/.test(href) || href.length > 2_000) return false;
  if (/^(https?:\/\/[^/]|mailto:|tel:|#)/i.test(href)) return true;
  return /^\/(?!\/)/.test(href);
}

export const readHref: Reader<string> = (input, at) =>
  typeof input === "string" && isSafeHref(input) ? input : fail(at, "no safe address");

const readRun: Reader<Run> = readObject(
  { text: readString(blockLimits.text) },
  { strong: readTrue, emphasis: readTrue, href: readHref, note: readString(10_000) },
);
const readRuns = readList(readRun, blockLimits.runs);
const readKind = readString(40);

/** A reader of bodies whose figures point to `Media`. */
export function readBlocks<Media>(readMedia: Reader<Media>): Reader<readonly Block<Media>[]> {
  const atDepth = (depth: number): Reader<readonly Block<Media>[]> =>
    readList((input, at) => readBlock(input, at, depth), blockLimits.blocks);

  const readBlock = (input: unknown, at: string, depth: number): Block<Media> => {
    const { kind } = readObject({ kind: readKind })(input, at);
    const inside = (): Reader<readonly Block<Media>[]> =>
      depth > deepest ? fail(at, `deeper than ${deepest}`) : atDepth(depth + 1);
    switch (kind) {
      case "paragraph":
        return { kind, ...readObject({ runs: readRuns })(input, at) };
      case "heading": {
        const { level, runs } = readObject({ level: readCount(2, 3), runs: readRuns })(input, at);
        return { kind, level: level === 2 ? 2 : 3, runs };
      }
      case "list":
        return {
          kind,
          ...readObject({ ordered: readBoolean, items: readList(inside(), blockLimits.blocks) })(
            input,
            at,
          ),
        };
      case "quote":
        return { kind, ...readObject({ blocks: inside() })(input, at) };
      case "figure":
        return {
          kind,
          ...readObject({ media: readMedia, alt: readString(blockLimits.alt), caption: readRuns })(
            input,
            at,
          ),
        };
      case "audio":
        return { kind, ...readObject({ media: readMedia, caption: readRuns })(input, at) };
      case "table": {
        const readCells = readList(readRuns, blockLimits.cells);
        return {
          kind,
          ...readObject({ head: readCells, rows: readList(readCells, blockLimits.blocks) })(
            input,
            at,
          ),
        };
      }
      case "rule":
        return { kind };
      default:
        return {
          kind: "unknown",
          text: readObject({}, { text: readString(blockLimits.text) })(input, at).text ?? "",
        };
    }
  };
  return atDepth(1);
}

/** The words of a body, blocks apart by newlines: for counting, searching and titles. */
export function plainText<Media>(blocks: readonly Block<Media>[]): string {
  return blocks
    .map(blockText)
    .filter((text) => text !== "")
    .join("\n");
}

const runsText = (runs: readonly Run[]): string => runs.map((run) => run.text).join("");

function blockText<Media>(block: Block<Media>): string {
  switch (block.kind) {
    case "paragraph":
    case "heading":
      return runsText(block.runs);
    case "list":
      return block.items.map(plainText).join("\n");
    case "quote":
      return plainText(block.blocks);
    case "figure":
    case "audio":
      return runsText(block.caption);
    case "table":
      return [block.head, ...block.rows].map((row) => row.map(runsText).join("\t")).join("\n");
    case "rule":
      return "";
    case "unknown":
      return block.text;
  }
}

export const readProvenance = readOneOf("own-words", "told-to-us", "report");
