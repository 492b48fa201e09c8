// FAULTS.md 12, 22 and 30: several windows, workers and builds of one phone, of which one sends at a time; and a frozen one.
import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page, Request } from "playwright-core";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isSaved, newStory, openWrite, sealAndSend } from "../support/author.ts";
import { until } from "../support/browsers/waiting.ts";
import { openScene, type Scene } from "../support/journey.ts";
import { aPhone, type Phone, type Started, storiesAt } from "../support/phone.ts";

/** Slow enough that a photo is under way for a while. */
const slow = { bytesPerSecond: 60_000 };

let scene: Scene;
let visited: Phone;
/** A photo that no encoder makes small. */
let photo: Buffer;
beforeAll(async () => {
  scene = await openScene();
  visited = await aPhone(scene);
  await (await visited.firstVisit()).browser.close();
  const noise = { type: "gaussian", mean: 128, sigma: 40 } as const;
  photo = await sharp({
    create: { width: 1_000, height: 750, channels: 3, noise, background: "black" },
  })
    .jpeg()
    .toBuffer();
});
afterAll(() => scene?.close());

/** A phone without a network, on which these stories were sealed, each with a photo. */
async function sealedOffline(
  titles: readonly string[],
  prepare?: (page: Page) => Promise<unknown>,
): Promise<Started> {
  scene.network.setSpeed(undefined);
  const started = await (await visited.copy()).open(prepare);
  const { browser, page } = started;
  await browser.setOffline(true);
  for (const title of titles) {
    await newStory(page);
    await page.getByLabel("Title", { exact: true }).fill(title);
    await page
      .locator("input[type=file]")
      .setInputFiles({ name: "a.jpg", mimeType: "image/jpeg", buffer: photo });
    await page.getByLabel("Caption").waitFor();
    await isSaved(page);
    await sealAndSend(page, { photos: true });
    await page.locator("[data-status=waiting]").first().waitFor();
  }
  scene.network.setSpeed(slow);
  return started;
}

const intakePuts = (from: number, what: "stories" | "blobs"): readonly string[] =>
  scene.network.requests.slice(from).filter((line) => line.startsWith(`PUT /intake/${what}/`));

const isUpload = (request: Request): boolean =>
  request.method() === "PUT" && request.url().includes("/intake/");

/** The most uploads of these pages that were under way at the same time. */
function mostAtOnce(...pages: readonly Page[]): () => number {
  const underWay = new Set<Request>();
  let most = 0;
  for (const page of pages) {
    page.on("request", (request) => {
      if (isUpload(request)) underWay.add(request);
      most = Math.max(most, underWay.size);
    });
    for (const end of ["requestfinished", "requestfailed"] as const)
      page.on(end as "requestfinished", (request) => underWay.delete(request));
  }
  return () => most;
}

async function allSent(page: Page, count: number): Promise<void> {
  const sent = page.locator("[data-status=sent]");
  await until("all is sent", async () => (await sent.count()) === count, { within: 60_000 });
}

test("12: two tabs and the browser's worker all want to send: one does, and each story arrives once", async () => {
  // Counted before anything is sealed: a window that is opened may find the line for a moment.
  const [before, asked] = [storiesAt(scene.newsroom).length, scene.network.requests.length];
  const { browser, page } = await sealedOffline(["Перша вода", "Друга вода"]);
  const other = await browser.context.newPage();
  await other.goto(`${scene.network.origin}/`);
  await openWrite(other);
  const most = mostAtOnce(page, other);

  await browser.setOffline(false);
  // What one tab sends, the other shows as under way.
  await Promise.all(
    [page, other].map((tab) => tab.locator("[data-status=sending]").first().waitFor()),
  );
  await Promise.all([allSent(page, 2), allSent(other, 2)]);

  // None of them at all where the worker was first.
  expect(most()).toBeLessThanOrEqual(1);
  expect(storiesAt(scene.newsroom)).toHaveLength(before + 2);
  // The text, and once more for the receipt that names the photo.
  expect(intakePuts(asked, "stories")).toHaveLength(4);
  const leaves = intakePuts(asked, "blobs");
  expect(leaves.length).toBeGreaterThan(0);
  expect(new Set(leaves).size).toBe(leaves.length);
  await browser.close();
  scene.watch.assertQuiet();
});

