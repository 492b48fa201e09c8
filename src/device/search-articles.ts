import { grown } from "./search-bytes.ts";

/** What the index keeps of an article beside its words. */
export interface IndexedArticle {
  readonly id: string;
  readonly version: string;
  readonly language: string;
  readonly date: string;
  readonly tags: readonly string[];
  /** Places below these are of the title, of tags, of the summary; from there on it is the text. */
  readonly ends: readonly [title: number, tags: number, summary: number];
  /** Words in all. */
  readonly length: number;
}

/** The articles, numbered as they come. A number is never used twice. */
export interface Articles {
  /** Numbers given so far. */
  readonly numbers: number;
  /** Articles there are. */
  readonly size: number;
  /** Words in an article, on average. */
  readonly averageLength: number;
  readonly titleEnds: Uint32Array;
  readonly tagEnds: Uint32Array;
  readonly summaryEnds: Uint32Array;
  readonly lengths: Uint32Array;
  /** 1 where the article is there. */
  readonly there: Uint8Array;
  get(number: number): IndexedArticle | undefined;
  numberOf(id: string): number | undefined;
  ids(): readonly string[];
  /** `undefined` keeps a number for an article that is gone. */
  add(article: IndexedArticle | undefined): number;
  remove(id: string): void;
}

export function createArticles(): Articles {
  const list: (IndexedArticle | undefined)[] = [];
  const numbers = new Map<string, number>();
  let words = 0;
  let titleEnds = new Uint32Array(64);
  let tagEnds = new Uint32Array(64);
  let summaryEnds = new Uint32Array(64);
  let lengths = new Uint32Array(64);
  let there = new Uint8Array(64);

  function remove(id: string): void {
    const number = numbers.get(id);
    if (number === undefined) return;
    words -= lengths[number] ?? 0;
    there[number] = 0;
    list[number] = undefined;
    numbers.delete(id);
  }

  return {
    get numbers() {
      return list.length;
    },
    get size() {
      return numbers.size;
    },
    get averageLength() {
      return numbers.size === 0 ? 1 : Math.max(1, words / numbers.size);
    },
    get titleEnds() {
      return titleEnds;
    },
    get tagEnds() {
      return tagEnds;
    },
    get summaryEnds() {
      return summaryEnds;
    },
    get lengths() {
      return lengths;
    },
    get there() {
      return there;
    },
    get: (number) => list[number],
    numberOf: (id) => numbers.get(id),
    ids: () => [...numbers.keys()],
    add(article) {
      const number = list.push(article) - 1;
      titleEnds = grown(titleEnds, list.length);
      tagEnds = grown(tagEnds, list.length);
      summaryEnds = grown(summaryEnds, list.length);
      lengths = grown(lengths, list.length);
      there = grown(there, list.length);
      if (article === undefined) return number;
      remove(article.id);
      [titleEnds[number], tagEnds[number], summaryEnds[number]] = article.ends;
      lengths[number] = article.length;
      there[number] = 1;
      words += article.length;
      numbers.set(article.id, number);
      return number;
    },
    remove,
  };
}
