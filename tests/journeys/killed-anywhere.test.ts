// The browser is killed at random moments of typing, recording, adding a photo, sealing and sending, on one phone that
// lives through all of it. 50 kills in `npm run proof`, 5 in `npm test`; the moments come from a seed (`SEED=7`).
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { allSaved, aPhoto, goToSeal, isSaved, newStory, openWrite } from "../support/author.ts";
import { byLibrary, openExported, type OpenedStory } from "../support/exported.ts";
import { openScene, type Scene } from "../support/journey.ts";
import { aPhone, deviceRows, type Phone, storiesAt } from "../support/phone.ts";
import { isRecording, slicesOnDisk, withMicrophone } from "../support/voices.ts";
import { seededRandom } from "../faults/virtual-clock.ts";

const kills = process.env["PROOF"] === undefined ? 5 : 50;
const minute = 60_000;
const seed = Number(process.env["SEED"] ?? 1);
const random = seededRandom(seed);
const between = (least: number, most: number): number => least + random() * (most - least);
const stages = ["typing", "recording", "adding a photo", "sealing", "sending"] as const;
type Stage = (typeof stages)[number];

/** A story of this phone: what storage confirmed of it before the kill. */
interface Told {
  readonly title: string;
  readonly words: string[];
  photo: boolean;
  /** Seconds of sound that were on the disk. */
  slices: number;
  /** The button was pressed: it may be sealed, and only the phone knows. */
  pressed: boolean;
}

let scene: Scene;
let phone: Phone;
let photo: Buffer;

beforeAll(async () => {
  scene = await openScene();
  phone = await aPhone(scene, withMicrophone);
  photo = await aPhoto(1_600, 1_200);
  const { browser, page } = await phone.firstVisit();
  await openWrite(page);
  await browser.close();
});
afterAll(() => scene?.close());

/** Writes a story as far as this stage, and gives what goes on while the browser is killed. */
async function writeUntil(page: Page, told: Told, stage: Stage): Promise<() => Promise<unknown>> {
  await newStory(page);
  await page.getByLabel("Title", { exact: true }).fill(told.title);
  const type = async (word: string): Promise<void> => {
    await page.getByLabel("Story", { exact: true }).first().pressSequentially(`${word} `);
    // 'Saved' stands there from the word before; what is still on its way may be lost.
    await allSaved(page);
    told.words.push(word);
  };
  await type("початок");
  if (stage === "typing")
    return async () => {
      for (let n = 1; ; n += 1) await type(`слово${n}`);
    };
  if (stage === "recording") {
    const before = await slicesOnDisk(page);
    await page.getByRole("button", { name: "Record your voice" }).click();
    await isRecording(page);
    return async () => {
      for (;;) told.slices = (await slicesOnDisk(page)) - before;
    };
  }
  const attach = async (): Promise<void> => {
    await page
      .locator("input[type=file]")
      .setInputFiles({ name: "a.jpg", mimeType: "image/jpeg", buffer: photo });
    await page.getByLabel("Caption").waitFor();
    await isSaved(page);
    told.photo = true;
  };
  if (stage === "adding a photo") return attach;
  if (random() < 0.7) await attach();
  await goToSeal(page, told.photo ? { photos: true } : {});
  const press = (): Promise<void> => {
    told.pressed = true;
    return page.getByRole("button", { name: "Seal and send", exact: true }).click();
  };
  if (stage === "sealing") return press;
  await press();
  // Sealed and on disk: from here on it must arrive.
  await page.getByRole("heading", { name: "My stories" }).waitFor();
  return () => page.locator("[data-status=sent]").first().waitFor();
}

/** How long after the last sign of life the browser dies. Milliseconds. */
const moments: Readonly<Record<Stage, readonly [number, number]>> = {
  typing: [0, 900],
  recording: [0, 3_500],
  "adding a photo": [0, 700],
  sealing: [0, 350],
  sending: [0, 400],
};

