// The drivers prove themselves: a journey is only as true as the browser and the network under it.
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  chromiumPage,
  firefoxPage,
  webkitPage,
  type AnyPage,
} from "../../support/browsers/any-page.ts";
import {
  openChromium,
  quickSyncRetries,
  slowLine,
  type Chromium,
} from "../../support/browsers/chromium.ts";
import { whenPresent } from "../../support/browsers/finding-browsers.ts";
import { openFirefox, type Firefox } from "../../support/browsers/firefox.ts";
import { openNetwork, type Network } from "../../support/browsers/network.ts";
import { livingPids } from "../../support/browsers/processes.ts";
import { createProfile } from "../../support/browsers/profiles.ts";
import { openTinySite, type TinySite } from "./tiny-site.ts";
import { until } from "../../support/browsers/waiting.ts";
import { openWatch, type Watch } from "../../support/browsers/watching.ts";
import { openWebKit, type WebKit } from "../../support/browsers/webkit.ts";

let site: TinySite;
let network: Network;
let watch: Watch;
let cleanups: (() => Promise<void>)[] = [];

beforeEach(async () => {
  site = await openTinySite();
  watch = await openWatch();
  network = await openNetwork(site.port, { reportTo: watch.reportTo });
  cleanups = [() => site.close(), () => watch.close(), () => network.close()];
});

afterEach(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup(); // what was opened last goes first
});

/** The state that the tiny page shows: 'ready N' with the number of visits that IndexedDB has seen. */
async function isReady(page: AnyPage, visits: number): Promise<void> {
  await until(`the page says 'ready ${visits}'`, async () => {
    const state = await page.read<string>("document.querySelector('#state').textContent");
    if (state.startsWith("broken")) throw new Error(state);
    return state === `ready ${visits}`;
  });
}

async function isReadableOffline(page: AnyPage, visits: number): Promise<void> {
  const before = network.bytesDown;
  await page.goto(network.origin);
  await isReady(page, visits);
  expect(network.bytesDown).toBe(before);
}

const inPages = ["script-src-elem inline", "img-src", "require-trusted-types-for"];
const inWorkers = ["connect-src"];

async function breachesAreNoticed(page: AnyPage, directives: readonly string[]): Promise<void> {
  await page.goto(`${network.origin}/breach`);
  for (const directive of directives) {
    const heard = (): boolean =>
      watch.findings.some(
        ({ kind, what }) => kind === "policy breach" && what.startsWith(directive),
      );
    await until(`a breach of ${directive} is reported`, heard);
  }
  expect(() => watch.assertQuiet()).toThrow(/policy breach: script-src-elem/);
}

async function foreignRequestsAreNoticed(page: AnyPage): Promise<void> {
  await page.goto(`${network.origin}/foreign`);
  await page.read(
    `navigator.serviceWorker.ready.then((one) => one.active.postMessage("http://foreign.example/worker"))`,
  );
  for (const path of ["pixel.png", "worker"]) {
    const what = `GET http://foreign.example/${path}`;
    await until(`${what} is noticed`, () => watch.findings.some((one) => one.what === what));
  }
  expect(() => watch.assertQuiet()).toThrow(
    /foreign request: GET http:\/\/foreign\.example\/pixel\.png/,
  );
}

