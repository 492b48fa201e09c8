import { effect, type ReadonlySignal } from "@preact/signals";
import type { Settings } from "../../../device/facts.ts";
import { isFontHere, keepFont, mayFetchFont } from "../../../device/reading-font.ts";
import cyrillic from "./fonts/literata-cyrillic.woff2?url";
import latin from "./fonts/literata-latin.woff2?url";

/** What bringing the font needs of the app. */
export interface FontWorld {
  /** For what the phone says of its line. */
  readonly browser: Navigator & { readonly connection?: { readonly saveData?: boolean } };
  readonly settings: {
    readonly settings: ReadonlySignal<Settings>;
    change(part: Partial<Settings>): Promise<void>;
  };
  readonly router: { readonly route: ReadonlySignal<unknown> };
}

const weight = "400 600";
const faces = (): readonly FontFace[] => [
  new FontFace("Literata", `url(${latin})`, { weight }),
  new FontFace("Literata", `url(${cyrillic})`, { weight, unicodeRange: "U+2bc,U+301,U+400-4ff" }),
];

/**
 * Brings Literata once the texts are here, and puts it on with the next screen: what is being read keeps its lines. From
 * the next start on it is there from the first letter (`@font-face` in `looks.css`), for it lies on the phone.
 */
export async function bringFont(window: Window, world: FontWorld): Promise<void> {
  const { browser, settings, router } = world;
  const { document, caches } = window;
  const urls = [latin, cyrillic];
  const phone = { caches, fetch: window.fetch.bind(window) };
  if (!(await isFontHere(phone, urls))) {
    const { download } = settings.settings.peek();
    const isAllowed = mayFetchFont(download, browser.connection?.saveData ?? false);
    if (!isAllowed || !(await keepFont(phone, urls))) return;
  }
  // At this start the style sheet's own faces may have come too late; then these are put on.
  const wasOn = settings.settings.peek().font === "literata";
  if (wasOn && document.fonts.check("1em Literata", "Аa")) return;
  const loaded = await Promise.all(faces().map((face) => face.load())).catch(unlessNetwork);
  if (loaded === undefined) return;
  onNextScreen(router.route, () => {
    for (const face of loaded) document.fonts.add(face);
    if (!wasOn) void settings.change({ font: "literata" });
  });
}

/**
 * Before the worker has taken this page over a face is fetched from the newsroom, and a line may break meanwhile
 * (https://drafts.csswg.org/css-font-loading/#font-face-load): the next start puts it on.
 */
function unlessNetwork(error: unknown): void {
  if (!(error instanceof DOMException && error.name === "NetworkError")) throw error;
}

function onNextScreen(route: ReadonlySignal<unknown>, act: () => void): void {
  const first = route.peek();
  const stop = effect(() => {
    if (route.value === first) return;
    // Not within the effect: what is done there may write what an effect reads.
    queueMicrotask(() => {
      stop();
      act();
    });
  });
}
