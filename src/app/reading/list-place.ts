// Where a reader is in a long list: by the row, since a font or a text size that was put on meanwhile makes rows higher, and the
// same pixel is then another row.

/** The uppermost row in the window, and how the window stood. */
export interface Place {
  /** Of the window, CSS pixels. */
  readonly scroll: number;
  /** Which row of the whole list it is, from 1. */
  readonly at: string;
  /** Of the row, CSS pixels from the window's upper edge. */
  readonly top: number;
}

/** Undefined before the first rows that say which they are, and in a list beside an article, which scrolls by itself. */
export function placeIn(list: Element): Place | undefined {
  if (list.closest("aside") !== null) return undefined;
  for (const row of list.querySelectorAll("[aria-posinset]")) {
    const { top, bottom } = row.getBoundingClientRect();
    if (bottom > 0) return { scroll: scrollY, at: row.getAttribute("aria-posinset") ?? "", top };
  }
  return undefined;
}

/** To be called once the window stands again where it stood, to the pixel; where it does not, nobody is coming back. */
export function goBackTo(place: Place | undefined, list: Element): void {
  if (place === undefined || Math.abs(scrollY - place.scroll) > 1) return;
  const row = list.querySelector(`[aria-posinset="${place.at}"]`);
  if (row !== null) scrollBy(0, row.getBoundingClientRect().top - place.top);
}
