// FAULTS.md 24 in a real browser: an old page and a new one over one database, whose schema the new one changes.
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { schemaVersion } from "../../src/device/database.ts";
import { allSaved, isSaved, newStory, openWrite } from "../support/author.ts";
import { chromiumPage } from "../support/browsers/any-page.ts";
import { until } from "../support/browsers/waiting.ts";
import { deployNext } from "../support/deploying.ts";
import { openScene, type Scene, shows } from "../support/journey.ts";
import { aPhone, type Phone, type Started } from "../support/phone.ts";
import { allStored } from "../support/phone-storage.ts";

/** What a build with one migration more does, in every script of it: a store comes, and all drafts are written anew. */
const oneMigrationMore = `(() => {
  const open = IDBFactory.prototype.open;
  IDBFactory.prototype.open = function (name, version) {
    if (name !== "soniakh" || version === undefined) return open.call(this, name);
    const request = open.call(this, name, version + 1);
    request.addEventListener("upgradeneeded", () => {
      request.result.createObjectStore("next", { keyPath: "id" });
      request.transaction.objectStore("drafts").openCursor().onsuccess = ({ target: { result: cursor } }) => {
        cursor?.update({ ...cursor.value, next: true });
        cursor?.continue();
      };
    });
    return request;
  };
})();`;

/** What the old build says of a database that it does not know, and a page that is none of the app's of its icon. */
const expected = [/belongs to a newer version/, /404 \(Not Found\)/];

let scene: Scene;
let visited: Phone;
beforeAll(async () => {
  scene = await openScene();
  visited = await aPhone(scene);
  await (await visited.firstVisit()).browser.close();
  await scene.newsroom.stop();
  await deployNext(join(scene.newsroom.dataDir, "app"), "next", oneMigrationMore);
  const next = await scene.newsroom.restart();
  scene.onEnd(() => next.close());
});
afterAll(() => scene?.close());

/** A window of the old build with a draft, beside which the next build can be opened. */
async function writing(): Promise<Started> {
  const started = await (await visited.copy()).open();
  await newStory(started.page);
  await started.page.keyboard.type("Вода прийшла вночі. ");
  await isSaved(started.page);
  return started;
}

/** Another window, loaded past the worker that has the old build, as by Shift and 'Reload'. */
async function openNext({ browser }: Started): Promise<Page> {
  const page = await browser.context.newPage();
  const devtools = await browser.context.newCDPSession(page);
  await devtools.send("Network.enable");
  await devtools.send("Network.setBypassServiceWorker", { bypass: true });
  await page.goto(`${scene.network.origin}/en/`, { waitUntil: "commit" });
  return page;
}

/** The version and the drafts, through the connection that the old page holds. */
const storedBy = (page: Page): Promise<{ readonly version: number; readonly drafts: string }> =>
  page.evaluate(`new Promise((resolve) => {
    const { database } = window;
    const request = database.transaction("drafts").objectStore("drafts").getAll();
    const told = (_, value) => value instanceof ArrayBuffer ? [...new Uint8Array(value)] : value;
    request.onsuccess = () => resolve({ version: database.version, drafts: JSON.stringify(request.result, told) });
  })`);

const story = (page: Page) => page.getByLabel("Story", { exact: true });

/** Opens the only draft; gives its text. */
async function textOfDraft(page: Page): Promise<string> {
  if (!(await page.getByRole("heading", { name: "My stories" }).isVisible())) await openWrite(page);
  await page.getByText("Keep writing").click();
  await story(page).waitFor();
  return story(page).inputValue();
}

test("24: a new page upgrades while an old one types: every word that was saved is there, and the old page is asked to open again", async () => {
  const started = await writing();
  const { browser, page: old } = started;
  const saved = ["Вода прийшла вночі."];
  // Until the page is taken away from under it.
  void (async () => {
    for (let n = 1; ; n += 1) {
      await old.keyboard.type(`слово${n} `);
      await allSaved(old);
      saved.push(`слово${n}`);
    }
  })().catch(() => undefined);
  await until("some words are typed", () => saved.length > 3);

  const next = await openNext(started);
  await shows(chromiumPage(next), "A new version is ready");
  await shows(chromiumPage(old), "Відкрити знову");
  expect((await allStored(chromiumPage(next))).version).toBe(schemaVersion + 1);

  await next.getByRole("button", { name: "Update" }).click();
  await until("the next build's worker is there", () =>
    next.evaluate<boolean>(`navigator.serviceWorker.getRegistration("/").then(({ waiting, active }) =>
      waiting === null && active?.state === "activated")`),
  );
  await old.getByRole("button", { name: "Відкрити знову" }).click();
  const text = await textOfDraft(old);
  for (const word of saved) expect(text).toContain(word);
  await old.keyboard.type("Далі.");
  await isSaved(old);
  await browser.close();
  scene.watch.assertQuiet(expected);
});

test("24: an upgrade that another window blocks waits, and touches nothing; the page can be read meanwhile, and goes on when that window closes", async () => {
  const started = await writing();
  const { browser, page: old } = started;
  await old.getByRole("button", { name: "My stories" }).click();
  await old.goto(`${scene.network.origin}/robots.txt`);
  // An old page that was told, and does not let go.
  await old.evaluate(`new Promise((resolve) => {
    const request = indexedDB.open("soniakh");
    request.onsuccess = () => {
      window.database = request.result;
      request.result.onversionchange = () => (window.wasAsked = true);
      resolve();
    };
  })`);
  const before = await storedBy(old);

  const next = await openNext(started);
  await until("the old page is asked to let go", () => old.evaluate<boolean>("window.wasAsked"));
  await shows(chromiumPage(next), "Seeds in your pocket");
  expect(before.version).toBe(schemaVersion);
  expect(await storedBy(old)).toEqual(before);
  await old.close();

  await until("the app has taken the page over", async () => {
    await next.locator("[data-place=write]").first().click({ timeout: 1_000 });
    return next.getByRole("heading", { name: "My stories" }).isVisible();
  });
  expect(await textOfDraft(next)).toBe("Вода прийшла вночі. ");
  expect((await allStored(chromiumPage(next))).version).toBe(schemaVersion + 1);
  await browser.close();
  scene.watch.assertQuiet(expected);
});