async function kill(told: Told, stage: Stage): Promise<void> {
  const { browser, page } = await phone.open();
  const going = await writeUntil(page, told, stage);
  // What the page was in the middle of ends with the page.
  const ended = going().catch(() => undefined);
  const [least, most] = moments[stage];
  await page.waitForTimeout(between(least, most));
  await browser.kill();
  await ended;
}

/** The text of the newest draft, if it is this story's. */
async function draftOf(page: Page, told: Told): Promise<string | undefined> {
  const row = page.getByRole("listitem").filter({ hasText: told.title });
  if (!(await row.getByText("Keep writing").first().isVisible())) return undefined;
  await row.getByText("Keep writing").first().click();
  await page.getByLabel("Story", { exact: true }).first().waitFor();
  const fields = await page.getByLabel("Story", { exact: true }).all();
  const texts = await Promise.all(fields.map((field) => field.inputValue()));
  const captions = page.getByLabel("Caption");
  const recordings = page.getByRole("button", { name: "Listen", exact: true });
  // Words are there first; photos are decrypted, and what plays a recording is a part of its own.
  if (told.photo) await captions.first().waitFor();
  if (told.slices > 0) await recordings.first().waitFor();
  const counts = `photos:${await captions.count()} recordings:${await recordings.count()}`;
  await page.getByRole("button", { name: "My stories" }).click();
  await page.getByRole("heading", { name: "My stories" }).waitFor();
  return `${texts.join(" ")} ${counts}`;
}

test(
  `killed ${kills} times at random moments (SEED=${seed}): nothing lost, nothing doubled`,
  async () => {
    const all: Told[] = [];
    const counts = new Map<Stage, number>();
    let drafts = 0;
    for (let n = 0; n < kills; n += 1) {
      // Each in its turn: the moments are random, and no stage is left out.
      const stage = stages[n % stages.length]!;
      const told: Told = {
        title: `Оповідь ${n + 1}.`,
        words: [],
        photo: false,
        slices: 0,
        pressed: false,
      };
      await kill(told, stage);
      counts.set(stage, (counts.get(stage) ?? 0) + 1);
      all.push(told);
    }

    const { browser, page } = await phone.open();
    await openWrite(page);
    const { stories } = await deviceRows(page);
    await expect
      .poll(() => page.locator("[data-status=sent]").count(), { timeout: 60_000 })
      .toBe(stories);
    const arrived = await openExported(scene.newsroom, byLibrary(scene.newsroom));
    expect(storiesAt(scene.newsroom)).toHaveLength(stories);
    expect(arrived).toHaveLength(stories);
    const slices = all.reduce((sum, told) => sum + told.slices, 0);
    expect(await slicesOnDisk(page)).toBeGreaterThanOrEqual(slices);
    const byTitle = new Map<string, OpenedStory>();
    for (const one of arrived) {
      expect(byTitle.has(one.story.title), `${one.story.title} arrived twice`).toBe(false);
      byTitle.set(one.story.title, one);
    }
    for (const told of all) {
      const story = byTitle.get(told.title);
      expect(story === undefined || told.pressed, `${told.title} was sealed by nobody`).toBe(true);
      const draft = story === undefined ? await draftOf(page, told) : undefined;
      const found = story === undefined ? draft : JSON.stringify(story.story.blocks);
      expect(found, `${told.title} is nowhere`).toBeDefined();
      for (const word of told.words) expect(found).toContain(word);
      if (told.photo && story !== undefined) expect(story.attachments).toHaveLength(1);
      if (told.photo && draft !== undefined) expect(draft).toContain("photos:1");
      if (told.slices > 0) expect(draft).toContain("recordings:1");
      if (draft !== undefined) drafts += 1;
    }
    await browser.close();

    console.log(
      `browser killed ${kills} times (${stages.map((stage) => `${stage} ${counts.get(stage) ?? 0}`).join(", ")}): ` +
        `${drafts} drafts and ${stories} stories, 0 lost, 0 doubled`,
    );
    expect(drafts + stories).toBe(kills);
    scene.watch.assertQuiet();
  },
  kills * minute,
);
