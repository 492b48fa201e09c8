import type { ListedEntry } from "./library.ts";
import type { SearchFilter } from "./search.ts";

/** Where to look; what is absent or false lets everything through. */
export interface Choosing {
  readonly language?: string | undefined;
  readonly tag?: string | undefined;
  /** `YYYY` */
  readonly year?: string | undefined;
  /** Only what the reader keeps. */
  readonly shelf?: boolean;
  /** Only what is here with its text. */
  readonly onPhone?: boolean;
}

/** What a library has to choose from; where all articles are alike there is nothing to choose. */
export interface Choices {
  readonly languages: readonly string[];
  readonly tags: readonly string[];
  /** The newest first. */
  readonly years: readonly string[];
}

/** True where nothing was chosen. */
export const isOpen = (choosing: Choosing): boolean =>
  Object.values(choosing).every((chosen) => chosen === undefined || chosen === false);

/** True for an entry that all that was chosen lets through. */
export function letsThrough(choosing: Choosing, entry: ListedEntry): boolean {
  const { language, tag, year } = choosing;
  return (
    (language === undefined || entry.language === language) &&
    (tag === undefined || entry.tags.includes(tag)) &&
    (year === undefined || entry.date.startsWith(year)) &&
    isThere(choosing, entry)
  );
}

const isThere = ({ shelf, onPhone }: Choosing, { kept, stored }: ListedEntry): boolean =>
  (shelf !== true || kept) && (onPhone !== true || stored !== "headline");

/** The same for the index, which knows neither the shelf nor what is here. */
export function indexFilter(choosing: Choosing, entries: Iterable<ListedEntry>): SearchFilter {
  const { language, tag, year, shelf, onPhone } = choosing;
  const ids = (): ReadonlySet<string> =>
    new Set(
      Array.from(entries)
        .filter((entry) => isThere(choosing, entry))
        .map(({ id }) => id),
    );
  return {
    ...(language === undefined ? {} : { language }),
    ...(tag === undefined ? {} : { tag }),
    ...(year === undefined ? {} : { year }),
    ...(shelf === true || onPhone === true ? { ids: ids() } : {}),
  };
}

export function choicesIn(entries: readonly ListedEntry[]): Choices {
  const { compare } = new Intl.Collator("uk");
  const of = (values: readonly string[]): readonly string[] => {
    const different = Array.from(new Set(values));
    return different.length > 1 ? different.sort(compare) : [];
  };
  return {
    languages: of(entries.map(({ language }) => language)),
    tags: of(entries.flatMap(({ tags }) => tags)),
    years: of(entries.map(({ date }) => date.slice(0, 4)))
      .slice()
      .reverse(),
  };
}
