import { useEffect } from "preact/hooks";
import { Icon } from "../../../rendering/icon.ts";
import { blocksOf, showParagraph } from "../paragraph.ts";
import type { Comfortable } from "./comfortable.ts";
import type { ComfortWords } from "./comfort-words.ts";
import { percentOf, shareAt } from "./progress.ts";

/** Offers the place that the reader had come to; who reads on from the beginning has answered. */
export function ReturnLine({ before, say }: Comfortable & { readonly say: ComfortWords }) {
  const number = before.value;
  useEffect(() => {
    const onScroll = (): void => {
      if (window.scrollY > window.innerHeight) before.value = undefined;
    };
    addEventListener("scroll", onScroll, { passive: true });
    return () => removeEventListener("scroll", onScroll);
  }, [before]);
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
