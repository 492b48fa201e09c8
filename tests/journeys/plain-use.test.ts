// The plain-use bar, its reading half: ready offline after one visit with no tap; icon → last place read.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type AnyPage, chromiumPage } from "../support/browsers/any-page.ts";
import { type Chromium, openChromium } from "../support/browsers/chromium.ts";
import { createProfile } from "../support/browsers/profiles.ts";
import { until } from "../support/browsers/waiting.ts";
import { openScene, press, type Scene, shows } from "../support/journey.ts";
import { storedIn } from "../support/phone-storage.ts";

let scene: Scene;
let profile: string;
beforeEach(async () => {
  scene = await openScene();
  const made = await createProfile("chromium");
  scene.onEnd(() => made.remove());
  profile = made.folder;
});
afterEach(() => scene.close());

async function openPhone(): Promise<{ browser: Chromium; page: AnyPage }> {
  const browser = await openChromium({
    userDataDir: profile,
    args: [...scene.watch.chromiumArgs],
  });
  scene.onEnd(() => browser.kill());
  scene.watch.watchChromium(browser);
  return { browser, page: chromiumPage(await browser.page()) };
}

/** The address behind the icon, from the manifest that the phone got. */
async function iconAddress(): Promise<string> {
  const text = await readFile(join(scene.newsroom.dataDir, "app/manifest.webmanifest"), "utf8");
  const { start_url: start } = JSON.parse(text) as { readonly start_url: string };
  return scene.network.origin + start;
}

interface FactRecord {
  readonly name: string;
  readonly value: { readonly path?: string; readonly block?: number };
}

const placeOf = async (page: AnyPage): Promise<FactRecord["value"] | undefined> =>
  (await storedIn<FactRecord>(page, "facts")).find(({ name }) => name === "place")?.value;

/** Distance of a block of the open article from the top of the window, CSS pixels. */
const topOf = (page: AnyPage, block: number): Promise<number> =>
  page.read(`document.querySelectorAll("article .body > *")[${block}].getBoundingClientRect().top`);

test("ready offline after one visit to one article, with no tap at all", async () => {
  const first = await openPhone();
  await first.page.goto(`${scene.network.origin}/a/peredaty-z-ruk-u-ruky`);
  // The page says nothing over a text: what is on the disk does.
  await until("all texts are here, and are what the phone shows", async () => {
    const facts = await storedIn<FactRecord>(first.page, "facts");
    const texts = await storedIn(first.page, "articles");
    return texts.length === 12 && facts.some(({ name }) => name === "edition");
  });
  await until("the app is here", () =>
    first.page.read<boolean>("navigator.serviceWorker.controller !== null"),
  );
  scene.network.cut();
  await first.browser.kill();

  const { page } = await openPhone();
  await page.goto(`${scene.network.origin}/uk/`);

  await shows(page, "Одинадцяте листопада");
  await page.goto(`${scene.network.origin}/a/odynadtsiate-lystopada`);
  await until("an article that nobody opened is there", () =>
    page.read<boolean>("document.querySelector('article .body') !== null"),
  );
  scene.watch.assertQuiet();
});

test("complaint 12, place and font size forgotten: the icon leads to the last place, to the paragraph, in the size that was chosen", async () => {
  const first = await openPhone();
  await first.page.goto(`${scene.network.origin}/?lang=uk`);
  await shows(first.page, "Можна читати без мережі");
  await first.page.goto(`${scene.network.origin}/a/odynadtsiate-lystopada`);
  const block = 7;
  await until("the article is there", () =>
    first.page.read<boolean>(
      `document.querySelectorAll("article .body > *").length > ${block} && document.querySelector(".actions button:not([disabled])") !== null`,
    ),
  );
  await press(first.page, "Вигляд");
  await press(first.page, "Більший");
  await press(first.page, "Вужча");
  await press(first.page, "Закрити");
  await first.page.read(
    `document.querySelectorAll("article .body > *")[${block}].scrollIntoView({ block: "start" })`,
  );
  await until("the place is on the disk", async () => (await placeOf(first.page))?.block === block);
  scene.network.cut();
  await first.browser.kill();

  const { page } = await openPhone();
  await page.goto(await iconAddress());
  await until("the text is there", () =>
    page.read<boolean>(
      `location.pathname === "/a/odynadtsiate-lystopada" && document.querySelector("article .body") !== null`,
    ),
  );

  await until("the paragraph is at the top", async () => Math.abs(await topOf(page, block)) < 80);
  expect(await page.read("({ ...document.documentElement.dataset })")).toMatchObject({
    size: "large",
    width: "narrow",
  });
  await page.read("history.back()");
  await shows(page, "Насіння в кишені");
  expect(await page.read("location.pathname")).toBe("/uk/");
  scene.watch.assertQuiet();
});
