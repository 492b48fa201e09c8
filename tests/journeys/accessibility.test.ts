// Every reading screen, by axe, by keyboard, with large type, on a narrow phone, in forced colours.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { chromiumPage } from "../support/browsers/any-page.ts";
import { type Chromium, openChromium } from "../support/browsers/chromium.ts";
import { until } from "../support/browsers/waiting.ts";
import { scrollsSideways, troublesOn } from "../support/axe.ts";
import { aMarkdown, type ContentFolder, openContentFolder } from "../support/content-folder.ts";
import { openScene, type Scene, shows } from "../support/journey.ts";

const allKinds = `Перше речення має примітку.[^1] Друге — [посилання](https://example.org/).

## Підзаголовок

### Менший підзаголовок

| Рік | Хліб | Сіль | Ще один стовпець, довгий | І ще один | Останній стовпець |
|---|---|---|---|---|---|
| 1932 | небагато | нема | щось | щось | щось |

> Цитата на кілька слів.

1. Перше
2. Друге
   - вкладене

![Малюнок: свічка на столі](../pictures/safety.png "Підпис під малюнком")

***

Останнє речення з другою приміткою.[^2]

[^1]: Перша примітка.
[^2]: Друга примітка.
`;

let content: ContentFolder;
let scene: Scene;
let browser: Chromium;
let page: Page;

beforeAll(async () => {
  content = await openContentFolder("samples");
  await content.write(
    "uk/usi-vydy.md",
    aMarkdown(
      {
        title: "Усі види блоків",
        verified: "Усе перевірено.",
        byline: "Леся",
        tags: "[Порада]",
        corrections: "[{ date: 2026-11-13, text: Було інакше. }]",
      },
      allKinds,
    ),
  );
  await content.write("uk/vazhke.md", aMarkdown({ title: "Важке", warning: "Тут про смерть." }));
  await content.write("uk/vidklykane.md", aMarkdown({ title: "Відкликане" }));
  scene = await openScene({
    template: inject("newsroomTemplate"),
    contentDir: content.path,
  });
  scene.onEnd(() => content.close());
  await until("all is published", () =>
    scene.newsroom.printed().includes("Published: 15 articles"),
  );
  await content.write("uk/vidklykane.md", aMarkdown({ title: "Відкликане", withdrawn: "true" }));
  await until("the article is withdrawn", async () => {
    const { status } = await fetch(`${scene.newsroom.origin}/a/vidklykane`);
    return status === 410;
  });
  browser = await openChromium({ args: [...scene.watch.chromiumArgs] });
  scene.onEnd(() => browser.kill());
  page = await browser.page();
  await page.goto(`${scene.network.origin}/?lang=uk`);
  await shows(chromiumPage(page), "Можна читати без мережі");
});
afterAll(() => scene.close());

/** Says what the screens' buttons are called, in one of the languages. */
const names = {
  uk: {
    settings: "Налаштування",
    back: "Назад",
    close: "Закрити",
    rows: ["Мова", "Вигляд", "Що завантажувати"],
    screens: ["Місце", "Якщо телефон можуть перевірити", "Про редакцію"],
    keep: "На полицю",
    kept: "На полиці",
    look: "Вигляд",
    shelf: "Полиця",
    install: "Додати на екран",
    undo: "Повернути",
    article: "/a/odynadtsiate-lystopada",
    search: "Пошук",
    word: "кишенею",
  },
  en: {
    settings: "Settings",
    back: "Back",
    close: "Close",
    rows: ["Language", "Look", "What to download"],
    screens: ["Room", "If your phone may be checked", "About the newsroom"],
    keep: "Put on shelf",
    kept: "On the shelf",
    look: "Text",
    shelf: "Shelf",
    install: "Put on home screen",
    undo: "Undo",
    article: "/a/eleventh-of-november",
    search: "Search",
    word: "pockets",
  },
} as const;
type Names = (typeof names)["uk" | "en"];

/** Goes within the app, as a tap on a link does: no page is loaded. */
const tap = (selector: string): Promise<void> => page.locator(selector).first().click();
const button = (name: string) => page.getByRole("button", { name, exact: true });
const opens = (path: string) => page.goto(scene.network.origin + path);
const articleIsOpen = (): Promise<void> =>
  page.locator(".actions button:not([disabled])").first().waitFor();

