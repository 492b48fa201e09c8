/** A page as it was: a snapshot of a draft's log that is kept when the records around it are let go. */
export interface EarlierPage {
  /** The number of its record. */
  readonly n: number;
  /** When it was last changed, by this phone's clock, milliseconds since 1970: for showing. */
  readonly time: number;
  readonly words: number;
}

/** So many reach back to a draft's first day: about a third further with each. */
const most = 32;

/**
 * Which pages are kept, oldest first. Where there are too many, those go that stood for the shortest time for their age:
 * of the last minutes many stay, of last week a few, and always the one on which a day's writing ended. A clock that jumps
 * costs one page at most: order is by number.
 */
export function thinned(pages: readonly EarlierPage[]): readonly EarlierPage[] {
  if (pages.length <= most) return pages;
  const newest = pages.at(-1)?.time ?? 0;
  const worth = pages
    .slice(0, -1)
    .map(({ time }, at) => (pages[at + 1]!.time - time) / Math.max(1, newest - time));
  const least = worth.indexOf(Math.min(...worth));
  return thinned(pages.filter((_, at) => at !== least));
}

/** The pages with one more. What only marks changed is the same page again, under its last number. */
export function withPage(pages: readonly EarlierPage[], page: EarlierPage): readonly EarlierPage[] {
  const isSame = pages.at(-1)?.time === page.time;
  return thinned([...(isSame ? pages.slice(0, -1) : pages), page]);
}
