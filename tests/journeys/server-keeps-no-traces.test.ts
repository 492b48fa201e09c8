// SAFETY.md, control 9: after a busy run, nothing that the server printed or wrote tells who came, or when to the minute.
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { aPhoto, findTexts, isSaved, newStory, sealAndSend } from "../support/author.ts";
import { openNetwork } from "../support/browsers/network.ts";
import { openScene, type Scene } from "../support/journey.ts";
import { aPhone, storiesAt } from "../support/phone.ts";

const day = 86_400_000;
// An address that nothing else here has (Linux); what a proxy in front would say; a browser that nobody has.
const address = process.platform === "linux" ? "127.0.0.77" : "127.0.0.1";
const forwarded = "203.0.113.77";
const agent = "SentinelBrowser/9.9";

/** Every value in the server's database, as `table.column` and text or number. Its own tables only. */
function valuesIn({ newsroom }: Scene): readonly (readonly [place: string, value: unknown])[] {
  const database = new DatabaseSync(join(newsroom.dataDir, "soniakh.sqlite"), { readOnly: true });
  try {
    const tables = database
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")
      .all()
      .map(({ name }) => String(name));
    return tables.flatMap((table) =>
      database
        .prepare(`SELECT * FROM "${table}"`)
        .all()
        .flatMap((row) =>
          Object.entries(row).map(([column, value]) => [`${table}.${column}`, value] as const),
        ),
    );
  } finally {
    database.close();
  }
}

/** The moments, in milliseconds since 1970, that a value may stand for; none that are no finer than a day. */
function momentsIn(value: unknown): readonly number[] {
  const text = value instanceof Uint8Array ? new TextDecoder().decode(value) : String(value);
  const written = [...text.matchAll(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?/g)].map(([one]) =>
    Date.parse(`${one.replace(" ", "T")}Z`),
  );
  const numbers =
    typeof value === "number"
      ? [value, value * 1_000, value * 60_000, Date.UTC(2026, 0, 1) + value * 60_000]
      : [];
  return [...written, ...numbers].filter((moment) => moment % day !== 0);
}

/** Reads, and asks for what there is not, and sends what is not right, as a crowd does; by way of a proxy that tells of them. */
async function crowd(origin: string): Promise<void> {
  const headers = {
    "user-agent": agent,
    "x-forwarded-for": forwarded,
    "x-real-ip": forwarded,
    forwarded: `for=${forwarded}`,
  };
  const paths = [
    "/uk/",
    "/en/",
    "/library/head",
    "/a/nema-takoi",
    "/intake/limits",
    "/desk/",
    "/../etc/passwd",
    "/uk/feed.xml",
  ];
  for (const path of paths) await (await fetch(origin + path, { headers })).arrayBuffer();
  for (const [method, path] of [
    ["PUT", `/intake/stories/${"A".repeat(22)}`],
    ["PUT", "/intake/stories/no-id"],
    ["POST", "/intake/stories"],
    ["POST", "/intake/receipts"],
    ["PUT", `/intake/blobs/${"A".repeat(43)}?leaf=0&leaves=1&bytes=1`],
    ["POST", "/desk/session"],
  ] as const)
    await (await fetch(origin + path, { method, headers, body: "{]" })).arrayBuffer();
}

test("what the server printed and wrote holds no address, no browser, and no time of a story finer than a day", async () => {
  const scene = await openScene();
  try {
    const before = new Set(valuesIn(scene).map(([place, value]) => `${place} ${String(value)}`));
    const network = await openNetwork(scene.newsroom.port, { from: address });
    scene.onEnd(() => network.close());
    const phone = await aPhone({ ...scene, network }, { args: [`--user-agent=${agent}`] });
    const from = Date.now();
    const { page, browser } = await phone.firstVisit();
    expect(await page.evaluate("navigator.userAgent")).toBe(agent);
    await crowd(network.origin);
    await newStory(page);
    await page.getByLabel("Title", { exact: true }).fill("Хто приходив, не записано");
    await page
      .locator("input[type=file]")
      .setInputFiles({ name: "a.jpg", mimeType: "image/jpeg", buffer: await aPhoto() });
    await page.getByLabel("Caption").waitFor();
    await isSaved(page);
    await sealAndSend(page, { photos: true });
    await page.locator("[data-status=sent]").waitFor();
    expect(storiesAt(scene.newsroom)).toHaveLength(1);
    const to = Date.now();
    await browser.close();

    const signs = [
      forwarded,
      agent,
      "HeadlessChrome",
      ...(address === "127.0.0.1" ? [] : [address]),
    ];
    expect(await findTexts(scene.newsroom.dataDir, signs)).toEqual([]);
    const printed = scene.newsroom.printed();
    for (const sign of signs) expect(printed).not.toContain(sign);
    expect(printed).not.toMatch(/\b([01]\d|2[0-3]):[0-5]\d\b/);

    const isWithin = (moment: number): boolean => moment >= from - 60_000 && moment <= to + 60_000;
    const told = valuesIn(scene)
      .filter(([place, value]) => !before.has(`${place} ${String(value)}`))
      .filter(([, value]) => momentsIn(value).some(isWithin))
      .map(([place, value]) => `${place}: ${String(value)}`);
    expect(told).toEqual([]);

    const blobs = await readdir(join(scene.newsroom.dataDir, "blobs"), {
      recursive: true,
      withFileTypes: true,
    });
    const files = blobs.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
    expect(files.length).toBeGreaterThanOrEqual(1);
    for (const file of files) expect((await stat(file)).mtimeMs % day, file).toBe(0);
    scene.watch.assertQuiet();
  } finally {
    await scene.close();
  }
});

test("the search for times sees them however they are written", () => {
  const moment = Date.UTC(2026, 2, 19, 10, 11);
  for (const value of [
    moment,
    moment / 1_000,
    (moment - Date.UTC(2026, 0, 1)) / 60_000,
    '{"at":"2026-03-19T10:11Z"}',
    new TextEncoder().encode("2026-03-19 10:11:00.000"),
  ])
    expect(momentsIn(value)).toContain(moment);
  expect(momentsIn("2026-03-19")).toEqual([]);
});
