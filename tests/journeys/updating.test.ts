// A new version of the app: offered, never forced, never while something is being written; nobody is stranded between two.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Page } from "playwright-core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { newStory, openWrite } from "../support/author.ts";
import {
  type AnyPage,
  chromiumPage,
  firefoxPage,
  webkitPage,
} from "../support/browsers/any-page.ts";
import { whenPresent } from "../support/browsers/finding-browsers.ts";
import { openFirefox } from "../support/browsers/firefox.ts";
import { until } from "../support/browsers/waiting.ts";
import { openWebKit } from "../support/browsers/webkit.ts";
import { deployNext } from "../support/deploying.ts";
import { openScene, press, type Scene, shows, textOf } from "../support/journey.ts";
import { aPhone, type Started } from "../support/phone.ts";
import { partsAreHere } from "../support/phone-storage.ts";

const run = promisify(execFile);

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.close());

const article = "/a/seeds-in-your-pocket";
const isNew = `document.querySelector('script[type=module]').src.includes("_second")`;

/** The next version is served; the files of the first are gone. */
async function deploy(): Promise<void> {
  await scene.newsroom.stop();
  await deployNext(join(scene.newsroom.dataDir, "app"), "second");
  const next = await scene.newsroom.restart();
  scene.onEnd(() => next.close());
}

/** `npm run newsroom -- worker off` and `on`. */
async function turnWorkers(to: "on" | "off"): Promise<void> {
  const { dataDir } = scene.newsroom;
  const command = join(import.meta.dirname, "../../src/server/commands/newsroom.ts");
  await run(process.execPath, [command, "worker", to], {
    env: { ...process.env, DATA_DIR: dataDir },
  });
}

async function firstVisit(page: AnyPage): Promise<void> {
  await page.goto(`${scene.network.origin}/?lang=en`);
  await shows(page, "You can read offline");
  await partsAreHere(page);
}

/** Reading an article when the new version comes: it is offered, and taken on the reader's word, at the same article. */
async function updateWhileReading(page: AnyPage): Promise<void> {
  await firstVisit(page);
  await deploy();
  await page.goto(scene.network.origin + article);
  await shows(page, "A new version is ready");
  expect(await page.read<boolean>(isNew)).toBe(false);

  await press(page, "Update");
  await until("the new version is there", () => page.read<boolean>(isNew));
  expect(await page.read<string>("location.pathname")).toBe(article);
  await until("the article is there", () =>
    page.read<boolean>("document.querySelector('article h1') !== null"),
  );
  expect(await textOf(page)).not.toContain("A new version is ready");

  scene.network.cut();
  await page.goto(`${scene.network.origin}/en/`);
  await shows(page, "Seeds in your pocket");
  await press(page, "Write");
  await shows(page, "My stories");
}

whenPresent("firefox", () => {
  test("Firefox: a new version is taken while reading, and opens offline, writing too", async () => {
    const browser = await openFirefox({ prefs: scene.watch.firefoxPrefs });
    scene.onEnd(() => browser.close());
    const page = await browser.newPage();
    scene.watch.watchFirefox(page);
    await updateWhileReading(firefoxPage(page));
    scene.watch.assertQuiet();
  });
});

whenPresent("webkit", () => {
  test("WebKitGTK: a new version is taken while reading, and opens offline, writing too", async () => {
    const browser = await openWebKit({ args: scene.watch.webkitArgs });
    scene.onEnd(() => browser.close());
    await updateWhileReading(webkitPage(browser));
    scene.watch.assertQuiet();
  });
});

