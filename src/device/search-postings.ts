import {
  findRun,
  mergeSegments,
  type Places,
  readRun,
  type Segment,
  type Visit,
  writeSegment,
} from "./search-segments.ts";

/** Where each word stands in each article. */
export interface Postings {
  /** Takes in the words of an article whose number is higher than those before. */
  add(article: number, places: Places): void;
  /** Something is gone: room may be won back. */
  tidy(): void;
  /** Articles in order of their numbers, those that are gone among them. */
  read(word: number, visit: Visit): void;
  readonly segments: readonly Segment[];
  load(segments: readonly Segment[]): void;
}

/** As many neighbours of about one size become one segment, so that there are never many. */
const mergedAtOnce = 8;
/**
 * A merge goes on by so many bytes with every article that comes: a millisecond or two, never the whole at once. An article
 * is some thousand bytes and is merged once for each size, so merges are done long before the next ones are due.
 */
const bytesAStep = 40_000;

interface Merging {
  readonly from: number;
  readonly count: number;
  readonly steps: ReturnType<typeof mergeSegments>;
}

export function createPostings(isThere: (article: number) => boolean): Postings {
  let segments: Segment[] = [];
  let merging: Merging | undefined;

  function goOnMerging(): void {
    merging ??= beginMerging();
    if (merging === undefined) return;
    const { from, count, steps } = merging;
    const step = steps.next(bytesAStep);
    if (step.done !== true) return;
    segments.splice(from, count, step.value);
    merging = undefined;
  }

  function beginMerging(): Merging | undefined {
    const [from, count] = findNeighbours() ?? findEmptied() ?? [];
    if (from === undefined || count === undefined) return undefined;
    const steps = mergeSegments(segments.slice(from, from + count), isThere);
    steps.next(0);
    return { from, count, steps };
  }

  // The leftmost first: sizes then fall from the left to the right.
  function findNeighbours(): [from: number, count: number] | undefined {
    for (let from = 0; from + mergedAtOnce <= segments.length; from += 1) {
      const counts = segments.slice(from, from + mergedAtOnce).map(({ count }) => count);
      if (Math.max(...counts) < mergedAtOnce * Math.min(...counts)) return [from, mergedAtOnce];
    }
    return undefined;
  }

  function findEmptied(): [from: number, count: number] | undefined {
    const from = segments.findIndex(({ first, count, articles }) => {
      let there = 0;
      for (let at = first; at < first + count; at += 1) if (isThere(at)) there += 1;
      return there * 2 < articles;
    });
    return from < 0 ? undefined : [from, 1];
  }

  return {
    get segments() {
      return segments;
    },
    add(article, places) {
      segments.push(writeSegment(article, places));
      goOnMerging();
    },
    tidy: goOnMerging,
    read(word, visit) {
      for (const segment of segments) {
        const run = findRun(segment, word);
        if (run !== undefined) readRun(segment, run, visit);
      }
    },
    load(saved) {
      segments = [...saved];
      merging = undefined;
    },
  };
}
