// A phone whose newsroom is a folder of files on some web server: whole packs from a few editions, and single files.
import { expect, test } from "vitest";
import type { Article, Slug } from "../../src/protocol/article.ts";
import type { KeyList } from "../../src/protocol/keys.ts";
import { aLibrary, anArticle, type Place } from "../server/library/a-library.ts";
import { aSigner } from "../support/library-fixture.ts";
import { aReadingDevice } from "../support/reading-device.ts";

const root = aSigner();

/** What a static host answers: the files of an export, the same for every query and every header. */
function aStaticHost(place: Place) {
  const keys: KeyList = {
    format: 1,
    epoch: 1,
    edition: [place.signer.public],
    receipt: [],
    desk: [
      { recipient: `age1${"q".repeat(58)}`, holder: "desk" },
      { recipient: `age1${"p".repeat(58)}`, holder: "recovery" },
    ],
    notAfter: "2099-01-01",
  };
  const file = root.sign("keys", new TextEncoder().encode(`${JSON.stringify(keys)}\n`));
  const asked: string[] = [];
  const host = {
    rootKey: root.public.key,
    asked,
    /** Cuts every pack after so many bytes. */
    cutPacks: undefined as number | undefined,
    fetch: async (input: RequestInfo | URL): Promise<Response> => {
      const path = input as string;
      asked.push(path);
      if (path === "/library/keys") return new Response(file);
      const pack = /^\/library\/packs\/(\d+)-\d+\/(\d+)\.ndjson$/.exec(path);
      if (pack === null) return place.ask(path);
      const packed = await place.library.listPackedEditions();
      if (pack[2] !== "0" || !packed.includes(Number(pack[1])))
        return new Response("<!doctype html><title>404</title>", { status: 404 });
      const answer = await place.ask(path);
      return host.cutPacks === undefined
        ? answer
        : new Response(cut(new Uint8Array(await answer.arrayBuffer()), host.cutPacks));
    },
  };
  return host;
}

const cut = (bytes: Uint8Array<ArrayBuffer>, length: number) => {
  let sent = false;
  return new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      if (sent) return controller.error(new TypeError("network error"));
      sent = true;
      controller.enqueue(bytes.slice(0, length));
    },
  });
};

const row = (n: number, change: Partial<Article> = {}): Article =>
  anArticle({
    slug: `stattia-${n}` as Slug,
    title: `Стаття ${n}`,
    date: `2026-${String(1 + (n % 9)).padStart(2, "0")}-1${n % 9}`,
    ...change,
  });

/** Publishes one more article an edition; answers with the editions' numbers. */
async function publishOneByOne(place: Place, from: number, count: number): Promise<number[]> {
  const numbers: number[] = [];
  for (let n = from; n < from + count; n += 1) {
    place.clock.now += 60_000;
    numbers.push((await place.library.publish([row(n)])).edition);
  }
  return numbers;
}

const packs = (asked: readonly string[]) =>
  asked.filter((path) => path.startsWith("/library/packs/")).map((path) => path.slice(15));

test("packs are from 0 and from the 1st, 2nd, 4th, 8th … edition before", async () => {
  const place = await aLibrary();
  const numbers = await publishOneByOne(place, 0, 20);
  const before = (steps: number) => numbers.at(-1 - steps)!;

  const packed = await place.library.listPackedEditions();

  expect(packed).toEqual([0, before(16), before(8), before(4), before(2), before(1)]);
});

test("a phone takes the pack from the nearest edition below its own", async () => {
  const place = await aLibrary();
  const numbers = await publishOneByOne(place, 0, 12);
  const host = aStaticHost(place);
  const { catchingUp, library } = aReadingDevice(host);
  expect(await catchingUp.catchUp()).toMatchObject({ kind: "current" });
  const held = numbers.at(-1)!;

  const later = await publishOneByOne(place, 12, 5);
  const newest = later.at(-1)!;
  host.asked.splice(0);
  expect(await catchingUp.catchUp()).toMatchObject({ kind: "current", missingTexts: 0 });

  const eighth = [...numbers, ...later].at(-9)!;
  expect(eighth).toBeLessThan(held);
  expect(packs(host.asked)).toEqual([
    `${held}-${newest}/0.ndjson`,
    `${newest}.json`,
    `${eighth}-${newest}/0.ndjson`,
  ]);
  expect((await library.list()).filter(({ stored }) => stored === "complete")).toHaveLength(17);
});

test("of a pack that broke off, single files bring the rest, and nothing twice", async () => {
  const place = await aLibrary();
  await place.library.publish(Array.from({ length: 30 }, (_, n) => row(n)));
  const host = aStaticHost(place);
  const { catchingUp, library } = aReadingDevice(host);
  const whole = await place.ask(`/library/packs/0-${place.head().number}/0.ndjson`);
  host.cutPacks = Math.floor((await whole.arrayBuffer()).byteLength * 0.8);
  expect(await catchingUp.catchUp()).toMatchObject({ kind: "unreachable" });
  const before = (await library.list()).filter(({ stored }) => stored !== "headline").length;
  expect(before).toBeGreaterThan(5);

  host.asked.splice(0);
  expect(await catchingUp.catchUp()).toMatchObject({ kind: "current", missingTexts: 0 });

  const texts = host.asked.filter((path) => path.startsWith("/library/articles/"));
  expect(texts).toHaveLength(30 - before);
  expect(new Set(texts).size).toBe(texts.length);
  expect((await library.list()).every(({ stored }) => stored === "complete")).toBe(true);
});

test("a phone that is older than every pack takes everything", async () => {
  const place = await aLibrary();
  await place.library.publish([row(0)]);
  const host = aStaticHost(place);
  const { catchingUp, library } = aReadingDevice(host);
  await catchingUp.catchUp();
  const newest = (await publishOneByOne(place, 1, 5)).at(-1)!;

  host.asked.splice(0);
  expect(await catchingUp.catchUp()).toMatchObject({ kind: "current" });

  expect(packs(host.asked).at(-1)).toBe(`0-${newest}/0.ndjson`);
  expect(await library.list()).toHaveLength(6);
});

test("an old link leads to a renamed article, on the phone too", async () => {
  const place = await aLibrary();
  const article = row(1);
  await place.library.publish([article]);
  const device = aReadingDevice(aStaticHost(place));
  await device.catchingUp.catchUp();
  for (const slug of ["druha-nazva", "tretia-nazva"] as Slug[]) {
    place.clock.now += 60_000;
    await place.library.publish([{ ...article, slug }]);
  }
  expect(await device.catchingUp.catchUp()).toMatchObject({ kind: "current" });

  for (const slug of ["stattia-1", "druha-nazva", "tretia-nazva"] as Slug[]) {
    const found = await device.library.find(slug);
    expect([found?.entry.slug, found?.article?.article.title]).toEqual([
      "tretia-nazva",
      "Стаття 1",
    ]);
  }
  expect(await device.library.find("nichoho" as Slug)).toBeUndefined();

  await place.library.withdraw(article.id);
  await device.catchingUp.catchUp();
  for (const slug of ["stattia-1", "tretia-nazva"] as Slug[])
    expect(await device.library.isWithdrawn(slug)).toBe(true);
});
