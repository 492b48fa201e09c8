import { type ReadonlySignal, signal } from "@preact/signals";
import type { Surroundings } from "./surroundings.ts";

/** Chromium's own event; in no standard. https://developer.mozilla.org/docs/Web/API/BeforeInstallPromptEvent */
interface InstallEvent extends Event {
  prompt(): Promise<unknown>;
}

export type InstallOffer = "none" | "button" | "guide";

/** Putting the app on the home screen: in the app's own time, never over a text. */
export interface Install {
  readonly offer: ReadonlySignal<InstallOffer>;
  readonly open: ReadonlySignal<boolean>;
  readonly ready: ReadonlySignal<boolean>;
  /** An article was read to its end or left; after the second the offer comes. */
  articleRead(): void;
  /** The page names another tile now: what the browser offered before would put the old one on the screen. */
  forgetPrompt(): void;
  show(): void;
  close(): void;
  accept(): void;
}

const readBeforeOffer = 2;

export function createInstall(
  window: Window,
  { installed, apple, openInstead }: Surroundings,
): Install {
  const offer = signal<InstallOffer>("none");
  const open = signal(false);
  const ready = signal(false);
  let event: InstallEvent | undefined;
  let read = 0;
  const offerNow = (): void => {
    if (read < readBeforeOffer || installed || openInstead !== undefined) return;
    if (event !== undefined) offer.value = "button";
    else if (apple) offer.value = "guide";
  };
  window.addEventListener("beforeinstallprompt", (prompt) => {
    prompt.preventDefault();
    event = prompt as InstallEvent;
    ready.value = true;
    offerNow();
  });
  window.addEventListener("appinstalled", () => {
    offer.value = "none";
    open.value = false;
  });
  return {
    offer,
    open,
    ready,
    articleRead() {
      read += 1;
      offerNow();
    },
    forgetPrompt() {
      event = undefined;
      ready.value = false;
    },
    show: () => (open.value = true),
    close() {
      open.value = false;
      // Asked once a visit: an offer that comes back is nagging.
      offer.value = "none";
      read = Number.NEGATIVE_INFINITY;
    },
    accept() {
      void event?.prompt().catch(() => undefined);
      open.value = false;
      offer.value = "none";
    },
  };
}
