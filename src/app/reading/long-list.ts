// Which rows of a long list are drawn, and how high those are that are not. Pure: heights in, stretches out.

/** Rows of one stretch: read, drawn and let go of together. */
export const stretchSize = 6;

/** A list of up to so many stretches keeps all that were drawn: the browser's own 'find in page' then finds them. */
const allKept = 40;

/** What is known of the heights of a list's stretches, CSS pixels. */
export interface Heights {
  readonly count: number;
  readonly measured: ReadonlyMap<number, number>;
  /** Of a row that was never drawn. */
  readonly row: number;
  /** Rows of the last stretch. */
  readonly last: number;
}

/** The height of a stretch: as it was measured, else as it will be about. */
export function heightOf({ measured, row, last, count }: Heights, stretch: number): number {
  const rows = stretch === count - 1 ? last : stretchSize;
  return measured.get(stretch) ?? rows * row;
}

/**
 * The stretches that are drawn: those within `from` to `to` (CSS pixels from the first one's top), and in a list that is not
 * very long all before them that were drawn already. `held` stays too: where the focus is must not go away.
 */
export function stretchesWithin(
  heights: Heights,
  { from, to }: { readonly from: number; readonly to: number },
  drawn: ReadonlySet<number>,
  held: number | undefined,
): ReadonlySet<number> {
  const within = new Set(heights.count <= allKept ? drawn : []);
  if (held !== undefined) within.add(held);
  let top = 0;
  for (let stretch = 0; stretch < heights.count && top <= to; stretch += 1) {
    const bottom = top + heightOf(heights, stretch);
    if (bottom >= from) within.add(stretch);
    top = bottom;
  }
  return within;
}
