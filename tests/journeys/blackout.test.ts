// Journey E: networks that lie, portals, and a blackout in the middle of a catch-up. What is on the phone is on the screen at
// once, one quiet line says what is, and two short minutes of network three days later bring everything.
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import {
  type AnyPage,
  chromiumPage,
  firefoxPage,
  webkitPage,
} from "../support/browsers/any-page.ts";
import { openChromium } from "../support/browsers/chromium.ts";
import { whenPresent } from "../support/browsers/finding-browsers.ts";
import { openFirefox } from "../support/browsers/firefox.ts";
import { type Portal, portalKinds } from "../support/browsers/portal.ts";
import { createProfile } from "../support/browsers/profiles.ts";
import { until } from "../support/browsers/waiting.ts";
import { openWebKit } from "../support/browsers/webkit.ts";
import { aMarkdown, type ContentFolder, openContentFolder } from "../support/content-folder.ts";
import { openScene, type Scene, shows, textOf } from "../support/journey.ts";
import { countArticles, storedIn } from "../support/phone-storage.ts";

let content: ContentFolder;
let scene: Scene;
beforeEach(async () => {
  content = await openContentFolder("samples");
  scene = await openScene({ template: inject("newsroomTemplate"), contentDir: content.path });
  scene.onEnd(() => content.close());
});
afterEach(() => scene.close());

/** An engine with the app in it; `again` is the app killed and opened from its icon. */
interface Reader {
  readonly page: AnyPage;
  again(): Promise<Reader>;
}

const fresh = 36;

/** Words that do not repeat themselves much: about 1.5 KB of each text travels. */
function aText(number: number): string {
  let state = number * 7_919 + 1;
  const next = (): string => {
    state = (state * 48_271) % 2_147_483_647;
    return state.toString(36);
  };
  return Array.from({ length: 40 }, () => `${next()} ${next()} ${next()} ${next()}.`).join(" ");
}

async function publish(numbers: readonly number[], day: string, mark: string): Promise<void> {
  const before = await head();
  const files = numbers.map((n) => {
    const fields = { title: `Новина ${n} ${mark}`, date: day };
    return content.write(`uk/novyna-${n}.md`, aMarkdown(fields, `${aText(n)} Кінець ${n}.\n`));
  });
  await Promise.all(files);
  await until("a new edition is out", async () => (await head()) !== before);
  // Files that land while the folder is being read make an edition more.
  let seen = "";
  await until("the newsroom is done", async () => {
    const was = seen;
    seen = await head();
    await new Promise((resolve) => setTimeout(resolve, 700));
    return was === seen;
  });
}

const head = async (): Promise<string> =>
  (await fetch(`${scene.newsroom.origin}/library/head`)).text();
const numberOf = (text: string): number => Number(/"number":(\d+)/.exec(text)?.[1]);

/** The edition that the phone shows. */
async function heldEdition(page: AnyPage): Promise<number | undefined> {
  const facts = await storedIn<{ name: string; value: { number?: number } }>(page, "facts");
  return facts.find(({ name }) => name === "edition")?.value.number;
}

/** Opens the app: resolves with the milliseconds until what is on the phone is on the screen. */
async function open(page: AnyPage): Promise<number> {
  const begun = performance.now();
  await page.goto(`${scene.network.origin}/uk/`);
  // The list is as long as the screen: which articles stand in it, the newest say.
  await until("the list is on the screen", () =>
    page.read<boolean>("document.querySelectorAll(\"main a[href^='/a/']\").length > 3"),
  );
  return performance.now() - begun;
}

const saysOffline = (page: AnyPage): Promise<void> => shows(page, "Без мережі.", 15_000);

