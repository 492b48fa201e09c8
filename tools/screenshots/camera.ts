// One picture of a screen for each size and look: the window is resized and recoloured, the page stays the same.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import sharp from "sharp";

export const sizes = {
  "390": { width: 390, height: 844 },
  "320": { width: 320, height: 568 },
  "1440": { width: 1440, height: 900 },
} as const;
export type Size = keyof typeof sizes;
export type Look = "light" | "dark";
export type Language = "uk" | "en";

export interface Shot {
  readonly screen: string;
  readonly size: Size;
  readonly look: Look;
  readonly language: Language;
}

export interface TakeOptions {
  /** All four pairs of look and language; other screens are taken light in Ukrainian and dark in English. */
  readonly main?: boolean;
  /** Absent: all three. */
  readonly sizes?: readonly Size[];
  /** Puts the page where it is looked at, in each size anew. Absent: its beginning. */
  readonly at?: (page: Page) => Promise<unknown>;
  /** Letters twice as large as usual, as a phone's own setting has them. */
  readonly large?: boolean;
}

export interface Camera {
  /** How many pictures there are by now. */
  taken(): number;
  take(page: Page, language: Language, screen: string, options?: TakeOptions): Promise<void>;
}

export const fileOf = ({ screen, size, look, language }: Shot): string =>
  `${screen}-${size}-${look}-${language}.png`;

/** The picture that lies in a file of this name; undefined where it is none of ours. */
export function shotOf(name: string): Shot | undefined {
  const [, screen, size, look, language] =
    /^(.+)-(390|320|1440)-(light|dark)-(uk|en)\.png$/.exec(name) ?? [];
  if (screen === undefined) return undefined;
  return { screen, size: size as Size, look: look as Look, language: language as Language };
}

/** A camera that writes into `folder`; where `screens` are named, it takes only those. */
export function openCamera(folder: string, screens: readonly string[] = []): Camera {
  let taken = 0;
  const takeOne = async (page: Page, shot: Shot, at: TakeOptions["at"]): Promise<void> => {
    await page.emulateMedia({ colorScheme: shot.look, reducedMotion: "reduce" });
    await page.setViewportSize(sizes[shot.size]);
    await settled(page);
    await (at ?? toTop)(page);
    await settled(page);
    const picture = await page.screenshot({ animations: "disabled" });
    await writeFile(join(folder, fileOf(shot)), await small(picture));
    taken += 1;
  };
  return {
    taken: () => taken,
    async take(page, language, screen, { main = false, sizes: wanted, at, large = false } = {}) {
      if (screens.length > 0 && !screens.includes(screen)) return;
      await page.evaluate(`document.documentElement.style.fontSize = "${large ? "200%" : ""}"`);
      const looks: readonly Look[] = main ? ["light", "dark"] : [usualLook[language]];
      for (const size of wanted ?? (["390", "320", "1440"] as const)) {
        for (const look of looks) await takeOne(page, { screen, size, look, language }, at);
      }
      await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
      await page.setViewportSize(sizes[wanted?.[0] ?? "390"]);
      await page.evaluate(`document.documentElement.style.fontSize = ""`);
      await settled(page);
    },
  };
}

const usualLook = { uk: "light", en: "dark" } as const;
const toTop = (page: Page): Promise<unknown> => page.evaluate("scrollTo(0, 0)");

/** Everything that is in sight is there, and has been laid out. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(`(async () => {
    const frame = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    await frame();
    const inSight = [...document.images].filter((image) => {
      const { bottom, top, width } = image.getBoundingClientRect();
      return width > 0 && bottom > 0 && top < innerHeight;
    });
    await Promise.allSettled(inSight.map((image) => image.decode()));
    await document.fonts.ready;
    await frame();
  })()`);
}

/** Bytes: enough for a phone, and for a laptop to be read. */
const most = { narrow: 40_000, wide: 70_000 };
const qualities = [80, 65, 50, 40];
const scales = [1, 0.75, 0.5];

/** The picture with a palette as rich as the room for it allows; what is too much even so becomes smaller. */
async function small(picture: Buffer): Promise<Buffer> {
  const { width } = await sharp(picture).metadata();
  const limit = width < 1_000 ? most.narrow : most.wide;
  for (const scale of scales) {
    for (const quality of qualities) {
      const bytes = await sharp(picture)
        .resize(Math.round(width * scale))
        .png({ palette: true, quality, dither: 0, effort: 10 })
        .toBuffer();
      if (bytes.length <= limit) return bytes;
    }
  }
  throw new Error(`A picture does not fit into ${limit} bytes, however small`);
}
