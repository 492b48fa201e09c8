import { createArticles } from "./search-articles.ts";
import { marksOf, snippetOf } from "./search-marks.ts";
import { match } from "./search-matching.ts";
import { placesIn } from "./search-places.ts";
import { createPostings } from "./search-postings.ts";
import { type Asked, parseQuery } from "./search-query.ts";
import { rank } from "./search-ranking.ts";
import { loadParts, savePartsOf } from "./search-saving.ts";
import type { Matches } from "./search-tally.ts";
import { createVocabulary } from "./search-vocabulary.ts";

/** What of an article can be found. `text` is its paragraphs as plain text. */
export interface SearchableArticle {
  readonly id: string;
  /** What changes when the article does: its hash. See {@link SearchIndex.has}. */
  readonly version: string;
  readonly work?: string;
  readonly language: string;
  readonly title: string;
  readonly summary: string;
  readonly tags: readonly string[];
  /** `YYYY-MM-DD` */
  readonly date: string;
  readonly text: readonly string[];
}

/** Which articles may be hits. All that is given must fit. */
export interface SearchFilter {
  readonly language?: string;
  readonly tag?: string;
  /** `YYYY` */
  readonly year?: string;
  readonly ids?: ReadonlySet<string>;
  /** The last word is still being typed: words that begin with it are hits too, after those that are it. */
  readonly typing?: boolean;
}

/** How a hit was found, best first: all words, by the beginning of the last, by a likely spelling, by some of the words. */
export type Found = "words" | "beginning" | "spelling" | "some";

/** One article found. */
export interface SearchHit {
  readonly id: string;
  readonly found: Found;
  readonly score: number;
}

/** What to mark in texts for a query: plain data, so that a worker can post it. */
export interface Wanted {
  /** Words as they stand in the index, and keys under which their forms are known. */
  readonly words: readonly string[];
  readonly keys: readonly string[];
  readonly beginnings: readonly string[];
  /** Words that are marked where they stand side by side. */
  readonly phrases?: readonly (readonly string[])[];
}

export interface SearchResult {
  /** Best first, at most `limit`. */
  readonly hits: readonly SearchHit[];
  /** How many there are without the limit. */
  readonly total: number;
  /** For {@link marksIn} and {@link snippetIn}. */
  readonly wanted: Wanted;
}

/** A stretch of a text in UTF-16 units, on code-point borders. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

export interface Snippet {
  readonly text: string;
  /** Within `text`. */
  readonly marks: readonly Range[];
}

