// What makes reading comfortable, in three engines: notes in their place, pictures up close, listening, the place found
// again, the next article, quotes with their source; all of it without a network, and without touching the served text.
import type { KeyInput } from "puppeteer-core";
import { By, Key } from "selenium-webdriver";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { alterApp } from "../support/altered-app.ts";
import { aVoiceFor } from "../support/a-voice.ts";
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
import { openScene, type Scene, shows, textOf } from "../support/journey.ts";

// Counts what goes away from the article and what moves, from the first element on; copying is written down.
const eyes = `{
  const seen = { removed: [], moved: [], copied: [] };
  new MutationObserver((records) => {
    for (const { removedNodes, target } of records) {
      const element = target instanceof Element ? target : target.parentElement;
      if (element?.closest("article"))
        seen.removed.push(...[...removedNodes].map((node) => node.nodeName + " in " + element.nodeName));
    }
  }).observe(document, { childList: true, subtree: true });
  if (PerformanceObserver.supportedEntryTypes.includes("layout-shift"))
    new PerformanceObserver((list) => {
      for (const { hadRecentInput, sources, value } of list.getEntries())
        if (!hadRecentInput) seen.moved.push(value + " " + sources.map(({ node }) => (node?.outerHTML ?? node?.textContent ?? "?").slice(0, 90)));
    }).observe({ type: "layout-shift", buffered: true });
  Object.defineProperty(navigator, "clipboard", { value: { writeText: async (text) => void seen.copied.push(text) } });
  window.seen = seen;
}`;

let scene: Scene;
beforeEach(async () => {
  const altered = await alterApp(inject("newsroomTemplate"), {
    early: eyes + aVoiceFor("uk_UA"),
  });
  scene = await openScene({ template: altered.template });
  scene.onEnd(altered.remove);
});
afterEach(() => scene.close());

const article = "/a/bez-merezhi";
const there = (selector: string): string =>
  `document.querySelector(${JSON.stringify(selector)}) !== null`;
const sees = (page: AnyPage, selector: string): Promise<unknown> =>
  until(`${selector} is there`, () => page.read<boolean>(there(selector)));
const isGone = (page: AnyPage, selector: string): Promise<unknown> =>
  until(`${selector} is gone`, () => page.read<boolean>(`!(${there(selector)})`));

/** A page with a person before it: taps and keys are the browser's own, as far as its driver goes. */
interface Hands extends AnyPage {
  tap(selector: string): Promise<unknown>;
  key(name: string): Promise<unknown>;
}
const tap = async (page: Hands, selector: string): Promise<void> => {
  await sees(page, selector);
  // Out from under the bar, as a person would.
  await page.read(
    `document.querySelector(':is(main, .neighbours, .footer) ' + ${JSON.stringify(selector)})?.scrollIntoView({ block: "center" }) ?? true`,
  );
  await page.tap(selector);
};
const key = (page: Hands, name: string): Promise<unknown> => page.key(name);
const press = (page: Hands, name: string): Promise<void> =>
  until(`«${name}» can be pressed`, () =>
    page.read<boolean>(`(() => {
      const isIt = (one) => (one.getAttribute("aria-label") ?? one.textContent).replace(/\\s+/g, " ").trim() === ${JSON.stringify(name)};
      document.querySelector("[data-pressed]")?.removeAttribute("data-pressed");
      const found = [...document.querySelectorAll("a, button")].find((one) => isIt(one) && one.getClientRects().length > 0);
      found?.setAttribute("data-pressed", "");
      return found !== undefined;
    })()`),
  ).then(() => tap(page, "[data-pressed]"));
const hasFocus = (page: AnyPage, selector: string): Promise<unknown> =>
  until(`the focus is at ${selector}`, async () => {
    const at = `document.activeElement.matches(${JSON.stringify(selector)}) ? "" : document.activeElement.outerHTML.slice(0, 90)`;
    const where = await page.read<string>(at);
    if (where !== "") throw new Error(`it is at ${where}`);
    return true;
  });
const frames = (page: AnyPage): Promise<unknown> =>
  page.read(
    "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))",
  );

/** A served article, until its comforts are there: nothing went away, and nothing moved. */
async function arrive(page: Hands): Promise<void> {
  await page.goto(`${scene.network.origin}${article}?lang=uk`);
  await sees(page, ".comforts");
  await frames(page);
  expect(await page.read("window.seen.removed")).toEqual([]);
  expect(await page.read("window.seen.moved")).toEqual([]);
  expect(await page.read(there("button.listen, .neighbours"))).toBe(false);
}

