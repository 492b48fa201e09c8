// A page that was served is taken over by the app under the reader's eyes, and nothing moves; without script it is whole.
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { alterApp } from "../support/altered-app.ts";
import {
  type AnyPage,
  chromiumPage,
  firefoxPage,
  webkitPage,
} from "../support/browsers/any-page.ts";
import { openChromium } from "../support/browsers/chromium.ts";
import { whenPresent } from "../support/browsers/finding-browsers.ts";
import { openFirefox } from "../support/browsers/firefox.ts";
import { until } from "../support/browsers/waiting.ts";
import { openWebKit } from "../support/browsers/webkit.ts";
import { openScene, type Scene } from "../support/journey.ts";

interface Seen {
  /** Names of the nodes that went away, by where they were. */
  readonly fromArticle: readonly string[];
  readonly fromList: readonly string[];
  /** Undefined where the engine does not tell (Firefox, WebKit). */
  readonly shift: number | undefined;
  /** The text of article or list as it was served. */
  readonly served: string;
}

// Watches from before the first element is parsed, and takes the text down before any module runs.
const eyes = `{
  const seen = { fromArticle: [], fromList: [], shift: undefined, served: "" };
  const text = () => (document.querySelector("article") ?? document.querySelector("main ol.list"))?.textContent ?? "";
  new MutationObserver((records) => {
    for (const { removedNodes, target } of records) {
      const element = target instanceof Element ? target : target.parentElement;
      const names = [...removedNodes].map((node) => node.nodeName + " in " + element.nodeName);
      if (element.closest("article")) seen.fromArticle.push(...names);
      else if (element.closest("main ol.list")) {
        // A seed fills as its article comes: that is what it is for.
        if (!element.closest("svg.seed")) seen.fromList.push(...names);
      } else if ([...removedNodes].some((node) => node.nodeType === 1 && (node.matches("article, main ol.list") || node.querySelector("article, main ol.list")))) {
        seen.fromArticle.push(...names);
        seen.fromList.push(...names);
      }
    }
  }).observe(document, { childList: true, subtree: true });
  document.addEventListener("readystatechange", () => {
    if (document.readyState === "interactive") seen.served = text();
  });
  if (PerformanceObserver.supportedEntryTypes.includes("layout-shift")) {
    seen.shift = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.shift += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
  }
  window.seen = () => ({ ...seen, now: text() });
}`;

let scene: Scene;
beforeEach(async () => {
  const altered = await alterApp(inject("newsroomTemplate"), { early: eyes });
  scene = await openScene({ template: altered.template });
  scene.onEnd(altered.remove);
});
afterEach(() => scene.close());

const seenOn = (page: AnyPage): Promise<Seen & { readonly now: string }> =>
  page.read("window.seen()");

/** Opens a served page, waits until the app has it and the whole library has come, and answers what was seen meanwhile. */
async function takeOver(page: AnyPage, path: string, appIsThere: string) {
  await page.goto(scene.network.origin + path);
  await until("the app is there", () => page.read<boolean>(appIsThere));
  await until("the library is there", () => page.read<boolean>(libraryIsHere), { within: 40_000 });
  // Two frames after what came last, all that it moves has moved.
  await page.read(
    "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))",
  );
  return seenOn(page);
}

const libraryIsHere = `new Promise((resolve) => {
  const open = indexedDB.open("soniakh");
  open.onsuccess = () => {
    const count = open.result.transaction("articles").objectStore("articles").count();
    count.onsuccess = () => { open.result.close(); resolve(count.result >= 12); };
  };
})`;
const keepCanBePressed = "document.querySelector('.actions button:not([disabled])') !== null";
const settingsAreThere = "document.querySelector('.masthead button') !== null";

/** The article, then the front page in a visit of its own: no worker answers for either. */
async function staysAsServed(page: AnyPage, other: AnyPage): Promise<void> {
  const article = await takeOver(page, "/a/odynadtsiate-lystopada", keepCanBePressed);
  expect(article.served.length).toBeGreaterThan(1_000);
  expect(article.now).toBe(article.served);
  expect(article.fromArticle).toEqual([]);
  expect(article.shift ?? 0).toBe(0);

  const front = await takeOver(other, "/uk/", settingsAreThere);
  expect(front.served).toContain("Одинадцяте листопада");
  expect(front.fromList).toEqual([]);
  expect(front.shift ?? 0).toBe(0);
}

whenPresent("chromium", () => {
  test("Chromium: no node goes away and nothing moves", async () => {
    const [one, two] = [
      await openChromium({ args: [...scene.watch.chromiumArgs] }),
      await openChromium({ args: [...scene.watch.chromiumArgs] }),
    ];
    for (const browser of [one, two]) {
      scene.onEnd(() => browser.kill());
      scene.watch.watchChromium(browser);
    }
    const page = chromiumPage(await one.page());

    await staysAsServed(page, chromiumPage(await two.page()));

    expect((await seenOn(page)).shift).toBe(0);
    scene.watch.assertQuiet();
  });

  test("Chromium without JavaScript: an article is whole, with pictures and links", async () => {
    const browser = await openChromium({ args: [...scene.watch.chromiumArgs] });
    scene.onEnd(() => browser.kill());
    const plain = await browser.context.browser()?.newContext({ javaScriptEnabled: false });
    const page = await plain!.newPage();
    await page.goto(`${scene.network.origin}/uk/`);
    await page.getByRole("link", { name: "Одинадцяте листопада" }).click();
    await page.waitForURL("**/a/odynadtsiate-lystopada");

    expect(await page.locator("article h1").innerText()).toContain("Одинадцяте листопада");
    expect((await page.locator("article .body").innerText()).length).toBeGreaterThan(1_000);
    const pictures = page.locator("article img");
    expect(await pictures.count()).toBeGreaterThan(0);
    for (const picture of await pictures.all()) {
      await picture.scrollIntoViewIfNeeded();
      await until("the picture is there", () =>
        picture.evaluate((image: HTMLImageElement) => image.naturalWidth > 0),
      );
    }
    await page.getByRole("link", { name: "Read this in English" }).click();
    await page.waitForURL("**/a/eleventh-of-november");
    await page.getByRole("link", { name: "Back" }).first().click();
    await page.waitForURL("**/en/");
    expect(await page.getByRole("list").first().getByRole("link").count()).toBeGreaterThanOrEqual(
      6,
    );
    await page.goto(`${scene.network.origin}/shelf`);
    expect(await page.locator("main").innerText()).toContain("JavaScript");
  });
});

whenPresent("firefox", () => {
  test("Firefox: no node goes away", async () => {
    const browser = await openFirefox({ prefs: scene.watch.firefoxPrefs });
    scene.onEnd(() => browser.close());
    const page = await browser.newPage();
    scene.watch.watchFirefox(page);
    const other = await openFirefox({ prefs: scene.watch.firefoxPrefs });
    scene.onEnd(() => other.close());
    const second = await other.newPage();
    scene.watch.watchFirefox(second);

    await staysAsServed(firefoxPage(page), firefoxPage(second));

    scene.watch.assertQuiet();
  });
});

whenPresent("webkit", () => {
  test("WebKitGTK: no node goes away", async () => {
    const browser = await openWebKit({ args: scene.watch.webkitArgs });
    scene.onEnd(() => browser.close());
    const other = await openWebKit({ args: scene.watch.webkitArgs });
    scene.onEnd(() => other.close());

    await staysAsServed(webkitPage(browser), webkitPage(other));

    scene.watch.assertQuiet();
  });
});
