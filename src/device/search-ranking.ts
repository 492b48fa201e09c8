import type { Articles } from "./search-articles.ts";
import { fits, type Matches } from "./search-matching.ts";
import type { Asked } from "./search-query.ts";
import type { SearchHit } from "./search.ts";

/** Where more occurrences of a word stop to count. */
const saturation = 1.5;

/** Scores are compared in steps of a millionth: what is as good goes by its date. */
const steps = 1e6;

/**
 * Hits, best first: what has all that was asked for, or where nothing has, what has most of it; then what fits better; then
 * by weight and rarity (BM25 over fields); then the newest.
 */
export function rank(
  articles: Articles,
  asked: readonly Asked[],
  matches: readonly Matches[],
  isWanted: (article: number) => boolean,
): readonly SearchHit[] {
  const needed = asked.filter(({ optional }) => !optional).length;
  const scores = new Float64Array(articles.numbers);
  const has = new Uint8Array(articles.numbers);
  const fit = new Uint8Array(articles.numbers);
  for (const [at, some] of matches.entries()) {
    const counts = asked[at]?.optional === true ? 0 : 1;
    const rarity = rarityOf(some.articles.length, articles.size);
    for (const article of some.articles) {
      const weight = some.weights[article] ?? 0;
      scores[article] = (scores[article] ?? 0) + (rarity * weight) / (weight + saturation);
      has[article] = (has[article] ?? 0) + counts;
      fit[article] = Math.max(fit[article] ?? 0, some.fit[article] ?? 0);
    }
  }
  const found = [...new Set(matches.flatMap((some) => some.articles))].filter(isWanted);
  let most = 1;
  for (const article of found) most = Math.max(most, has[article] ?? 0);
  const best = found.filter((article) => has[article] === most);
  for (const article of best) scores[article] = Math.round((scores[article] ?? 0) * steps);
  const dateOf = (article: number): string => articles.get(article)?.date ?? "";
  best.sort((one, other) => {
    const order = (fit[one] ?? 0) - (fit[other] ?? 0) || (scores[other] ?? 0) - (scores[one] ?? 0);
    if (order !== 0) return order;
    const [date, later] = [dateOf(one), dateOf(other)];
    return date === later ? one - other : date < later ? 1 : -1;
  });
  return best.map((article) => ({
    id: articles.get(article)?.id ?? "",
    found: most < needed ? "some" : (fits[fit[article] ?? 0] ?? "spelling"),
    score: (scores[article] ?? 0) / steps,
  }));
}

/** BM25's: what few articles have tells more. */
const rarityOf = (have: number, all: number): number =>
  Math.log(1 + (all - have + 0.5) / (have + 0.5)) * (saturation + 1);
