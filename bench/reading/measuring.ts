import type { Page } from "playwright-core";
import { type Chromium, openChromium } from "../../tests/support/browsers/chromium.ts";
import { type Network, openNetwork } from "../../tests/support/browsers/network.ts";
import { until } from "../../tests/support/browsers/waiting.ts";
import type { Contender } from "./contender.ts";

/** 400 kbit/s and 400 ms a request. */
const slowLine = { bytesPerSecond: 50_000, delay: 400 };
/** How many times slower than this computer the phone's processor is. */
const slowdown = 4;
const runs = 5;
/** The line of R8: cut after so many bytes, or so many milliseconds. */
const window = { bytes: 20_000, milliseconds: 5_000 };

/** What was measured; times in milliseconds. A figure that could not be had is NaN. */
export interface Figures {
  readonly bytes: number;
  readonly requests: number;
  readonly seconds: number;
  readonly changeBytes: number;
  readonly coldPaint: number;
  readonly offlineStart: number;
  /** Bytes sent on a line that is cut again and again ÷ bytes of one undisturbed visit. */
  readonly cutRatio: number;
  readonly cuts: number;
}

/** Measures one contender, one figure after the other. `profile` is a folder that does not exist yet. */
export async function measure(contender: Contender, profile: string): Promise<Figures> {
  const network = await openNetwork(contender.port);
  try {
    const visit = await firstVisit(contender, network, profile);
    const offlineStart = await offlineStarts(contender, network, profile);
    const changeBytes = await oneChange(contender, network, profile);
    const coldPaint = await coldPaints(contender, network);
    const cut = await onACutLine(contender, network, visit.bytes);
    return { ...visit, offlineStart, changeBytes, coldPaint, ...cut };
  } finally {
    await network.close();
  }
}

/** Opens a browser for the time of `work`. */
async function onPhone<T>(
  userDataDir: string | undefined,
  work: (page: Page, browser: Chromium) => Promise<T>,
): Promise<T> {
  const browser = await openChromium(userDataDir === undefined ? {} : { userDataDir });
  try {
    const page = await browser.page();
    await browser.slowProcessor(page, slowdown);
    return await work(page, browser);
  } finally {
    await browser.close();
  }
}

async function firstVisit(contender: Contender, network: Network, profile: string) {
  return onPhone(profile, async (page) => {
    network.setSpeed(slowLine);
    const before = { bytes: network.bytesDown, requests: network.requests.length };
    const begun = performance.now();
    await page.goto(network.origin + contender.front, { timeout: 300_000 });
    await contender.ready(page);
    const seconds = (performance.now() - begun) / 1_000;
    const bytes = network.bytesDown - before.bytes;
    const requests = network.requests.length - before.requests;
    network.setSpeed(undefined);
    await isQuiet(network);
    // So that an offline start has a place to go back to.
    await page.goto(network.origin + contender.article);
    await page.locator(contender.text).first().waitFor();
    await isQuiet(network);
    return { bytes, requests, seconds };
  });
}

async function offlineStarts(contender: Contender, network: Network, profile: string) {
  network.cut();
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    times.push(
      await onPhone(profile, async (page) => {
        await page.goto(network.origin + contender.again, { waitUntil: "commit" });
        await page.locator(contender.text).first().waitFor();
        return page.evaluate<number>("performance.now()");
      }),
    );
  }
  network.restore();
  return median(times);
}

async function oneChange(contender: Contender, network: Network, profile: string) {
  await contender.change();
  return onPhone(profile, async (page) => {
    const before = network.bytesDown;
    await page.goto(network.origin + contender.again);
    await contender.hasChange(page, network);
    await isQuiet(network);
    return network.bytesDown - before;
  });
}

async function coldPaints(contender: Contender, network: Network) {
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    times.push(
      await onPhone(undefined, async (page) => {
        network.setSpeed(slowLine);
        await page.goto(network.origin + contender.article, {
          waitUntil: "commit",
          timeout: 120_000,
        });
        await until(
          "something is painted",
          () =>
            page.evaluate<boolean>(
              "performance.getEntriesByName('first-contentful-paint').length > 0",
            ),
          { within: 120_000 },
        );
        return page.evaluate<number>(
          "performance.getEntriesByName('first-contentful-paint')[0].startTime",
        );
      }),
    );
    network.setSpeed(undefined);
  }
  return median(times);
}

const mostCuts = 400;

/** A line that is cut again and again; after each cut the page is opened anew, as somebody would. */
async function onACutLine(contender: Contender, network: Network, needed: number) {
  return onPhone(undefined, async (page) => {
    const before = network.bytesDown;
    for (let cuts = 0; cuts < mostCuts; cuts += 1) {
      let isOver = false;
      const cut = network.cutAfter(window.bytes, "down");
      const timer = setTimeout(() => network.cut(), window.milliseconds);
      const over = Promise.race([
        cut,
        new Promise((resolve) => setTimeout(resolve, window.milliseconds)),
      ]).then(() => (isOver = true));
      await page
        .goto(network.origin + contender.front, {
          waitUntil: "commit",
          timeout: window.milliseconds,
        })
        .catch(() => undefined);
      while (!isOver) {
        if (await contender.isReady(page).catch(() => false)) break;
        await Promise.race([over, new Promise((resolve) => setTimeout(resolve, 50))]);
      }
      clearTimeout(timer);
      network.restore();
      if (!isOver) return { cutRatio: (network.bytesDown - before) / needed, cuts };
    }
    return { cutRatio: Number.NaN, cuts: mostCuts };
  });
}

/** Resolves when a second has gone by in which nothing came. */
const isQuiet = (network: Network): Promise<unknown> =>
  until(
    "the line is silent",
    async () => {
      const seen = network.bytesDown;
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      return network.bytesDown === seen;
    },
    { within: 300_000 },
  );

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? Number.NaN;
