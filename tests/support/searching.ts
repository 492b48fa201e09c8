import type { SearchableArticle, SearchFilter, SearchIndex } from "../../src/device/search.ts";

/** An article that can be found; what is not said is empty. */
export const anArticle = (
  given: Partial<SearchableArticle> & Pick<SearchableArticle, "id">,
): SearchableArticle => ({
  version: "1",
  language: "uk",
  title: "",
  summary: "",
  tags: [],
  date: "2026-11-20",
  text: [],
  ...given,
});

/** Ids of the hits, best first. */
export const idsOf = (
  index: SearchIndex,
  query: string,
  filter?: SearchFilter,
): readonly string[] => index.search(query, filter).hits.map(({ id }) => id);
