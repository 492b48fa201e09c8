// Search without a network: forms of a word, marks in list and text, the way back, what the newsroom changes, no traces.
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import type { Page } from "playwright-core";
import { findTexts } from "../support/author.ts";
import {
  type AnyPage,
  chromiumPage,
  firefoxPage,
  webkitPage,
} from "../support/browsers/any-page.ts";
import { openChromium } from "../support/browsers/chromium.ts";
import { whenPresent } from "../support/browsers/finding-browsers.ts";
import { openFirefox } from "../support/browsers/firefox.ts";
import { createProfile } from "../support/browsers/profiles.ts";
import { until } from "../support/browsers/waiting.ts";
import { openWebKit } from "../support/browsers/webkit.ts";
import { aMarkdown, type ContentFolder, openContentFolder } from "../support/content-folder.ts";
import { openScene, press, type Scene, shows } from "../support/journey.ts";
import { partsAreHere } from "../support/phone-storage.ts";

/** In no article as it stands here: a form of the word that is, with another apostrophe. */
const asked = "зв'язківця";
const written = "звʼязківці";

const story = aMarkdown(
  { title: "Дроти над річкою" },
  `${"Перший абзац ні про що.\n\n".repeat(12)}Тоді прийшли ${written} й полагодили лінію.\n\n${"Ще один абзац.\n\n".repeat(12)}Кажуть, ${written} були втомлені.\n`,
);

let content: ContentFolder;
let scene: Scene;
beforeEach(async () => {
  content = await openContentFolder("samples");
  await content.write("uk/droty.md", story);
  scene = await openScene({ template: inject("newsroomTemplate"), contentDir: content.path });
  scene.onEnd(() => content.close());
  await until("all is published", () =>
    scene.newsroom.printed().includes("Published: 13 articles"),
  );
});
afterEach(() => scene.close());

/** A first visit, without a tap: resolves when articles, the app's parts and the index are on the phone. */
async function visit(page: AnyPage): Promise<void> {
  await page.goto(`${scene.network.origin}/?lang=uk`);
  await shows(page, "Можна читати без мережі");
  await partsAreHere(page);
}

const type = (page: AnyPage, text: string): Promise<void> =>
  page.read(`(() => {
    const field = document.querySelector(".search input");
    field.value = ${JSON.stringify(text)};
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  })()`);

async function openSearch(page: AnyPage): Promise<void> {
  await press(page, "Пошук");
  await until("the field has the focus", () =>
    page.read<boolean>("document.activeElement?.matches('.search input') === true"),
  );
}

/** Where the app has brought the reader: the middle of the window is near the first marked place. */
const hitIsInView = (page: AnyPage, word: string): Promise<boolean> =>
  page.read<boolean>(`(() => {
    const block = [...document.querySelectorAll("article .body > p")].find((one) => one.textContent.includes(${JSON.stringify(word)}));
    const { top, bottom } = block.getBoundingClientRect();
    return top > 0 && bottom < innerHeight;
  })()`);

/** Types a form of a word, opens the hit, follows the marks, comes back to what was typed. */
async function searchOffline(page: AnyPage): Promise<void> {
  const before = scene.network.bytesDown;
  await page.goto(`${scene.network.origin}/uk/`);
  await shows(page, "Одинадцяте листопада");
  await openSearch(page);
  await type(page, asked);
  await shows(page, "Знайдено: 1 стаття");
  await until("the form is marked in a stretch of the text", () =>
    page.read<boolean>(
      `[...document.querySelectorAll(".snippet mark")].some((one) => one.textContent === ${JSON.stringify(written)})`,
    ),
  );

  await press(page, "Дроти над річкою");
  await shows(page, "1 з 2");
  await until("the first place is in view", () => hitIsInView(page, written));
  expect(await page.read("location.pathname")).toBe("/a/droty");
  expect(await page.read("document.querySelectorAll('article mark').length")).toBe(0);
  await press(page, "Наступне місце");
  await shows(page, "2 з 2");
  await press(page, "Зняти позначки");
  await until("the marks have gone", () =>
    page.read<boolean>(
      "document.querySelector('.marks') === null && !(globalThis.CSS?.highlights?.has('found') ?? false) && document.querySelector('.found-boxes') === null",
    ),
  );

  await page.read("history.back()");
  await shows(page, "Знайдено: 1 стаття");
  expect(await page.read("document.querySelector('.search input').value")).toBe(asked);
  expect(
    await page.read("location.href + document.title + JSON.stringify(history.state)"),
  ).not.toContain("язків");
  await type(page, "абракадабракс");
  await shows(page, "Нічого не знайшлося. Спробуйте коротше слово");
  expect(scene.network.bytesDown).toBe(before);
}

whenPresent("chromium", () => {
  test("Chromium: after one visit and a restart without a network, a form of a word is found and marked; nothing of it is on the disk", async () => {
    const profile = await createProfile("chromium");
    scene.onEnd(() => profile.remove());
    const open = async (): Promise<Page> => {
      const browser = await openChromium({
        userDataDir: profile.folder,
        args: [...scene.watch.chromiumArgs],
      });
      scene.onEnd(() => browser.kill());
      scene.watch.watchChromium(browser);
      close = browser.close;
      return browser.page();
    };
    let close = async (): Promise<void> => undefined;
    await visit(chromiumPage(await open()));
    scene.network.cut();
    await close();

    const page = await open();
    await searchOffline(chromiumPage(page));
    await page.keyboard.press("Escape");
    await page.locator('[data-screen="front"]').waitFor();
    await page.keyboard.press("Control+k");
    await page.locator(".search input").fill("підпілля");
    await close();

    expect(await findTexts(profile.folder, [asked, "абракадабракс", "підпілля"])).toEqual([]);
    scene.watch.assertQuiet();
  });
});

