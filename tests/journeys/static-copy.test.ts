// The reading side on a web server that knows files and nothing else: a first visit, no network, the next edition.
import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { type AnyPage, chromiumPage } from "../support/browsers/any-page.ts";
import { openChromium } from "../support/browsers/chromium.ts";
import { whenPresent } from "../support/browsers/finding-browsers.ts";
import { type Network, openNetwork } from "../support/browsers/network.ts";
import { until } from "../support/browsers/waiting.ts";
import { openWatch, type Watch } from "../support/browsers/watching.ts";
import { picturesAreThere, press, shows } from "../support/journey.ts";
import { openStaticHost, type StaticHost } from "../support/static-host.ts";

const root = join(import.meta.dirname, "../..");
const readyOffline = "Можна читати без мережі";
const kherson = "Одинадцяте листопада";
const run = promisify(execFile);

let folder: string;
let watch: Watch;
let onEnd: (() => Promise<unknown>)[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "soniakh-static-"));
  onEnd = [() => rm(folder, { recursive: true, force: true })];
  await cp(inject("newsroomTemplate"), join(folder, "data"), { recursive: true });
  await cp(join(root, "content"), join(folder, "content"), { recursive: true });
  watch = await openWatch();
  onEnd.push(() => watch.close());
});
afterEach(async () => {
  for (const cleanup of onEnd.toReversed()) await cleanup();
});

const out = (): string => join(folder, "out");

/** `npm run export`, without the build that the template has already. */
const exportCopy = (): Promise<unknown> =>
  run(process.execPath, [join(root, "src/server/commands/export.ts"), out()], {
    env: {
      ...process.env,
      DATA_DIR: join(folder, "data"),
      CONTENT_DIR: join(folder, "content"),
      ORIGIN: "https://copy.example",
    },
  });

async function openHost(options: { headers?: boolean; notFoundPage?: boolean } = {}) {
  const host = await openStaticHost({ folder: out(), ...options });
  onEnd.push(() => host.close());
  const network = await openNetwork(host.port, { reportTo: watch.reportTo });
  onEnd.push(() => network.close());
  return { host, network };
}

async function openPhone(): Promise<AnyPage> {
  const browser = await openChromium({ args: [...watch.chromiumArgs] });
  onEnd.push(() => browser.kill());
  watch.watchChromium(browser);
  return chromiumPage(await browser.page());
}

const packs = ({ asked }: StaticHost): readonly string[] =>
  asked.filter((path) => path.startsWith("/library/packs/"));

async function readOffline(page: AnyPage, network: Network): Promise<void> {
  const before = network.bytesDown;
  await page.goto(`${network.origin}/uk/`);
  await shows(page, kherson);
  await page.goto(`${network.origin}/a/bez-merezhi`);
  await shows(page, "Без мережі, але з газетою");
  await until("its pictures are there", () => picturesAreThere(page));
  expect(network.bytesDown).toBe(before);
}

whenPresent("chromium", () => {
  test("on a dumb host: the first visit reads at once, everything is there offline, and the next edition comes as one small pack", async () => {
    await exportCopy();
    const { host, network } = await openHost();
    const page = await openPhone();

    // A bare address: the app sends whoever has nothing yet to the front page that lies there.
    await page.goto(`${network.origin}/`);
    await shows(page, kherson);
    expect(await page.read<string>("location.pathname")).toMatch(/^\/uk\/$/);
    await shows(page, readyOffline);
    const [first] = packs(host);
    expect(first).toMatch(/^\/library\/packs\/0-\d+\/0\.ndjson$/);
    network.cut();
    await readOffline(page, network);

    const path = join(folder, "content/uk/bez-merezhi.md");
    const renamed = (await readFile(path, "utf8")).replace("---\n", "---\nslug: bez-svitla\n");
    await writeFile(path, `${renamed}\n\nДодано згодом, увечері.\n`);
    await exportCopy();
    network.restore();
    host.asked.splice(0);
    // Renamed meanwhile: the old address leads there on the phone, and on the host for those who have nothing yet.
    await page.goto(`${network.origin}/a/bez-merezhi`);
    await shows(page, "Додано згодом, увечері.");
    const moved = await (await fetch(`${network.origin}/a/bez-merezhi/`)).text();
    expect(moved).toContain('content="0; url=/a/bez-svitla"');
    expect(packs(host)).toHaveLength(1);
    expect(packs(host)[0]).toMatch(/^\/library\/packs\/[1-9]\d*-\d+\/0\.ndjson$/);

    // What is written here stays here, and the page says so before the first line.
    await press(page, "Писати");
    await shows(page, "Це копія лише для читання: звідси розповідей не надіслати.");
    watch.assertQuiet();
  });

  test("on a host that reads _headers and has a page for what is missing: every policy holds, and an unknown address is said so", async () => {
    await exportCopy();
    const { network } = await openHost({ headers: true, notFoundPage: true });
    const page = await openPhone();

    const answer = await fetch(`${network.origin}/a/bez-merezhi/`);
    expect(answer.headers.get("content-security-policy")).toContain("require-trusted-types-for");
    await page.goto(`${network.origin}/a/bez-merezhi`);
    await shows(page, "Без мережі, але з газетою");
    await until("the app is there", () =>
      page.read<boolean>("document.querySelector('.actions button:not([disabled])') !== null"),
    );
    await page.goto(`${network.origin}/uk/`);
    await shows(page, readyOffline);
    await page.goto(`${network.origin}/a/takoi-nemaie`);
    await shows(page, "Такої сторінки немає");
    network.cut();
    await readOffline(page, network);
    watch.assertQuiet([/404 \(Not Found\)/]);
  });
});