async function notesOpenInTheirPlace(page: Hands): Promise<void> {
  await tap(page, 'article sup a[href="#note-1"]');
  await sees(page, ".note-card");
  expect(await textOf(page)).toContain("Винятків два");
  await hasFocus(page, ".note-card");
  const under = await page.read<boolean>(`(() => {
    const mark = document.querySelector("article sup").getBoundingClientRect();
    const card = document.querySelector(".note-card").getBoundingClientRect();
    return card.top >= mark.bottom && card.top - mark.bottom < 40;
  })()`);
  expect(under).toBe(true);
  expect(await page.read("location.hash")).toBe("");
  await key(page, "Escape");
  await isGone(page, ".note-card");
  await hasFocus(page, "article sup a");
}

async function picturesOpenUpClose(page: Hands): Promise<void> {
  const path = await page.read("location.pathname");
  await tap(page, "article .lead-picture .picture");
  await sees(page, "dialog.viewer[open]");
  await key(page, "+");
  await sees(page, ".stage[data-near]");
  await key(page, "0");
  await isGone(page, ".stage[data-near]");
  await key(page, "ArrowRight");
  await until("the second picture's caption", async () =>
    (await textOf(page)).includes("2 з 2 Приймач на батарейках"),
  );
  await page.read("history.back() ?? true");
  await isGone(page, "dialog.viewer");
  expect(await page.read("location.pathname")).toBe(path);
  await hasFocus(page, "article .lead-picture .picture");
  await key(page, "Enter");
  await sees(page, "dialog.viewer[open]");
  await press(page, "Закрити");
  await isGone(page, "dialog.viewer");
  await sees(page, "article .body");
}

async function readsAloud(page: Hands): Promise<void> {
  await page.read("scrollTo(0, 0) ?? true");
  await press(page, "Слухати");
  await sees(page, ".listening");
  await sees(page, "article h1[data-spoken]");
  await page.read("window.voiceEnds() ?? true");
  await sees(page, "article .standfirst[data-spoken]");
  await press(page, "Пауза");
  await press(page, "Наступний абзац");
  await sees(page, "article .body > p[data-spoken]");
  await press(page, "Слухати далі");
  expect(await page.read<string>("window.said.at(-1)")).toMatch(/^Світло зникає за графіком/);
  await press(page, "Зупинити");
  await isGone(page, "[data-spoken]");
  expect(await page.read("speechSynthesis.speaking")).toBe(false);
}

async function quotesWithTheSource(page: Hands): Promise<void> {
  await page.read(`(() => {
    const text = document.querySelector("article .body p").firstChild;
    getSelection().setBaseAndExtent(text, 0, text, 40);
  })() ?? true`);
  await press(page, "Копіювати з джерелом");
  await shows(page, "Цитату й джерело скопійовано");
  const [copied] = await page.read<string[]>("window.seen.copied");
  expect(copied).toMatch(/^«Світло зникає[^]*»\n— Без мережі, але з газетою\. Сонях, 9/);
  expect(copied).toContain(`${scene.network.origin}${article}`);
  await page.read("getSelection().removeAllRanges() ?? true");
}

const block = 6;
const topOfBlock = `document.querySelectorAll("article .body > *")[${block}].getBoundingClientRect().top`;

/** Down to a paragraph, out into the list, and back by the list's link. */
async function offersThePlace(page: Hands): Promise<void> {
  await page.read(
    `document.querySelectorAll("article .body > *")[${block}].scrollIntoView() ?? true`,
  );
  await until("it is said how much is read", async () =>
    /Прочитано \d+\s%, лишилося \d+\sхв/.test(
      await page.read<string>("document.querySelector('.read-so-far').textContent"),
    ),
  );
  await until("the place is remembered", () =>
    page.read<boolean>(`new Promise((resolve) => {
      const open = indexedDB.open("soniakh");
      open.onsuccess = () => {
        const get = open.result.transaction("facts").objectStore("facts").get("place");
        get.onsuccess = () => { open.result.close(); resolve(get.result?.value.block === ${block}); };
      };
    })`),
  );
  await tap(page, ".back");
  await until("the list is there", () => page.read<boolean>('location.pathname === "/uk/"'));
  await tap(page, `.list a[href="${article}"]`);
  await sees(page, "article .body");
  await sees(page, ".line.return");
  expect(await page.read<number>("scrollY")).toBe(0);
  await press(page, "Далі з того місця");
  await until(
    "the paragraph is at the top",
    async () => Math.abs(await page.read<number>(topOfBlock)) < 80,
  );
  await isGone(page, ".line.return");
}

