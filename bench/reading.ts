// npm run bench -- reading [--corpus DIR]: what reading costs on a slow line and a slow processor. Prints; judges nothing.
import { spawnSync } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { isReadyToWrite } from "../tests/support/author.ts";
import { chromiumPage } from "../tests/support/browsers/any-page.ts";
import { type Chromium, openChromium } from "../tests/support/browsers/chromium.ts";
import { type Network, openNetwork } from "../tests/support/browsers/network.ts";
import { until } from "../tests/support/browsers/waiting.ts";
import { openNewsroom, type RunningNewsroom } from "../tests/support/newsroom.ts";
import { generateTexts } from "./generated-texts.ts";

const { values } = parseArgs({
  options: { corpus: { type: "string" }, articles: { type: "string", default: "97" } },
});
const slowLine = { bytesPerSecond: 50_000, delay: 400 };
const slowdown = 4;
const runs = 5;

async function measure(): Promise<void> {
  const content = join(folder, "content");
  const count = await layOut(content);
  const newsroom = await openNewsroom({ template: makeTemplate(), contentDir: content });
  cleanups.push(() => newsroom.close());
  const network = await openNetwork(newsroom.port);
  cleanups.push(() => network.close());
  const rows: [string, string][] = [["articles", String(count)]];

  const profile = join(folder, "profile");
  rows.push(...(await firstVisit(network, profile, count)));
  rows.push([
    "offline start to the last place read (median of 5)",
    `${await offlineStart(network, profile)} ms`,
  ]);
  rows.push([
    "bytes after one article changed",
    kilobytes(await oneChange(network, newsroom, content, profile)),
  ]);
  const [needed, sent, cuts] = await cutAndWhole(network, count);
  rows.push([
    "link cut every 20 KB or 5 s: bytes sent ÷ needed",
    `${(sent / needed).toFixed(2)} (${kilobytes(sent)} ÷ ${kilobytes(needed)}, ${cuts} cuts)`,
  ]);
  rows.push(["first article painted, cold visit (median of 5)", `${await coldPaint(network)} ms`]);

  console.log(`400 kbit/s, 400 ms a request, processor slowed ${slowdown}×`);
  for (const [what, figure] of rows) console.log(`${what.padEnd(52)} ${figure}`);
}

async function openPhone(userDataDir?: string): Promise<Chromium> {
  const browser = await openChromium(userDataDir === undefined ? {} : { userDataDir });
  cleanups.push(() => browser.kill());
  return browser;
}

async function layOut(content: string): Promise<number> {
  if (values.corpus !== undefined) {
    await cp(values.corpus, content, { recursive: true });
    return (await readdir(content)).length;
  }
  await mkdir(content);
  const texts = generateTexts(Number(values.articles));
  await Promise.all(
    texts.map((text, index) => writeFile(join(content, `text-${index}.txt`), text)),
  );
  return texts.length;
}

