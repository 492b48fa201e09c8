// FAULTS.md 10 in a real browser: it closes the database in the middle of a transaction, by the button of Chromium's own page
// on databases, while words are typed, a photo is added, and a story is sealed.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { allSaved, aPhoto, goToSeal, newStory, openWrite } from "../support/author.ts";
import { until } from "../support/browsers/waiting.ts";
import { byLibrary, openExported } from "../support/exported.ts";
import { openScene, type Scene } from "../support/journey.ts";
import { aPhone, deviceRows, storiesAt } from "../support/phone.ts";

/** Holds the transaction of the next write to a store open, until the browser ends it. */
const holder = `(() => {
  let store;
  window.ended = 0;
  window.holdNext = (name) => {
    store = name;
    window.isHeld = false;
  };
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (...given) {
    const request = put.apply(this, given);
    if (this.name !== store) return request;
    store = undefined;
    window.isHeld = true;
    this.transaction.addEventListener("abort", () => (window.ended += 1));
    const hold = () => (this.count().onsuccess = hold);
    hold();
    return request;
  };
})()`;

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene?.close());

const ended = (page: Page): Promise<number> => page.evaluate<number>("window.ended");

interface Deed {
  readonly store: "drafts" | "stories";
  act(): Promise<unknown>;
  /** What the page may not say before it is on disk. */
  isSaid(): Promise<boolean>;
}

/** Does something, and closes the database under its first write to a store. */
async function closedUnder(page: Page, internals: Page, { store, act, isSaid }: Deed) {
  const before = await ended(page);
  await page.evaluate(`window.holdNext("${store}")`);
  await act();
  await until("a write is under way", () => page.evaluate<boolean>("window.isHeld"));
  expect(await isSaid()).toBe(false);
  await internals.reload();
  await internals.locator(".force-close").first().click();
  await until("the browser has ended it", async () => (await ended(page)) === before + 1);
}

test("10: the browser closes the database in the middle of a keystroke's, a photo's and a seal's transaction: each is done again, once", async () => {
  const { browser, page } = await (
    await aPhone(scene)
  ).firstVisit((one) => one.addInitScript(holder));
  const internals = await browser.context.newPage();
  await internals.goto("chrome://indexeddb-internals/");
  await page.bringToFront();
  const before = storiesAt(scene.newsroom).length;
  await newStory(page);

  for (const text of ["М", "и пекли хліб."]) {
    await closedUnder(page, internals, {
      store: "drafts",
      act: () => page.keyboard.type(text),
      isSaid: async () => (await page.locator(".saved").getAttribute("data-unsaved")) === "false",
    });
    await allSaved(page);
  }
  const photo = await aPhoto(800, 600);
  await closedUnder(page, internals, {
    store: "drafts",
    act: () =>
      page
        .locator("input[type=file]")
        .setInputFiles({ name: "a.jpg", mimeType: "image/jpeg", buffer: photo }),
    isSaid: () => page.getByLabel("Caption").isVisible(),
  });
  await page.getByLabel("Caption").waitFor();
  await allSaved(page);
  expect(await page.getByLabel("Caption").count()).toBe(1);

  await page.goto(`${scene.network.origin}/`);
  await openWrite(page);
  await page.getByText("Keep writing").click();
  await page.getByLabel("Caption").waitFor();
  expect(await page.getByLabel("Story", { exact: true }).first().inputValue()).toBe(
    "Ми пекли хліб.",
  );
  await goToSeal(page, { photos: true });
  await closedUnder(page, internals, {
    store: "stories",
    act: () => page.getByRole("button", { name: "Seal and send", exact: true }).click(),
    isSaid: () => page.locator("[data-status]").first().isVisible(),
  });
  await page.locator("[data-status=sent]").waitFor();

  expect(await deviceRows(page)).toMatchObject({ stories: 1 });
  expect(storiesAt(scene.newsroom)).toHaveLength(before + 1);
  const [arrived] = await openExported(scene.newsroom, byLibrary(scene.newsroom));
  expect(JSON.stringify(arrived?.story.blocks)).toContain("Ми пекли хліб.");
  expect(arrived?.attachments).toHaveLength(1);
  await browser.close();
  scene.watch.assertQuiet();
});