test("22: the sending worker is replaced in the middle of sending: one sender, one row", async () => {
  const { browser, page } = await sealedOffline(["Колодязь у дворі"]);
  const most = mostAtOnce(page);
  const [before, asked] = [storiesAt(scene.newsroom).length, scene.network.requests.length];
  await browser.setOffline(false);
  await until("a photo is on its way", () => intakePuts(asked, "blobs").length > 0);

  await appendFile(join(scene.newsroom.dataDir, "app/sending.js"), "\n// the next build");
  await page.evaluate(`(async () => {
    const registration = await navigator.serviceWorker.getRegistration("/intake/");
    const old = registration.active;
    await registration.update();
    while (registration.active === old) await new Promise((resolve) => requestAnimationFrame(resolve));
  })()`);
  expect(storiesAt(scene.newsroom)).toHaveLength(before + 1);
  await page.locator("[data-status=sending], [data-status=waiting]").waitFor();
  scene.network.setSpeed(undefined);
  await allSent(page, 1);

  expect(most()).toBeLessThanOrEqual(1);
  expect(storiesAt(scene.newsroom)).toHaveLength(before + 1);
  await browser.close();
  scene.watch.assertQuiet();
});

test("30: frozen in the middle of a photo, with sockets that died: it goes on within five seconds of being seen, once", async () => {
  // The longest back-off that chance could give: nobody may wait for it here.
  const unlucky = (page: Page): Promise<unknown> => page.addInitScript("Math.random = () => 0.99;");
  const { browser, page } = await sealedOffline(["Дорога через поле"], unlucky);
  const before = storiesAt(scene.newsroom).length;
  const asked = scene.network.requests.length;
  await browser.setOffline(false);
  await until("a photo is on its way", () => intakePuts(asked, "blobs").length > 0);

  const devtools = await browser.context.newCDPSession(page);
  await devtools.send("Page.setWebLifecycleState", { state: "frozen" });
  scene.network.cut();
  scene.network.setSpeed(undefined);
  scene.network.restore();
  const frozen = scene.network.requests.length;
  const seen = performance.now();
  await devtools.send("Page.setWebLifecycleState", { state: "active" });
  await until("it asks the newsroom again", () =>
    scene.network.requests.slice(frozen).some((line) => line.includes("/intake/")),
  );
  const seconds = (performance.now() - seen) / 1_000;
  await allSent(page, 1);

  console.log(`frozen, seen again, and sending after ${seconds.toFixed(1)} s`);
  expect(seconds).toBeLessThan(5);
  expect(storiesAt(scene.newsroom)).toHaveLength(before + 1);
  await browser.close();
  scene.watch.assertQuiet();
});

/** The database's version and what it holds of stories, read without asking for a version. */
const inDatabase = (page: Page): Promise<{ readonly version: number; readonly states: unknown }> =>
  page.evaluate(`(async () => {
    const database = await new Promise((resolve) => {
      const request = indexedDB.open("soniakh");
      request.onsuccess = () => resolve(request.result);
    });
    const stories = await new Promise((resolve) => {
      const request = database.transaction("stories").objectStore("stories").getAll();
      request.onsuccess = () => resolve(request.result);
    });
    const { version } = database;
    database.close();
    return { version, states: stories.map(({ state }) => JSON.stringify(state)) };
  })()`);

test("22: an old build in the middle of sending lets a newer schema in, and writes nothing into it", async () => {
  const { browser, page } = await sealedOffline(["Сіль на вікні"]);
  const asked = scene.network.requests.length;
  await browser.setOffline(false);
  await until("a photo is on its way", () => intakePuts(asked, "blobs").length > 0);

  // As the next build's upgrade does it, beside the old windows: it comes to an end only where all of them let go.
  const opensAgain = page.waitForEvent("load");
  const next = await browser.context.newPage();
  await next.goto(`${scene.network.origin}/robots.txt`);
  await next.evaluate(`new Promise((resolve, reject) => {
    const request = indexedDB.open("soniakh", 1000);
    request.onsuccess = () => { request.result.close(); resolve(); };
    request.onerror = () => reject(request.error);
  })`);
  const before = await inDatabase(next);
  const sent = scene.network.requests.length;
  scene.network.setSpeed(undefined);
  // The old window opens again, and finds what it does not know.
  await opensAgain;

  expect(before.version).toBe(1_000);
  expect(await inDatabase(next)).toEqual(before);
  expect(intakePuts(sent, "blobs").length + intakePuts(sent, "stories").length).toBe(0);
  await browser.close();
  scene.watch.assertQuiet([/belongs to a newer version/, /404 \(Not Found\)/]);
});
