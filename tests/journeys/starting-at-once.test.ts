// A start with the text on the screen before any script has run: the worker answers with the page of the last place read.
import { isDeepStrictEqual } from "node:util";
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
import { createProfile } from "../support/browsers/profiles.ts";
import { until } from "../support/browsers/waiting.ts";
import { openWebKit } from "../support/browsers/webkit.ts";
import { openScene, press, type Scene, shows } from "../support/journey.ts";
import { partsAreHere, storedIn } from "../support/phone-storage.ts";

/** What stood there when the document was parsed and no module had run, and what went away afterwards. */
interface Seen {
  readonly atFirst: string;
  readonly look: string | undefined;
  readonly title: string;
  readonly gone: readonly string[];
  /** The places' bar as it was in the turn after the app took over: an article has its own bar in that place. */
  readonly bar: string | undefined;
}

const eyes = `{
  const seen = { atFirst: "", look: undefined, title: "", gone: [], bar: undefined };
  document.addEventListener("readystatechange", () => {
    if (document.readyState !== "interactive") return;
    seen.atFirst = document.querySelector("article")?.textContent ?? "";
    seen.look = document.documentElement.dataset.look;
    seen.title = document.title;
    new MutationObserver((records) => {
      for (const { removedNodes, target } of records)
        if (target.closest?.("article") || [...removedNodes].some((node) => node.nodeName === "ARTICLE" || node.querySelector?.("article")))
          seen.gone.push(...[...removedNodes].map((node) => node.nodeName));
    }).observe(document, { childList: true, subtree: true });
    new MutationObserver(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => { seen.bar ??= getComputedStyle(document.querySelector(".places")).visibility; };
      port2.postMessage("");
    }).observe(document.documentElement, { attributeFilter: ["data-awaits"] });
  });
  window.seen = () => seen;
}`;

let scene: Scene;
beforeEach(async () => {
  const altered = await alterApp(inject("newsroomTemplate"), { early: eyes });
  scene = await openScene({ template: altered.template });
  scene.onEnd(altered.remove);
});
afterEach(() => scene.close());

const article = "/a/odynadtsiate-lystopada";
const canBeKept = "document.querySelector('.actions button:not([disabled])') !== null";

/** Reads the article, until its page lies beside its text. */
async function read(page: AnyPage): Promise<void> {
  await page.goto(`${scene.network.origin}/?lang=uk`);
  await partsAreHere(page);
  await page.goto(scene.network.origin + article);
  await until("the app has it", () => page.read<boolean>(canBeKept));
  await pageIsKept(page);
}

interface Text {
  readonly page?: { readonly html: string; readonly settings: string };
}

const keptPages = async (page: AnyPage): Promise<readonly string[]> => {
  const facts = await storedIn<{ name: string; value: unknown }>(page, "facts");
  const settings = facts.find(({ name }) => name === "settings")?.value ?? null;
  return (await storedIn<Text>(page, "articles")).flatMap(({ page: kept }) =>
    kept !== undefined && isDeepStrictEqual(JSON.parse(kept.settings), settings) ? kept.html : [],
  );
};

/** The page of this article lies there, with the looks that are set now. */
const pageIsKept = (page: AnyPage, saying = "Одинадцяте листопада"): Promise<unknown> =>
  until("its page is kept", async () =>
    (await keptPages(page)).some((html) => html.includes(saying)),
  );

/** Opens the icon's address, and answers what was seen until the app had the page. */
async function start(page: AnyPage, path = "/"): Promise<Seen> {
  await page.goto(scene.network.origin + path);
  await until("the app has the page", () => page.read<boolean>(canBeKept));
  return page.read<Seen>("window.seen()");
}

