import { useEffect, useRef } from "preact/hooks";
import type { Place } from "../../device/facts.ts";
import { paragraphInView, shareRead, showParagraph } from "./paragraph.ts";

const rememberEvery = 700;
const turnAround = 12;

export interface ReadingPlace {
  readonly path: string;
  readonly lastPlace: () => Promise<Place | undefined>;
  readonly rememberPlace: (place: Place) => Promise<void>;
}

/**
 * Keeps the reader's place to the paragraph, and the bar out of the way while the text goes up. The answer goes to the
 * bar's element: its progress and its hiding are set on it directly, since a scroll must not draw the page again.
 */
export function useReadingPlace({ path, lastPlace, rememberPlace }: ReadingPlace) {
  const bar = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let alive = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let [top, turn] = [window.scrollY, window.scrollY];
    const remember = (): void => {
      timer = undefined;
      const block = paragraphInView(document);
      void rememberPlace(block === undefined ? { path } : { path, block });
    };
    const onScroll = (): void => {
      timer ??= setTimeout(remember, rememberEvery);
      const goingDown = window.scrollY > top;
      if (goingDown !== turn < top) turn = top;
      top = window.scrollY;
      const element = bar.current;
      if (element === null) return;
      const share = shareRead(document, window.innerHeight);
      element.style.setProperty("--read", String(share));
      if (Math.abs(top - turn) > turnAround)
        element.toggleAttribute("data-hidden", goingDown && share < 1);
    };
    const onHide = (): void => {
      if (document.visibilityState === "hidden") remember();
    };
    void lastPlace().then((place) => {
      if (!alive) return;
      // A reader who already scrolled knows better.
      if (place?.path === path && place.block !== undefined && window.scrollY < 8)
        showParagraph(document, place.block);
      remember();
    });
    addEventListener("scroll", onScroll, { passive: true });
    document.addEventListener("visibilitychange", onHide);
    return () => {
      alive = false;
      clearTimeout(timer);
      removeEventListener("scroll", onScroll);
      document.removeEventListener("visibilitychange", onHide);
    };
  }, [path]);
  return bar;
}
