// The plain-use bar, its writing half: few taps, no questions, and no trace of writing where the browser keeps its history.
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isSaved, openWrite } from "../support/author.ts";
import { openScene, type Scene } from "../support/journey.ts";
import { aPhone, type Phone } from "../support/phone.ts";

let scene: Scene;
let visited: Phone;
beforeAll(async () => {
  scene = await openScene();
  visited = await aPhone(scene);
  await (await visited.firstVisit()).browser.close();
});
afterAll(() => scene?.close());

/** Counts taps. */
function aThumb(): { readonly taps: () => number; tap(target: Locator): Promise<void> } {
  let taps = 0;
  return {
    taps: () => taps,
    async tap(target) {
      await target.click();
      taps += 1;
    },
  };
}

const link = (page: Page, name: string): Locator => page.getByRole("link", { name, exact: true });
const button = (page: Page, name: string): Locator =>
  page.getByRole("button", { name, exact: true });
const answer = (page: Page, name: string, question?: RegExp): Locator =>
  (question === undefined ? page : page.getByRole("group", { name: question })).getByRole("radio", {
    name,
    exact: true,
  });

test("from the icon to a blank page with the caret in it: two taps and no question, the first time too, without a network", async () => {
  scene.network.cut();
  const { browser, page } = await (await visited.copy()).open();
  const thumb = aThumb();

  await thumb.tap(link(page, "Write"));
  await thumb.tap(button(page, "New story"));

  await page.locator("textarea:focus").waitFor();
  expect(thumb.taps()).toBe(2);
  await page.keyboard.type("Одне речення.");
  expect(await page.getByLabel("Story", { exact: true }).inputValue()).toBe("Одне речення.");
  await isSaved(page);
  expect(await page.getByRole("dialog").count()).toBe(0);
  await browser.close();
  scene.watch.assertQuiet();
});

test("from done to 'Waiting for a network': nine taps, and four on the terms of last time", async () => {
  scene.network.cut();
  const { browser, page } = await (await visited.copy()).open();
  const thumb = aThumb();
  await openWrite(page);
  await button(page, "New story").click();
  await page.keyboard.type("Сусідка навчила нас пекти без дріжджів.");
  await isSaved(page);

  await thumb.tap(button(page, "Send"));
  await thumb.tap(button(page, "Next"));
  await thumb.tap(answer(page, "Yes, publish it"));
  await thumb.tap(answer(page, "No, publish without asking again"));
  await thumb.tap(answer(page, "No name"));
  await thumb.tap(answer(page, "Yes", /18/));
  await thumb.tap(answer(page, "No", /harm/));
  await thumb.tap(button(page, "Next"));
  await thumb.tap(button(page, "Seal and send"));

  await page.locator("[data-status=waiting]", { hasText: "Waiting for a network" }).waitFor();
  expect(thumb.taps()).toBeLessThanOrEqual(9);

  const second = aThumb();
  await button(page, "New story").click();
  await page.keyboard.type("А потім прийшла весна.");
  await isSaved(page);
  await second.tap(button(page, "Send"));
  await second.tap(button(page, "Next"));
  await second.tap(button(page, "As last time"));
  await second.tap(button(page, "Seal and send"));

  const waiting = page.locator("[data-status=waiting]", { hasText: "Waiting for a network" });
  await waiting.nth(1).waitFor();
  expect(await waiting.count()).toBe(2);
  expect(second.taps()).toBe(4);
  await browser.close();
  scene.watch.assertQuiet();
});

// What the browser writes into its history, however briefly it stands there.
const historyEyes = `(() => {
  const seen = new Set();
  window.seenInHistory = () => [...seen];
  window.forgetHistory = () => seen.clear();
  const look = () => seen.add(JSON.stringify([location.href.slice(location.origin.length), document.title, history.state]));
  for (const name of ["pushState", "replaceState"]) {
    const real = History.prototype[name];
    History.prototype[name] = function (...given) { real.apply(this, given); look(); };
  }
  document.addEventListener("DOMContentLoaded", () => {
    look();
    new MutationObserver(look).observe(document.head, { childList: true, subtree: true, characterData: true });
  });
  addEventListener("popstate", look);
})()`;

type Seen = readonly [path: string, title: string, state: unknown];

test("writing has no address and no title of its own, and Back walks page, list, Read", async () => {
  scene.network.cut();
  const { browser, page } = await (
    await visited.copy()
  ).open((one) => one.addInitScript(historyEyes));
  await link(page, "Write").waitFor();
  const before = await page.title();
  await page.evaluate("window.forgetHistory()");

  await openWrite(page);
  await button(page, "New story").click();
  await page.getByLabel("Title", { exact: true }).fill("Назва, якої ніде не видно");
  await page.getByLabel("Story", { exact: true }).fill("Текст, якого ніде не видно.");
  await isSaved(page);
  await button(page, "Send").click();
  await button(page, "Next").click();
  await page.getByRole("heading", { name: "Your terms" }).waitFor();

  await page.goBack();
  await page.getByRole("heading", { name: "What leaves your phone" }).waitFor();
  await page.goBack();
  await page.getByLabel("Title", { exact: true }).waitFor();
  await page.goBack();
  await page.getByRole("heading", { name: "My stories" }).waitFor();
  await page.goBack();
  await page.locator("main ol.list").waitFor();

  const seen = await page.evaluate<readonly string[]>("window.seenInHistory()");
  for (const [path, title, state] of seen.map((one) => JSON.parse(one) as Seen)) {
    expect(["/", "/en/"]).toContain(path);
    expect(title).toBe(before);
    if (typeof state === "object" && state !== null && "depth" in state)
      expect(Object.entries(state)).toEqual([["depth", expect.any(Number)]]);
  }
  expect(seen.some((one) => one.includes('"depth":4'))).toBe(true);
  await browser.close();
  scene.watch.assertQuiet();
});

test("'Hide' puts the articles on the screen at once, without a network", async () => {
  scene.network.cut();
  const { browser, page } = await (await visited.copy()).open();
  await openWrite(page);
  await button(page, "New story").click();
  await page.keyboard.type("Це видно лише мені.");

  const shown = await page.evaluate<boolean>(`(() => {
    [...document.querySelectorAll("header button")].find((one) => one.textContent.includes("Hide")).click();
    return new Promise((resolve) => requestAnimationFrame(() => setTimeout(() =>
      resolve(document.querySelector("main ol.list a") !== null && document.querySelector("textarea") === null))));
  })()`);

  expect(shown, "the list is there in the next frame").toBe(true);
  expect(await page.locator("body").innerText()).not.toContain("Це видно лише мені");
  await openWrite(page);
  await page.getByText("Це видно лише мені").waitFor();
  await browser.close();
  scene.watch.assertQuiet();
});
