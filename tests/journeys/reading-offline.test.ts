// Journey A: a first visit, the network cut, the browser started again; the list and any article with its picture open.
import { afterEach, beforeEach, expect, test } from "vitest";
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
import {
  openScene,
  picturesAreThere,
  press,
  type Scene,
  shows,
  textOf,
} from "../support/journey.ts";

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.close());

const readyOffline = "Можна читати без мережі";
const kherson = "Одинадцяте листопада";
const seeds = "Насіння в кишені";

/** A first visit, without a tap: resolves when the page says that everything is here. */
async function visit(page: AnyPage): Promise<void> {
  await page.goto(`${scene.network.origin}/?lang=uk`);
  await shows(page, kherson);
  await shows(page, readyOffline);
}

/**
 * A first visit whose line breaks each time a worker installs: the browser forgets it then. Resolves when a line that holds
 * has brought all onto the phone, without another visit.
 */
async function visitOnABreakingLine(page: AnyPage): Promise<void> {
  const { network } = scene;
  const installs = (): number =>
    network.requests.filter((line) => line.startsWith("GET /index.html")).length;
  network.setSpeed({ bytesPerSecond: 50_000, delay: 400 });
  await page.goto(`${network.origin}/?lang=uk`);
  // The page asks once by itself, and workbox-window once more.
  for (const time of [1, 2, 3]) {
    await until("a worker installs", async () => installs() === time);
    network.cut();
    await until("the browser has forgotten it", () => page.read<boolean>(hasNoWorker));
    network.restore();
    await page.read("void dispatchEvent(new Event('online'))");
  }
  network.setSpeed(undefined);
  await shows(page, readyOffline);
}

/** The list and a text: pictures are what such a line brings last. */
async function opensOffline(page: AnyPage): Promise<void> {
  await page.goto(`${scene.network.origin}/`);
  await shows(page, kherson);
  await page.goto(`${scene.network.origin}/a/bez-merezhi`);
  await shows(page, "Без мережі, але з газетою");
}

const hasNoWorker = `navigator.serviceWorker.getRegistration().then((found) => found === undefined)`;

/** The list, an article that was never opened before, with its picture, and another one by its address. */
async function readOffline(page: AnyPage): Promise<void> {
  const before = scene.network.bytesDown;
  await page.goto(`${scene.network.origin}/`);
  await shows(page, kherson);
  await press(page, seeds);
  await until("the article is there", () =>
    page.read<boolean>("document.querySelector('article h1') !== null"),
  );
  await until("its pictures are there", () => picturesAreThere(page));
  await page.goto(`${scene.network.origin}/a/bez-merezhi`);
  await shows(page, "Без мережі, але з газетою");
  await until("its pictures are there", () => picturesAreThere(page));
  expect(scene.network.bytesDown).toBe(before);
}

whenPresent("chromium", () => {
  test("Chromium: after one visit and a restart without a network, all is there", async () => {
    const profile = await createProfile("chromium");
    scene.onEnd(() => profile.remove());
    const first = await openChromium({
      userDataDir: profile.folder,
      args: [...scene.watch.chromiumArgs],
    });
    scene.onEnd(() => first.kill());
    scene.watch.watchChromium(first);
    await visit(chromiumPage(await first.page()));

    scene.network.cut();
    await first.kill();
    const second = await openChromium({
      userDataDir: profile.folder,
      args: [...scene.watch.chromiumArgs],
    });
    scene.onEnd(() => second.kill());
    scene.watch.watchChromium(second);
    const page = chromiumPage(await second.page());
    await readOffline(page);

    expect(await textOf(page)).not.toContain("undefined");
    scene.watch.assertQuiet();
  });

  test("Chromium: a line that breaks while the app is put on the phone loses it for no longer than itself", async () => {
    const browser = await openChromium();
    scene.onEnd(() => browser.kill());
    const page = chromiumPage(await browser.page());
    await visitOnABreakingLine(page);

    scene.network.cut();
    await opensOffline(page);
  });
});

whenPresent("firefox", () => {
  test("Firefox: after one visit and a restart without a network, all is there", async () => {
    const browser = await openFirefox({ prefs: scene.watch.firefoxPrefs });
    scene.onEnd(() => browser.close());
    const first = await browser.newPage();
    scene.watch.watchFirefox(first);
    await visit(firefoxPage(first));

    scene.network.cut();
    const again = await browser.restart();
    scene.onEnd(() => again.close());
    const page = await again.newPage();
    scene.watch.watchFirefox(page);
    await readOffline(firefoxPage(page));

    scene.watch.assertQuiet();
  });

  test("Firefox: a line that breaks while the app is put on the phone loses it for no longer than itself", async () => {
    const browser = await openFirefox();
    scene.onEnd(() => browser.close());
    const page = firefoxPage(await browser.newPage());
    await visitOnABreakingLine(page);

    scene.network.cut();
    await opensOffline(page);
  });
});

whenPresent("webkit", () => {
  test("WebKitGTK: after one visit, in a new page of the session without a network, all is there", async () => {
    const browser = await openWebKit({ args: scene.watch.webkitArgs });
    scene.onEnd(() => browser.close());
    await visit(webkitPage(browser));

    scene.network.cut();
    await browser.newPage();
    await readOffline(webkitPage(browser));

    scene.watch.assertQuiet();
  });

  test("WebKitGTK: a line that breaks while the app is put on the phone loses it for no longer than itself", async () => {
    const browser = await openWebKit();
    scene.onEnd(() => browser.close());
    const page = webkitPage(browser);
    await visitOnABreakingLine(page);

    scene.network.cut();
    await opensOffline(page);
  });
});
