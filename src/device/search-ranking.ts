import type { Articles } from "./search-articles.ts";
import { fits, type Matches } from "./search-matching.ts";
import type { Asked } from "./search-query.ts";
import type { Found, SearchHit } from "./search.ts";

/** Where more occurrences of a word stop to count. */
const saturation = 1.5;

interface Ranked {
  readonly article: number;
  readonly missing: number;
  readonly fit: number;
  readonly score: number;
}

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
  const scores = new Map<number, { score: number; has: number; fit: number }>();
  for (const [at, { weights, worse }] of matches.entries()) {
    const rarity = Math.log(1 + (articles.size - weights.size + 0.5) / (weights.size + 0.5));
    const counts = asked[at]?.optional === true ? 0 : 1;
    for (const [article, weight] of weights) {
      const gain = (rarity * weight * (saturation + 1)) / (weight + saturation);
      const so = scores.get(article);
      const fit = worse.get(article) ?? 0;
      if (so === undefined) {
        if (isWanted(article)) scores.set(article, { score: gain, has: counts, fit });
      } else {
        so.score += gain;
        so.has += counts;
        so.fit = Math.max(so.fit, fit);
      }
    }
  }
  let most = 0;
  for (const { has } of scores.values()) most = Math.max(most, has);
  const ranked: Ranked[] = [];
  for (const [article, { score, has, fit }] of scores) {
    if (has === most && has > 0) ranked.push({ article, missing: needed - has, fit, score });
  }
  return sorted(articles, ranked).map(({ article, missing, fit, score }) => ({
    id: articles.get(article)?.id ?? "",
    found: foundOf(missing, fit),
    score,
  }));
}

const foundOf = (missing: number, fit: number): Found =>
  missing > 0 ? "some" : (fits[fit] ?? "spelling");

/** Scores this near are the same: the newer article goes first. */
const sameScore = 1e-6;

function sorted(articles: Articles, ranked: Ranked[]): readonly Ranked[] {
  return ranked.sort((one, other) => {
    if (one.fit !== other.fit) return one.fit - other.fit;
    if (Math.abs(one.score - other.score) > sameScore) return other.score - one.score;
    const [date, id] = [articles.get(one.article), articles.get(other.article)].map(
      (article) => article?.date ?? "",
    );
    if (date !== id) return (date ?? "") < (id ?? "") ? 1 : -1;
    return one.article - other.article;
  });
}