/** All of it, the network gone since the articles came. */
async function readInComfort(page: Hands): Promise<void> {
  await arrive(page);
  await until("all is on the phone", () => page.read<boolean>(fontIsKept), { within: 40_000 });
  scene.network.cut();
  // The first tap: from here on nothing that appears is a surprise.
  await notesOpenInTheirPlace(page);
  await picturesOpenUpClose(page);
  await readsAloud(page);
  await quotesWithTheSource(page);
  await offersThePlace(page);
  expect(await page.read("window.seen.moved")).toEqual([]);
  await tap(page, '.neighbours a[rel="next"]');
  await until("the next article is open", () =>
    page.read<boolean>(`location.pathname !== "${article}" && ${there("article h1")}`),
  );
  await sees(page, "button.listen");
  await press(page, "Read this in English");
  await until("the translation is here", () => page.read<boolean>(there("article[lang=en] .body")));
  // No English voice: none reads English.
  await isGone(page, "button.listen");
}

const webkitKeys: Readonly<Record<string, string>> = {
  ArrowRight: Key.ARROW_RIGHT,
  Enter: Key.ENTER,
  Escape: Key.ESCAPE,
};

const fontIsKept = `(async () => {
  const cache = await caches.open("font");
  return (await cache.keys()).length === 2 && navigator.serviceWorker.controller !== null;
})()`;
const literata = `document.documentElement.dataset.font === "literata" &&
  [...document.fonts].some(({ family, status }) => family === "Literata" && status === "loaded")`;

whenPresent("chromium", () => {
  test("Chromium: every comfort works without a network, nothing moves, no served node goes", async () => {
    const browser = await openChromium({ args: [...scene.watch.chromiumArgs] });
    scene.onEnd(() => browser.kill());
    scene.watch.watchChromium(browser);
    const tab = await browser.page();
    const page: Hands = {
      ...chromiumPage(tab),
      tap: (selector) => tab.locator(selector).first().click(),
      key: (name) => tab.keyboard.press(name),
    };

    const asked: string[] = [];
    tab.on("request", (request) => asked.push(new URL(request.url()).pathname));

    await readInComfort(page);

    const lastText = asked.findLastIndex((path) => /^\/library\/(packs|articles)\//.test(path));
    expect(asked.findIndex((path) => path.endsWith(".woff2"))).toBeGreaterThan(lastText);
    await until("the next screen is in Literata", () => page.read<boolean>(literata));
    await page.goto(scene.network.origin + article);
    await sees(page, ".comforts");
    await frames(page);
    expect(await page.read<boolean>(literata)).toBe(true);
    expect(await page.read("window.seen.moved")).toEqual([]);
    scene.watch.assertQuiet();
  });
});

whenPresent("firefox", () => {
  test("Firefox: every comfort works without a network, no served node goes", async () => {
    const browser = await openFirefox({ prefs: scene.watch.firefoxPrefs });
    scene.onEnd(() => browser.close());
    const page = await browser.newPage();
    scene.watch.watchFirefox(page);

    await readInComfort({
      ...firefoxPage(page),
      tap: (selector) => page.locator(selector).click(),
      key: (name) => page.keyboard.press(name as KeyInput),
    });

    scene.watch.assertQuiet();
  });
});

whenPresent("webkit", () => {
  test("WebKitGTK: every comfort works without a network, no served node goes", async () => {
    const browser = await openWebKit({ args: scene.watch.webkitArgs });
    scene.onEnd(() => browser.close());

    const { driver } = browser;
    await readInComfort({
      ...webkitPage(browser),
      // The driver takes a row of the list for something that cannot be pressed.
      tap: (selector) =>
        driver
          .findElement(By.css(selector))
          .click()
          .catch(() => driver.executeScript(`document.querySelector('${selector}').click()`)),
      key: (name) =>
        driver
          .actions()
          .sendKeys(webkitKeys[name] ?? name)
          .perform(),
    });

    scene.watch.assertQuiet();
  });
});
