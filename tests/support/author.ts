import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import sharp from "sharp";
import { chromiumPage } from "./browsers/any-page.ts";
import { until } from "./browsers/waiting.ts";
import { partsAreHere, senderIsReady } from "./phone-storage.ts";

/** Opens *Write* from anywhere in the app, with the interface in English. */
export async function openWrite(page: Page): Promise<void> {
  const link = page.getByRole("link", { name: "Write", exact: true });
  await link.click().catch(async (cause: unknown) => {
    throw new Error(`There is no way to Write; the page shows:\n${await page.innerText("body")}`, {
      cause,
    });
  });
  await page.getByRole("heading", { name: "My stories" }).waitFor();
}

/** A blank page with the caret in it: two taps after the icon. */
export async function newStory(page: Page): Promise<void> {
  await openWrite(page);
  await page.getByRole("button", { name: "New story" }).click();
  await page.getByLabel("Story", { exact: true }).waitFor();
}

/** Resolves when storage has said that what stands on the page is on disk. */
export async function isSaved(page: Page): Promise<void> {
  await page.getByRole("status").filter({ hasText: "Saved on this phone" }).waitFor();
}

/** Resolves when all that stands on the page is said to be on disk. */
export async function allSaved(page: Page): Promise<void> {
  await until("nothing waits to be saved", () =>
    page.evaluate<boolean>("document.querySelector('.saved')?.dataset.unsaved === 'false'"),
  );
  await isSaved(page);
}

export interface Answers {
  readonly publish?: boolean;
  readonly showFirst?: boolean;
  readonly photos?: boolean;
  readonly voice?: boolean;
}

/**
 * The three sending screens, from the page of a story to *My stories*. Resolves with the number of taps that it took.
 * Without other answers: publish, without asking again, with photos if there are any.
 */
export async function sealAndSend(page: Page, answers: Answers = {}): Promise<number> {
  const taps = await goToSeal(page, answers);
  await page.getByRole("button", { name: "Seal and send", exact: true }).click();
  await page.getByRole("heading", { name: "My stories" }).waitFor();
  return taps + 1;
}

/** The same as far as the last screen, where nothing is sealed yet. */
export async function goToSeal(page: Page, answers: Answers = {}): Promise<number> {
  let taps = 0;
  const tap = async (role: "button" | "radio", name: string, group?: RegExp): Promise<void> => {
    const scope = group === undefined ? page : page.getByRole("group", { name: group });
    await scope.getByRole(role, { name, exact: true }).click();
    taps += 1;
  };
  await tap("button", "Send");
  await tap("button", "Next");
  await tap(
    "radio",
    answers.publish === false ? "Only read it, do not publish" : "Yes, publish it",
  );
  if (answers.publish !== false) {
    const approval =
      answers.showFirst === true
        ? "Yes. Do not publish without my consent"
        : "No, publish without asking again";
    await tap("radio", approval);
    await tap("radio", "No name");
    if (answers.photos !== undefined) {
      await tap("radio", answers.photos ? "Yes" : "No, for the newsroom only", /photos/);
    }
    if (answers.voice !== undefined) {
      await tap("radio", answers.voice ? "Yes, I may be recognised" : "No, only in words");
    }
  }
  await tap("radio", "Yes", /18/);
  await tap("radio", "No", /harm/);
  await tap("button", "Next");
  await page.getByRole("button", { name: "Seal and send", exact: true }).waitFor();
  return taps;
}

/** A photo as a phone makes it: a real JPEG with a maker, a place and a time in it. */
export const aPhoto = (width = 1_600, height = 1_200): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: { r: 200, g: 150, b: 90 } } })
    .composite([{ input: Buffer.from(pattern(width, height)) }])
    .withExif({
      IFD0: { Make: "SentinelMaker", Model: "SentinelPhone 9", DateTime: "2026:03:19 10:11:12" },
      IFD3: {
        GPSLatitudeRef: "N",
        GPSLatitude: "46/1 38/1 7/1",
        GPSLongitudeRef: "E",
        GPSLongitude: "32/1 37/1 1/1",
      },
    })
    .jpeg({ quality: 90 })
    .toBuffer();

const pattern = (width: number, height: number): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${Array.from(
    { length: 60 },
    (_, at) =>
      `<circle cx="${(at * 137) % width}" cy="${(at * 89) % height}" r="${20 + (at % 7) * 9}" fill="hsl(${at * 6},60%,50%)"/>`,
  ).join("")}</svg>`;

/** Resolves when everything that writing and sending offline needs is on this phone. */
export async function isReadyToWrite(page: Page): Promise<void> {
  await partsAreHere(chromiumPage(page));
  await senderIsReady(chromiumPage(page));
}

/** Every place under `folder` where one of these texts lies in UTF-8 or UTF-16, as `file: text`. */
export async function findTexts(
  folder: string,
  texts: readonly string[],
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
      // A browser that runs takes its own files away.
      if (error.code === "ENOENT") return Buffer.alloc(0);
      throw error;
    });
    for (const text of texts) {
      const forms = [Buffer.from(text, "utf8"), Buffer.from(text, "utf16le")];
      if (forms.some((form) => bytes.includes(form)) || path.includes(text))
        found.push(`${path}: ${text}`);
    }
  }
  return found;
}
