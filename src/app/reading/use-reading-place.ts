import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { showParagraph } from "./paragraph.ts";
import type { Reading } from "./reading-model.ts";

/**
 * Where the reader was in this article. The app's start goes back there; who comes by a link finds the beginning, and the
 * answer, the paragraph that can be offered. The place is remembered by what comes after the texts (`comfort/`).
 */
export function useReadingPlace(path: string, reading: Reading) {
  const before = useSignal<number | undefined>(undefined);
  useEffect(() => {
    void reading.lastPlace().then((place) => {
      // A reader who already scrolled knows better.
      if (place?.path !== path || place.block === undefined || window.scrollY > 7) return;
      if (reading.resumed.delete(path)) showParagraph(document, place.block);
      else before.value = place.block;
    });
  }, [path]);
  return before;
}
