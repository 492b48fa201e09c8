// npm run bench -- size [--articles 5000]: R9, the library at size. Starts without a network and scrolls through the list,
// with the processor slowed four times, beside the same with 50 articles. Prints; judges nothing.
import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Page } from "playwright-core";
import { chromiumPage } from "../tests/support/browsers/any-page.ts";
import { type Chromium, openChromium } from "../tests/support/browsers/chromium.ts";
import { openNetwork } from "../tests/support/browsers/network.ts";
import { until } from "../tests/support/browsers/waiting.ts";
import { shows } from "../tests/support/journey.ts";
import { addEntries } from "../tests/support/many-entries.ts";
import { openNewsroom } from "../tests/support/newsroom.ts";
import { followTasks, type Task } from "./size/tasks.ts";

const { values } = parseArgs({
  options: {
    articles: { type: "string", default: "5000" },
    runs: { type: "string", default: "7" },
  },
});
const few = 50;
const many = Number(values.articles);
const runs = Number(values.runs);
const slowdown = 4;
const root = join(import.meta.dirname, "..");

/** What one library costs. Milliseconds; tasks are the longest of each run. */
interface Figures {
  readonly start: number;
  readonly startTask: Task;
  readonly scrollTask: Task;
  readonly rows: number;
}

/** Notes when the list is on the screen. */
const eyes = `(() => {
  const watcher = new MutationObserver(() => {
    if (document.querySelector(".list .row") === null) return;
    watcher.disconnect();
    requestAnimationFrame(() => setTimeout(() => (window.listAt = performance.now())));
  });
  watcher.observe(document, { childList: true, subtree: true });
})()`;

async function fill(origin: string, profile: string, count: number): Promise<void> {
  const browser = await openChromium({ userDataDir: profile });
  const page = chromiumPage(await browser.page());
  await page.goto(`${origin}/?lang=uk`);
  await shows(page, "Можна читати без мережі", 180_000);
  await addEntries(page, count);
  await browser.close();
}

interface Opened {
  readonly browser: Chromium;
  readonly page: Page;
  readonly stop: () => Promise<readonly Task[]>;
}

async function open(origin: string, profile: string): Promise<Opened> {
  const browser = await openChromium({ userDataDir: profile });
  cleanups.push(() => browser.kill());
  const page = await browser.page();
  await page.addInitScript(eyes);
  await browser.slowProcessor(page, slowdown);
  const stop = await followTasks(browser);
  await page.goto(`${origin}/uk/`, { waitUntil: "commit" });
  await until("the list is on the screen", () => page.evaluate<boolean>("window.listAt > 0"));
  return { browser, page, stop };
}

async function start(origin: string, profile: string): Promise<readonly [number, Task]> {
  const { browser, page, stop } = await open(origin, profile);
  const figures = [await page.evaluate<number>("window.listAt"), longest(await stop())] as const;
  await browser.close();
  return figures;
}

/** Sixty screens down, then to the end. */
async function scroll(
  origin: string,
  profile: string,
): Promise<Pick<Figures, "scrollTask" | "rows">> {
  const { browser, page, stop: stopStart } = await open(origin, profile);
  await until("the rest of the list is there", () =>
    page.evaluate<boolean>(`document.querySelector("[data-stretch]") !== null`),
  );
  await stopStart();
  const stop = await followTasks(browser);
  const rows = await page.evaluate<number>(`(async () => {
    let most = 0;
    for (let screen = 0; screen < 60; screen += 1) {
      scrollBy(0, 700);
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 30)));
      most = Math.max(most, document.querySelectorAll(".row").length);
    }
    scrollTo(0, document.documentElement.scrollHeight);
    await new Promise((resolve) => setTimeout(resolve, 500));
    return most;
  })()`);
  const scrollTask = longest(await stop());
  await browser.close();
  return { scrollTask, rows };
}

/** The middle of three times. */
async function scrollOften(
  origin: string,
  profile: string,
): Promise<Pick<Figures, "scrollTask" | "rows">> {
  const figures = [];
  for (let run = 0; run < 3; run += 1) figures.push(await scroll(origin, profile));
  return {
    scrollTask: medianTask(figures.map(({ scrollTask }) => scrollTask)),
    rows: Math.max(...figures.map(({ rows }) => rows)),
  };
}

/** The one that took most of the processor; by the clock the one that took longest. */
const longest = (tasks: readonly Task[]): Task => ({
  clock: Math.round(Math.max(0, ...tasks.map(({ clock }) => clock))),
  processor: Math.round(Math.max(0, ...tasks.map(({ processor }) => processor))),
});

const medianTask = (tasks: readonly Task[]): Task => ({
  clock: median(tasks.map(({ clock }) => clock)),
  processor: median(tasks.map(({ processor }) => processor)),
});

const median = (numbers: readonly number[]): number =>
  Math.round(
    numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? Number.NaN,
  );

const folder = await mkdtemp(join(tmpdir(), "soniakh-size-"));
const cleanups: (() => Promise<unknown>)[] = [
  () => rm(folder, { recursive: true, force: true, maxRetries: 10 }),
];
try {
  const template = join(folder, "template");
  const { status, stderr } = spawnSync(process.execPath, [join(root, "tools/prepare.mjs")], {
    env: { ...process.env, DATA_DIR: template },
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  const newsroom = await openNewsroom({ template });
  cleanups.push(() => newsroom.close());
  const network = await openNetwork(newsroom.port);
  cleanups.push(() => network.close());
  const profiles = new Map([few, many].map((count) => [count, join(folder, `profile-${count}`)]));
  for (const [count, profile] of profiles) await fill(network.origin, profile, count);
  network.cut();
  // In turns, so that a machine that is busy for a while is busy for both.
  const starts = new Map<number, (readonly [number, Task])[]>(
    [few, many].map((count) => [count, []]),
  );
  for (let run = 0; run < runs; run += 1)
    for (const [count, profile] of profiles)
      starts.get(count)?.push(await start(network.origin, profile));
  const figures = new Map<number, Figures>();
  for (const [count, profile] of profiles) {
    const taken = starts.get(count) ?? [];
    figures.set(count, {
      start: median(taken.map(([at]) => at)),
      startTask: medianTask(taken.map(([, task]) => task)),
      ...(await scrollOften(network.origin, profile)),
    });
  }
  print(figures.get(many)!, figures.get(few)!);
} finally {
  for (const cleanup of cleanups.toReversed()) await cleanup();
}

function print(large: Figures, small: Figures): void {
  console.log(`processor slowed ${slowdown}×, no network, median of ${runs} starts`);
  const line = (what: string, ...cells: readonly (string | number)[]): void =>
    console.log(`${what.padEnd(44)}${cells.map((cell) => String(cell).padStart(10)).join("")}`);
  line("articles in the library", many, few);
  line("R9 start: list on screen, ms", large.start, small.start);
  line("   ratio (target 1.3)", (large.start / small.start).toFixed(2));
  const taskLines = (what: string, one: Task, other: Task): void => {
    line(`${what}, ms of the processor`, one.processor, other.processor);
    line("   by the clock", one.clock, other.clock);
  };
  taskLines("longest task of a start", large.startTask, small.startTask);
  taskLines("longest of scrolling (target 50)", large.scrollTask, small.scrollTask);
  line("most rows drawn at once", large.rows, small.rows);
}