/** A piece of a saved index. The same name always means the same bytes: only new names need to be written. */
export interface SavedPart {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** What is known of a language's words: forms of one word share a key. */
export interface SearchLanguages {
  /** Changes when keys do. */
  readonly version: string;
  /** The keys of a folded word; a form of two words has the keys of both. */
  keysOf(word: string): readonly string[];
  /** The forms that a word has which ends like this one, were it a lemma; most of them stand in no text. */
  formsOf?(lemma: string): readonly string[];
}

/** Articles, by the words in them. Nothing here touches a browser, storage or the network. */
export interface SearchIndex {
  /** Takes an article in; another version of it goes first. Takes milliseconds. */
  add(article: SearchableArticle): void;
  remove(id: string): void;
  has(id: string, version: string): boolean;
  /** Ids of the articles that are in. */
  ids(): readonly string[];
  search(query: string, filter?: SearchFilter, limit?: number): SearchResult;
  /** The whole index in parts, most of them the same as the last time. */
  save(): readonly SavedPart[];
  /** Takes the place of what is there. False, and empty, where the parts do not fit together. */
  load(parts: readonly SavedPart[]): boolean;
}

const plain: SearchLanguages = { version: "none", keysOf: (word) => [word] };

/** What is known of Ukrainian and English: some tens of kilobytes, fetched when they are first asked for. */
export async function loadSearchLanguages(): Promise<SearchLanguages> {
  const { searchLanguages } = await import("./search-languages.ts");
  return searchLanguages;
}

/** An empty index. Without languages only words that are written alike find each other. */
export function createSearchIndex(languages: SearchLanguages = plain): SearchIndex {
  let state = createState(languages);
  return {
    add(article) {
      const { articles, vocabulary, postings } = state;
      const { places, ends, length } = placesIn(article, vocabulary);
      const { id, version, language, date, tags } = article;
      const number = articles.add({ id, version, language, date, tags, ends, length });
      postings.add(number, places);
    },
    remove(id) {
      state.articles.remove(id);
      state.postings.tidy();
    },
    has(id, version) {
      const number = state.articles.numberOf(id);
      return number !== undefined && state.articles.get(number)?.version === version;
    },
    ids: () => state.articles.ids(),
    search(query, filter = {}, limit = Number.POSITIVE_INFINITY) {
      const { articles } = state;
      const asked = parseQuery(query);
      const matches = asked.map((one) => match(state, one, filter.typing === true));
      const isWanted = Object.keys(filter).some((name) => name !== "typing")
        ? (number: number) => passes(articles.get(number), filter)
        : undefined;
      const wish = isWanted === undefined ? { limit } : { limit, isWanted };
      const typing = filter.typing === true;
      return {
        ...rank(articles, asked, matches, wish),
        wanted: wantedFor(asked, languages, matches, typing),
      };
    },
    save: () => savePartsOf(state, languages.version),
    load(parts) {
      state = createState(languages);
      if (loadParts(state, parts, languages.version)) return true;
      state = createState(languages);
      return false;
    },
  };
}

function createState({ keysOf, formsOf }: SearchLanguages) {
  const articles = createArticles();
  const vocabulary = createVocabulary(keysOf);
  const postings = createPostings((number) => articles.there[number] === 1);
  return { articles, vocabulary, postings, keysOf, formsOf };
}

function passes(
  article: Pick<SearchableArticle, "id" | "language" | "tags" | "date"> | undefined,
  { language, tag, year, ids }: SearchFilter,
): boolean {
  return (
    article !== undefined &&
    (language === undefined || article.language === language) &&
    (tag === undefined || article.tags.includes(tag)) &&
    (year === undefined || article.date.startsWith(year)) &&
    (ids === undefined || ids.has(article.id))
  );
}

/** What to mark in a text, with `languages` those of the index: the words that were asked for and their forms, in order. */
export function marksIn(
  text: string,
  wanted: Wanted,
  languages: SearchLanguages = plain,
): readonly Range[] {
  return marksOf(text, wanted, languages);
}

/** The stretch of an article's paragraphs that has most of what was asked for, about `length` UTF-16 units long. */
export function snippetIn(
  paragraphs: readonly string[],
  wanted: Wanted,
  languages: SearchLanguages = plain,
  length = 160,
): Snippet {
  return snippetOf(paragraphs, wanted, languages, length);
}

/** What to mark for a query where no index was asked, in an article that was opened by a link for example. */
export const wantedOf = (query: string, languages: SearchLanguages = plain): Wanted =>
  wantedFor(parseQuery(query), languages, [], false);

/** `matches` say which words of the index were taken for each thing that was asked for. */
function wantedFor(
  asked: readonly Asked[],
  { keysOf }: SearchLanguages,
  matches: readonly Pick<Matches, "words" | "isGuess">[],
  typing: boolean,
): Wanted {
  const words = new Set<string>();
  const keys = new Set<string>();
  const beginnings: string[] = [];
  const phrases: (readonly string[])[] = [];
  for (const [at, one] of asked.entries()) {
    if (one.words.length > 1) phrases.push(one.words);
    if (one.optional || one.quoted) continue;
    const telling = one.words.filter((word) => one.words.length === 1 || word.length > 2);
    const taken = one.words.length === 1 ? matches[at] : undefined;
    for (const word of telling.concat(taken?.isGuess === true ? taken.words : [])) {
      words.add(word);
      for (const key of keysOf(word)) keys.add(key);
    }
    for (const word of taken?.words ?? []) words.add(word);
    if (one.last && typing) beginnings.push(one.words.at(-1) ?? "");
  }
  return { words: [...words], keys: [...keys], beginnings, phrases };
}
