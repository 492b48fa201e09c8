// The comforts of reading for everyone: axe, a keyboard alone, names and their order, 320 px, large text, forced colours,
// no motion, paper.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { alterApp } from "../support/altered-app.ts";
import { aVoiceFor } from "../support/a-voice.ts";
import { scrollsSideways, troublesOn } from "../support/axe.ts";
import { openChromium } from "../support/browsers/chromium.ts";
import { until } from "../support/browsers/waiting.ts";
import { openScene, type Scene } from "../support/journey.ts";

const phone = { width: 390, height: 844 };
const small = { width: 320, height: 568 };

let scene: Scene;
let page: Page;

beforeAll(async () => {
  const altered = await alterApp(inject("newsroomTemplate"), { early: aVoiceFor("uk-UA") });
  scene = await openScene({ template: altered.template });
  scene.onEnd(altered.remove);
  const browser = await openChromium({ args: [...scene.watch.chromiumArgs] });
  scene.onEnd(() => browser.kill());
  page = await browser.page();
  await page.goto(`${scene.network.origin}/?lang=uk`);
  await until("the comforts are on the phone", () => page.evaluate<boolean>(fontIsKept), {
    within: 40_000,
  });
});
afterAll(() => scene.close());

const fontIsKept =
  "caches.open('font').then((font) => font.keys()).then((keys) => keys.length === 2)";
const button = (name: string) => page.getByRole("button", { name, exact: true });

/** From the list, as a tap does. */
async function openArticle(): Promise<void> {
  await page.goto(`${scene.network.origin}/uk/`);
  await page.locator("link[href*=comfort]").waitFor({ state: "attached" });
  await page.locator('.list a[href="/a/bez-merezhi"]').click();
  await button("Слухати").waitFor();
  // The focus comes to the text of a new screen once that is painted; whoever moves it before is moved once more.
  await until("the focus has arrived", () =>
    page.evaluate<boolean>("document.activeElement.tagName === 'MAIN'"),
  );
}

/** Buttons and links of the comforts that a thumb would miss, with their sizes. */
const smallTargets = (): Promise<readonly string[]> =>
  page.evaluate(`[...document.querySelectorAll(".actions > *, .comforts button, .viewer-bar button, .note-card button, .neighbours a")]
    .map((one) => ({ one, box: one.getBoundingClientRect() }))
    .filter(({ box }) => box.width > 0 && (box.width < 44 || box.height < 44))
    .map(({ one, box }) => one.outerHTML.slice(0, 60) + " " + box.width + "x" + box.height)`);

test("axe finds nothing on any comfort, and every target is as large as a thumb, at 320 px too", async () => {
  const found: string[] = [];
  for (const [size, colorScheme] of [
    [phone, "light"],
    [small, "dark"],
  ] as const) {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme });
    const look = async (what: string): Promise<void> => {
      const where = `${what}, ${size.width}`;
      found.push(...(await troublesOn(page, where)));
      found.push(...(await smallTargets()).map((line) => `${where}: ${line}`));
    };
    await openArticle();
    await page.locator("article sup a").first().click();
    await page.locator(".note-card").waitFor();
    await look("note");
    await page.keyboard.press("Escape");
    await page.locator("article .lead-picture .picture").click();
    await page.locator("dialog.viewer[open]").waitFor();
    await look("viewer");
    await page.keyboard.press("Escape");
    await page.locator("dialog.viewer").waitFor({ state: "detached" });
    await page.evaluate("scrollTo(0, 0)");
    await button("Слухати").click();
    await page.locator(".line.listening").waitFor();
    await look("listening");
    await button("Зупинити").click();
    await page.locator("article .body > *").nth(8).scrollIntoViewIfNeeded();
    await until("the place is known", () =>
      page.evaluate<boolean>("document.querySelector('.read-so-far[data-begun]') !== null"),
    );
    await page.evaluate("scrollTo(0, document.body.scrollHeight)");
    await look("the article's end");
  }
  expect(found).toEqual([]);
});