async function trip(first: Reader, portals: readonly Portal[]): Promise<void> {
  const { network } = scene;
  await first.page.goto(`${network.origin}/?lang=uk`);
  await shows(first.page, "Можна читати без мережі");
  const number = await heldEdition(first.page);

  // Every kind of lie: the list at once, one line, nothing taken in.
  for (const kind of portals) {
    network.capture(kind);
    expect(await open(first.page), kind).toBeLessThan(8_000);
    await saysOffline(first.page);
    expect(await heldEdition(first.page), kind).toBe(number);
  }
  network.restore();
  // What a portal does to the browser's own requests for icons and workers is no word of ours.
  scene.watch.take();
  network.lie();
  expect(await open(first.page), "lie-fi").toBeLessThan(8_000);
  await saysOffline(first.page);
  expect((await textOf(first.page)).match(/Без мережі\./g)).toHaveLength(1);
  network.restore();

  // A blackout in the middle of a catch-up; the app is killed.
  await publish(
    Array.from({ length: fresh }, (_, at) => at + 1),
    "2026-11-20",
    "перша",
  );
  const cut = network.cutAfter(24_000, "down");
  await open(first.page);
  await cut;
  await saysOffline(first.page);
  const second = await first.again();
  await open(second.page);
  expect(await countArticles(second.page)).toBeLessThan(12 + fresh);

  // Three days later: other news, and a minute that breaks off too.
  await publish([1, 2, fresh + 1, fresh + 2], "2026-11-23", "друга");
  const newest = numberOf(await head());
  network.restore();
  const cutAgain = network.cutAfter(24_000, "down");
  await open(second.page);
  await cutAgain;
  const third = await second.again();

  // The second minute.
  network.restore();
  const before = network.bytesDown;
  await open(third.page);
  const all = 6 * 2 + fresh + 2;
  await until("everything is here", async () => (await countArticles(third.page)) === all, {
    within: 60_000,
  });
  await until(
    "the newest edition is shown",
    async () => (await heldEdition(third.page)) === newest,
  );
  console.log(`the last minute brought ${network.bytesDown - before} bytes`);

  network.cut();
  await third.page.goto(`${network.origin}/a/novyna-${fresh + 2}`);
  await shows(third.page, `Кінець ${fresh + 2}.`);
  await third.page.goto(`${network.origin}/a/novyna-${fresh}`);
  await shows(third.page, `Кінець ${fresh}.`);
  scene.watch.assertQuiet([
    /portal\.invalid/,
    /^console error: (Manifest|Failed to load resource|Load failed)/,
    // Chromium's and WebKit's words for a redirect of the portal's that was refused, heard late.
    /^policy breach: (manifest|img|connect)-src /,
  ]);
}

/** Each kind in one engine; in the others the two that most networks have. */
const usualPortals: readonly Portal[] = ["html", "redirect"];

whenPresent("chromium", () => {
  test("Chromium: portals, lie-fi, a blackout in a catch-up, and two short minutes three days later", async () => {
    const profile = await createProfile("chromium");
    scene.onEnd(() => profile.remove());
    const start = async (): Promise<Reader> => {
      const browser = await openChromium({
        userDataDir: profile.folder,
        args: [...scene.watch.chromiumArgs],
      });
      scene.onEnd(() => browser.kill());
      scene.watch.watchChromium(browser);
      const page = chromiumPage(await browser.page());
      return {
        page,
        async again() {
          await browser.kill();
          return start();
        },
      };
    };
    await trip(await start(), portalKinds);
  });
});

whenPresent("firefox", () => {
  test("Firefox: portals, lie-fi, a blackout in a catch-up, and two short minutes three days later", async () => {
    const start = async (browser: Awaited<ReturnType<typeof openFirefox>>): Promise<Reader> => {
      scene.onEnd(() => browser.close());
      const page = await browser.newPage();
      scene.watch.watchFirefox(page);
      return { page: firefoxPage(page), again: async () => start(await browser.restart()) };
    };
    await trip(await start(await openFirefox({ prefs: scene.watch.firefoxPrefs })), usualPortals);
  });
});

whenPresent("webkit", () => {
  test("WebKitGTK: portals, lie-fi, a blackout in a catch-up, and two short minutes three days later", async () => {
    const browser = await openWebKit({ args: scene.watch.webkitArgs });
    scene.onEnd(() => browser.close());
    const reader: Reader = {
      page: webkitPage(browser),
      async again() {
        await browser.newPage();
        return reader;
      },
    };
    await trip(reader, usualPortals);
  });
});
