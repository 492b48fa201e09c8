// FAULTS.md 23 and 24 in a real browser: the app is upgraded over what an older one left, and what goes wrong on the way.
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { schemaVersion } from "../../src/device/database.ts";
import { isSaved, newStory, openWrite, sealAndSend } from "../support/author.ts";
import { chromiumPage } from "../support/browsers/any-page.ts";
import { inTime, until } from "../support/browsers/waiting.ts";
import { aFreezer } from "../support/freezing.ts";
import { scriptOf } from "../support/in-page.ts";
import { openScene, type Scene } from "../support/journey.ts";
import type { RunningNewsroom } from "../support/newsroom.ts";
import { aPhone, type Phone, storiesAt } from "../support/phone.ts";
import { allStored, storedIn } from "../support/phone-storage.ts";
import { shippedSchemas } from "../support/shipped-schemas.ts";

let scene: Scene;
let newsroom: RunningNewsroom;
/** The newsroom's folder as it was when the phone lost its network. */
let then: string;
/** A phone with a draft, a story that waits, and one whose text has arrived and whose photo is half way. */
let written: Phone;
/** The same as an app of each shipped schema would have left it, by its version from 1. */
const older = new Map<number, Phone>();

const half = "Насіння в кишенях";
const waiting = "Ключ під каменем";
const draft = { title: "Сто вісім кроків", text: "Вода була лише вранці.", caption: "Колодязь" };

beforeAll(async () => {
  scene = await openScene();
  newsroom = scene.newsroom;
  const noise = { type: "gaussian", mean: 128, sigma: 40 } as const;
  const photo = await sharp({
    create: { width: 1_000, height: 750, channels: 3, noise, background: "black" },
  })
    .jpeg()
    .toBuffer();
  written = await aPhone(scene);
  const { browser, page } = await written.firstVisit();
  await write(page, half, photo);
  scene.network.setSpeed({ bytesPerSecond: 200_000 });
  await sealAndSend(page, { photos: true });
  await until("its photo is on its way", () => blobPuts(0).length > 0);
  await scene.network.cutAfter(150_000, "up");
  scene.network.setSpeed(undefined);
  await write(page, waiting);
  await sealAndSend(page);
  await page.locator("[data-status=waiting]").first().waitFor();
  await write(page, draft.title, photo);
  await page.getByLabel("Caption").fill(draft.caption);
  await page.getByLabel("Story", { exact: true }).first().fill(draft.text);
  await isSaved(page);
  await page.getByRole("button", { name: "My stories" }).click();
  await page.getByRole("heading", { name: "My stories" }).waitFor();
  await browser.close();
  await keepNewsroom();
  for (const at of shippedSchemas.keys())
    older.set(at + 1, await makeOlder(at + 1, { sends: true }));
});
afterAll(async () => {
  await scene?.close();
  if (then !== undefined) await rm(then, { recursive: true, force: true });
});

const blobPuts = (from: number): readonly string[] =>
  scene.network.requests.slice(from).filter((line) => line.startsWith("PUT /intake/blobs/"));

async function write(page: Page, title: string, photo?: Buffer): Promise<void> {
  await newStory(page);
  await page.getByLabel("Title", { exact: true }).fill(title);
  if (photo !== undefined) {
    await page
      .locator("input[type=file]")
      .setInputFiles({ name: "a.jpg", mimeType: "image/jpeg", buffer: photo });
    await page.getByLabel("Caption").waitFor();
  }
  await isSaved(page);
}

async function keepNewsroom(): Promise<void> {
  await newsroom.stop();
  then = await mkdtemp(join(tmpdir(), "soniakh-then-"));
  await cp(newsroom.dataDir, then, { recursive: true });
  newsroom = await newsroom.restart();
  scene.onEnd(() => newsroom.close());
}

/** The newsroom has what it had when the phone lost its network. */
async function putNewsroomBack(): Promise<void> {
  await newsroom.stop();
  await rm(newsroom.dataDir, { recursive: true, force: true });
  await cp(then, newsroom.dataDir, { recursive: true });
  newsroom = await newsroom.restart();
}

/** A page of the phone's origin that is none of the app's, and from which no story gets out: a hotel's Wi-Fi answers it. */
async function besideTheApp(page: Page): Promise<void> {
  scene.network.capture("html");
  await page.goto(`${scene.network.origin}/robots.txt`);
}

