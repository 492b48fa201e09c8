import { type ByteWriter, createByteWriter, type Cursor, readVarint } from "./search-bytes.ts";

/**
 * Where words stand in a row of articles. For each word in order of its number a run: for each article that has it, the
 * step from the article before (twice, and one more where the word stands there more than once), how often beyond twice,
 * and the steps from place to place. All numbers are varints.
 */
export interface Segment {
  /** The number of the first article, and how many numbers from there on. */
  readonly first: number;
  readonly count: number;
  /** How many of them were there when it was written. */
  readonly articles: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Every `stride`-th word: its number and where its entry stands. */
  readonly words: Uint32Array;
  readonly offsets: Uint32Array;
}

/** Where a run stands in the bytes of its segment. */
export interface Run {
  readonly from: number;
  readonly to: number;
}

/** Hears of each article that has a word and how often; it must read as many places from the cursor. */
export type Visit = (article: number, count: number, cursor: Cursor) => void;

/** The words of one article with their places, ascending both. */
export type Places = readonly (readonly [word: number, places: readonly number[]])[];

const stride = 8;

/** An entry is the step from the word before, the bytes of the run, the run. */
class SegmentWriter {
  /** The run of the word that comes next. */
  readonly run: ByteWriter = createByteWriter();
  readonly #entries: ByteWriter;
  readonly #words: number[] = [];
  readonly #offsets: number[] = [];
  #count = 0;
  #last = 0;

  /** Room from the beginning for as many bytes as are likely: growing would copy them all at once. */
  constructor(room: number) {
    this.#entries = createByteWriter(room);
  }

  get length(): number {
    return this.#entries.length;
  }

  endRun(word: number): void {
    if (this.run.length === 0) return;
    if (this.#count % stride === 0) {
      this.#words.push(word);
      this.#offsets.push(this.#entries.length);
    }
    this.#entries.varint(word - this.#last);
    this.#entries.varint(this.run.length);
    this.#entries.append(this.run);
    this.run.clear();
    this.#last = word;
    this.#count += 1;
  }

  finish(first: number, count: number, articles: number): Segment {
    return {
      first,
      count,
      articles,
      bytes: this.#entries.take(),
      words: Uint32Array.from(this.#words),
      offsets: Uint32Array.from(this.#offsets),
    };
  }
}

/** A segment of one article. */
export function writeSegment(article: number, places: Places): Segment {
  const writer = new SegmentWriter(1 << 12);
  for (const [word, at] of places) {
    writePlaces(writer.run, 0, at);
    writer.endRun(word);
  }
  return writer.finish(article, 1, 1);
}

function writePlaces(run: ByteWriter, step: number, places: readonly number[]): void {
  run.varint(step * 2 + (places.length > 1 ? 1 : 0));
  if (places.length > 1) run.varint(places.length - 2);
  let last = 0;
  for (const place of places) {
    run.varint(place - last);
    last = place;
  }
}

/** A segment whose bytes came from storage. */
export function openSegment(first: number, count: number, bytes: Uint8Array<ArrayBuffer>): Segment {
  const words: number[] = [];
  const offsets: number[] = [];
  let word = 0;
  for (const entry of entriesOf(bytes)) {
    word = entry.word;
    if (entry.index % stride === 0) {
      words.push(word);
      offsets.push(entry.at);
    }
  }
  return {
    first,
    count,
    articles: count,
    bytes,
    words: Uint32Array.from(words),
    offsets: Uint32Array.from(offsets),
  };
}

interface Entry extends Run {
  readonly index: number;
  readonly word: number;
  readonly at: number;
}

function* entriesOf(bytes: Uint8Array): Generator<Entry> {
  const cursor: Cursor = { bytes, at: 0 };
  let word = 0;
  for (let index = 0; cursor.at < bytes.length; index += 1) {
    const at = cursor.at;
    word += readVarint(cursor);
    const length = readVarint(cursor);
    const from = cursor.at;
    yield { index, word, at, from, to: from + length };
    cursor.at = from + length;
  }
}

/** The run of a word, where the segment has one. */
export function findRun({ bytes, words, offsets }: Segment, word: number): Run | undefined {
  let low = 0;
  let high = words.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((words[middle] ?? 0) <= word) low = middle + 1;
    else high = middle;
  }
  if (low === 0) return undefined;
  const cursor: Cursor = { bytes, at: offsets[low - 1] ?? 0 };
  readVarint(cursor);
  let at = words[low - 1] ?? 0;
  for (let step = 0; step < stride && cursor.at < bytes.length; step += 1) {
    if (step > 0) at += readVarint(cursor);
    const length = readVarint(cursor);
    if (at === word) return { from: cursor.at, to: Math.min(cursor.at + length, bytes.length) };
    if (at > word) return undefined;
    cursor.at += length;
  }
  return undefined;
}

/** Reads a run from its first article to its last. */
export function readRun({ first, bytes }: Segment, { from, to }: Run, visit: Visit): void {
  const cursor: Cursor = { bytes, at: from };
  let article = first;
  while (cursor.at < to) {
    const head = readVarint(cursor);
    article += head >>> 1;
    const count = (head & 1) === 0 ? 1 : Math.min(readVarint(cursor) + 2, to - cursor.at);
    visit(article, count, cursor);
  }
}

/**
 * Several segments that follow each other as one, in steps: each step writes about as many bytes as it is asked for.
 * Articles that are gone are left out.
 */
export function* mergeSegments(
  segments: readonly Segment[],
  isThere: (article: number) => boolean,
): Generator<undefined, Segment, number> {
  const first = segments[0]?.first ?? 0;
  const sources = segments.map((segment) => {
    const entries = entriesOf(segment.bytes);
    return { segment, entries, entry: entries.next().value };
  });
  const writer = new SegmentWriter(
    segments.reduce((sum, { bytes }) => sum + bytes.length, segments.length),
  );
  let enough = yield;
  for (;;) {
    const word = Math.min(...sources.map(({ entry }) => entry?.word ?? Number.POSITIVE_INFINITY));
    if (word === Number.POSITIVE_INFINITY) break;
    let last = first;
    for (const source of sources) {
      if (source.entry?.word !== word) continue;
      last = copyRun(source.segment, source.entry, last, writer.run, isThere);
      source.entry = source.entries.next().value;
    }
    writer.endRun(word);
    if (writer.length > enough) enough = writer.length + (yield);
  }
  const end = segments.at(-1);
  const count = end === undefined ? 0 : end.first + end.count - first;
  const still = Array.from({ length: count }, (_, at) => first + at).filter(isThere);
  return writer.finish(first, count, still.length);
}

function copyRun(
  segment: Segment,
  run: Run,
  last: number,
  into: ByteWriter,
  isThere: (article: number) => boolean,
): number {
  let before = last;
  readRun(segment, run, (article, count, cursor) => {
    const from = cursor.at;
    for (let place = 0; place < count; place += 1) readVarint(cursor);
    if (!isThere(article)) return;
    into.varint((article - before) * 2 + (count > 1 ? 1 : 0));
    if (count > 1) into.varint(count - 2);
    into.copy(segment.bytes, from, cursor.at);
    before = article;
  });
  return before;
}
