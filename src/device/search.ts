import { type Word, wordsOf } from "./search-words.ts";

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

/** What is known of Ukrainian and English: its data is fetched when it is first asked for. */
export async function loadSearchLanguages(): Promise<SearchLanguages> {
  return plain;
}

export function createSearchIndex(languages: SearchLanguages = plain): SearchIndex {
  const articles = new Map<string, SearchableArticle>();
  const words = new Map<string, Map<string, number>>();
  const index: SearchIndex = {
    add(article) {
      index.remove(article.id);
      articles.set(article.id, article);
      for (const [text, weight] of weighed(article)) {
        for (const word of wordsOf(text)) {
          for (const key of new Set([word.text, ...languages.keysOf(word.text)])) {
            const found = words.get(key) ?? new Map<string, number>();
            words.set(key, found.set(article.id, (found.get(article.id) ?? 0) + weight));
          }
        }
      }
    },
    remove(id) {
      if (articles.delete(id)) for (const found of words.values()) found.delete(id);
    },
    has: (id, version) => articles.get(id)?.version === version,
    ids: () => [...articles.keys()],
    search(query, filter = {}, limit = Number.POSITIVE_INFINITY) {
      const asked = wordsOf(query).map(({ text }) => text);
      const last = asked.at(-1) ?? "";
      const whole = asked.map((word) => [word, ...languages.keysOf(word)]);
      const begun = [...words.keys()].filter((word) => last !== "" && word.startsWith(last));
      const exact = findAll(whole);
      const rest =
        exact.size === 0 || filter.typing === true ? findAll([...whole.slice(0, -1), begun]) : [];
      const hits = [...rankedHits(exact, "words"), ...rankedHits(rest, "beginning", exact)];
      const kept = hits.filter(({ id }) => fits(articles.get(id), filter));
      const wanted = { words: asked, keys: whole.flat(), beginnings: last === "" ? [] : [last] };
      return { hits: kept.slice(0, limit), total: kept.length, wanted };
    },
    save: () => [
      {
        name: "all",
        bytes: new TextEncoder().encode(JSON.stringify([...articles.values()])),
      },
    ],
    load(parts) {
      for (const id of articles.keys()) index.remove(id);
      for (const { bytes } of parts) {
        const saved: SearchableArticle[] = JSON.parse(new TextDecoder().decode(bytes));
        for (const article of saved) index.add(article);
      }
      return true;
    },
  };
  return index;

  function findAll(asked: readonly (readonly string[])[]): Map<string, number> {
    let all: Map<string, number> | undefined;
    for (const alternatives of asked) {
      const scores = new Map<string, number>();
      for (const key of alternatives) {
        for (const [id, weight] of words.get(key) ?? []) {
          const before = all === undefined ? 0 : all.get(id);
          if (before !== undefined) scores.set(id, (scores.get(id) ?? before) + weight);
        }
      }
      all = scores;
    }
    return all ?? new Map();
  }
}

function rankedHits(
  scores: Iterable<readonly [string, number]>,
  found: Found,
  except?: ReadonlyMap<string, number>,
): SearchHit[] {
  return [...scores]
    .filter(([id]) => except?.has(id) !== true)
    .map(([id, score]) => ({ id, found, score }))
    .sort((one, other) => other.score - one.score);
}

function fits(article: SearchableArticle | undefined, filter: SearchFilter): boolean {
  if (article === undefined) return false;
  const { language, tag, year, ids } = filter;
  return (
    (language === undefined || article.language === language) &&
    (tag === undefined || article.tags.includes(tag)) &&
    (year === undefined || article.date.startsWith(year)) &&
    (ids === undefined || ids.has(article.id))
  );
}

const weighed = (article: SearchableArticle): [string, number][] => [
  [article.title, 5],
  [article.tags.join("\n"), 3],
  [article.summary, 2],
  ...article.text.map((paragraph): [string, number] => [paragraph, 1]),
];

/** What to mark in a text for a query: words asked for and their forms, in order, none overlapping. */
export function marksIn(
  text: string,
  wanted: Wanted,
  languages: SearchLanguages = plain,
): readonly Range[] {
  const keys = new Set([...wanted.words, ...wanted.keys]);
  const isWanted = ({ text: word }: Word): boolean =>
    keys.has(word) ||
    languages.keysOf(word).some((key) => keys.has(key)) ||
    wanted.beginnings.some((beginning) => word.startsWith(beginning));
  return wordsOf(text)
    .filter(isWanted)
    .map(({ start, end }) => ({ start, end }));
}

/** The stretch of an article's paragraphs that says most of what was asked for, about `length` UTF-16 units long. */
export function snippetIn(
  paragraphs: readonly string[],
  wanted: Wanted,
  languages: SearchLanguages = plain,
  length = 160,
): Snippet {
  const text =
    paragraphs.find((paragraph) => marksIn(paragraph, wanted, languages).length > 0) ??
    paragraphs[0] ??
    "";
  const [first] = marksIn(text, wanted, languages);
  const from = text.lastIndexOf(" ", Math.max(0, (first?.start ?? 0) - length / 4)) + 1;
  const space = text.indexOf(" ", from + length);
  const cut = text.slice(from, space < 0 ? undefined : space);
  return { text: cut, marks: marksIn(cut, wanted, languages) };
}

/** What to mark for a query where no index was asked, in an article that was opened by a link for example. */
export function wantedOf(query: string, languages: SearchLanguages = plain): Wanted {
  const words = wordsOf(query).map(({ text }) => text);
  return { words, keys: words.flatMap((word) => [...languages.keysOf(word)]), beginnings: [] };
}
