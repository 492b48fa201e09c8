import { heightOf, type Heights } from "./long-list.ts";

/** Heights of what was drawn, CSS pixels. */
export interface MeasuredHeights {
  /** By stretch. */
  readonly measured: Map<number, number>;
  /**
   * What a row is taken for until it is drawn: as those of the list's beginning are, and not anew with each that comes, or
   * other rows would come to stand at the same place.
   */
  row: number | undefined;
}

/**
 * Measures what is drawn, and answers whether rows that are not are taken for another height now. What stood above the
 * window and was not as high as it was taken for (`taken`) must not move the text.
 */
export function measure(list: Element, memory: MeasuredHeights, taken: Heights): boolean {
  const { measured } = memory;
  const marks = [...list.querySelectorAll<HTMLElement>("[data-stretch]")];
  let moved = 0;
  for (const [index, mark] of marks.slice(0, -1).entries()) {
    const next = marks[index + 1]!.getBoundingClientRect().top;
    const height = next - mark.getBoundingClientRect().bottom;
    const stretch = Number(mark.dataset["stretch"]);
    // Before anything was measured nothing stood for it: a window that was turned has drawn rows and knows no heights.
    if (next < 0 && memory.row !== undefined) moved += height - heightOf(taken, stretch);
    measured.set(stretch, height);
  }
  // Safari knows no scroll anchoring. https://caniuse.com/css-overflow-anchor
  if (moved !== 0 && !CSS.supports("overflow-anchor", "auto"))
    // A list beside an article scrolls by itself.
    (list.closest("aside") ?? globalThis).scrollBy(0, moved);
  if (memory.row !== undefined) return false;
  memory.row = rowBefore(marks[0]);
  return memory.row !== undefined;
}

/** How high a row of the list's beginning is, gaps included: those between the large first article and the first mark. */
function rowBefore(mark: HTMLElement | undefined): number | undefined {
  const all = [...(mark?.parentElement?.children ?? [])];
  const from = all.findIndex((one) => one.classList.contains("row"));
  const rows = mark === undefined ? 0 : all.indexOf(mark) - from;
  if (from < 0 || rows <= 0) return undefined;
  const [top, bottom] = [all[from]!, mark!].map((one) => one.getBoundingClientRect().top);
  return (bottom! - top!) / rows;
}
