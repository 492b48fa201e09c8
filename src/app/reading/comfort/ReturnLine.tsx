import { useEffect } from "preact/hooks";
import { routes } from "../../../protocol/routes.ts";
import { Icon } from "../../../rendering/icon.ts";
import { blocksOf, showParagraph } from "../paragraph.ts";
import type { Comfortable } from "./comfortable.ts";
import type { ComfortWords } from "./comfort-words.ts";
import { placeOfThisVisit, rememberPlaces } from "./places.ts";
import { percentOf, shareAt } from "./progress.ts";

const isBelow = (block: number): boolean =>
  (blocksOf(document)[block]?.getBoundingClientRect().top ?? 0) > window.innerHeight;

/** Offers the place that the reader had come to; who reads on from the beginning has answered. */
export function ReturnLine({
  article,
  reading,
  before,
  say,
}: Comfortable & { readonly say: ComfortWords }) {
  const path = routes.article(article.slug);
  const number = before.value;
  useEffect(() => {
    const onScroll = (): void => {
      if (window.scrollY > window.innerHeight) before.value = undefined;
    };
    if (window.scrollY < 8) before.value ??= placeOfThisVisit(path);
    // Scrolled before the app was there, where a start shows the text at once and not at its place: it is offered still.
    if (reading.resumed.delete(path))
      void reading.lastPlace().then((place) => {
        const last = place?.path === path ? place.block : undefined;
        if (last !== undefined && isBelow(last)) before.value = last;
      });
    addEventListener("scroll", onScroll, { passive: true });
    const stop = rememberPlaces(path, () => before.value === undefined, reading.rememberPlace);
    return () => {
      stop();
      removeEventListener("scroll", onScroll);
    };
  }, [path]);
  const block = number === undefined ? undefined : blocksOf(document)[number];
  if (number === undefined || block === undefined) return null;
  const goThere = (): void => {
    before.value = undefined;
    showParagraph(document, number);
  };
  return (
    <div class="line return" role="status">
      <span>{say.read(percentOf(shareAt(block)))}</span>
      <button type="button" onClick={goThere}>
        {say.fromThere}
      </button>
      <button type="button" aria-label={say.close} onClick={() => (before.value = undefined)}>
        <Icon name="close" size={20} />
      </button>
    </div>
  );
}