whenPresent("chromium", () => {
  async function open(userDataDir?: string): Promise<Chromium> {
    const folder = userDataDir === undefined ? {} : { userDataDir };
    const browser = await openChromium({
      ...folder,
      args: [...watch.chromiumArgs, ...quickSyncRetries],
    });
    watch.watchChromium(browser);
    cleanups.push(() => browser.kill());
    return browser;
  }

  test("a page loads, is quiet, and loads again with the network cut", async () => {
    const page = chromiumPage(await (await open()).page());
    await page.goto(network.origin);
    await isReady(page, 1);
    network.cut();
    await isReadableOffline(page, 2);
    watch.assertQuiet();
  });

  test("after SIGKILL, worker and database are there again, and no process is left", async () => {
    const profile = await createProfile("chromium");
    cleanups.unshift(() => profile.remove());
    const first = await open(profile.folder);
    const page = chromiumPage(await first.page());
    await page.goto(network.origin);
    await isReady(page, 1);
    const processes = await first.processes();
    expect(processes.length).toBeGreaterThan(3);
    await first.kill();
    expect(await livingPids(processes)).toEqual([]);

    network.cut();
    const second = await open(profile.folder);
    await isReadableOffline(chromiumPage(await second.page()), 2);
    const more = await second.processes();
    await second.close();
    expect(await livingPids(more)).toEqual([]);
  });

  test("breaches of policy are noticed", async () => {
    await breachesAreNoticed(chromiumPage(await (await open()).page()), [...inPages, ...inWorkers]);
  });

  test("foreign requests are noticed, the worker's too", async () => {
    const page = chromiumPage(await (await open()).page());
    await page.goto(network.origin);
    await isReady(page, 1);
    await foreignRequestsAreNoticed(page);
  });

  test("setOffline reaches page and worker; a sync waits for it, and for a restart", async () => {
    const profile = await createProfile("chromium");
    cleanups.unshift(() => profile.remove());
    const first = await open(profile.folder);
    const page = chromiumPage(await first.page());
    await page.goto(network.origin);
    await isReady(page, 1);
    const ask = (tag: string): Promise<unknown> =>
      page.read(
        `navigator.serviceWorker.ready.then((one) => one.sync.register("${tag}")).then(() => true)`,
      );
    await first.setOffline(true);
    expect(await page.read("navigator.onLine")).toBe(false);
    await ask("first");
    expect(await page.read("fetch('/missing').then(() => 'there', () => 'gone')")).toBe("gone");
    expect(site.said).toEqual([]);
    await first.setOffline(false);
    await until("the first sync", () => site.said.includes("sync first"));

    await first.setOffline(true);
    await ask("second");
    await first.kill();
    await open(profile.folder);
    await until("the second sync, with no page open", () => site.said.includes("sync second"));
  });

  test("processor, line and quota can be made a poor phone's", async () => {
    const browser = await open();
    const poor = await browser.page();
    const page = chromiumPage(poor);
    await page.goto(network.origin);
    await isReady(page, 1);
    await browser.setQuota(poor, 1_000_000);
    const store =
      "caches.open('big').then((one) => one.put('/big', new Response(new Uint8Array(5_000_000)))).then(() => 'kept', (e) => e.name)";
    expect(await page.read(store)).toBe("QuotaExceededError");
    await browser.setQuota(poor, undefined);
    expect(await page.read(store)).toBe("kept");
    await browser.slowProcessor(poor, 4);
    await browser.slowNetwork(poor, slowLine);
    const took =
      "(async () => { const t = performance.now(); await fetch('/foreign?' + t, { cache: 'no-store' }); return performance.now() - t; })()";
    await poor.evaluate(
      "navigator.serviceWorker.getRegistration().then((one) => one.unregister())",
    );
    await page.goto(`${network.origin}/foreign`);
    expect(await page.read<number>(took)).toBeGreaterThan(slowLine.latency * 0.9);
    await browser.slowNetwork(poor, undefined);
    expect(await page.read<number>(took)).toBeLessThan(slowLine.latency * 0.9);
  });
});

whenPresent("firefox", () => {
  async function open(): Promise<Firefox> {
    const browser = await openFirefox({ prefs: watch.firefoxPrefs });
    cleanups.push(() => browser.kill());
    return browser;
  }

  test("a page loads, is quiet, and is there offline, also after a restart; then no process is left", async () => {
    const first = await open();
    const raw = await first.newPage();
    watch.watchFirefox(raw);
    const page = firefoxPage(raw);
    await page.goto(network.origin);
    await isReady(page, 1);
    network.cut();
    await isReadableOffline(page, 2);
    const second = await first.restart();
    cleanups.push(() => second.kill());
    await isReadableOffline(firefoxPage(await second.newPage()), 3);
    watch.assertQuiet();
    const processes = await second.processes();
    await second.close();
    expect(await livingPids(processes)).toEqual([]);
  });

  test("breaches of policy are noticed, and kill() leaves no process", async () => {
    const browser = await open();
    await breachesAreNoticed(firefoxPage(await browser.newPage()), [...inPages, ...inWorkers]);
    const processes = await browser.processes();
    expect(processes.length).toBeGreaterThan(3);
    await browser.kill();
    expect(await livingPids(processes)).toEqual([]);
  });

  test("foreign requests are noticed, the worker's too", async () => {
    const page = firefoxPage(await (await open()).newPage());
    await page.goto(network.origin);
    await isReady(page, 1);
    await foreignRequestsAreNoticed(page);
  });
});

whenPresent("webkit", () => {
  async function open(): Promise<WebKit> {
    const browser = await openWebKit({ args: watch.webkitArgs });
    cleanups.push(() => browser.close());
    return browser;
  }

  test("a page loads, is quiet, and is there offline, in a new page too; then no process is left", async () => {
    const browser = await open();
    const page = webkitPage(browser);
    await page.goto(network.origin);
    await isReady(page, 1);
    network.cut();
    await isReadableOffline(page, 2);
    await browser.newPage();
    await isReadableOffline(page, 3);
    watch.assertQuiet();
    const processes = await browser.processes();
    await browser.close();
    expect(await livingPids(processes)).toEqual([]);
  });

  test("breaches of policy are noticed in pages (WebKit sends no report for a worker's)", async () => {
    await breachesAreNoticed(webkitPage(await open()), inPages);
  });

  test("foreign requests are noticed, the worker's too", async () => {
    const page = webkitPage(await open());
    await page.goto(network.origin);
    await isReady(page, 1);
    await foreignRequestsAreNoticed(page);
  });
});