test("with text twice as large nothing has to be pushed sideways while listening and with a note open", async () => {
  await page.setViewportSize(small);
  await openArticle();
  await page.evaluate("document.documentElement.style.fontSize = '200%'");
  await button("Слухати").click();
  await page.locator(".line.listening").waitFor();
  expect(await scrollsSideways(page)).toBe(false);
  await button("Зупинити").click();
  await page.locator("article sup a").first().click();
  await page.locator(".note-card").waitFor();
  expect(await scrollsSideways(page)).toBe(false);
});

test("a screen reader hears what each part of the bar, a note and the pictures are, in their order", async () => {
  await page.setViewportSize(phone);
  await openArticle();
  await button("Слухати").click();
  // Where an earlier test read on, the way back to its place was offered: to listen is an answer.
  await page.locator(".line.return").waitFor({ state: "detached" });
  const bar = await page.locator("section.acting").ariaSnapshot();
  const names = [...bar.matchAll(/- (?:button|link|group|progressbar) "([^"]+)"/g)].map(
    ([, name]) => name,
  );
  expect(names).toEqual([
    "Скільки прочитано",
    "Читання вголос",
    "Попередній абзац",
    "Пауза",
    "Наступний абзац",
    "Повільніше",
    "Швидше",
    "Зупинити",
    "На полицю",
    "Слухати",
    "Вигляд",
    "Передати",
    "Писати",
  ]);
  await button("Зупинити").click();
  const article = await page.locator("article").ariaSnapshot();
  expect(article).toMatch(/button "Малюнок: нічна кухня/);
  expect(article).toMatch(/- link "Примітка 1"/);
  await page.locator("article sup a").first().click();
  expect(await page.locator(".note-card").ariaSnapshot()).toMatch(
    /- note "Примітка 1":[^]*Винятків два[^]*- button "Назад до тексту"/,
  );
  expect(await page.locator(".neighbours").ariaSnapshot()).toMatch(
    /- navigation "Інші статті":[^]*- link "(Наступна|Попередня) стаття/,
  );
});

test("with a keyboard alone a picture opens, the focus stays in it and comes back", async () => {
  await page.setViewportSize(phone);
  await openArticle();
  await page.locator(".back").focus();
  await page.keyboard.press("Tab");
  expect(await page.evaluate("document.activeElement.className")).toBe("picture");
  await page.keyboard.press("Enter");
  await page.locator("dialog.viewer[open]").waitFor();
  const visited = new Set<string>();
  for (let steps = 0; steps < 12; steps += 1) {
    await page.keyboard.press("Tab");
    visited.add(
      await page.evaluate<string>(
        "document.activeElement === document.body ? '' : document.activeElement.closest('dialog') ? 'in' : document.activeElement.outerHTML",
      ),
    );
  }
  visited.delete("");
  expect([...visited]).toEqual(["in"]);
  const back = page.evaluate(
    "new Promise((done) => addEventListener('popstate', () => done(true), { once: true }))",
  );
  await page.keyboard.press("Escape");
  await until("the focus is back", () =>
    page.evaluate<boolean>("document.activeElement.className === 'picture'"),
  );
  // The viewer's step in the history is taken back, and only then does the next test go anywhere.
  await back;
});

