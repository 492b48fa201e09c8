import { stretchSize } from "./long-list.ts";

/** Heights of what was drawn, CSS pixels. */
export interface MeasuredHeights {
  /** By stretch. */
  readonly measured: Map<number, number>;
  /**
   * What a row is taken for until it is drawn: as the first that were measured, and not anew with each that comes, or a
   * reader who returns would find other rows at the same place.
   */
  row: number | undefined;
}

/** Measures what is drawn. What stood above the window and was not as high as it was taken for must not move the text. */
export function measure(list: Element, memory: MeasuredHeights): void {
  const { measured } = memory;
  const marks = [...list.querySelectorAll<HTMLElement>("[data-stretch]")];
  let moved = 0;
  for (const [index, mark] of marks.slice(0, -1).entries()) {
    const next = marks[index + 1]!.getBoundingClientRect().top;
    const height = next - mark.getBoundingClientRect().bottom;
    const stretch = Number(mark.dataset["stretch"]);
    const before = measured.get(stretch) ?? height;
    if (next < 0) moved += height - before;
    measured.set(stretch, height);
  }
  memory.row ??= averageRow(measured);
  // Safari knows no scroll anchoring. https://caniuse.com/css-overflow-anchor
  if (moved !== 0 && !CSS.supports("overflow-anchor", "auto")) scrollBy(0, moved);
}

function averageRow(measured: ReadonlyMap<number, number>): number | undefined {
  if (measured.size === 0) return undefined;
  let sum = 0;
  for (const height of measured.values()) sum += height;
  return sum / measured.size / stretchSize;
}
