import type { Page } from "playwright-core";
import type { ElementHandle, Page as FirefoxPage } from "puppeteer-core";
import { firefoxPage } from "./browsers/any-page.ts";
import { press, shows } from "./journey.ts";
import { openChromium } from "./browsers/chromium.ts";
import type { Scene } from "./journey.ts";
import type { RunningNewsroom } from "./newsroom.ts";

/** Signs in by a fresh one-time link at `origin`, and opens the key, with the interface in English. */
export async function openDesk(
  page: Page,
  newsroom: RunningNewsroom,
  origin: string,
  keyFile = newsroom.deskKeyFile,
): Promise<void> {
  const { pathname, hash } = new URL(await newsroom.deskLink());
  await page.goto(origin + pathname + hash);
  await page.locator("input[type=file]").setInputFiles(keyFile);
  await page.locator(".masked").fill(await newsroom.passphrase());
  await page.getByRole("button", { name: "Open the key" }).click();
  await page.getByText("Key open until").waitFor();
}

/** The same in Firefox. */
export async function openDeskInFirefox(
  page: FirefoxPage,
  newsroom: RunningNewsroom,
  origin: string,
  keyFile: string,
): Promise<void> {
  const { pathname, hash } = new URL(await newsroom.deskLink());
  const any = firefoxPage(page);
  await any.goto(origin + pathname + hash);
  const field = await page.waitForSelector("input[type=file]");
  await (field as ElementHandle<HTMLInputElement>).uploadFile(keyFile);
  await page.type(".masked", await newsroom.passphrase());
  await press(any, "Open the key");
  await shows(any, "Key open until");
}

/** An editor's browser on a wide screen, watched as the scene's others are, with the desk and its key open. */
export async function openEditor(scene: Scene, newsroom = scene.newsroom): Promise<Page> {
  const browser = await openChromium({
    locale: "en-GB",
    viewport: { width: 1440, height: 900 },
    args: [...scene.watch.chromiumArgs],
  });
  scene.onEnd(() => browser.kill());
  scene.watch.watchChromium(browser);
  const page = await browser.page();
  await openDesk(page, newsroom, scene.network.origin);
  return page;
}

/** Chooses a story in the list by its title. */
export async function openStory(page: Page, title: string): Promise<void> {
  await page.locator(".item button").filter({ hasText: title }).click();
  await page.getByRole("group", { name: "Before publication" }).waitFor();
}

/** Ticks every line but those named; the one on descriptions ticks itself. */
export async function tickChecklist(page: Page, leave: readonly string[] = []): Promise<void> {
  const lines = page.getByRole("group", { name: "Before publication" }).getByRole("checkbox");
  for (const line of await lines.all()) {
    const text = (await line.locator("xpath=..").innerText()).trim();
    if (!(await line.isEnabled()) || leave.some((one) => text.includes(one))) continue;
    await line.check();
  }
}
