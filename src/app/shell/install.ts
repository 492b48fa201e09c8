import { effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { InstallPrompt } from "./install-prompt.ts";
import type { Surroundings } from "./surroundings.ts";

export type InstallOffer = "none" | "button" | "guide";

/** Putting the app on the home screen: in the app's own time, never over a text. */
export interface Install {
  readonly offer: ReadonlySignal<InstallOffer>;
  readonly open: ReadonlySignal<boolean>;
  readonly ready: ReadonlySignal<boolean>;
  /** The page names another tile now: what the browser offered before would put the old one on the screen. */
  forgetPrompt(): void;
  show(): void;
  close(): void;
  accept(): void;
}

export interface InstallWorld {
  readonly window: Window;
  readonly surroundings: Surroundings;
  readonly prompt: Signal<InstallPrompt | undefined>;
  /** How many articles were read to their end or left; after the second the offer comes. */
  readonly articlesRead: ReadonlySignal<number>;
}

const readBeforeOffer = 2;

export function createInstall({
  window,
  surroundings,
  prompt,
  articlesRead,
}: InstallWorld): Install {
  const { installed, apple, openInstead } = surroundings;
  const offer = signal<InstallOffer>("none");
  const open = signal(false);
  const ready = signal(false);
  let isDone = installed || openInstead !== undefined;
  const finish = (): void => {
    isDone = true;
    open.value = false;
    offer.value = "none";
  };
  effect(() => {
    const isReady = prompt.value !== undefined;
    const isTime = articlesRead.value >= readBeforeOffer;
    ready.value = isReady;
    if (isTime && !isDone) offer.value = isReady ? "button" : apple ? "guide" : "none";
  });
  window.addEventListener("appinstalled", finish);
  return {
    offer,
    open,
    ready,
    forgetPrompt: () => (prompt.value = undefined),
    show: () => (open.value = true),
    // Asked once a visit: an offer that comes back is nagging.
    close: finish,
    accept() {
      void prompt
        .peek()
        ?.prompt()
        .catch(() => undefined);
      finish();
    },
  };
}