test("from the list the picture goes along for 180 ms; who wants things still sees them still", async () => {
  await page.setViewportSize(phone);
  const opens = async (motion: "reduce" | "no-preference"): Promise<readonly number[]> => {
    await page.emulateMedia({ reducedMotion: motion });
    await page.goto(`${scene.network.origin}/uk/`);
    await page.locator("link[href*=comfort]").waitFor({ state: "attached" });
    await page.evaluate(`{
      window.moved = [];
      const start = document.startViewTransition.bind(document);
      document.startViewTransition = (change) => {
        const transition = start(change);
        transition.ready.then(() => window.moved.push(...document.getAnimations()
          .filter(({ effect }) => effect.pseudoElement?.includes("(picture)"))
          .map(({ effect }) => effect.getComputedTiming().duration)));
        return transition;
      };
    }`);
    await page.locator('.list a[href="/a/bez-merezhi"]').click();
    await page.locator("article h1").waitFor();
    await page.evaluate("Promise.allSettled(document.getAnimations().map((one) => one.finished))");
    return page.evaluate("window.moved");
  };

  const moved = await opens("no-preference");
  expect(moved.length).toBeGreaterThan(0);
  expect(Math.max(...moved)).toBe(180);
  expect(await opens("reduce")).toEqual([]);
  await page.emulateMedia({ reducedMotion: "no-preference" });
});

test("the petal slides to the place that is come to, in 160 ms, and stands still for who wants that", async () => {
  const slides = async (motion: "reduce" | "no-preference"): Promise<readonly unknown[]> => {
    await page.emulateMedia({ reducedMotion: motion });
    await page.goto(`${scene.network.origin}/uk/`);
    await page.locator("link[href*=comfort]").waitFor({ state: "attached" });
    // Looked at from inside, frame by frame: a busy machine asks from outside when it is over.
    return page.evaluate(`new Promise((done) => {
      const seen = new Set();
      const look = (frames) => {
        for (const { effect } of document.querySelector(".petal")?.getAnimations() ?? [])
          seen.add(effect.getTiming().duration);
        if (frames > 0) requestAnimationFrame(() => look(frames - 1));
        else done(document.querySelector('[data-screen="shelf"] .petal') === null ? ["no petal"] : [...seen]);
      };
      document.querySelector('.places [data-place="shelf"]').click();
      look(30);
    })`);
  };

  expect(await slides("no-preference")).toEqual([160]);
  expect(await slides("reduce")).toEqual([]);
  await page.emulateMedia({ reducedMotion: "no-preference" });
});

test("on paper there is the article alone, links with their whole address, and where it comes from", async () => {
  await openArticle();
  await page.evaluate("dispatchEvent(new Event('beforeprint'))");
  await page.emulateMedia({ media: "print" });
  const seen = await page.evaluate<{
    gone: readonly string[];
    source: string;
    link: string;
    cut: string;
  }>(`({
    gone: [".actions", ".comforts", ".places", ".back", ".footer", ".neighbours"]
      .filter((part) => document.querySelector(part)?.getClientRects().length > 0),
    source: document.querySelector(".print-source").innerText,
    cut: getComputedStyle(document.querySelector("article figure")).breakInside,
  })`);
  expect(seen.gone).toEqual([]);
  expect(seen.source).toBe(`Джерело: «Сонях», ${scene.network.origin}/a/bez-merezhi`);
  expect(seen.cut).toBe("avoid");
  await page.emulateMedia({ media: "screen" });
});

test("in forced colours what is read aloud is still marked, and every control has an edge", async () => {
  await page.emulateMedia({ forcedColors: "active", colorScheme: "dark" });
  await openArticle();
  await button("Слухати").click();
  await page.locator("[data-spoken]").waitFor();
  const outline = await page.evaluate<string>(
    "getComputedStyle(document.querySelector('[data-spoken]')).outlineStyle",
  );
  expect(outline).toBe("solid");
  await button("Зупинити").click();
  await page.emulateMedia({ forcedColors: "none", colorScheme: "light" });
});

test("a voice of a far-away service is no voice: there is no button", async () => {
  await openArticle();
  await page.evaluate(`{
    const [voice] = speechSynthesis.getVoices();
    speechSynthesis.getVoices = () => [{ ...voice, localService: false }];
    speechSynthesis.dispatchEvent(new Event("voiceschanged"));
  }`);
  await page.locator("button.listen").waitFor({ state: "detached" });
  expect(await page.locator(".actions > *").count()).toBe(4);
});
