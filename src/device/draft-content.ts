import type { RandomId } from "../protocol/bytes.ts";
import type { StoryId } from "../protocol/intake.ts";

/** A piece of a draft: words; a photo kept under its number, with its caption; a recording, whose caption is what it says. */
export type Piece =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "photo"; readonly photo: number; readonly caption: string }
  | {
      readonly kind: "sound";
      readonly sound: number;
      readonly caption: string;
      /** Where it was shortened: so many of its slices count, from the first. */
      readonly slices?: number;
    };

/** All that an author sees of a draft. */
export interface DraftContent {
  readonly title: string;
  readonly pieces: readonly Piece[];
}

/** One change: at `at` (UTF-16 units, or pieces) `cut` of them go and `put` comes. `text` of a photo or a recording is its caption. */
export type Change =
  | { readonly kind: "title"; readonly at: number; readonly cut: number; readonly put: string }
  | {
      readonly kind: "text";
      readonly piece: number;
      readonly at: number;
      readonly cut: number;
      readonly put: string;
    }
  | {
      readonly kind: "pieces";
      readonly at: number;
      readonly cut: number;
      readonly put: readonly Piece[];
    };

/** A blank page: no title and one empty text. */
export const emptyContent: DraftContent = { title: "", pieces: [{ kind: "text", text: "" }] };

/** The content after a change. Bounds that do not fit are cut to what is there, so that any log can be read. */
export function applyChange(content: DraftContent, change: Change): DraftContent {
  switch (change.kind) {
    case "title":
      return { ...content, title: splice(content.title, change) };
    case "text":
      return {
        ...content,
        pieces: content.pieces.map((piece, index) =>
          index === change.piece ? withText(piece, change) : piece,
        ),
      };
    case "pieces": {
      const { at, cut, put } = change;
      return {
        ...content,
        pieces: [...content.pieces.slice(0, at), ...put, ...content.pieces.slice(at + cut)],
      };
    }
  }
}

/** The change that takes `change` back from the content that it was made to. */
export function invert(content: DraftContent, change: Change): Change {
  const { cut } = change;
  if (change.kind === "pieces") {
    const at = Math.min(change.at, content.pieces.length);
    return { kind: "pieces", at, cut: change.put.length, put: content.pieces.slice(at, at + cut) };
  }
  const before = change.kind === "title" ? content.title : textOf(content.pieces[change.piece]);
  const at = Math.min(change.at, before.length);
  return { ...change, at, cut: change.put.length, put: before.slice(at, at + cut) };
}

/** How one text became another: the shortest single splice. For a field that knows only its new value. */
export function difference(
  before: string,
  after: string,
): { at: number; cut: number; put: string } {
  const most = Math.min(before.length, after.length);
  let at = 0;
  while (at < most && before[at] === after[at]) at += 1;
  let tail = 0;
  while (tail < most - at && before[before.length - 1 - tail] === after[after.length - 1 - tail])
    tail += 1;
  return { at, cut: before.length - at - tail, put: after.slice(at, after.length - tail) };
}

const splice = (text: string, { at, cut, put }: { at: number; cut: number; put: string }): string =>
  text.slice(0, at) + put + text.slice(at + cut);

/** The words of a piece: its text, or its caption. Empty where there is no piece. */
export const textOf = (piece: Piece | undefined): string =>
  piece === undefined ? "" : piece.kind === "text" ? piece.text : piece.caption;

const withText = (piece: Piece, change: { at: number; cut: number; put: string }): Piece =>
  piece.kind === "text"
    ? { ...piece, text: splice(piece.text, change) }
    : { ...piece, caption: splice(piece.caption, change) };

/** What a list shows of a draft. */
export interface DraftSummary {
  readonly id: RandomId;
  readonly title: string;
  /** The beginning of the text, at most 120 UTF-16 units, cut at a word. */
  readonly firstWords: string;
  readonly words: number;
  readonly photos: number;
  readonly sounds: number;
  /** Milliseconds since 1970 by this phone's clock: for showing, never for deciding. */
  readonly changedAt: number;
  /** Discarded, and not yet for good. */
  readonly discarded: boolean;
  /** The story that was last sealed from it, and how many there were. */
  readonly sealed?: SealedMark;
  /** Two windows wrote in one draft: this is the one of the later. */
  readonly forkOf?: RandomId;
}

/** A draft's last sealing. */
export interface SealedMark {
  readonly story: StoryId;
  readonly revision: number;
}

const longestFirstWords = 120;

/** The beginning of the text, for a list; where there is none, of what is said of photos and in recordings. */
export function firstWords(content: DraftContent): string {
  const words = allText(content).trim() || content.pieces.map(textOf).join(" ");
  const text = words.replace(/\s+/g, " ").trim();
  if (text.length <= longestFirstWords) return text;
  const cut = text.lastIndexOf(" ", longestFirstWords);
  return text.slice(0, cut > 0 ? cut : longestFirstWords);
}

/** How many words the text has; the title does not count. */
export const countWords = (content: DraftContent): number =>
  allText(content).match(/[\p{L}\p{N}]+(?:['’ʼ-][\p{L}\p{N}]+)*/gu)?.length ?? 0;

/** The numbers of the photos, in the order of the page. */
export const photosOf = (content: DraftContent): readonly number[] =>
  content.pieces.flatMap((piece) => (piece.kind === "photo" ? [piece.photo] : []));

/** The numbers of the recordings, in the order of the page. */
export const soundsOf = (content: DraftContent): readonly number[] =>
  content.pieces.flatMap((piece) => (piece.kind === "sound" ? [piece.sound] : []));

/** True where there is nothing to send: a photo alone is a story, and so is a recording. */
export const isEmpty = ({ title, pieces }: DraftContent): boolean =>
  title.trim() === "" && pieces.every((piece) => piece.kind === "text" && piece.text.trim() === "");

const allText = (content: DraftContent): string =>
  content.pieces.flatMap((piece) => (piece.kind === "text" ? [piece.text] : [])).join("\n");
