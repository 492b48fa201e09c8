import type { Place } from "../../../device/facts.ts";
import { blocksOf } from "../paragraph.ts";

/** The number of the first block whose end is below the top of the window, or undefined above the body. */
export function paragraphInView(root: ParentNode): number | undefined {
  const blocks = blocksOf(root);
  const first = blocks.findIndex((block) => block.getBoundingClientRect().bottom > 72);
  if (first === -1) return blocks.length === 0 ? undefined : blocks.length - 1;
  return first === 0 && blocks[0]!.getBoundingClientRect().top > 72 ? undefined : first;
}

/** Where the reader left each article, for as long as the page lives; on the disk is the last one alone. */
const places = new Map<string, number>();
const rememberEvery = 700;

export const placeOfThisVisit = (path: string): number | undefined => places.get(path);

/**
 * Remembers the reader's place to the paragraph, while `isOpen` says that no offer stands for it. The answer ends it.
 */
export function rememberPlaces(
  path: string,
  isOpen: () => boolean,
  keep: (place: Place) => Promise<void>,
): () => void {
  const remember = (): void => {
    timer = undefined;
    // Left, and still on the screen while the next one is drawn: where it stands now is nobody's place.
    const isLeft = !`${location.pathname}/`.startsWith(`${path}/`);
    if (isLeft || !isOpen()) return;
    const block = paragraphInView(document);
    if (block === undefined) places.delete(path);
    else places.set(path, block);
    void keep(block === undefined ? { path } : { path, block });
  };
  // By then it is known where the reader was.
  let timer: ReturnType<typeof setTimeout> | undefined = setTimeout(remember, rememberEvery);
  const onScroll = (): void => void (timer ??= setTimeout(remember, rememberEvery));
  const onHide = (): void => {
    if (document.visibilityState === "hidden") remember();
  };
  addEventListener("scroll", onScroll, { passive: true });
  document.addEventListener("visibilitychange", onHide);
  return () => {
    clearTimeout(timer);
    removeEventListener("scroll", onScroll);
    document.removeEventListener("visibilitychange", onHide);
  };
}
