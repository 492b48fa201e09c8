// What Chromium says of the app's being installable, what the manifests promise, and the sheet with its two tiles.
import { join } from "node:path";
import type { CDPSession, Page } from "playwright-core";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { chromiumPage } from "../support/browsers/any-page.ts";
import { openChromium } from "../support/browsers/chromium.ts";
import { until } from "../support/browsers/waiting.ts";
import { openScene, type Scene, shows } from "../support/journey.ts";

interface Icon {
  readonly src: string;
  readonly sizes: string;
  readonly type: string;
  readonly purpose?: string;
}

interface Manifest {
  readonly id: string;
  readonly name: string;
  readonly start_url: string;
  readonly display: string;
  readonly icons: readonly Icon[];
  readonly shortcuts: readonly {
    readonly name: string;
    readonly url: string;
    readonly icons: readonly Icon[];
  }[];
}

// Chromium's dialog would stand outside the page: what it was asked to install is written down in its stead.
const watchOffers = `{
  const manifestNow = () => document.querySelector("link[rel=manifest]").getAttribute("href");
  const manifests = new WeakMap();
  addEventListener("beforeinstallprompt", (event) => manifests.set(event, manifestNow()));
  BeforeInstallPromptEvent.prototype.prompt = async function () {
    window.installed = manifests.get(this);
  };
}`;

let scene: Scene;
let page: Page;
let cdp: CDPSession;
beforeAll(async () => {
  scene = await openScene();
  const browser = await openChromium({ args: [...scene.watch.chromiumArgs] });
  scene.onEnd(() => browser.kill());
  scene.watch.watchChromium(browser);
  page = await browser.page();
  cdp = await browser.context.newCDPSession(page);
  await page.addInitScript(watchOffers);
  await page.goto(`${scene.network.origin}/?lang=uk`);
  await shows(chromiumPage(page), "Можна читати без мережі");
});
afterAll(() => scene.close());

async function manifest(path: string): Promise<Manifest> {
  const answer = await fetch(scene.newsroom.origin + path);
  expect(answer.headers.get("content-type")).toContain("application/manifest+json");
  return (await answer.json()) as Manifest;
}

test("Chromium finds nothing in the way of installing", async () => {
  const { installabilityErrors } = await cdp.send("Page.getInstallabilityErrors");
  expect(installabilityErrors).toEqual([]);
  const { url, errors } = await cdp.send("Page.getAppManifest");
  expect(new URL(url).pathname).toBe("/manifest.webmanifest");
  expect(errors).toEqual([]);
});

test.each(["/manifest.webmanifest", "/manifest-neutral.webmanifest"])(
  "%s: an id, icons that are there and as large as they say, shortcuts to Read and Shelf alone",
  async (path) => {
    const { id, start_url: start, display, icons, shortcuts } = await manifest(path);
    expect(id).toMatch(/^\//);
    expect([start, display]).toEqual(["/", "standalone"]);
    const purposes = icons.map(({ purpose }) => purpose);
    expect(purposes).toContain("any");
    expect(purposes).toContain("maskable");
    expect(icons.some(({ sizes, purpose }) => sizes === "192x192" && purpose === "any")).toBe(true);
    expect(icons.some(({ sizes, purpose }) => sizes === "512x512" && purpose === "any")).toBe(true);
    expect(shortcuts.map(({ url }) => url)).toEqual(["/", "/shelf"]);
    for (const icon of [...icons, ...shortcuts.flatMap((shortcut) => shortcut.icons)]) {
      const answer = await fetch(scene.newsroom.origin + icon.src);
      expect(answer.status, icon.src).toBe(200);
      expect(answer.headers.get("content-type")).toBe(icon.type);
      const { width, height } = await sharp(Buffer.from(await answer.arrayBuffer())).metadata();
      expect(`${width}x${height}`, icon.src).toBe(icon.sizes);
    }
  },
);

test("the sunflower has an icon in one colour too; the two tiles are two apps", async () => {
  const sunflower = await manifest("/manifest.webmanifest");
  const neutral = await manifest("/manifest-neutral.webmanifest");
  const single = sunflower.icons.find(({ purpose }) => purpose === "monochrome");
  const file = join(scene.newsroom.dataDir, "app", single?.src ?? "none");
  const { channels } = await sharp(file).stats();
  // Android takes the shape from what is opaque: the corner is not, and something is.
  expect(channels).toHaveLength(4);
  expect(channels[3]?.min).toBe(0);
  expect(channels[3]?.max).toBe(255);
  expect(neutral.id).not.toBe(sunflower.id);
  expect([sunflower.name, neutral.name]).toEqual(["Сонях", "Читанка"]);
});

test("after the second article, on the list, the sheet offers two tiles, and the tile decides the manifest", async () => {
  const offer = page.getByRole("button", { name: "Додати на екран" });
  for (const slug of ["bez-merezhi", "nasinnia-v-kysheni"]) {
    expect(await offer.count()).toBe(0);
    await page.locator(`.list a[href="/a/${slug}"]`).click();
    await page.locator("article h1").waitFor();
    expect(await offer.count()).toBe(0);
    await page.locator(".back").click();
    await page.locator(".list").waitFor();
  }
  await offer.click();
  const sheet = page.locator("dialog[open]");
  await sheet.locator("img").last().waitFor();
  expect(await sheet.getByRole("radio").count()).toBe(2);
  for (const name of ["Сонях", "Читанка"]) expect(await sheet.innerText()).toContain(name);
  await until("both icons are there", async () =>
    (
      await sheet
        .locator("img")
        .evaluateAll((icons) => icons.map((icon) => (icon as HTMLImageElement).naturalWidth > 0))
    ).every(Boolean),
  );

  await sheet.getByText("Читанка").click();
  const { url } = await cdp.send("Page.getAppManifest");
  expect(new URL(url).pathname).toBe("/manifest-neutral.webmanifest");
  expect((await cdp.send("Page.getInstallabilityErrors")).installabilityErrors).toEqual([]);
  await sheet.getByText("Сонях", { exact: true }).click();
  expect(new URL((await cdp.send("Page.getAppManifest")).url).pathname).toBe(
    "/manifest.webmanifest",
  );
  await sheet.getByText("Читанка").click();
  await sheet.getByRole("button", { name: "Додати на екран" }).click();

  // The tile of the moment: the dialog of the one before is never shown.
  expect(await page.evaluate("window.installed")).toBe("/manifest-neutral.webmanifest");
  await sheet.waitFor({ state: "detached" });
  scene.watch.assertQuiet();
});