function makeTemplate(): string {
  const template = join(folder, "template");
  const root = join(import.meta.dirname, "..");
  const { status, stderr } = spawnSync(process.execPath, [join(root, "tools/prepare.mjs")], {
    env: { ...process.env, DATA_DIR: template },
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  return template;
}

async function firstVisit(
  network: Network,
  profile: string,
  count: number,
): Promise<[string, string][]> {
  const browser = await openPhone(profile);
  const page = await browser.page();
  await browser.slowProcessor(page, slowdown);
  network.setSpeed(slowLine);
  const before = { bytes: network.bytesDown, requests: network.requests.length };
  const begun = performance.now();
  await page.goto(`${network.origin}/?lang=uk`);
  await until(
    "every text is on the phone",
    () =>
      chromiumPage(page).read<boolean>(
        `document.body.innerText.includes("Можна читати без мережі")`,
      ),
    { within: 600_000 },
  );
  const seconds = (performance.now() - begun) / 1_000;
  const held = await textsOn(page);
  const result: [string, string][] = [
    ["bytes until all can be read offline", kilobytes(network.bytesDown - before.bytes)],
    ["requests", String(network.requests.length - before.requests)],
    ["seconds until all can be read offline", seconds.toFixed(1)],
    ["articles held by the phone", `${held} of ${count}`],
  ];
  await isReadyToWrite(page);
  result.push([
    "bytes until writing works offline too",
    kilobytes(network.bytesDown - before.bytes),
  ]);
  await openAnArticle(browser);
  await browser.close();
  return result;
}

// The last place read, so that an offline start has one.
async function openAnArticle(browser: Chromium): Promise<void> {
  const page = await browser.page();
  await page.locator("main a[href^='/a/']").first().click();
  await page.locator("article h1").waitFor();
  await page.mouse.wheel(0, 900);
  await until("the page has moved", () => page.evaluate<boolean>("scrollY > 300"));
}

async function offlineStart(network: Network, profile: string): Promise<number> {
  network.setSpeed(undefined);
  network.cut();
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const browser = await openPhone(profile);
    const page = await browser.page();
    await browser.slowProcessor(page, slowdown);
    await page.goto(`${network.origin}/`, { waitUntil: "commit" });
    await page.locator("article p").first().waitFor();
    times.push(await page.evaluate<number>("performance.now()"));
    await browser.close();
  }
  network.restore();
  return median(times);
}

async function oneChange(
  network: Network,
  newsroom: RunningNewsroom,
  content: string,
  profile: string,
): Promise<number> {
  const [name = ""] = (await readdir(content)).filter((file) => /\.(txt|md)$/.test(file));
  const path = join(content, name);
  await writeFile(path, `${await readFile(path, "utf8")}\n\nДодано речення.\n`);
  const number = await editionNumber(newsroom);
  await until(
    "the newsroom has a new edition",
    async () => (await editionNumber(newsroom)) > number,
  );
  const browser = await openPhone(profile);
  const page = await browser.page();
  const before = network.bytesDown;
  await page.goto(`${network.origin}/`);
  await until("the phone has it", async () =>
    network.requests.some((line) => /packs\/[1-9]/.test(line)),
  );
  await until("the line is silent", async () => {
    const seen = network.bytesDown;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    return network.bytesDown === seen;
  });
  await browser.close();
  return network.bytesDown - before;
}

/**
 * R8. From the moment when the app asks for the library until every text is here, over a whole line and over one that is
 * cut after every 20 KB or 5 s: bytes needed, bytes sent, and how often it was cut. The app's own script is there before:
 * browsers begin a compressed script again from its first byte, and one of 30 KB never crosses such a line.
 */
async function cutAndWhole(
  network: Network,
  count: number,
): Promise<readonly [number, number, number]> {
  const [needed] = await bytesOfTexts(network, count, false);
  const [sent, cuts] = await bytesOfTexts(network, count, true);
  return [needed, sent, cuts];
}

const window = { bytes: 20_000, milliseconds: 5_000 };

async function bytesOfTexts(
  network: Network,
  count: number,
  cutting: boolean,
): Promise<readonly [bytes: number, cuts: number]> {
  const browser = await openPhone();
  const page = await browser.page();
  network.setSpeed(slowLine);
  const asked = network.requests.length;
  await page.goto(`${network.origin}/?lang=uk`);
  await until("the library is asked for", () =>
    network.requests.slice(asked).some((line) => line.includes("/library/")),
  );
  const before = network.bytesDown;
  let cuts = 0;
  let ended = false;
  const cutAgainAndAgain = async (): Promise<void> => {
    while (cutting && !ended) {
      const late = setTimeout(() => network.cut(), window.milliseconds);
      await Promise.race([
        network.cutAfter(window.bytes, "down"),
        new Promise((resolve) => setTimeout(resolve, window.milliseconds)),
      ]);
      clearTimeout(late);
      network.cut();
      cuts += 1;
      await new Promise((resolve) => setTimeout(resolve, 500));
      network.restore();
      // What a browser says when the network is back.
      await page.evaluate("void dispatchEvent(new Event('online'))");
    }
  };
  const cutter = cutAgainAndAgain();
  await until("every text is on the phone", async () => (await textsOn(page)) === count, {
    within: 300_000,
  });
  ended = true;
  const bytes = network.bytesDown - before;
  await cutter;
  network.restore();
  network.setSpeed(undefined);
  await browser.close();
  return [bytes, cuts];
}

const textsOn = (page: Awaited<ReturnType<Chromium["page"]>>): Promise<number> =>
  page.evaluate<number>(`(async () => {
    const database = await new Promise((resolve, reject) => {
      const request = indexedDB.open("soniakh");
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    return new Promise((resolve) => {
      const request = database.transaction("articles").objectStore("articles").count();
      request.onsuccess = () => { database.close(); resolve(request.result); };
    });
  })()`);

async function editionNumber(newsroom: RunningNewsroom): Promise<number> {
  const head = await (await fetch(`http://127.0.0.1:${newsroom.port}/library/head`)).text();
  return Number(/"number":(\d+)/.exec(head)?.[1]);
}

async function coldPaint(network: Network): Promise<number> {
  const times: number[] = [];
  network.setSpeed(undefined);
  const slug =
    /href="(\/a\/[^"]+)"/.exec(await (await fetch(`${network.origin}/uk/`)).text())?.[1] ?? "/uk/";
  for (let run = 0; run < runs; run += 1) {
    network.setSpeed(slowLine);
    const browser = await openPhone();
    const page = await browser.page();
    await browser.slowProcessor(page, slowdown);
    await page.goto(`${network.origin}${slug}`, { waitUntil: "commit" });
    await until("something is painted", () =>
      page.evaluate<boolean>("performance.getEntriesByName('first-contentful-paint').length > 0"),
    );
    times.push(
      await page.evaluate<number>(
        "performance.getEntriesByName('first-contentful-paint')[0].startTime",
      ),
    );
    await browser.close();
  }
  network.setSpeed(undefined);
  return median(times);
}

const median = (numbers: readonly number[]): number =>
  Math.round(
    numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? Number.NaN,
  );
const kilobytes = (bytes: number): string => `${(bytes / 1_000).toFixed(1)} KB`;

const folder = await mkdtemp(join(tmpdir(), "soniakh-bench-"));
const cleanups: (() => Promise<unknown>)[] = [
  () => rm(folder, { recursive: true, force: true, maxRetries: 10 }),
];
try {
  await measure();
} finally {
  for (const cleanup of cleanups.toReversed()) await cleanup();
}
