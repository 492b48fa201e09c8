import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { ListedEntry } from "../../device/library.ts";
import type { Snippet, Wanted } from "../../device/search.ts";
import type { SearchClient } from "../../device/search-client.ts";
import type { IndexProgress, Question } from "../../device/searching.ts";
import type { ArticleId } from "../../protocol/article.ts";
import { createModel } from "../ui/create-model.ts";

/** Where to look; what is absent or false lets everything through. */
export interface Filters {
  readonly language?: string | undefined;
  readonly tag?: string | undefined;
  readonly year?: string | undefined;
  readonly shelf?: boolean;
  readonly onPhone?: boolean;
}

/** A row of the results. */
export interface FoundRow {
  readonly entry: ListedEntry;
  readonly title: Snippet;
  readonly snippet: Snippet;
}

/** What stands below the field. `resting`: nothing was asked for; `absent`: the part is not on the phone, and no network. */
export type Results =
  | { readonly kind: "resting" }
  | { readonly kind: "absent" }
  | {
      readonly kind: "found";
      readonly rows: readonly FoundRow[];
      readonly total: number;
      readonly wanted: Wanted | undefined;
    };

export interface SearchDeps {
  /** The library as the screens see it. */
  readonly entries: ReadonlySignal<readonly ListedEntry[] | undefined>;
  /** The worker; asked for at each question. */
  readonly open: () => Pick<SearchClient, "ask">;
  /** Ends a worker that could not answer, so that the next question starts another. */
  readonly end: () => void;
}

const atOnce = 20;

/** One search: what is typed, where, and what was found. It lives in memory alone and is written nowhere. */
export const SearchModel = createModel(({ entries, open, end }: SearchDeps) => {
  const text = signal("");
  const filters = signal<Filters>({});
  const results = signal<Results>({ kind: "resting" });
  const progress = signal<IndexProgress | undefined>(undefined);
  /** The article that was opened from here: the focus comes back to it. */
  const opened = signal<ArticleId | undefined>(undefined);
  let limit = atOnce;
  let asking = false;
  let stale = false;

  const question = (): Question => {
    const { language, tag, year } = filters.peek();
    return {
      text: text.peek(),
      filter: {
        ...(language === undefined ? {} : { language }),
        ...(tag === undefined ? {} : { tag }),
        ...(year === undefined ? {} : { year }),
        ...idsOf(filters.peek(), entries.peek() ?? []),
      },
      limit,
    };
  };

  const askOnce = async (): Promise<Results> => {
    const listed = entries.peek() ?? [];
    if (text.peek().trim() === "") return browse(listed, filters.peek(), limit);
    const answer = await open().ask({ kind: "search", question: question() });
    if (answer === undefined) {
      end();
      return { kind: "absent" };
    }
    const byId = new Map(listed.map((entry) => [entry.id, entry]));
    const rows = answer.findings.flatMap(({ id, title, snippet }) => {
      // What has left the library meanwhile is not shown, whatever the index says.
      const entry = byId.get(id);
      return entry === undefined ? [] : [{ entry, title, snippet }];
    });
    const total = answer.total - (answer.findings.length - rows.length);
    return { kind: "found", rows, total, wanted: answer.wanted };
  };

  /** One question at a time: what is typed meanwhile makes one more, and answers to what was typed before are not shown. */
  const ask = async (): Promise<void> => {
    stale = true;
    if (asking) return;
    asking = true;
    try {
      while (stale) {
        stale = false;
        const found = await askOnce();
        if (!stale) results.value = found;
      }
    } finally {
      asking = false;
    }
  };

  return {
    text,
    filters,
    results,
    progress,
    opened,
    choices: computed(() => choicesIn(entries.value ?? [])),
    isBuilding: computed(
      () => progress.value !== undefined && progress.value.done < progress.value.all,
    ),
    type(next: string): Promise<void> {
      text.value = next;
      limit = atOnce;
      return ask();
    },
    choose(change: Filters): Promise<void> {
      filters.value = { ...filters.peek(), ...change };
      limit = atOnce;
      return ask();
    },
    showMore(): Promise<void> {
      limit += atOnce;
      return ask();
    },
    /** The library or the index has changed, or the part may be here now: the same question once more. */
    ask,
    onProgress: (next: IndexProgress): void => void (progress.value = next),
  };
});

export type SearchState = InstanceType<typeof SearchModel>;

function idsOf(
  { shelf = false, onPhone = false }: Filters,
  entries: readonly ListedEntry[],
): { readonly ids?: readonly string[] } {
  if (!shelf && !onPhone) return {};
  return { ids: entries.filter((entry) => isThere(entry, shelf, onPhone)).map(({ id }) => id) };
}

const isThere = ({ kept, stored }: ListedEntry, shelf: boolean, onPhone: boolean): boolean =>
  (kept || !shelf) && (stored !== "headline" || !onPhone);

/** Without a word, the filters alone choose, the newest first. */
function browse(entries: readonly ListedEntry[], filters: Filters, limit: number): Results {
  const { language, tag, year, shelf = false, onPhone = false } = filters;
  if (Object.values(filters).every((chosen) => chosen === undefined || chosen === false)) {
    return { kind: "resting" };
  }
  const chosen = entries.filter(
    (entry) =>
      (language === undefined || entry.language === language) &&
      (tag === undefined || entry.tags.includes(tag)) &&
      (year === undefined || entry.date.startsWith(year)) &&
      isThere(entry, shelf, onPhone),
  );
  const rows = chosen.slice(0, limit).map((entry) => ({
    entry,
    title: { text: entry.title, marks: [] },
    snippet: { text: entry.summary, marks: [] },
  }));
  return { kind: "found", rows, total: chosen.length, wanted: undefined };
}

const inOrder = new Intl.Collator("uk").compare;

/** What the library has to choose from; a filter with one choice is none. */
export interface Choices {
  readonly languages: readonly string[];
  readonly tags: readonly string[];
  readonly years: readonly string[];
}

function choicesIn(entries: readonly ListedEntry[]): Choices {
  const of = (values: readonly string[]): readonly string[] => {
    const different = [...new Set(values)];
    return different.length > 1 ? different.sort(inOrder) : [];
  };
  return {
    languages: of(entries.map(({ language }) => language)),
    tags: of(entries.flatMap(({ tags }) => tags)),
    years: [...of(entries.map(({ date }) => date.slice(0, 4)))].reverse(),
  };
}
