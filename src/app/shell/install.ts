import { type ReadonlySignal, signal } from "@preact/signals";
import type { Surroundings } from "./surroundings.ts";

/** Chromium's own event; in no standard. https://developer.mozilla.org/docs/Web/API/BeforeInstallPromptEvent */
interface InstallEvent extends Event {
  prompt(): Promise<unknown>;
}

/** The two tiles. */
export type Tile = "sunflower" | "neutral";

/** What stands under the neutral tile: a reader, as children have at school. */
export const neutralName = "Читанка";

export type InstallOffer = "none" | "button" | "guide";

/** Putting the app on the home screen: in the app's own time, never over a text. */
export interface Install {
  readonly offer: ReadonlySignal<InstallOffer>;
  readonly open: ReadonlySignal<boolean>;
  readonly ready: ReadonlySignal<boolean>;
  /** An article was read to its end or left; after the second the offer comes. */
  articleRead(): void;
  show(): void;
  close(): void;
  choose(tile: Tile): void;
  accept(): void;
}

const readBeforeOffer = 2;
const files = {
  sunflower: { manifest: "/manifest.webmanifest", icon: "/icons/apple-touch-icon.png" },
  neutral: {
    manifest: "/manifest-neutral.webmanifest",
    icon: "/icons/neutral-apple-touch-icon.png",
  },
} as const;

export function createInstall(
  window: Window,
  { installed, apple, openInstead }: Surroundings,
  titles: Readonly<Record<Tile, string>>,
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
    show: () => (open.value = true),
    close() {
      open.value = false;
      // Asked once a visit: an offer that comes back is nagging.
      offer.value = "none";
      read = Number.NEGATIVE_INFINITY;
    },
    choose(tile) {
      const set = (selector: string, name: "href" | "content", value: string): void =>
        window.document.querySelector(selector)?.setAttribute(name, value);
      const link = window.document.querySelector('link[rel="manifest"]');
      if (link?.getAttribute("href") === files[tile].manifest) return;
      // Chromium reads the manifest anew and sends its event again. Until then its dialog would offer the other tile.
      event = undefined;
      ready.value = false;
      set('link[rel="manifest"]', "href", files[tile].manifest);
      set('link[rel="apple-touch-icon"]', "href", files[tile].icon);
      set('meta[name="apple-mobile-web-app-title"]', "content", titles[tile]);
    },
    accept() {
      void event?.prompt().catch(() => undefined);
      open.value = false;
      offer.value = "none";
    },
  };
}
