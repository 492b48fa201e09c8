import { isSafeHref } from "../../../../protocol/block.ts";
import { type EmbedWords, embedWordsFor } from "./embed-words.ts";
import type { HtmlContext } from "./html.ts";
import type { MarkupElement } from "./tree.ts";

/** What is looked up and noted while one body is read. */
export interface HtmlNotebook {
  readonly words: EmbedWords;
  /** Footnotes' texts by the id of the element that holds them. */
  readonly notes: Map<string, string>;
  /** The elements that are footnotes: they stand behind their marks, not in the text. */
  readonly noteElements: Set<MarkupElement>;
  /** Pictures that stand in the text already. */
  readonly pictures: Set<string>;
  /** Clauses about what was left out. */
  readonly remarks: Set<string>;
  /** Takes room for a block or for letters; false where an article has no more. */
  takeRoom(letters: number): boolean;
  /** An absolute http or https address, or undefined. */
  resolve(address: string): string | undefined;
}

/** An article holds so many letters and blocks; the phone's parser allows a few more. */
const mostLetters = 380_000;
const mostBlocks = 4_500;

export function createHtmlNotebook({ base, language }: HtmlContext): HtmlNotebook {
  const remarks = new Set<string>();
  let letters = 0;
  let blocks = 0;
  return {
    words: embedWordsFor(language),
    notes: new Map(),
    noteElements: new Set(),
    pictures: new Set(),
    remarks,
    takeRoom(length) {
      letters += length;
      blocks += 1;
      if (letters <= mostLetters && blocks <= mostBlocks) return true;
      remarks.add("is longer than an article may be; the rest was left out");
      return false;
    },
    resolve: (address) => resolveAddress(address, base),
  };
}

/** An http or https address that may stand behind a link, made absolute; undefined for every other. */
export function resolveAddress(address: string, base: string): string | undefined {
  const plain = address.replace(/[\t\n\r]/g, "").trim();
  if (plain === "" || !URL.canParse(plain, base)) return undefined;
  const url = new URL(plain, base);
  if (url.protocol !== "http:" && url.protocol !== "https:") return undefined;
  url.username = "";
  url.password = "";
  return isSafeHref(url.href) ? url.href : undefined;
}
