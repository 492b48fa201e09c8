import { signal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import type { Wanted } from "../../device/search.ts";
import type { Slug } from "../../protocol/article.ts";
import { MarksBar } from "../search/MarksBar.tsx";
import { SearchModel, type SearchState } from "../search/search-model.ts";
import { searchMessagesIn } from "../search/search-messages.ts";
import { SearchScreen } from "../search/SearchScreen.tsx";
import sheet from "../search/search.css?url";
import { addStyleSheet } from "../ui/style-sheet.ts";
import { endSearch, holdSearch, keepIndex, searchClient } from "./search-line.ts";
import type { SearchDoorProps, SearchingProps } from "./Searching.tsx";

export { keepIndex };

/** Resolves once search looks as it should; rejects where its style sheet cannot be had. */
export const dress = (): Promise<unknown> => addStyleSheet(document, sheet);

// Browsers write a history entry's state to their session files, as they do its address. So an entry says only that it
// was here before, and what was looked for stays in this window's memory, by the entry's place in the row.
const searches = new Map<number, SearchState>();

/** The article that was opened from the results, and what is marked in it. */
const marking = signal<{ readonly slug: Slug; readonly wanted: Wanted } | undefined>(undefined);

/** The search of this history entry: a new one, or the one that the reader comes back to. */
function searchHere(): SearchState {
  const state = history.state as { readonly at: number; readonly isKnown?: true };
  const known = state.isKnown && searches.get(state.at);
  if (known) return known;
  history.replaceState({ ...state, isKnown: true }, "");
  const search = new SearchModel({ open: searchClient, end: endSearch });
  searches.set(state.at, search);
  return search;
}

/** The search screen with all that it needs of the app; the entry of its chunk. */
export function SearchRoom({ composition, setting: { words } }: SearchDoorProps) {
  const { router, reading } = composition;
  const search = useMemo(searchHere, []);
  useEffect(() => holdSearch(search.onProgress), []);
  // At first, and whenever the library has changed under the results.
  useEffect(() => void search.follow(), [reading.changes.value]);
  return (
    <SearchScreen
      search={search}
      words={words}
      messages={searchMessagesIn(words.language)}
      onBack={router.back}
      onOpen={({ slug }, wanted) => (marking.value = wanted && { slug, wanted })}
    />
  );
}

/** What was looked for, marked in the article that was opened from the results. */
export function FoundMarks({ composition: { router, reading }, language }: SearchingProps) {
  const route = router.route.value;
  const isSearch = route.kind === "layer" && route.layer === "search";
  const { value } = marking;
  const isThere = route.kind === "article" && route.slug === value?.slug;
  // Whoever goes on to something else has done with it.
  useEffect(() => {
    if (!isSearch && !isThere) marking.value = undefined;
  }, [route]);
  useEffect(() => (isThere ? holdSearch() : undefined), [isThere]);
  if (!isThere || value === undefined) return null;
  return (
    <MarksBar
      key={value.slug}
      client={searchClient()}
      wanted={value.wanted}
      messages={searchMessagesIn(language)}
      settled={reading.lastPlace}
      onClear={() => (marking.value = undefined)}
    />
  );
}
