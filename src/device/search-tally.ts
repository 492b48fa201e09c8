import type { Articles } from "./search-articles.ts";
import { readVarint } from "./search-bytes.ts";
import type { Postings } from "./search-postings.ts";
import type { Vocabulary } from "./search-vocabulary.ts";

/** How well an article fits what was asked, best first. */
export const fits = ["words", "beginning", "spelling"] as const;

/** The articles that have one thing that was asked for. */
export interface Matches {
  /** Their numbers, each once. */
  readonly articles: readonly number[];
  /** By number: how much of it an article has; titles weigh more, and long texts less. */
  readonly weights: Float64Array;
  /** By number: the place in {@link fits}. */
  readonly fit: Uint8Array;
  /** Words of the index that were taken for it, for marking. */
  readonly words: readonly string[];
  /** They were taken for a slip: their other forms were meant as well. */
  readonly isGuess: boolean;
}

/** What can be searched. */
export interface Indexed {
  readonly articles: Articles;
  readonly vocabulary: Vocabulary;
  readonly postings: Postings;
  readonly keysOf: (word: string) => readonly string[];
  readonly formsOf?: ((lemma: string) => readonly string[]) | undefined;
}

/** What one occurrence weighs in a title, a tag, a summary; one in the text of an article of middling length weighs 1. */
const inTitle = 6;
const inTag = 4;
const inSummary = 2;
/** How much the length of a text counts, from not at all to fully. */
const lengthShare = 0.6;

/** Adds up what articles have of one thing that was asked for. */
export class Tally implements Matches {
  readonly articles: number[] = [];
  readonly weights: Float64Array;
  readonly fit: Uint8Array;
  readonly taken = new Set<number>();
  isGuess = false;
  readonly #indexed: Indexed;

  constructor(indexed: Indexed) {
    this.#indexed = indexed;
    this.weights = new Float64Array(indexed.articles.numbers);
    this.fit = new Uint8Array(indexed.articles.numbers);
  }

  get isEmpty(): boolean {
    return this.articles.length === 0;
  }

  get words(): readonly string[] {
    return [...this.taken].map((form) => this.#indexed.vocabulary.wordAt(form));
  }

  /** The places of one form. Articles that fit better already only get heavier. */
  add(form: number, factor: number, fit: number): void {
    if (this.taken.has(form)) return;
    this.taken.add(form);
    const { articles, postings } = this.#indexed;
    const { there, titleEnds, tagEnds, summaryEnds, lengths } = articles;
    const perWord = lengthShare / articles.averageLength;
    postings.read(form, (article, count, cursor) => {
      const titleEnd = titleEnds[article] ?? 0;
      const tagEnd = tagEnds[article] ?? 0;
      const summaryEnd = summaryEnds[article] ?? 0;
      const inText = 1 / (1 - lengthShare + perWord * (lengths[article] ?? 0));
      let weight = 0;
      let place = 0;
      for (let rest = count; rest > 0; rest -= 1) {
        place += readVarint(cursor);
        if (place >= summaryEnd) weight += inText;
        else weight += place < titleEnd ? inTitle : place < tagEnd ? inTag : inSummary;
      }
      if (there[article] === 1) this.#put(article, weight * factor, fit);
    });
  }

  addPlace(article: number, place: number, fit: number): void {
    const { titleEnds, tagEnds, summaryEnds } = this.#indexed.articles;
    if (place >= (summaryEnds[article] ?? 0)) this.#put(article, 1, fit);
    else if (place < (titleEnds[article] ?? 0)) this.#put(article, inTitle, fit);
    else this.#put(article, place < (tagEnds[article] ?? 0) ? inTag : inSummary, fit);
  }

  #put(article: number, weight: number, fit: number): void {
    if (this.weights[article] === 0) {
      this.articles.push(article);
      this.fit[article] = fit;
    }
    this.weights[article] = (this.weights[article] ?? 0) + weight;
  }
}
