// Where room is short: the reader says how much may be taken, the browser erases what was here.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newStory } from "../support/author.ts";
import { type AnyPage, chromiumPage } from "../support/browsers/any-page.ts";
import { until } from "../support/browsers/waiting.ts";
import { whenPresent } from "../support/browsers/finding-browsers.ts";
import { openScene, press, type Scene, shows } from "../support/journey.ts";
import { aPhone, type Phone } from "../support/phone.ts";
import { countArticles, partsAreHere } from "../support/phone-storage.ts";

let scene: Scene;
let visited: Phone;
beforeAll(async () => {
  scene = await openScene();
  visited = await aPhone(scene);
  await (await visited.firstVisit()).browser.close();
});
afterAll(() => scene?.close());

const openRoom = async (page: AnyPage): Promise<void> => {
  await press(page, "Settings");
  await press(page, "Room");
  await shows(page, "Texts of articles");
};

whenPresent("chromium", () => {
  test("complaint 9: the reader sees what takes room, sets a cap and days, and lets go of an article with a way back", async () => {
    const { browser, page } = await (await visited.copy()).open();
    const reader = chromiumPage(page);
    scene.network.cut();
    await page.goto(`${scene.network.origin}/en/`);
    await openRoom(reader);
    for (const kind of ["Pictures of articles", "The app itself", "Drafts and stories"])
      await shows(reader, kind);
    await shows(reader, "Up to 200 MB");

    const before = await countArticles(reader);
    const row = page.getByRole("button", { name: /Take off$/ }).first();
    await row.click();
    await shows(reader, "Taken off:");
    await press(reader, "Undo");
    expect(await countArticles(reader)).toBe(before);

    await row.click();
    await page.getByRole("button", { name: "Back" }).first().click();
    await until("its text has gone", async () => (await countArticles(reader)) === before - 1);
    scene.network.restore();
    await browser.close();
    scene.watch.assertQuiet();
  });

  test("29: the browser erased the database: the app says so, and that drafts are gone; the articles come back by themselves", async () => {
    const { browser, page } = await (await visited.copy()).open();
    await eraseDatabase(page);

    await expectSaid(page);
    await browser.close();
  });

  test("29: erased while there is no network: it says so at once, and the articles come with the next one", async () => {
    const { browser, page } = await (await visited.copy()).open();
    await eraseDatabase(page);
    scene.network.cut();

    await page.goto(`${scene.network.origin}/en/`);
    await shows(chromiumPage(page), "The browser erased what was here");
    expect(await countArticles(chromiumPage(page))).toBe(0);

    scene.network.restore();
    await page.evaluate("void dispatchEvent(new Event('online'))");
    await until("the articles are back", async () => (await countArticles(chromiumPage(page))) > 0);
    await browser.close();
  });

  test("29: a first visit is not told that anything was erased", async () => {
    const { browser, page } = await (await aPhone(scene)).firstVisit();

    expect(await page.getByText("The browser erased").count()).toBe(0);
    await browser.close();
  });

  test("29: nor is a first visit on a phone so slow that its own worker is here first", async () => {
    const { browser, page } = await (
      await aPhone(scene)
    ).firstVisit((fresh) => fresh.addInitScript(startsWithTheWorker));

    expect(await page.getByText("The browser erased").count()).toBe(0);
    await browser.close();
  });

  test("wiped caches: after one page with a network the app opens without one again, writing too", async () => {
    const { browser, page } = await (await visited.copy()).open();
    const reader = chromiumPage(page);
    const { origin } = scene.network;
    const session = await page.context().newCDPSession(page);
    await page.goto("about:blank");
    await session.send("Storage.clearDataForOrigin", { origin, storageTypes: "cache_storage" });

    await page.goto(`${origin}/en/`);
    await shows(reader, "Updated");
    await partsAreHere(reader);
    await until("the shell is back", () =>
      reader.read<boolean>("caches.match('/index.html', { ignoreSearch: true }).then(Boolean)"),
    );

    scene.network.cut();
    await page.goto(`${origin}/a/seeds-in-your-pocket`);
    await page.locator("article h1").waitFor();
    await newStory(page);
    scene.network.restore();
    await browser.close();
    scene.watch.assertQuiet();
  });
});

/** The first hash, which a start waits for, is given when the worker's cache is filled. */
const startsWithTheWorker = `{
  const { digest } = SubtleCrypto.prototype;
  let isFirst = true;
  SubtleCrypto.prototype.digest = async function (...given) {
    const waits = isFirst;
    isFirst = false;
    while (waits && (await caches.match("/index.html", { ignoreSearch: true })) === undefined)
      await new Promise((go) => setTimeout(go, 100));
    return digest.apply(this, given);
  };
}`;

/** Between two visits. */
async function eraseDatabase(page: Page): Promise<void> {
  const { origin } = scene.network;
  const session = await page.context().newCDPSession(page);
  await page.goto("about:blank");
  await session.send("Storage.clearDataForOrigin", { origin, storageTypes: "indexeddb" });
}

async function expectSaid(page: Page): Promise<void> {
  const reader = chromiumPage(page);
  await page.goto(`${scene.network.origin}/en/`);
  await shows(reader, "The browser erased what was here");
  await shows(reader, "drafts are gone");
  await until("the articles are back", async () => (await countArticles(reader)) > 0);
}
