import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { paragraphInView, showParagraph } from "./paragraph.ts";
import type { Reading } from "./reading-model.ts";

const rememberEvery = 700;

/**
 * Keeps the reader's place to the paragraph. The app's start goes back to it; who comes to the article by a link finds
 * its beginning, and the answer, the paragraph that can be offered.
 */
export function useReadingPlace(path: string, reading: Reading) {
  const before = useSignal<number | undefined>(undefined);
  useEffect(() => {
    let alive = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const remember = (): void => {
      timer = undefined;
      const block = paragraphInView(document);
      void reading.rememberPlace(block === undefined ? { path } : { path, block });
    };
    const onScroll = (): void => void (timer ??= setTimeout(remember, rememberEvery));
    const onHide = (): void => {
      if (document.visibilityState === "hidden" && before.value === undefined) remember();
    };
    void reading.placeIn(path).then((place) => {
      // A reader who already scrolled knows better.
      if (!alive || window.scrollY > 7) return;
      // An offer stands for the place until the reader goes on.
      if (place?.block === undefined) remember();
      else if (reading.resumed.delete(path)) showParagraph(document, place.block);
      else before.value = place.block;
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
  return before;
}
