import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Page } from "playwright-core";
import { type Chromium, openChromium } from "../../tests/support/browsers/chromium.ts";
import { type Network, openNetwork } from "../../tests/support/browsers/network.ts";
import { until } from "../../tests/support/browsers/waiting.ts";
import type { Contender } from "./contender.ts";

/** 400 kbit/s and 400 ms a request. */
const slowLine = { bytesPerSecond: 50_000, delay: 400 };
/** How many times slower than this computer the phone's processor is. */
const slowdown = 4;
/** How long a reader looks at an article at least, milliseconds. */
const readFor = 5_000;
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

export interface Measuring {
  /** Starts of each kind; the middle one counts. */
  readonly runs: number;
  /** Without R8, whose cut line takes as long as all the rest. */
  readonly quick: boolean;
}

/** A contender behind its own line, and the profile of the phone that visited it. */
interface Candidate {
  readonly contender: Contender;
  readonly network: Network;
  readonly profile: string;
}

/**
 * Measures them, one figure after the other. Starts and paints are taken in turns, so that a machine that is busy for a
 * while is busy for all. `folder` is where profiles may lie.
 */
export async function measure(
  contenders: readonly Contender[],
  folder: string,
  { runs, quick }: Measuring,
): Promise<readonly Figures[]> {
  const candidates: Candidate[] = [];
  for (const [index, contender] of contenders.entries()) {
    const network = await openNetwork(contender.port);
    candidates.push({ contender, network, profile: join(folder, `profile-${index}`) });
  }
  // Each is said at once: a run takes a quarter of an hour, and one that is broken off has still said something.
  const each = async <T>(what: string, figure: (candidate: Candidate) => Promise<T>) => {
    const figures: T[] = [];
    for (const candidate of candidates) {
      figures.push(await figure(candidate));
      console.log(`  ${candidate.contender.name}, ${what}: ${JSON.stringify(figures.at(-1))}`);
    }
    return figures;
  };
  const inTurns = async (what: string, figure: (candidate: Candidate) => Promise<number>) => {
    const rounds: (readonly number[])[] = [];
    for (let run = 0; run < runs; run += 1) rounds.push(await each(what, figure));
    return candidates.map((_, index) => median(rounds.map((round) => round[index] ?? Number.NaN)));
  };
  try {
    const visits = await each("first visit", firstVisit);
    const offlineStart = await inTurns("offline start", timeOfflineStart);
    const changeBytes = await each("one change", oneChange);
    const coldPaint = await inTurns("cold paint", timeColdPaint);
    const cuts = quick ? [] : await each("cut line", onACutLine);
    return visits.map((visit, index) => ({
      ...visit,
      offlineStart: offlineStart[index] ?? Number.NaN,
      changeBytes: changeBytes[index] ?? Number.NaN,
      coldPaint: coldPaint[index] ?? Number.NaN,
      ...(cuts[index] ?? { cutRatio: Number.NaN, cuts: Number.NaN }),
    }));
  } finally {
    for (const { network } of candidates) await network.close();
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

async function firstVisit({ contender, network, profile }: Candidate) {
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
    await pause(readFor);
    await isQuiet(network);
    return { bytes, requests, seconds };
  });
}

/** Keeps the moment of the first frame in which the text stands: asked from outside it would be when the page's script has ended. */
const watchFor = (selector: string): string => `{
  const look = () => {
    if (document.querySelector(${JSON.stringify(selector)})?.getClientRects().length > 0) window.textAt = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}`;

async function timeOfflineStart({ contender, network, profile }: Candidate): Promise<number> {
  network.cut();
  try {
    return await onPhone(profile, async (page) => {
      await page.addInitScript(watchFor(contender.text));
      await page.goto(network.origin + contender.again, { waitUntil: "commit" });
      await until("the text is there", () => page.evaluate<boolean>("'textAt' in window"));
      return page.evaluate<number>("textAt");
    });
  } finally {
    network.restore();
  }
}

async function oneChange({ contender, network, profile }: Candidate): Promise<number> {
  await contender.change();
  return onPhone(profile, async (page) => {
    const before = network.bytesDown;
    await page.goto(network.origin + contender.again);
    await contender.hasChange(page, network);
    await isQuiet(network);
    return network.bytesDown - before;
  });
}

/** The browser tells of it by itself: a page whose processor is slow paints later where it is asked time and again. */
async function firstPaint(page: Page, { context }: Chromium): Promise<{ isThere: boolean }> {
  const painted = { isThere: false };
  const cdp = await context.newCDPSession(page);
  cdp.on("Page.lifecycleEvent", ({ name }) => {
    if (name === "firstContentfulPaint") painted.isThere = true;
  });
  await cdp.send("Page.enable");
  await cdp.send("Page.setLifecycleEventsEnabled", { enabled: true });
  return painted;
}

async function timeColdPaint({ contender, network }: Candidate): Promise<number> {
  network.setSpeed(slowLine);
  try {
    return await onPhone(undefined, async (page, browser) => {
      const painted = await firstPaint(page, browser);
      await page.goto(network.origin + contender.article, {
        waitUntil: "commit",
        timeout: 120_000,
      });
      await until("something is painted", async () => painted.isThere, { within: 120_000 });
      return page.evaluate<number>(
        "performance.getEntriesByName('first-contentful-paint')[0].startTime",
      );
    });
  } finally {
    network.setSpeed(undefined);
  }
}

/**
 * R8: from the moment when the library is asked for until all of it is here, over a whole line and over one that is cut
 * after every 20 KB or 5 s. The page's own script is there before: browsers begin a script that broke off again from its
 * first byte, so that one of more than 20 KB never crosses such a line, whoever wrote it.
 */
async function onACutLine({ contender, network }: Candidate) {
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
