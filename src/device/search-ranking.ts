import type { Articles } from "./search-articles.ts";
import type { Asked } from "./search-query.ts";
import { fits, type Matches } from "./search-tally.ts";
import type { SearchHit } from "./search.ts";

/** Where more occurrences of a word stop to count. */
const saturation = 1.5;

/** Scores are compared in steps of a millionth: what is as good goes by its date. */
const steps = 1e6;
/** More than any score in such steps. */
const worseFit = 1e12;

/** Articles that may be hits; the first `limit` of them are wanted. */
export interface Wish {
  /** Absent where all may be. */
  readonly isWanted?: (article: number) => boolean;
  readonly limit: number;
}

/**
 * Hits, best first: what has all that was asked for, or where nothing has, what has most of it; then what fits better; then
 * by weight and rarity (BM25 over fields); then the newest.
 */
export function rank(
  articles: Articles,
  asked: readonly Asked[],
  matches: readonly Matches[],
  { isWanted, limit }: Wish,
): { readonly hits: readonly SearchHit[]; readonly total: number } {
  const { found, scores, has, fit } = addUp(articles, asked, matches);
  const wanted = isWanted === undefined ? found : found.filter(isWanted);
  let most = 1;
  for (const article of wanted) most = Math.max(most, has[article] ?? 0);
  const best = wanted.filter((article) => has[article] === most);
  const order = new Float64Array(articles.numbers);
  for (const article of best) {
    order[article] = (fit[article] ?? 0) * worseFit - Math.round((scores[article] ?? 0) * steps);
  }
  const dateOf = (article: number): string => articles.get(article)?.date ?? "";
  const first = firstOf(best, limit, (one, other) => {
    const difference = (order[one] ?? 0) - (order[other] ?? 0);
    if (difference !== 0) return difference;
    const [date, later] = [dateOf(one), dateOf(other)];
    return date === later ? one - other : date < later ? 1 : -1;
  });
  const some = most < asked.filter(({ optional }) => !optional).length;
  const hits = first.map((article) => ({
    id: articles.get(article)?.id ?? "",
    found: some ? ("some" as const) : (fits[fit[article] ?? 0] ?? "spelling"),
    score: scores[article] ?? 0,
  }));
  return { hits, total: best.length };
}

interface Sums {
  /** Numbers of articles that have anything that was asked for. */
  readonly found: readonly number[];
  readonly scores: Float64Array;
  /** How much of what was asked for they have. */
  readonly has: Uint8Array;
  readonly fit: Uint8Array;
}

function addUp(articles: Articles, asked: readonly Asked[], matches: readonly Matches[]): Sums {
  const found: number[] = [];
  const scores = new Float64Array(articles.numbers);
  const has = new Uint8Array(articles.numbers);
  const fit = new Uint8Array(articles.numbers);
  const seen = new Uint8Array(articles.numbers);
  for (const [at, some] of matches.entries()) {
    const counts = asked[at]?.optional === true ? 0 : 1;
    const rarity = rarityOf(some.articles.length, articles.size);
    for (const article of some.articles) {
      if (seen[article] === 0) found.push(article);
      seen[article] = 1;
      const weight = some.weights[article] ?? 0;
      scores[article] = (scores[article] ?? 0) + (rarity * weight) / (weight + saturation);
      has[article] = (has[article] ?? 0) + counts;
      fit[article] = Math.max(fit[article] ?? 0, some.fit[article] ?? 0);
    }
  }
  return { found, scores, has, fit };
}

/** BM25's: what few articles have tells more. */
const rarityOf = (have: number, all: number): number =>
  Math.log(1 + (all - have + 0.5) / (have + 0.5)) * (saturation + 1);

/** The first `limit` in order, without putting the rest in order where they are many more. */
function firstOf(
  all: readonly number[],
  limit: number,
  compare: (one: number, other: number) => number,
): readonly number[] {
  if (limit * 4 > all.length) return [...all].sort(compare).slice(0, Math.max(0, limit));
  const first: number[] = [];
  for (const one of all) {
    const last = first.at(-1);
    if (first.length >= limit && (last === undefined || compare(one, last) > 0)) continue;
    let at = first.length;
    while (at > 0 && compare(one, first[at - 1] ?? 0) < 0) at -= 1;
    first.splice(at, 0, one);
    if (first.length > limit) first.pop();
  }
  return first;
}
