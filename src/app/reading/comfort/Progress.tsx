import { useEffect, useRef } from "preact/hooks";
import { minutesOf } from "../../../rendering/dates.ts";
import type { Comfortable } from "./comfortable.ts";
import type { ComfortWords } from "./comfort-words.ts";
import { minutesLeft, percentOf, shareRead } from "./progress.ts";

const turnAround = 12;

/**
 * The line over the bar with what it says in words, and the bar out of the way while the text goes up. All is set on the
 * elements directly: a scroll must not draw the page again.
 */
export function Progress({ article, words, say }: Comfortable & { readonly say: ComfortWords }) {
  const line = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    const minutes = minutesOf(article.summary, article.body);
    let [top, turn] = [window.scrollY, window.scrollY];
    const show = (): void => {
      const bar = document.querySelector<HTMLElement>(".actions");
      if (line.current === null || bar === null) return;
      const share = shareRead(document, window.innerHeight);
      bar.style.setProperty("--read", String(share));
      const left = minutesLeft(minutes, share);
      const read = say.read(percentOf(share));
      const text = left === 0 ? read : `${read}, ${say.left(words.minutes(left))}`;
      line.current.textContent = text;
      line.current.setAttribute("aria-valuenow", String(percentOf(share)));
      line.current.setAttribute("aria-valuetext", text);
      line.current.toggleAttribute("data-begun", window.scrollY > turnAround);
    };
    const onScroll = (): void => {
      const goingDown = window.scrollY > top;
      if (goingDown !== turn < top) turn = top;
      top = window.scrollY;
      if (Math.abs(top - turn) > turnAround) hide(goingDown && !isAtEnd() && !isListening());
      show();
    };
    show();
    addEventListener("scroll", onScroll, { passive: true });
    addEventListener("resize", show);
    return () => {
      removeEventListener("scroll", onScroll);
      removeEventListener("resize", show);
    };
  }, [article, words]);
  return (
    <p
      ref={line}
      class="read-so-far"
      role="progressbar"
      aria-label={say.progress}
      aria-valuemin={0}
      aria-valuemax={100}
    />
  );
}

/** The voice moves the text: its controls stay where they are. */
const isListening = (): boolean => document.querySelector(".comforts .listening") !== null;
const isAtEnd = (): boolean => shareRead(document, window.innerHeight) === 1;

function hide(hidden: boolean): void {
  for (const part of document.querySelectorAll(".actions, .comforts"))
    part.toggleAttribute("data-hidden", hidden);
}