/** Of the worker that sends in the background: it is of this build, and may upgrade the database before a page is opened. */
const letGoOfSending = `navigator.serviceWorker.getRegistration("/intake/").then((one) => one.unregister())`;

async function makeOlder(version: number, { sends }: { readonly sends: boolean }): Promise<Phone> {
  const script = await scriptOf("older-phone");
  const phone = await written.copy();
  const { browser, page } = await phone.start();
  await besideTheApp(page);
  if (!sends) await page.evaluate(letGoOfSending);
  await page.evaluate(script);
  await page.evaluate(`makeOlder(${version})`);
  expect(await allStored(chromiumPage(page))).toMatchObject({ version });
  await browser.close();
  return phone;
}

/** The draft is there with all that was in it, and can be written on. */
async function expectDraft(page: Page): Promise<void> {
  await openWrite(page);
  await page.getByText("Keep writing").click();
  await page.getByLabel("Caption").waitFor();
  expect(await page.getByLabel("Title", { exact: true }).inputValue()).toBe(draft.title);
  expect(await page.getByLabel("Caption").inputValue()).toBe(draft.caption);
  const story = page.getByLabel("Story", { exact: true }).first();
  expect(await story.inputValue()).toBe(draft.text);
  expect(
    await page
      .locator(".photo-piece img")
      .evaluate((image) => (image as HTMLImageElement).decode()),
  ).toBeUndefined();
  await story.press("End");
  await page.keyboard.type(" Далі.");
  await isSaved(page);
  expect(await story.inputValue()).toBe(`${draft.text} Далі.`);
  await page.getByRole("button", { name: "My stories" }).click();
}

test.each(shippedSchemas.map((_, at) => at + 1))(
  "23: upgraded from schema %i with a draft, an outbox and a photo half way: all is carried over, and goes",
  async (version) => {
    await putNewsroomBack();
    expect(storiesAt(newsroom)).toHaveLength(1);
    const { browser, page } = await (await older.get(version)!.copy()).start();
    scene.network.cut();
    await page.goto(`${scene.network.origin}/`);

    await expectDraft(page);
    await page.locator("[data-status=waiting]").first().waitFor();
    expect(await page.locator("[data-status]").count()).toBe(2);
    const asked = scene.network.requests.length;
    scene.network.restore();
    await until("both stories are sent", async () => {
      return (await page.locator("[data-status=sent]").count()) === 2;
    });

    expect(storiesAt(newsroom)).toHaveLength(2);
    // It goes on where it was.
    expect(blobPuts(asked)[0]).toMatch(/[?&]leaf=[1-9]/);
    expect((await allStored(chromiumPage(page))).version).toBe(schemaVersion);
    await browser.close();
    scene.watch.assertQuiet();
  },
);

test("24: killed in the middle of an upgrade: the old data is as it was, and the next start upgrades it", async () => {
  const first = await makeOlder(1, { sends: false });
  const before = await storedOn(first);
  // The upgrade reads all entries, and then looks after each of them and writes it: as it begins, and when some are written.
  for (const moment of [1, before.entries]) {
    const phone = await first.copy();
    const freezer = aFreezer();
    const { browser, page } = await phone.start((one) => freezer.prepare(one, moment));
    scene.network.cut();
    // The page stands still before it has loaded. Not a start, for which the worker would look into the database first.
    const loading = page.goto(`${scene.network.origin}/uk/`).catch(() => undefined);
    await inTime("it freezes in the upgrade", freezer.frozen, 60_000);
    await browser.kill();
    await loading;

    expect(freezer.moments[0]).toBe("getAll entries");
    expect(freezer.moments.includes("put entries")).toBe(moment > 1);
    expect(freezer.moments.filter((one) => one.startsWith("committed"))).toEqual([]);
    expect(await storedOn(phone)).toEqual(before);
    scene.network.cut();
    const again = await phone.open();
    await expectDraft(again.page);
    expect(await again.page.locator("[data-status=waiting]").count()).toBeGreaterThan(0);
    expect(await allStored(chromiumPage(again.page))).toMatchObject({ version: schemaVersion });
    await again.browser.close();
  }
  scene.watch.assertQuiet();
});

/** What lies in a phone's database; the app is not opened. */
async function storedOn(phone: Phone) {
  const { browser, page } = await phone.start();
  await besideTheApp(page);
  const all = await allStored(chromiumPage(page));
  const entries = (await storedIn(chromiumPage(page), "entries")).length;
  await browser.close();
  return { ...all, entries };
}
