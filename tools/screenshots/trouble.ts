// Where something is not as it should be: an iPhone's tab, a window inside another app, no network on the first visit,
// a full phone, a login page in the newsroom's place, storage that is gone. Each says what happened and what to do.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import type { Chromium } from "../../tests/support/browsers/chromium.ts";
import { openNewsroom } from "../../tests/support/newsroom.ts";
import {
  type Author,
  openAuthor,
  openList,
  press,
  saved,
  sealFirst,
  write,
  type WritingTrip,
} from "./author.ts";
import { openFront } from "./looking.ts";
import { openBrowser } from "./phone.ts";
import { textsIn } from "./texts.ts";

export interface TroubleTrip extends WritingTrip {
  /** A newsroom's data folder, to be copied. */
  readonly template: string;
}

const small = { sizes: ["390", "320"] } as const;
const iPhone =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1";
const insideAnApp =
  "Mozilla/5.0 (Linux; Android 12; Pixel 5 Build/SQ3A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/120.0 Mobile Safari/537.36 Instagram 300.0";

/** Takes every screen of trouble. */
export async function meetTrouble(trip: TroubleTrip): Promise<void> {
  await takeIPhone(trip);
  await withBrowser(trip, [`--user-agent=${insideAnApp}`], (page) => takeInside(page, trip));
  await withBrowser(trip, [], (page, browser) => takeFirstVisit(page, browser, trip));
  await takeEmpty(trip);
  const author = await openAuthor(trip);
  try {
    await takeNotSaved(author);
    await takePortal(author);
    await takeWiped(author);
  } finally {
    await author.phone.close();
  }
}

async function withBrowser(
  { language }: TroubleTrip,
  args: readonly string[],
  walk: (page: Page, browser: Chromium) => Promise<void>,
): Promise<void> {
  const browser = await openBrowser(language, args);
  try {
    await walk(await browser.page(), browser);
  } finally {
    await browser.close();
  }
}

/** In a tab of Safari: what stands before the first blank page, and how the app comes to the home screen. */
async function takeIPhone(trip: TroubleTrip): Promise<void> {
  const { camera, language } = trip;
  const author = await openAuthor(trip, [`--user-agent=${iPhone}`]);
  const { page, texts } = author;
  try {
    await openList(author);
    await press(page, texts.newStory);
    await page.locator(".guide").waitFor();
    await camera.take(page, language, "iphone-guide", small);
    // Safari never says that an app can be installed, which this browser does.
    await page.addInitScript(
      "addEventListener('beforeinstallprompt', (event) => event.stopImmediatePropagation(), true)",
    );
    await openFront(page, trip);
    for (const title of texts.others) {
      await page.getByRole("link", { name: title }).first().click();
      await page.locator(".actions button:not([disabled])").first().waitFor();
      await page.goBack();
      await page.locator('[data-screen="front"]').waitFor();
    }
    await page.locator(".offers").getByRole("button", { name: texts.install }).click();
    await page.locator("dialog[open] .steps").waitFor();
    await camera.take(page, language, "iphone-install", small);
  } finally {
    await author.phone.close();
  }
}

async function takeInside(page: Page, { camera, language, origin }: TroubleTrip): Promise<void> {
  const texts = textsIn(language);
  await page.goto(`${origin}/?lang=${language}`);
  await page.locator(".offers .line").waitFor();
  await camera.take(page, language, "inside-an-app", small);
  await page.getByRole("link", { name: texts.write, exact: true }).click();
  await page.getByRole("heading", { name: texts.myStories }).waitFor();
  await camera.take(page, language, "inside-an-app-write", small);
}

/** The network goes before anything but the first page with its pictures has come. */
async function takeFirstVisit(
  page: Page,
  browser: Chromium,
  { camera, language, origin }: TroubleTrip,
): Promise<void> {
  const texts = textsIn(language);
  await page.route(/\/library\/(?!media\/)/, (route) => route.abort());
  await page.goto(`${origin}/?lang=${language}`);
  await page.locator(".masthead button").first().waitFor();
  await browser.setOffline(true);
  await page.locator(".state").filter({ hasText: texts.offline }).waitFor();
  await camera.take(page, language, "first-visit-offline", small);
  await page.getByRole("link", { name: texts.write, exact: true }).click();
  await page.locator(".notice").waitFor();
  await camera.take(page, language, "first-visit-write", small);
}

/** A newsroom that has published nothing yet. */
async function takeEmpty({ camera, language, template }: TroubleTrip): Promise<void> {
  const contentDir = await mkdtemp(join(tmpdir(), "soniakh-empty-"));
  const newsroom = await openNewsroom({ template, contentDir });
  const browser = await openBrowser(language);
  try {
    const page = await browser.page();
    await page.goto(`${newsroom.origin}/?lang=${language}`);
    await page.locator(".masthead button").first().waitFor();
    await camera.take(page, language, "front-empty");
    await page.goto(`${newsroom.origin}/a/orchard-over-the-river`);
    await camera.take(page, language, "missing-online", small);
  } finally {
    await browser.close();
    await newsroom.close();
    await rm(contentDir, { recursive: true, force: true });
  }
}

/** The phone is full: nothing is called saved. A quota alone does not do it, since words have a reserve of room. */
async function takeNotSaved(author: Author): Promise<void> {
  const { page, texts, camera, language } = author;
  await openList(author);
  await press(page, texts.newStory);
  await write(author, texts.road);
  await page.evaluate(`
    globalThis.putBefore = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = () => { throw new DOMException("full", "QuotaExceededError"); };
  `);
  const story = page.getByLabel(texts.story, { exact: true });
  await story.fill(`${texts.road.text} ${texts.potatoes.text}`);
  await page.locator(".saved .alarming").waitFor();
  await page.evaluate("document.activeElement.blur()");
  await camera.take(page, language, "page-not-saved", small);
  await page.evaluate("IDBObjectStore.prototype.put = putBefore");
  await story.fill(texts.road.text);
  await saved(author);
}

/** Somebody else answers in the newsroom's place; and then nobody. */
async function takePortal(author: Author): Promise<void> {
  const { page, texts, camera, language } = author;
  const intake = "**/intake/**";
  await page.route(intake, (route) =>
    route.fulfill({ status: 200, contentType: "text/html", body: "<h1>Wi-Fi</h1>" }),
  );
  await sealFirst(author);
  await page.locator(".state").waitFor();
  await camera.take(page, language, "stories-portal", small);
  await page.unroute(intake);
  await page.route(intake, (route) => route.fulfill({ status: 503, body: "" }));
  await press(page, texts.tryNow);
  await page.locator(".state").filter({ hasText: texts.silent }).waitFor();
  await camera.take(page, language, "stories-silent", small);
  await page.unroute(intake);
}

/** The browser has erased the database; the app's own files stayed. */
async function takeWiped({ page, camera, language, origin }: Author): Promise<void> {
  await page.goto("about:blank");
  const other = await page.context().newPage();
  await other.goto(`${origin}/robots.txt`);
  await other.evaluate(`new Promise((done, failed) => {
    const request = indexedDB.deleteDatabase("soniakh");
    request.onsuccess = done;
    request.onerror = failed;
  })`);
  await other.close();
  await page.goto(`${origin}/${language}/`);
  await page.locator(".offers .line").waitFor();
  await camera.take(page, language, "wiped", small);
}
