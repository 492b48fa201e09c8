import { effect, type ReadonlySignal } from "@preact/signals";
import type { Circumstances, DownloadChoice, Settings } from "../../../device/facts.ts";
import { type FontDeps, isFontHere, keepFont, mayFetchFont } from "../../../device/reading-font.ts";
import cyrillic from "./fonts/literata-cyrillic.woff2?url";
import latin from "./fonts/literata-latin.woff2?url";

/** What bringing the font needs of the app. */
export interface FontWorld extends FontDeps {
  readonly document: Document;
  readonly settings: {
    readonly settings: ReadonlySignal<Settings>;
    change(part: Partial<Settings>): Promise<void>;
  };
  readonly route: ReadonlySignal<unknown>;
  readonly circumstances: () => Promise<Circumstances>;
  readonly startingDownload: (circumstances: Circumstances) => DownloadChoice;
}

const weight = "400 600";
const faces = (): readonly FontFace[] => [
  new FontFace("Literata", `url(${latin})`, { weight }),
  new FontFace("Literata", `url(${cyrillic})`, { weight, unicodeRange: "U+2bc,U+301,U+400-4ff" }),
];

/**
 * Brings Literata once the texts are here, and puts it on with the next screen: what is being read keeps its lines. From
 * the next start on it is there from the first letter (`@font-face` in `tokens.css`), for it lies on the phone.
 */
export async function bringFont(world: FontWorld): Promise<void> {
  const { settings, document } = world;
  const urls = [latin, cyrillic];
  if (!(await isFontHere(world, urls))) {
    const circumstances = await world.circumstances();
    const choice = settings.settings.peek().download ?? world.startingDownload(circumstances);
    if (!mayFetchFont(choice, circumstances) || !(await keepFont(world, urls))) return;
  }
  // At this start the style sheet's own faces may have come too late; then these are put on.
  const wasOn = settings.settings.peek().literata === true;
  if (wasOn && document.fonts.check("1em Literata", "Аa")) return;
  const loaded = await Promise.all(faces().map((face) => face.load()));
  onNextScreen(world.route, () => {
    for (const face of loaded) document.fonts.add(face);
    if (!wasOn) void settings.change({ literata: true });
  });
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
