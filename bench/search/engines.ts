// Ours and the peers, each behind the same two calls.
import {
  createSearchIndex,
  type SearchIndex,
  type SearchLanguages,
} from "../../src/device/search.ts";
import { loadPeer } from "../peers/installing.ts";
import type { Text } from "./texts.ts";

export interface Engine {
  readonly name: string;
  /** Milliseconds of taking in each article. */
  readonly adding: readonly number[];
  /** Numbers of the articles found. */
  search(query: string): Promise<ReadonlySet<number>> | ReadonlySet<number>;
  /** One query alone, for the clock. */
  ask(query: string): unknown;
  close(): void;
}

export function openOurs(
  texts: readonly Text[],
  languages: SearchLanguages,
): Engine & { index: SearchIndex } {
  const index = createSearchIndex(languages);
  const adding = timed(texts, ({ title, paragraphs }, number) =>
    index.add({
      id: String(number),
      version: "1",
      language: "uk",
      title,
      summary: "",
      tags: [],
      date: "2026-11-20",
      text: paragraphs,
    }),
  );
  return {
    name: "Soniakh",
    index,
    adding,
    search: (query) => new Set(index.search(query).hits.map(({ id }) => Number(id))),
    ask: (query) => index.search(query),
    close: () => undefined,
  };
}

/** Milliseconds by the clock. */
export function time(act: () => unknown): number {
  const begun = performance.now();
  act();
  return performance.now() - begun;
}

const timed = (texts: readonly Text[], add: (text: Text, number: number) => void): number[] =>
  texts.map((text, number) => time(() => add(text, number)));

interface MiniSearchIndex {
  add(document: object): void;
  search(query: string): readonly { readonly id: number }[];
}
type MiniSearch = new (options: object) => MiniSearchIndex;
interface Stemmer {
  stem(word: string): string;
}

/** MiniSearch as it comes, or with the Ukrainian stemmer of `natural` for its terms. */
export function openMiniSearch(texts: readonly Text[], stemming: boolean): Engine {
  const MiniSearch = loadPeer("minisearch") as MiniSearch;
  const stemmer = loadPeer("natural/lib/natural/stemmers/porter_stemmer_uk.js") as Stemmer;
  const processTerm = (term: string): string =>
    stemmer.stem(term.toLowerCase().replace(/[’ʼ`]/g, "'"));
  const index = new MiniSearch({ fields: ["title", "text"], ...(stemming && { processTerm }) });
  const adding = timed(texts, ({ title, paragraphs }, id) =>
    index.add({ id, title, text: paragraphs.join("\n") }),
  );
  return {
    name: stemming ? "MiniSearch + natural's Ukrainian stemmer" : "MiniSearch as it comes",
    adding,
    search: (query) => new Set(index.search(query).map(({ id }) => id)),
    ask: (query) => index.search(query),
    close: () => undefined,
  };
}
