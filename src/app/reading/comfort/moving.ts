import type { Reading } from "../reading-model.ts";
import type { Slug } from "../../../protocol/article.ts";

/** What moving from screen to screen needs of the app. */
export interface Moves {
  readonly window: Window;
  readonly go: (path: string) => boolean;
  readonly reading: Reading;
}

/** A tap waits no longer than this for the text, milliseconds; then the screen changes all the same. */
const patience = 120;
const articlePath = /^\/a\/([a-z0-9-]{1,120})$/;
const shared = "view-transition-name";

/**
 * From a list into an article: 180 ms in which the picture goes along, where the browser can (the style sheet says how).
 * Cut where the reader wants things still. https://drafts.csswg.org/css-view-transitions-1/
 */
export function watchMoves({ window, go, reading }: Moves): void {
  const { document } = window;
  let current: ViewTransition | undefined;
  document.addEventListener(
    "click",
    (event) => {
      const link = plainLink(event, window);
      if (link === undefined || wantsStill(window)) return;
      if (link.closest(".places") !== null) return slidePetal(window);
      const slug = articlePath.exec(link.pathname)?.[1] as Slug | undefined;
      if (slug === undefined || link.closest(".list") === null) return;
      // Firefox learnt it late.
      if (typeof document.startViewTransition !== "function") return;
      event.preventDefault();
      current?.skipTransition();
      const picture = link.closest("li")?.querySelector<HTMLElement>(".picture");
      picture?.style.setProperty(shared, "picture");
      current = document.startViewTransition(async () => {
        picture?.style.removeProperty(shared);
        await within(patience, reading.open(slug));
        go(link.pathname);
        await within(patience, untilDrawn(document));
        const lead = document.querySelector<HTMLElement>(".lead-picture .picture");
        if (picture) lead?.style.setProperty(shared, "picture");
      });
      // Skipped or not, the screen has changed.
      void current.ready.catch(() => undefined);
    },
    true,
  );
}

/** The link of this site that a plain click goes to. */
function plainLink(event: MouseEvent, { location }: Window): HTMLAnchorElement | undefined {
  const { target, button, metaKey, ctrlKey, shiftKey, altKey, defaultPrevented } = event;
  if (defaultPrevented || button !== 0 || metaKey || ctrlKey || shiftKey || altKey)
    return undefined;
  const link = target instanceof Element ? target.closest<HTMLAnchorElement>("a[href]") : null;
  const isOurs = link?.origin === location.origin && link.search === "" && link.hash === "";
  return isOurs ? link : undefined;
}

const wantsStill = (window: Window): boolean =>
  window.matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Frames do not come while a transition is prepared: what is drawn is seen by what is put into the page. */
function untilDrawn(document: Document): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (document.querySelector("article h1, .notice") === null) return;
      watcher.disconnect();
      resolve();
    };
    const watcher = new MutationObserver(look);
    watcher.observe(document.body, { childList: true, subtree: true });
    look();
  });
}

const within = (milliseconds: number, promise: Promise<unknown>): Promise<unknown> =>
  Promise.race([promise, new Promise((resolve) => setTimeout(resolve, milliseconds))]);

const slides: KeyframeAnimationOptions = { duration: 160, easing: "cubic-bezier(0.2, 0, 0, 1)" };

/** The petal goes from the place that is left to the one that is come to. */
function slidePetal(window: Window): void {
  const petal = (): Element | null => window.document.querySelector(".places .petal");
  const from = petal()?.getBoundingClientRect();
  window.requestAnimationFrame(() => {
    const to = petal()?.getBoundingClientRect();
    if (from === undefined || to === undefined) return;
    const [x, y] = [from.left - to.left, from.top - to.top];
    if (x === 0 && y === 0) return;
    petal()?.animate([{ translate: `${x}px ${y}px` }, { translate: "0 0" }], slides);
  });
}
