// The trip of a reader: a first visit, an article, the shelf, the settings, no network.
import type { Page } from "playwright-core";
import { until } from "../../tests/support/browsers/waiting.ts";
import { isReadyToWrite } from "../../tests/support/author.ts";
import type { Camera, Language } from "./camera.ts";
import { openFront, scrollTo } from "./looking.ts";
import { takePassing } from "./passing.ts";
import { openPhone } from "./phone.ts";
import { type Texts, textsIn } from "./texts.ts";

export interface Trip {
  readonly camera: Camera;
  readonly language: Language;
  readonly origin: string;
}

/** Takes every screen of reading. */
export async function readThrough(trip: Trip): Promise<void> {
  const phone = await openPhone(trip);
  const { page } = phone;
  try {
    await isReadyToWrite(page);
    await takeFront(page, trip);
    await takeArticle(page, trip);
    await takeShelf(page, trip);
    await takePassing(page, trip);
    await takeSearch(page, trip);
    await takeSettings(page, trip);
    await takeInstall(page, trip);
    await phone.setOffline(true);
    await takeOffline(page, trip);
  } finally {
    await phone.close();
  }
}

const large = { sizes: ["390", "320"], large: true } as const;

async function takeFront(page: Page, trip: Trip): Promise<void> {
  await openFront(page, trip);
  await page.locator(".state .count").waitFor();
  await trip.camera.take(page, trip.language, "front", { main: true });
  await trip.camera.take(page, trip.language, "large-front", large);
}

async function openArticle(page: Page, title: string): Promise<void> {
  await page.getByRole("link", { name: title }).first().click();
  await page.locator(".actions button:not([disabled])").first().waitFor();
}

async function takeArticle(page: Page, { camera, language }: Trip): Promise<void> {
  const texts = textsIn(language);
  await openArticle(page, texts.article);
  await camera.take(page, language, "article", { main: true });
  await camera.take(page, language, "large-article", large);
  await camera.take(page, language, "article-text", { at: scrollTo("article .body h2") });
  await camera.take(page, language, "article-table", { at: scrollTo("article table") });
  await camera.take(page, language, "article-end", { at: scrollTo("article .notes") });
  await page.evaluate("scrollTo(0, 0)");
  await page.getByRole("button", { name: texts.look, exact: true }).click();
  await page.locator("dialog[open]").waitFor();
  await camera.take(page, language, "article-look", { sizes: ["390", "320"] });
  await page.keyboard.press("Escape");
}

async function takeShelf(page: Page, trip: Trip): Promise<void> {
  const { camera, language } = trip;
  const texts = textsIn(language);
  const openShelf = async (): Promise<void> => {
    await openFront(page, trip);
    await page.getByRole("link", { name: texts.shelf, exact: true }).click();
    await page.locator('[data-screen="shelf"] :is(.notice, .list li)').first().waitFor();
  };
  await openShelf();
  await camera.take(page, language, "shelf-empty");
  for (const title of texts.others) {
    await openFront(page, trip);
    await openArticle(page, title);
    await page.getByRole("button", { name: texts.keep, exact: true }).click();
    await page.locator('.actions [aria-pressed="true"]').waitFor();
  }
  await openShelf();
  await camera.take(page, language, "shelf");
}

/** Search as it opens, what it finds, what it does not, and an article with the words marked in it. */
async function takeSearch(page: Page, trip: Trip): Promise<void> {
  const { camera, language } = trip;
  const { search, wanted } = textsIn(language);
  await openFront(page, trip);
  await page.getByRole("button", { name: search, exact: true }).click();
  const field = page.locator(".search input");
  await field.waitFor();
  await camera.take(page, language, "search");
  await field.fill(wanted);
  await page.locator(".snippet mark").first().waitFor();
  await camera.take(page, language, "search-found", { main: true });
  await field.fill("xyzzyxyzzy");
  await page.locator(".search .notice").waitFor();
  await camera.take(page, language, "search-nothing", { sizes: ["390", "320"] });
  await field.fill(wanted);
  await page.locator(".list a").first().click();
  await page.locator(".marks").waitFor();
  await camera.take(page, language, "search-marks", {
    at: (on) => on.locator(".marks .next").click(),
  });
}

const rows = ["language", "look", "download", "room", "checked", "about"] as const;

async function takeSettings(page: Page, trip: Trip): Promise<void> {
  const { camera, language } = trip;
  await openFront(page, trip);
  await page.getByRole("button", { name: textsIn(language).settings }).click();
  const buttons = page.locator(".rows button");
  await buttons.nth(rows.length - 1).waitFor();
  await until(
    "the room was measured",
    async () => (await page.locator(".rows .value").count()) >= 5,
  );
  await camera.take(page, language, "settings");
  await camera.take(page, language, "large-settings", large);
  for (const [index, row] of rows.entries()) {
    await buttons.nth(index).click();
    const isSheet = index < 3;
    const heading = page.locator(".page h1").filter({ hasNotText: textsIn(language).settings });
    await (isSheet ? page.locator("dialog[open]") : heading).waitFor();
    await camera.take(page, language, `settings-${row}`);
    if (isSheet) await page.keyboard.press("Escape");
    else await page.goBack();
    await buttons.first().waitFor();
  }
  await page.goto(trip.origin + textsIn(language).privacy);
  await page.locator("main h1").waitFor();
  await camera.take(page, language, "privacy");
}

/** Chromium without a head never says that an app can be installed; the page is told so in its place. */
async function takeInstall(page: Page, trip: Trip): Promise<void> {
  const { camera, language } = trip;
  const texts = textsIn(language);
  await openFront(page, trip);
  await page.evaluate("dispatchEvent(new Event('beforeinstallprompt', { cancelable: true }))");
  for (const title of texts.others) {
    await openArticle(page, title);
    await page.goBack();
    await page.locator('[data-screen="front"]').waitFor();
  }
  const offer = page.locator(".offers").getByRole("button", { name: texts.install });
  await offer.waitFor();
  await camera.take(page, language, "install-offer", { sizes: ["390", "320"] });
  await offer.click();
  await page.locator("dialog[open] .tiles").waitFor();
  await camera.take(page, language, "install");
}

async function takeOffline(page: Page, trip: Trip): Promise<void> {
  const { camera, language, origin } = trip;
  const texts: Texts = textsIn(language);
  await openFront(page, trip);
  await page.locator(".state").filter({ hasText: texts.offline }).waitFor();
  await camera.take(page, language, "front-offline");
  await page.goto(origin + texts.missing);
  await page.getByText(texts.notHere).waitFor();
  await camera.take(page, language, "missing");
}