/** A first visit in Chromium, with what else must hold from the first script on. */
async function phone(early?: string): Promise<Page> {
  const browser = await openChromium({ args: [...scene.watch.chromiumArgs] });
  scene.onEnd(() => browser.kill());
  scene.watch.watchChromium(browser);
  const page = await browser.page();
  if (early !== undefined) await page.addInitScript(early);
  await visit(chromiumPage(page));
  return page;
}

/** Changes the newsroom's folder, and lets the phone hear of it with the search screen open. */
async function publish(page: Page, change: () => Promise<void>): Promise<void> {
  const head = async (): Promise<string> =>
    (await fetch(`${scene.newsroom.origin}/library/head`)).text();
  const before = await head();
  await change();
  await until("a new edition is out", async () => (await head()) !== before);
  await page.evaluate("dispatchEvent(new Event('online'))");
}

whenPresent("chromium", () => {
  test("what lands is found while the search is open, what is withdrawn is found no more; without highlights there are boxes", async () => {
    const page = await phone("delete CSS.highlights");
    const any = chromiumPage(page);
    await openSearch(any);
    await type(any, "жоржинівка");
    await shows(any, "Нічого не знайшлося");

    const fields = { title: "Щойно з друку" };
    await publish(page, () =>
      content.write("uk/svizhe.md", aMarkdown(fields, "Тут росла жоржинівка.\n")),
    );
    await shows(any, "Знайдено: 1 стаття");
    await press(any, "Щойно з друку");
    await page.locator(".found-boxes > [data-here]").waitFor();
    const [box, word] = await page.evaluate<readonly [DOMRect, DOMRect]>(`(() => {
      const text = [...document.querySelectorAll("article .body p")].at(-1).firstChild;
      const range = document.createRange();
      range.setStart(text, text.data.indexOf("жоржинівка"));
      range.setEnd(text, text.data.indexOf("жоржинівка") + 10);
      return [document.querySelector(".found-boxes > [data-here]"), range].map((one) => one.getBoundingClientRect().toJSON());
    })()`);
    expect(Math.abs(box.x - word.x) + Math.abs(box.y - word.y)).toBeLessThan(3);
    expect(Math.abs(box.width - word.width)).toBeLessThan(3);

    await page.goBack();
    await shows(any, "Знайдено: 1 стаття");
    await publish(page, () =>
      content.write("uk/svizhe.md", aMarkdown({ ...fields, withdrawn: "true" })),
    );
    await shows(any, "Нічого не знайшлося");

    await page.setViewportSize({ width: 390, height: 480 });
    await type(any, "світл");
    await shows(any, "Знайдено: 3 статті");
    await page.evaluate("scrollTo(0, 160); document.querySelectorAll('.list a')[1].click()");
    await page.locator(".found-boxes > [data-here]").waitFor();
    await page.goBack();
    await page.locator(".list a:focus").waitFor();
    expect(await page.evaluate("[scrollY, document.querySelector('.search input').value]")).toEqual(
      [160, "світл"],
    );
    scene.watch.assertQuiet();
  });

  test("where the search part is not on the phone and there is no network, it says so", async () => {
    const page = await phone();
    const any = chromiumPage(page);
    const lose = async (part: string): Promise<void> => {
      await page.evaluate(`caches.keys().then((names) => Promise.all(names.map(async (name) => {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) if (request.url.includes(${JSON.stringify(part)})) await cache.delete(request);
      })))`);
      const cdp = await page.context().newCDPSession(page);
      await cdp.send("Network.clearBrowserCache");
      await page.goto(`${scene.network.origin}/uk/`);
    };
    scene.network.cut();

    await lose("search.worker");
    await openSearch(any);
    await shows(any, "Щоб шукати, потрібна мережа, раз і ненадовго");
    // The same entry of the history again: the search screen, without its part.
    await lose("SearchRoom");
    await shows(any, "Потрібна мережа, раз і ненадовго");
    await lose("seldom");
    await shows(any, "Потрібна мережа, раз і ненадовго");

    scene.network.restore();
    await press(any, "Спробувати зараз");
    await openField(page);
    await type(any, asked);
    await shows(any, "Знайдено: 1 стаття");
    scene.watch.assertQuiet([/error occurred when fetching the script/]);
  });
});

const openField = (page: Page): Promise<void> => page.locator(".search input").waitFor();

whenPresent("firefox", () => {
  test("Firefox: the same, and nothing of it is on the disk", async () => {
    const browser = await openFirefox({ prefs: scene.watch.firefoxPrefs });
    scene.onEnd(() => browser.close());
    const first = await browser.newPage();
    scene.watch.watchFirefox(first);
    await visit(firefoxPage(first));
    scene.network.cut();
    await searchOffline(firefoxPage(first));
    const again = await browser.restart();
    scene.onEnd(() => again.close());
    expect(await findTexts(browser.userDataDir, [asked, "абракадабракс"])).toEqual([]);
    scene.watch.assertQuiet();
  });
});

whenPresent("webkit", () => {
  test("WebKitGTK: the same", async () => {
    const browser = await openWebKit({ args: scene.watch.webkitArgs });
    scene.onEnd(() => browser.close());
    await visit(webkitPage(browser));
    scene.network.cut();
    await browser.newPage();
    await searchOffline(webkitPage(browser));
    scene.watch.assertQuiet();
  });
});