/** Offline: the text first, taken over where it stands, with the list behind it. */
async function startsAtOnce(page: AnyPage): Promise<void> {
  scene.network.cut();
  const seen = await start(page);
  expect(seen.atFirst.length).toBeGreaterThan(1_000);
  expect(seen.gone).toEqual([]);
  expect(seen.bar).toBe((await page.read<number>("innerWidth")) < 900 ? "hidden" : "visible");
  expect(await page.read("document.documentElement.dataset.awaits")).toBe("");
  expect(seen.title).not.toContain("Одинадцяте");
  expect(await page.read("location.pathname")).toBe(article);
  expect(await page.read("document.title")).toContain("Одинадцяте листопада");
  await page.read("history.back()");
  await shows(page, "Насіння в кишені");
  scene.watch.assertQuiet();
}

whenPresent("chromium", () => {
  const opened = async (profile?: string) => {
    const browser = await openChromium({
      ...(profile === undefined ? {} : { userDataDir: profile }),
      args: [...scene.watch.chromiumArgs],
    });
    scene.onEnd(() => browser.kill());
    scene.watch.watchChromium(browser);
    const raw = await browser.page();
    return { browser, raw, page: chromiumPage(raw) };
  };

  test("Chromium: after a kill, the text stands there before a script has run, at the paragraph that was read", async () => {
    const profile = await createProfile("chromium");
    scene.onEnd(profile.remove);
    const first = await opened(profile.folder);
    await read(first.page);
    const block = 7;
    const top = `document.querySelectorAll("article .body > *")[${block}].getBoundingClientRect().top`;
    await first.page.read(
      `document.querySelectorAll("article .body > *")[${block}].scrollIntoView({ block: "start" })`,
    );
    await until("the place is on the disk", async () =>
      (await storedIn<{ name: string; value: { block?: number } }>(first.page, "facts")).some(
        ({ name, value }) => name === "place" && value.block === block,
      ),
    );
    await first.browser.kill();

    const { browser, raw, page } = await opened(profile.folder);
    await startsAtOnce(page);
    await page.goto(`${scene.network.origin}/`);
    await until("the paragraph is at the top", async () => Math.abs(await page.read(top)) < 80);
    await pageIsKept(page);
    // Where no script runs at all, the worker's page alone stands at that paragraph.
    const session = await browser.context.newCDPSession(raw);
    await session.send("Emulation.setScriptExecutionDisabled", { value: true });
    await page.goto(`${scene.network.origin}/`);
    await until("the worker's page stands there", async () => Math.abs(await page.read(top)) < 80);
    expect(await page.read("location.pathname")).toBe("/");
    // What only the app can do is not offered before it is there.
    const places = "getComputedStyle(document.querySelector('.places')).visibility";
    expect(await page.read(places)).toBe("hidden");
    scene.watch.assertQuiet();
  });

  test("other settings are seen in it from the first moment; another article's address never shows it", async () => {
    const { page } = await opened();
    await read(page);
    await press(page, "Вигляд");
    await press(page, "Темний");
    await press(page, "Закрити");
    await until("its page is dark", async () =>
      (await keptPages(page)).some((html) => html.includes('data-look="dark"')),
    );
    expect(await start(page)).toMatchObject({ look: "dark", gone: [] });
    // Its own address shows the same, from the beginning.
    expect((await start(page, article)).atFirst.length).toBeGreaterThan(1_000);
    // Another article's address never does.
    expect((await start(page, "/a/peredaty-z-ruk-u-ruky")).atFirst).not.toContain("Одинадцяте");
    await pageIsKept(page, "Передати з рук у руки");
    expect(await keptPages(page)).toHaveLength(1);
    scene.watch.assertQuiet();
  });
});

whenPresent("firefox", () => {
  test("Firefox: the text stands there before a script has run", async () => {
    const browser = await openFirefox({ prefs: scene.watch.firefoxPrefs });
    scene.onEnd(() => browser.close());
    const page = await browser.newPage();
    scene.watch.watchFirefox(page);
    await read(firefoxPage(page));
    await startsAtOnce(firefoxPage(page));
  });
});

whenPresent("webkit", () => {
  test("WebKitGTK: the text stands there before a script has run", async () => {
    const browser = await openWebKit({ args: scene.watch.webkitArgs });
    scene.onEnd(() => browser.close());
    await read(webkitPage(browser));
    await startsAtOnce(webkitPage(browser));
  });
});
