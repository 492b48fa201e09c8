// Who is right: a dictionary. A query is one word as it stands in a text; right are the articles that have any form of the same
// lemma. Nothing here knows of the rules that are judged, and words are told apart by a pattern of its own.
import type { Lemma } from "../../tools/search/hunspell.ts";

export interface Judge {
  /** Words of the texts that the dictionary knows in other forms too, in order of the alphabet. */
  readonly queries: readonly string[];
  /** Numbers of the articles that have a form of the same lemma. */
  rightFor(query: string): ReadonlySet<number>;
  /** Lemmas of a word, as the dictionary writes them, in lower case. */
  lemmasOf(word: string): readonly string[];
}

export function createJudge(lemmas: readonly Lemma[], texts: readonly string[]): Judge {
  const articlesOf = new Map<string, Set<number>>();
  for (const [number, text] of texts.entries()) {
    for (const word of wordsOf(text)) {
      const articles = articlesOf.get(word) ?? new Set();
      articlesOf.set(word, articles.add(number));
    }
  }
  const groups = new Map<string, Set<string>>();
  const lemmasOf = new Map<string, string[]>();
  for (const { name, forms } of lemmas) {
    const lemma = plain(name);
    const group = groups.get(lemma) ?? new Set();
    for (const form of forms.map(plain)) {
      if (group.has(form) || !articlesOf.has(form)) continue;
      group.add(form);
      const known = lemmasOf.get(form) ?? [];
      known.push(lemma);
      lemmasOf.set(form, known);
    }
    groups.set(lemma, group);
  }
  const inflects = new Set(
    lemmas.filter(({ forms }) => forms.length > 1).map(({ name }) => plain(name)),
  );
  const isQuery = (word: string): boolean =>
    word.length > 2 && lemmasOf.get(word)?.some((lemma) => inflects.has(lemma)) === true;
  return {
    queries: [...articlesOf.keys()].filter(isQuery).sort(),
    lemmasOf: (word) => lemmasOf.get(word) ?? [],
    rightFor(query) {
      const right = new Set(articlesOf.get(query));
      for (const lemma of lemmasOf.get(query) ?? []) {
        for (const form of groups.get(lemma) ?? []) {
          for (const article of articlesOf.get(form) ?? []) right.add(article);
        }
      }
      return right;
    },
  };
}

const plain = (word: string): string =>
  word
    .normalize("NFC")
    .toLowerCase()
    .replaceAll("\u0301", "")
    .replaceAll("\u00ad", "")
    .replace(/[’ʼ`]/g, "'");

/** Compounds whole, and their parts. */
function wordsOf(text: string): ReadonlySet<string> {
  const compounds = plain(text).match(/[а-яіїєґ]+(?:['-][а-яіїєґ]+)*/g) ?? [];
  return new Set(compounds.flatMap((word) => [word, ...word.split("-")]));
}

/** Found and right, wrong and missed, over many queries. */
export interface Verdict {
  /** Shares of 1: over all articles of all queries, and as the mean of queries. */
  readonly recall: number;
  readonly precision: number;
  readonly meanRecall: number;
  readonly meanPrecision: number;
  readonly withoutHit: number;
}

export function judge(
  queries: readonly string[],
  rightFor: (query: string) => ReadonlySet<number>,
  found: ReadonlyMap<string, ReadonlySet<number>>,
): Verdict {
  const rows = queries.map((query) => {
    const right = rightFor(query);
    const hits = found.get(query) ?? new Set();
    return {
      right: right.size,
      hits: hits.size,
      both: [...hits].filter((hit) => right.has(hit)).length,
    };
  });
  const sum = (of: (row: (typeof rows)[number]) => number): number =>
    rows.reduce((total, row) => total + of(row), 0);
  const answered = rows.filter(({ hits }) => hits > 0);
  return {
    recall: sum(({ both }) => both) / sum(({ right }) => right),
    precision: sum(({ both }) => both) / sum(({ hits }) => hits),
    meanRecall: sum(({ both, right }) => both / right) / rows.length,
    meanPrecision:
      answered.reduce((total, { both, hits }) => total + both / hits, 0) / answered.length,
    withoutHit: rows.length - answered.length,
  };
}
