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
    // Each is said at once: a run takes a quarter of an hour, and one that is broken off has still said something.
    const said = async <T>(what: string, figure: Promise<T>): Promise<T> => {
      console.log(`  ${contender.name}, ${what}: ${JSON.stringify(await figure)}`);
      return figure;
    };
    const visit = await said("first visit", firstVisit(contender, network, profile));
    const offlineStart = await said("offline start", offlineStarts(contender, network, profile));
    const changeBytes = await said("one change", oneChange(contender, network, profile));
    const coldPaint = await said("cold paint", coldPaints(contender, network));
    const cut = await said("cut line", onACutLine(contender, network));
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

/**
 * R8: from the moment when the library is asked for until all of it is here, over a whole line and over one that is cut
 * after every 20 KB or 5 s. The page's own script is there before: browsers begin a script that broke off again from its
 * first byte, so that one of more than 20 KB never crosses such a line, whoever wrote it.
 */
async function onACutLine(contender: Contender, network: Network) {
  const needed = await libraryBytes(contender, network, false);
  const cut = await libraryBytes(contender, network, true);
  return { cutRatio: cut.bytes / needed.bytes, cuts: cut.cuts };
}

/** Five minutes of such a line: a reader gives up then, and so does the measurement: NaN. */
const mostCuts = 60;

async function libraryBytes(contender: Contender, network: Network, cutting: boolean) {
  return onPhone(undefined, async (page) => {
    network.setSpeed(slowLine);
    const asked = network.requests.length;
    await page.goto(network.origin + contender.front, { waitUntil: "commit", timeout: 120_000 });
    await until(
      "the library is asked for",
      () => network.requests.slice(asked).some((line) => contender.begins.test(line)),
      { within: 300_000 },
    );
    const before = network.bytesDown;
    let cuts = 0;
    while (!(await isReadyWithin(contender, page, network, cutting))) {
      cuts += 1;
      if (cuts === mostCuts) return { bytes: Number.NaN, cuts };
      network.restore();
      await contender.goOn(page);
    }
    network.restore();
    network.setSpeed(undefined);
    return { bytes: network.bytesDown - before, cuts };
  });
}

/** One stretch of line: true when all was there before it was cut. */
async function isReadyWithin(
  contender: Contender,
  page: Page,
  network: Network,
  cutting: boolean,
): Promise<boolean> {
  let isCut = false;
  const late = cutting ? setTimeout(cut, window.milliseconds) : undefined;
  function cut(): void {
    network.cut();
    isCut = true;
  }
  if (cutting) void network.cutAfter(window.bytes, "down").then(() => (isCut = true));
  let isReady = false;
  while (!isCut && !isReady) {
    isReady = await contender.isReady(page).catch(() => false);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  clearTimeout(late);
  return isReady;
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