/** Every screen of reading in one language and look. */
async function walk(language: "uk" | "en", say: Names): Promise<readonly string[]> {
  const found: string[] = [];
  const look = async (screen: string): Promise<void> =>
    void found.push(...(await troublesOn(page, screen)));

  await opens(`/${language}/`);
  await page.locator(".masthead button").first().waitFor();
  await look("front");
  await opens("/shelf");
  await page.locator(".notice").waitFor();
  await look("shelf, empty");

  await opens(say.article);
  await articleIsOpen();
  await look("article");
  await button(say.look).click();
  await page.locator("dialog[open]").waitFor();
  await look("look sheet");
  await button(say.close).click();
  await button(say.keep).click();
  await button(say.kept).waitFor();
  await opens("/shelf");
  await page.locator(".list .row, .list .lead").first().waitFor();
  await look("shelf, full");
  await tap(".list a");
  await articleIsOpen();
  await button(say.kept).click();
  await button(say.undo).waitFor();
  await look("article, taken off the shelf");

  await tap(".back");
  await button(say.settings).click();
  await page.locator("ul.rows").waitFor();
  await look("settings");
  for (const row of say.rows) {
    await page.locator("ul.rows button", { hasText: row }).first().click();
    await page.locator("dialog[open] input").first().waitFor();
    await look(`settings, ${row}`);
    await button(say.close).click();
    await page.locator("dialog[open]").waitFor({ state: "detached" });
  }
  for (const screen of say.screens) {
    await page.locator("ul.rows button", { hasText: screen }).first().click();
    await page.getByRole("heading", { level: 1, name: screen }).waitFor();
    await look(`settings, ${screen}`);
    await button(say.back).click();
    await page.locator("ul.rows").waitFor();
  }

  await walkSearch(say, look);

  await opens("/a/usi-vydy");
  await articleIsOpen();
  await look("article with everything");
  await opens("/a/vazhke");
  await articleIsOpen();
  await look("article behind a warning");
  await tap("summary");
  await look("article, warning opened");
  await opens("/a/nema-takoi");
  await page.locator(".notice").waitFor();
  await look("article that is not here");
  await opens("/a/vidklykane");
  await page.locator(".notice").waitFor();
  await look("article that was withdrawn");
  await opens(`/${language}/privacy`);
  await page.locator(".prose h2").first().waitFor();
  await look("privacy");
  return found;
}

/** Search, from the empty field to a marked place in a text. */
async function walkSearch(say: Names, look: (screen: string) => Promise<void>): Promise<void> {
  await opens("/shelf");
  await button(say.search).click();
  const field = page.locator(".search input");
  await field.waitFor();
  await look("search, nothing asked yet");
  await field.fill("xyzzyxyzzy");
  await page.locator(".notice").waitFor();
  await look("search, nothing found");
  await field.fill(say.word);
  await page.locator(".list mark").first().waitFor();
  await page.locator(".chip[aria-pressed]").last().click();
  await page.locator('.chip[aria-pressed="true"]').waitFor();
  await look("search, found");
  await tap(".list a");
  await page.locator(".marks").waitFor();
  await look("article with marks");
  await page.locator(".marks button").last().click();
  await page.locator(".marks").waitFor({ state: "detached" });
}

/** The install sheet, as Chromium brings it: its own event, after the second article. */
async function openInstallSheet(say: Names): Promise<void> {
  await page.evaluate(`dispatchEvent(Object.assign(
    new Event("beforeinstallprompt", { cancelable: true }), { prompt: async () => ({}) }))`);
  for (const number of [0, 1]) {
    await page.locator(".list a").nth(number).click();
    await articleIsOpen();
    await tap(".back");
  }
  await button(say.install).click();
  await page.locator("dialog[open] .tiles").waitFor();
}

async function choose(language: "uk" | "en", from: Names): Promise<void> {
  await opens(`/${language}/`);
  await button(from.settings).click();
  await page.locator("ul.rows button").first().click();
  await page.locator(`dialog[open] label[lang=${language}]`).click();
  await page.locator(`html[lang=${language}]`).waitFor();
}

const phone = { width: 390, height: 844 };
const small = { width: 320, height: 568 };
const desktop = { width: 1440, height: 900 };

// Each language in each look, and each size: a third of all combinations, for the sake of everyone's time.
for (const [language, other, sizes] of [
  [
    "uk",
    "en",
    [
      ["light", phone],
      ["dark", small],
    ],
  ],
  [
    "en",
    "uk",
    [
      ["dark", phone],
      ["light", desktop],
    ],
  ],
] as const) {
  test(`axe finds nothing on any screen, in ${language}`, async () => {
    if (language === "en") await choose("en", names[other]);
    const found: string[] = [];
    for (const [colorScheme, size] of sizes) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize(size);
      const where = `${language}, ${colorScheme}, ${size.width}`;
      found.push(...(await walk(language, names[language])).map((line) => `${where}: ${line}`));
      await opens(`/${language}/`);
      await button(names[language].settings).waitFor();
      await openInstallSheet(names[language]);
      found.push(...(await troublesOn(page, `${where}: install sheet`)));
    }
    expect(found).toEqual([]);
  });
}

test("axe would find a button without a name, grey words and a page that is too wide", async () => {
  await page.setViewportSize(phone);
  await opens("/uk/");
  await page.locator(".masthead button").first().waitFor();
  await page.evaluate(`{
    document.querySelector(".masthead button").removeAttribute("aria-label");
    document.querySelector(".list h2 a").style.color = "#bbb";
    document.querySelector(".list").style.inlineSize = "120vw";
  }`);
  const found = (await troublesOn(page, "front")).join("\n");
  for (const trouble of ["button-name", "color-contrast", "scrolls sideways"])
    expect(found).toContain(trouble);
});

