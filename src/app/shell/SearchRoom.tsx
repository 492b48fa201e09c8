import { signal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import type { Wanted } from "../../device/search.ts";
import type { Slug } from "../../protocol/article.ts";
import { newRandomId } from "../../device/random-id.ts";
import { MarksBar } from "../search/MarksBar.tsx";
import { SearchModel, type SearchState } from "../search/search-model.ts";
import { searchMessagesIn } from "../search/search-messages.ts";
import { SearchScreen } from "../search/SearchScreen.tsx";
import sheet from "../search/search.css?url";
import { addStyleSheet } from "../ui/style-sheet.ts";
import type { Composition } from "./App.tsx";
import { endSearch, holdSearch, searchClient } from "./search-line.ts";
import type { SearchDoorProps, SearchingProps } from "./Searching.tsx";

/** Resolves once search looks as it should; rejects where its style sheet cannot be had. */
export const dress = (): Promise<void> => addStyleSheet(document, sheet);

// Browsers write a history entry's state to their session files, as they do its address. So an entry bears an id that
// says nothing, and what was looked for under it stays in this window's memory.
const searches = new Map<string, SearchState>();
const mostSearches = 12;

/** The article that was opened from the results, and what is marked in it. */
const marking = signal<{ readonly slug: Slug; readonly wanted: Wanted } | undefined>(undefined);

/** The search of this history entry: a new one, or the one that the reader comes back to. */
function searchHere({ reading }: Composition): SearchState {
  const state = history.state as { readonly search?: unknown } | null;
  const known = typeof state?.search === "string" ? searches.get(state.search) : undefined;
  if (known !== undefined) return known;
  const id = newRandomId();
  history.replaceState({ ...state, search: id }, "");
  const search = new SearchModel({
    entries: reading.entries,
    open: searchClient,
    end: endSearch,
  });
  const oldest = searches.keys().next().value;
  if (oldest !== undefined && searches.size >= mostSearches) searches.delete(oldest);
  searches.set(id, search);
  return search;
}

/** The search screen with all that it needs of the app; the entry of its chunk. */
export function SearchRoom({ composition, setting: { words } }: SearchDoorProps) {
  const { router, reading } = composition;
  const search = useMemo(() => searchHere(composition), []);
  useEffect(() => {
    const letGo = holdSearch(search.onProgress);
    void searchClient().ask({ kind: "open" });
    return letGo;
  }, []);
  // The library has changed under the results.
  const entries = reading.entries.value;
  useEffect(() => void search.ask(), [entries]);
  return (
    <SearchScreen
      search={search}
      words={words}
      messages={searchMessagesIn(words.language)}
      onBack={router.back}
      onOpen={({ entry: { slug } }, results) => {
        const wanted = results.kind === "found" ? results.wanted : undefined;
        marking.value = wanted && { slug, wanted };
      }}
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
