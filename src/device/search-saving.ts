import type { Articles, IndexedArticle } from "./search-articles.ts";
import { hashOf } from "./search-bytes.ts";
import type { Postings } from "./search-postings.ts";
import { openSegment, type Segment } from "./search-segments.ts";
import type { SavedPart } from "./search.ts";
import type { Vocabulary } from "./search-vocabulary.ts";

/** Changes when the parts are written otherwise. */
const format = 1;
const wordsAPart = 8_192;
const articlesAPart = 256;

/** What an index is made of, in order: names of parts, and what they hold. */
interface Contents {
  readonly format: number;
  readonly languages: string;
  readonly words: readonly string[];
  readonly articles: readonly string[];
  readonly segments: readonly {
    readonly name: string;
    readonly first: number;
    readonly count: number;
  }[];
}

type SavedArticle = [
  id: string,
  version: string,
  language: string,
  date: string,
  tags: readonly string[],
  ends: readonly [number, number, number],
  length: number,
];

export interface Savable {
  readonly vocabulary: Vocabulary;
  readonly articles: Articles;
  readonly postings: Postings;
}

/** Names of segments that were saved before: their bytes never change. */
const segmentNames = new WeakMap<Segment, string>();

/** The index as parts named after their bytes; the part that lists the others goes last. */
export function savePartsOf(
  { vocabulary, articles, postings }: Savable,
  languages: string,
): SavedPart[] {
  const parts: SavedPart[] = [];
  const put = (
    kind: string,
    bytes: Uint8Array<ArrayBuffer>,
    name = nameOf(kind, bytes),
  ): string => {
    parts.push({ name, bytes });
    return name;
  };
  const words = starts(vocabulary.size, wordsAPart).map((from) =>
    put("words", vocabulary.save(from, wordsAPart)),
  );
  const lists = starts(articles.numbers, articlesAPart).map((from) =>
    put("articles", bytesOf(articlesFrom(articles, from))),
  );
  const segments = postings.segments.map((segment) => {
    const name = put("segment", segment.bytes, segmentNames.get(segment));
    segmentNames.set(segment, name);
    return { name, first: segment.first, count: segment.count };
  });
  const contents: Contents = { format, languages, words, articles: lists, segments };
  put("index", bytesOf(contents));
  return parts;
}

const starts = (size: number, step: number): number[] =>
  Array.from({ length: Math.ceil(size / step) }, (_, at) => at * step);

function articlesFrom(articles: Articles, from: number): readonly (SavedArticle | 0)[] {
  const count = Math.min(articlesAPart, articles.numbers - from);
  return Array.from({ length: count }, (_, at) => {
    const article = articles.get(from + at);
    if (article === undefined) return 0;
    const { id, version, language, date, tags, ends, length } = article;
    return [id, version, language, date, tags, ends, length];
  });
}

const bytesOf = (value: unknown): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(JSON.stringify(value));

function nameOf(kind: string, bytes: Uint8Array): string {
  const half = bytes.length >>> 1;
  const hashes = [hashOf(bytes, 0, half), hashOf(bytes, half, bytes.length)];
  return `${kind}-${bytes.length.toString(36)}-${hashes.map((hash) => hash.toString(36)).join("-")}`;
}

/**
 * Fills an empty index from its parts. False where a part is missing or damaged, or the languages are others: what was
 * filled so far is then of no use.
 */
export function loadParts(
  { vocabulary, articles, postings }: Savable,
  parts: readonly SavedPart[],
  languages: string,
): boolean {
  const byName = new Map(parts.map(({ name, bytes }) => [name, bytes]));
  const [index] = parts.filter(({ name }) => name.startsWith("index-"));
  if (index === undefined || !isWhole(index)) return false;
  const contents: Contents = read(index.bytes);
  if (contents.format !== format || contents.languages !== languages) return false;
  const named = [
    ...contents.words,
    ...contents.articles,
    ...contents.segments.map(({ name }) => name),
  ];
  for (const name of named) {
    const bytes = byName.get(name);
    if (bytes === undefined || !isWhole({ name, bytes })) return false;
  }
  const get = (name: string): Uint8Array<ArrayBuffer> => byName.get(name) ?? new Uint8Array();
  for (const name of contents.words) vocabulary.load(get(name));
  for (const name of contents.articles) {
    const list: readonly (SavedArticle | 0)[] = read(get(name));
    for (const saved of list) articles.add(saved === 0 ? undefined : articleOf(saved));
  }
  postings.load(
    contents.segments.map(({ name, first, count }) => {
      const segment = openSegment(first, count, get(name));
      segmentNames.set(segment, name);
      return segment;
    }),
  );
  return true;
}

const isWhole = ({ name, bytes }: SavedPart): boolean =>
  nameOf(name.slice(0, name.indexOf("-")), bytes) === name;

const read = <Value>(bytes: Uint8Array): Value => JSON.parse(new TextDecoder().decode(bytes));

function articleOf(saved: SavedArticle): IndexedArticle {
  const [id, version, language, date, tags, ends, length] = saved;
  return { id, version, language, date, tags, ends, length };
}