test("axe finds nothing on served pages, whatever their status", async () => {
  const plain = await browser.context.browser()!.newContext({
    serviceWorkers: "block",
    javaScriptEnabled: true,
    locale: "uk-UA",
    viewport: phone,
  });
  const served = await plain.newPage();
  // The app stays away: these are the pages as those see them who have no script.
  await served.route("**/assets/*.js", (route) => route.abort());
  const found: string[] = [];
  for (const [path, status] of [
    ["/uk/", 200],
    ["/en/", 200],
    ["/a/odynadtsiate-lystopada", 200],
    ["/a/usi-vydy", 200],
    ["/uk/privacy", 200],
    ["/a/nema-takoi", 404],
    ["/a/vidklykane", 410],
  ] as const) {
    for (const colorScheme of ["light", "dark"] as const) {
      await served.emulateMedia({ colorScheme });
      const answer = await served.goto(scene.network.origin + path);
      expect(answer?.status(), path).toBe(status);
      found.push(...(await troublesOn(served, `${path}, ${colorScheme}`)));
      await served.evaluate("document.documentElement.style.fontSize = '200%'");
      if (await scrollsSideways(served)) found.push(`${path}: scrolls sideways with large text`);
    }
  }
  expect(found).toEqual([]);
});

test("with a keyboard alone, from the list into an article and back", async () => {
  await page.setViewportSize(phone);
  await opens("/uk/");
  await button("Налаштування").or(button("Settings")).waitFor();
  const focused = (): Promise<string> =>
    page.evaluate<string>(
      "document.activeElement.getAttribute('href') ?? document.activeElement.id",
    );

  await page.keyboard.press("Tab");
  expect(await focused()).toBe("#text");
  for (let steps = 0; steps < 12 && !(await focused()).startsWith("/a/"); steps += 1) {
    await page.keyboard.press("Tab");
  }
  const path = await focused();
  expect(path).toMatch(/^\/a\//);
  await page.keyboard.press("Enter");
  await page.locator("article h1").waitFor();
  await until("the focus is at the text", async () => (await focused()) === "text");
  await page.keyboard.press("Tab");
  expect(await page.evaluate("document.activeElement.className")).toBe("back");
  await page.keyboard.press("Enter");
  await page.locator(".list").waitFor();

  await until("the focus is at the list", async () => (await focused()) === "text");
});

test("with text twice as large nothing has to be pushed sideways, on the narrowest phone too", async () => {
  const wide: string[] = [];
  for (const size of [phone, small]) {
    await page.setViewportSize(size);
    for (const path of [
      "/uk/",
      "/a/odynadtsiate-lystopada",
      "/a/usi-vydy",
      "/shelf",
      "/uk/privacy",
    ]) {
      await opens(path);
      await page.locator("main > *").first().waitFor();
      await page.evaluate("document.documentElement.style.fontSize = '200%'");
      if (await scrollsSideways(page)) wide.push(`${size.width} ${path}`);
    }
    await opens("/uk/");
    await button("Налаштування").or(button("Settings")).click();
    await page.evaluate("document.documentElement.style.fontSize = '200%'");
    await page.locator("ul.rows").waitFor();
    if (await scrollsSideways(page)) wide.push(`${size.width} settings`);
    await opens("/uk/");
    await button("Пошук").or(button("Search")).click();
    await page.locator(".search input").fill("місто");
    await page.locator(".list mark").first().waitFor();
    await page.evaluate("document.documentElement.style.fontSize = '200%'");
    if (await scrollsSideways(page)) wide.push(`${size.width} search`);
    await tap(".list a");
    await page.locator(".marks").waitFor();
    if (await scrollsSideways(page)) wide.push(`${size.width} marks`);
  }
  expect(wide).toEqual([]);
});

test("in forced colours every sign can be seen; with reduced motion nothing moves", async () => {
  await page.setViewportSize(phone);
  await page.emulateMedia({ forcedColors: "active", reducedMotion: "reduce", colorScheme: "dark" });
  for (const path of ["/uk/", "/a/odynadtsiate-lystopada", "/shelf"]) {
    await opens(path);
    await page.locator("main svg").first().waitFor({ state: "attached" });
    const unseen = await page.evaluate<readonly string[]>(`(() => {
      const ground = getComputedStyle(document.documentElement).backgroundColor;
      const isSeen = (paint) => paint !== "none" && paint !== ground && paint !== "rgba(0, 0, 0, 0)";
      const inherited = (path) => {
        const { fill, stroke } = getComputedStyle(path);
        return isSeen(fill) || isSeen(stroke);
      };
      return [...document.querySelectorAll("svg.icon path, svg.petal path, svg.mark .ink, svg.seed path")]
        .filter((path) => path.getClientRects().length > 0 && !inherited(path))
        .map((path) => path.parentElement.outerHTML.slice(0, 120));
    })()`);
    expect(unseen, path).toEqual([]);
    const moving = await page.evaluate(
      "document.getAnimations().filter((one) => one.effect.getComputedTiming().endTime > 1).length",
    );
    expect(moving, path).toBe(0);
  }
  await page.emulateMedia({ forcedColors: "none", reducedMotion: "no-preference" });
});