whenPresent("chromium", () => {
  const start = async (): Promise<Started> => (await aPhone(scene)).start();
  const tab = async ({ browser }: Started, path: string): Promise<Page> => {
    const page = await browser.context.newPage();
    await page.goto(scene.network.origin + path);
    return page;
  };

  test("Chromium: a new version is taken while reading, and opens offline, writing too", async () => {
    const { page } = await start();
    await updateWhileReading(chromiumPage(page));
    scene.watch.assertQuiet();
  });

  test("two tabs: an update waits, and says so, until the story in the other one is closed", async () => {
    const phone = await start();
    await firstVisit(chromiumPage(phone.page));
    await newStory(phone.page);
    await phone.page.getByLabel("Story", { exact: true }).fill("Вода прийшла вночі.");
    await deploy();
    const reader = await tab(phone, "/en/");
    await shows(chromiumPage(reader), "A new version is ready");

    await reader.getByRole("button", { name: "Update" }).click();

    await shows(chromiumPage(reader), "when the story in the other window is closed");
    await phone.page.getByLabel("Story", { exact: true }).press("End");
    await phone.page.keyboard.type(" Ми чули її.");
    await phone.page.getByRole("button", { name: "Hide" }).click();
    await until("the reader's tab is new", () => chromiumPage(reader).read<boolean>(isNew));
    // The author's window is seen all the while: it opens again when the author says so.
    await phone.page.getByRole("button", { name: "Update" }).click();
    await until("the author's tab is new", () => chromiumPage(phone.page).read<boolean>(isNew));
    await openWrite(phone.page);
    await shows(chromiumPage(phone.page), "Вода прийшла вночі. Ми чули її.");
    scene.watch.assertQuiet();
  });

  test("an update does not wait for what the window still fetches from the newsroom, one thing after another", async () => {
    const { page } = await start();
    const any = chromiumPage(page);
    await firstVisit(any);
    await deploy();
    await any.goto(scene.network.origin + article);
    await shows(any, "A new version is ready");
    scene.network.setSpeed({ delay: 100 });
    await any.read(`void (async () => {
      for (;;) await fetch("/library/head", { cache: "no-store" }).then((answer) => answer.text());
    })()`);

    await press(any, "Update");

    await until("the new version is there", () => any.read<boolean>(isNew));
    scene.watch.assertQuiet();
  });

  test("two versions, two tabs, offline and a deploy in between: both go on, and write", async () => {
    const phone = await start();
    await firstVisit(chromiumPage(phone.page));
    await deploy();
    const second = await tab(phone, article);
    await shows(chromiumPage(second), "A new version is ready");
    scene.network.cut();

    await second.getByRole("button", { name: "Update" }).click();

    await until("the second tab is new", () => chromiumPage(second).read<boolean>(isNew));
    // The first is of the old version still, and what it loads only now is found on the phone.
    await newStory(phone.page);
    await phone.page.getByLabel("Story", { exact: true }).fill("Без світла.");
    await phone.page.getByRole("status").filter({ hasText: "Saved on this phone" }).waitFor();
    await second.goto(`${scene.network.origin}/en/`);
    await openWrite(second);
    await shows(chromiumPage(second), "Без світла.");
    scene.watch.assertQuiet();
  });

  test("the operator turns the workers off: phones let go of the app, keep what is theirs, and take the mended one", async () => {
    const phone = await start();
    const page = chromiumPage(phone.page);
    await firstVisit(page);
    await newStory(phone.page);
    await phone.page.getByLabel("Story", { exact: true }).fill("Сусідка принесла хліб.");
    await phone.page.getByRole("status").filter({ hasText: "Saved on this phone" }).waitFor();
    const precaches = `caches.keys().then((names) => names.filter((name) => name.startsWith("workbox-")).length)`;

    await turnWorkers("off");
    await page.goto(`${scene.network.origin}/en/`);
    await until(
      "what the worker answered from is gone",
      async () => (await page.read<number>(precaches)) === 0,
    );
    await page.goto(`${scene.network.origin}/en/`);
    expect(await page.read<boolean>("navigator.serviceWorker.controller === null")).toBe(true);
    await openWrite(phone.page);
    await shows(page, "Сусідка принесла хліб.");

    await turnWorkers("on");
    await page.goto(`${scene.network.origin}/en/`);
    await until("the app is on the phone again", () =>
      page.read<boolean>("navigator.serviceWorker.controller !== null"),
    );
    scene.network.cut();
    await page.goto(`${scene.network.origin}/en/`);
    await shows(page, "Сусідка принесла хліб.");
    scene.watch.assertQuiet();
  });
});
