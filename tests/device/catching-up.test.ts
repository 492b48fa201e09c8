import { expect, test, vi } from "vitest";
import type { ArticleId, Slug } from "../../src/protocol/article.ts";
import type { Progress } from "../../src/device/progress.ts";
import { findMedia } from "../../src/device/finding-media.ts";
import { tidy } from "../../src/device/tidying.ts";
import {
  articleNumber,
  articles,
  aLibraryServer,
  aSigner,
  type LibraryFixture,
} from "../support/library-fixture.ts";
import type { Store } from "../../src/device/database.ts";
import { aStore } from "../support/device.ts";
import { aLockManager, aReadingDevice } from "../support/reading-device.ts";

const titles = (entries: readonly { title: string }[]) => entries.map(({ title }) => title);
const packs = (server: LibraryFixture) =>
  server.requests.filter(({ path }) => path.includes("/packs/"));
const complete = { kind: "current", missingTexts: 0, pictures: "complete" };

test("an empty phone takes the first edition in three requests and can read every article", async () => {
  const server = aLibraryServer();
  const number = server.publish(articles(12));
  const { catchingUp, library } = aReadingDevice(server);

  const outcome = await catchingUp.catchUp();

  expect(outcome).toMatchObject({ ...complete, number, changed: true });
  expect(server.requests.map(({ path }) => path)).toEqual([
    "/library/keys",
    "/library/head",
    `/library/packs/0-${number}/0.ndjson`,
  ]);
  const list = await library.list();
  expect(titles(list)).toEqual(Array.from({ length: 12 }, (_, at) => `Стаття ${12 - at}`));
  expect(list.every(({ stored }) => stored === "complete")).toBe(true);
  const found = await library.find("stattia-7" as Slug);
  expect(found?.article?.article.title).toBe("Стаття 7");
});

test("an unchanged edition costs the head and nothing else", async () => {
  const server = aLibraryServer();
  server.publish(articles(3));
  const { catchingUp } = aReadingDevice(server);
  await catchingUp.catchUp();
  server.forget();

  const outcome = await catchingUp.catchUp();

  expect(outcome).toMatchObject({ ...complete, changed: false });
  expect(server.requests.map(({ path }) => path)).toEqual(["/library/head"]);
});

test("one changed article travels alone, and the unlisted one leaves unless it is kept", async () => {
  const server = aLibraryServer();
  server.publish(articles(10));
  const { catchingUp, library } = aReadingDevice(server);
  await catchingUp.catchUp();
  const rows = articles(10);
  await library.keep(rows[0]!.id);
  server.forget();

  server.publish([...rows.slice(2, 9), articleNumber(10, { title: "Виправлена" })]);
  const outcome = await catchingUp.catchUp();

  expect(outcome).toMatchObject(complete);
  expect(packs(server)[0]!.sent).toBeLessThan(3_500);
  const list = await library.list();
  expect(titles(list)).toContain("Виправлена");
  expect(titles(list)).not.toContain("Стаття 2");
  expect(list.find(({ title }) => title === "Стаття 1")).toMatchObject({
    kept: true,
    listed: false,
    stored: "complete",
  });
});

test("a line cut at any byte goes on there: no more than one line is asked for twice", async () => {
  const server = aLibraryServer();
  const number = server.publish(articles(5));
  const whole = server.file(`/library/packs/0-${number}/0.ndjson`)!;
  const head = server.file("/library/head")!.length;
  const longest = Math.max(
    ...new TextDecoder()
      .decode(whole)
      .split("\n")
      .map((line) => Buffer.byteLength(line) + 1),
  );

  for (let cut = 1; cut < whole.length; cut += 97) {
    const { catchingUp, library } = aReadingDevice(server);
    server.forget();
    const cutPacks = cutOnce(server, cut);
    expect(await catchingUp.catchUp(), `cut at ${cut}`).toMatchObject({ kind: "unreachable" });
    cutPacks.mend();
    expect(await catchingUp.catchUp(), `after a cut at ${cut}`).toMatchObject(complete);

    const sent = packs(server).reduce((sum, request) => sum + request.sent, 0);
    expect(sent, `cut at ${cut}`).toBeLessThanOrEqual(whole.length + head + longest);
    expect(await library.list()).toHaveLength(5);
  }
});

/** Cuts packs after `cut` bytes until mended; other files pass. */
function cutOnce(server: LibraryFixture, cut: number): { mend(): void } {
  server.wire.cutAfter = cut;
  server.wire.instead = (path) => {
    server.wire.cutAfter = path.includes("/packs/") ? cut : undefined;
    return undefined;
  };
  return {
    mend() {
      server.wire.instead = undefined;
      server.wire.cutAfter = undefined;
    },
  };
}

test("headlines of a first edition are shown before its texts are here", async () => {
  const server = aLibraryServer();
  const number = server.publish(articles(6));
  const pack = new TextDecoder().decode(server.file(`/library/packs/0-${number}/0.ndjson`));
  const lines = pack.split("\n").slice(0, 2 + 6 + 2);
  const { catchingUp, library } = aReadingDevice(server);

  cutOnce(server, Buffer.byteLength(`${lines.join("\n")}\n`) + 10);
  await catchingUp.catchUp();

  const stored = (await library.list()).map((entry) => entry.stored);
  expect(stored).toEqual(["complete", "complete", "headline", "headline", "headline", "headline"]);
});

test("the old edition stays whole while the new one arrives, until no text would be lost", async () => {
  const server = aLibraryServer();
  server.publish(articles(4));
  const { catchingUp, library } = aReadingDevice(server);
  await catchingUp.catchUp();
  const changed = [1, 2, 3, 4].map((n) => articleNumber(n, { title: `Нова ${n}` }));
  server.publish([...changed, articleNumber(15)]);

  const whole = server.file("/library/packs/101-102/0.ndjson")!;
  const mending = cutOnce(server, whole.length - 40);
  expect(await catchingUp.catchUp()).toMatchObject({ kind: "unreachable" });
  const between = await library.list();
  mending.mend();
  expect(await catchingUp.catchUp()).toMatchObject(complete);

  expect(titles(between)).toEqual(["Стаття 4", "Стаття 3", "Стаття 2", "Стаття 1"]);
  expect(between.every(({ stored }) => stored === "complete")).toBe(true);
  expect(titles(await library.list())).toEqual([
    "Стаття 15",
    "Нова 4",
    "Нова 3",
    "Нова 2",
    "Нова 1",
  ]);
});

test("a flipped byte anywhere in a pack is dropped and what it said is asked for again alone", async () => {
  const server = aLibraryServer();
  const number = server.publish(articles(4));
  const path = `/library/packs/0-${number}/0.ndjson`;
  const head = server.file("/library/head")!.length;

  for (let at = head + 3; at < server.file(path)!.length; at += 211) {
    const { catchingUp, library } = aReadingDevice(server);
    server.wire.bend = (asked, bytes) => (asked === path ? flipped(bytes, at) : bytes);

    expect(await catchingUp.catchUp(), `byte ${at}`).toMatchObject(complete);
    expect(titles(await library.list())).toEqual(["Стаття 4", "Стаття 3", "Стаття 2", "Стаття 1"]);
  }
});

const flipped = (bytes: Uint8Array<ArrayBuffer>, at: number): Uint8Array<ArrayBuffer> => {
  const bent = bytes.slice();
  bent[at] = bent[at]! ^ 1;
  return bent;
};

test("a single file with wrong bytes is never taken for the article", async () => {
  const server = aLibraryServer();
  server.publish(articles(2));
  const { catchingUp, library } = aReadingDevice(server);
  server.wire.bend = (path, bytes) =>
    /articles|packs/.test(path) ? flipped(bytes, bytes.length - 3) : bytes;

  const outcome = await catchingUp.catchUp();

  expect(outcome).toMatchObject({ kind: "current", missingTexts: 1 });
  expect((await library.list()).map(({ stored }) => stored)).toEqual(["complete", "headline"]);
});

test("a head that another key signed is refused and changes nothing", async () => {
  const server = aLibraryServer();
  server.publish(articles(2));
  const forger = aLibraryServer();
  forger.publish(articles(3));
  const { catchingUp, library } = aReadingDevice(server);
  await catchingUp.catchUp();

  server.wire.bend = (path, bytes) => (path === "/library/head" ? forger.file(path)! : bytes);
  const outcome = await catchingUp.catchUp();

  expect(outcome).toMatchObject({ kind: "refused", because: "signature" });
  expect(await library.list()).toHaveLength(2);
});

test("a key list that the root did not sign is refused", async () => {
  const server = aLibraryServer();
  server.publish(articles(2));
  const { catchingUp } = aReadingDevice(server, { rootKey: aSigner().public.key });

  expect(await catchingUp.catchUp()).toMatchObject({ kind: "refused", because: "keys" });
});

test("an older edition is refused, and so is another one of the same number", async () => {
  const server = aLibraryServer();
  server.publish(articles(2), { number: 500 });
  const old = server.file("/library/head")!;
  server.publish(articles(3), { number: 501 });
  const { catchingUp, library } = aReadingDevice(server);
  await catchingUp.catchUp();

  server.wire.bend = (path, bytes) => (path === "/library/head" ? old : bytes);
  const rollback = await catchingUp.catchUp();
  server.wire.bend = undefined;
  server.publish(articles(1), { number: 501 });
  const fork = await catchingUp.catchUp();

  expect(rollback).toMatchObject({ kind: "refused", because: "rollback" });
  expect(fork).toMatchObject({ kind: "refused", because: "fork" });
  expect(await library.list()).toHaveLength(3);
});

const portal = () =>
  new Response("<html><h1>Wi-Fi</h1></html>", { headers: { "content-type": "text/html" } });

test("a captive portal's page is never taken for anything of ours", async () => {
  for (const place of [/head/, /keys/, /packs/, /segments|packs/]) {
    const server = aLibraryServer();
    server.publish(articles(2));
    const { catchingUp, library } = aReadingDevice(server);
    server.wire.instead = (path) => (place.test(path) ? portal() : undefined);

    expect(await catchingUp.catchUp(), String(place)).toEqual({
      kind: "unreachable",
      because: "portal",
    });
    expect(await library.list()).toEqual([]);
  }
});

test("a server that fails is told apart from a portal", async () => {
  const server = aLibraryServer();
  server.publish(articles(1));
  server.wire.instead = () => new Response("busy", { status: 503 });

  expect(await aReadingDevice(server).catchingUp.catchUp()).toEqual({
    kind: "unreachable",
    because: "server",
  });
});

test("no first byte in time counts as offline", async () => {
  const server = aLibraryServer();
  const silent: typeof fetch = (_input, init) =>
    new Promise((_resolve, reject) => {
      init?.signal?.addEventListener("abort", () =>
        reject(new DOMException("aborted", "AbortError")),
      );
    });
  const { catchingUp } = aReadingDevice(server, {
    fetch: silent,
    patience: { firstByte: 20, stall: 20 },
  });

  expect(await catchingUp.catchUp()).toEqual({ kind: "unreachable", because: "no-answer" });
});

test("where the server has no pack from the edition held, everything is taken", async () => {
  const server = aLibraryServer();
  server.publish(articles(3));
  const { catchingUp, library } = aReadingDevice(server);
  await catchingUp.catchUp();
  await library.keep(articleNumber(1).id);
  server.publish([articleNumber(2, { title: "Друга" }), articleNumber(3)]);
  server.wire.instead = (path) =>
    path.includes("/packs/101-") ? new Response("", { status: 404 }) : undefined;
  server.forget();

  expect(await catchingUp.catchUp()).toMatchObject(complete);

  expect(packs(server).map(({ path }) => path)).toEqual([
    "/library/packs/101-102/0.ndjson",
    "/library/packs/102.json",
    "/library/packs/0-102/0.ndjson",
  ]);
  expect(titles(await library.list())).toEqual(["Стаття 3", "Друга", "Стаття 1"]);
});

test("a withdrawn article leaves the phone, a kept one too, and its address says so", async () => {
  const server = aLibraryServer();
  const rows = articles(3);
  server.publish(rows);
  const { catchingUp, library } = aReadingDevice(server);
  await catchingUp.catchUp();
  await library.keep(rows[1]!.id);

  server.publish([rows[0]!, rows[2]!], { gone: [rows[1]!.id as ArticleId] });
  expect(await catchingUp.catchUp()).toMatchObject(complete);

  expect(titles(await library.list())).toEqual(["Стаття 3", "Стаття 1"]);
  expect(await library.isWithdrawn("stattia-2" as Slug)).toBe(true);
  expect(await library.isWithdrawn("stattia-1" as Slug)).toBe(false);
});

test("what was withdrawn leaves the phone at once, also where the line dies before the new edition comes", async () => {
  const server = aLibraryServer();
  const rows = articles(3);
  server.publish(rows);
  const { catchingUp, library } = aReadingDevice(server);
  await catchingUp.catchUp();
  await library.keep(rows[1]!.id);

  server.publish([rows[0]!, rows[2]!], { gone: [rows[1]!.id as ArticleId] });
  server.wire.instead = (path) => {
    if (path.startsWith("/library/packs/")) throw new TypeError("Failed to fetch");
    return undefined;
  };
  expect(await catchingUp.catchUp()).toMatchObject({ kind: "unreachable" });

  expect(titles(await library.list())).toEqual(["Стаття 3", "Стаття 1"]);
  expect(await library.isWithdrawn("stattia-2" as Slug)).toBe(true);
  expect(await library.find("stattia-2" as Slug)).toBeUndefined();
});

test("pictures come after the texts, one file each, and stand in for their other widths", async () => {
  const server = aLibraryServer();
  const lead = { ...server.picture("field", 600_000), alt: "Поле" };
  server.publish([articleNumber(1, { lead }), articleNumber(2)]);
  const { catchingUp, store } = aReadingDevice(server);
  const seen: Progress[] = [];
  catchingUp.onProgress((progress) => seen.push(progress));

  expect(await catchingUp.catchUp()).toMatchObject(complete);

  const asked = server.requests.filter(({ path }) => path.includes("/media/"));
  const wide = lead.files.find(({ width, type }) => width === 720 && type === "avif")!;
  expect(asked.map(({ path }) => path)).toEqual([`/library/media/${wide.hash}.avif`]);
  expect(server.requests.at(-1)).toBe(asked[0]);
  for (const { hash } of lead.files) {
    const media = await findMedia(store, hash);
    expect(media?.type).toBe("image/avif");
    expect(media?.parts.map((part) => part.byteLength)).toEqual([262_144, 262_144, 75_712]);
  }
  expect(seen.at(-1)).toMatchObject({ texts: { have: 2, all: 2 }, pictures: { have: 1, all: 1 } });
  expect(seen.at(-1)!.bytes).toBeGreaterThan(600_000);
});

test("the data choice decides about pictures: small ones, or none", async () => {
  const server = aLibraryServer();
  const lead = { ...server.picture("field", 5_000), alt: "Поле" };
  server.publish([articleNumber(1, { lead })]);

  const small = aReadingDevice(server, {
    download: async () => "small",
    decodes: async () => false,
  });
  await small.catchingUp.catchUp();
  const asked = server.requests.at(-1)!.path;
  server.forget();
  const textOnly = aReadingDevice(server, { download: async () => "text" });
  await textOnly.catchingUp.catchUp();

  expect(asked).toBe(
    `/library/media/${lead.files.find(({ width, type }) => width === 360 && type === "jpg")!.hash}.jpg`,
  );
  expect(server.requests.some(({ path }) => path.includes("/media/"))).toBe(false);
  expect((await textOnly.library.list())[0]?.stored).toBe("text");
});

test("a recording comes last, with everything alone; until it is here its article is not complete", async () => {
  const server = aLibraryServer();
  const sound = server.sound("voice", 300_000);
  const lead = { ...server.picture("field", 5_000), alt: "Поле" };
  const audio = { kind: "audio", media: { kind: "sound", ...sound }, caption: [] } as const;
  server.publish([articleNumber(1, { lead, body: [audio] })]);
  const small = aReadingDevice(server, { download: async () => "small" });
  await small.catchingUp.catchUp();
  expect((await small.library.list())[0]?.stored).toBe("text");
  expect(await findMedia(small.store, sound.hash)).toBeUndefined();

  server.forget();
  const all = aReadingDevice(server, { store: small.store });
  expect(await all.catchingUp.catchUp()).toMatchObject(complete);

  expect(server.requests.at(-1)?.path).toBe(`/library/media/${sound.hash}.webm`);
  expect((await all.library.list())[0]?.stored).toBe("complete");
  const held = await findMedia(small.store, sound.hash);
  expect(held?.type).toBe("audio/webm");
  expect(held?.parts.reduce((sum, part) => sum + part.byteLength, 0)).toBe(300_000);
  await tidy(small.store);
  expect(await findMedia(small.store, sound.hash)).toBeDefined();
});

test("a long recording comes in pieces: a cut costs one of them, and one that does not fit leaves nothing", async () => {
  const server = aLibraryServer();
  const sound = server.sound("voice", 1_000_000);
  const audio = { kind: "audio", media: { kind: "sound", ...sound }, caption: [] } as const;
  server.publish([articleNumber(1, { body: [audio] })]);
  const { catchingUp, library, store } = aReadingDevice(server);
  const path = `/library/media/${sound.hash}.webm`;
  const ranges = (): readonly string[] =>
    server.requests.filter((one) => one.path === path).map(({ range }) => range ?? "all");
  let pieces = 0;
  server.wire.instead = (asked) => {
    if (asked !== path || (pieces += 1) !== 3) return undefined;
    throw new TypeError("network error");
  };
  expect((await catchingUp.catchUp()).kind).not.toBe("complete");
  expect(ranges()).toEqual(["bytes=786432-999999", "bytes=524288-786431", "bytes=262144-524287"]);
  expect((await library.list())[0]?.stored).toBe("text");

  server.forget();
  // Bytes that are none of it, at the very end.
  server.wire.bend = (asked, bytes) => (asked === path ? bytes.map((byte) => byte ^ 1) : bytes);
  await catchingUp.catchUp();
  expect(ranges()).toEqual(["bytes=262144-524287", "bytes=0-262143"]);
  expect(await findMedia(store, sound.hash)).toBeUndefined();

  server.forget();
  server.wire.bend = undefined;
  expect(await catchingUp.catchUp()).toMatchObject(complete);
  expect(ranges()).toHaveLength(4);
  expect((await library.list())[0]?.stored).toBe("complete");
  expect((await findMedia(store, sound.hash))?.parts).toHaveLength(4);
});

test("a picture that translations share travels once and counts once", async () => {
  const server = aLibraryServer();
  const lead = { ...server.picture("field", 5_000), alt: "Поле" };
  server.publish([
    articleNumber(1, { lead }),
    articleNumber(2, { lead: { ...lead, alt: "A field" } }),
  ]);
  const { catchingUp } = aReadingDevice(server);
  const seen: Progress[] = [];
  catchingUp.onProgress((progress) => seen.push(progress));

  await catchingUp.catchUp();

  expect(server.requests.filter(({ path }) => path.includes("/media/"))).toHaveLength(1);
  expect(seen.at(-1)?.pictures).toEqual({ have: 1, all: 1 });
});

test("a picture with wrong bytes is not kept, and a network that goes leaves the texts current", async () => {
  const server = aLibraryServer();
  const lead = { ...server.picture("field", 5_000), alt: "Поле" };
  server.publish([articleNumber(1, { lead })]);
  const { catchingUp, store } = aReadingDevice(server);
  server.wire.bend = (path, bytes) => (path.includes("/media/") ? flipped(bytes, 9) : bytes);
  const bent = await catchingUp.catchUp();
  server.wire.instead = (path) => (path.includes("/media/") ? portal() : undefined);
  const cut = await catchingUp.catchUp();

  expect(bent).toMatchObject({ kind: "current", pictures: "incomplete" });
  expect(cut).toMatchObject({ kind: "current", pictures: "incomplete" });
  expect(await findMedia(store, lead.files[0]!.hash)).toBeUndefined();
});

test("a new edition key reaches the phone through the root's key list", async () => {
  const root = aSigner();
  const before = aLibraryServer(root);
  before.publish(articles(1), { number: 10 });
  const device = aReadingDevice(before);
  await device.catchingUp.catchUp();

  const after = aLibraryServer(root);
  after.publish(articles(2), { number: 11 });
  const moved = aReadingDevice(after, { store: device.store });

  expect(await moved.catchingUp.catchUp()).toMatchObject({ kind: "current", number: 11 });
});

test("whoever shows the library is told of what came, also when the line broke; and of nothing when nothing came", async () => {
  const server = aLibraryServer();
  const number = server.publish(articles(6));
  const whole = server.file(`/library/packs/0-${number}/0.ndjson`)!;
  let told = 0;
  const { catchingUp } = aReadingDevice(server, { announce: () => (told += 1) });
  const line = cutOnce(server, whole.length - 50);

  await catchingUp.catchUp();
  // Headlines first, then what was there when the line broke.
  expect(told).toBe(2);
  line.mend();
  await catchingUp.catchUp();
  expect(told).toBe(3);
  await catchingUp.catchUp();

  expect(told).toBe(3);
});

test("news are 'as of' the moment when the phone had what the newsroom had, not when a line broke", async () => {
  const server = aLibraryServer();
  server.publish(articles(3));
  let now = 1_000;
  const { catchingUp, facts, library } = aReadingDevice(server, { now: () => now });
  await catchingUp.catchUp();
  now = 9_000;
  const number = server.publish(articles(6));
  const line = cutOnce(server, 200);

  await catchingUp.catchUp();
  expect((await library.edition())?.number).toBeLessThan(number);
  expect(await facts.get("checkedAt")).toBe(1_000);
  line.mend();
  await catchingUp.catchUp();

  expect(await facts.get("checkedAt")).toBe(9_000);
});

test("two tabs never catch up at once: the second waits, and asks for nothing but the head", async () => {
  const server = aLibraryServer();
  const number = server.publish(articles(2));
  const { catchingUp } = aReadingDevice(server);

  const both = await Promise.all([catchingUp.catchUp(), catchingUp.catchUp()]);

  expect(both).toMatchObject([complete, { ...complete, changed: false }]);
  expect(server.requests.map(({ path }) => path)).toEqual([
    "/library/keys",
    "/library/head",
    `/library/packs/0-${number}/0.ndjson`,
    "/library/head",
  ]);
});

test("a tab that is alive and slow is left to it", async () => {
  const server = aLibraryServer();
  server.publish(articles(2));
  const { promise: thawed, resolve: thaw } = Promise.withResolvers<void>();
  const store = aStore();
  const locks = aLockManager();
  const first = aReadingDevice(slowly(server, thawed), { store, locks, patience });
  const second = aReadingDevice(server, { store, locks, frozenAfter: 7_000 });

  const slow = first.catchingUp.catchUp();

  expect(await second.catchingUp.catchUp()).toEqual({ kind: "busy" });
  thaw();
  expect(await slow).toMatchObject(complete);
});

const patience = { firstByte: 60_000, stall: 60_000 };

/** A line on which the pack stands still until it is let go. */
const slowly = (server: LibraryFixture, thawed: Promise<void>, onReached = () => {}) => ({
  rootKey: server.rootKey,
  fetch: (async (path: string, init?: RequestInit) => {
    if (path.includes("/packs/")) {
      onReached();
      await thawed;
    }
    return server.fetch(path, init);
  }) as typeof fetch,
});

test("a frozen tab keeps its lock: another takes over, and what the first one writes when it wakes is refused", async () => {
  const server = aLibraryServer();
  server.publish(articles(2));
  const { promise: thawed, resolve: thaw } = Promise.withResolvers<void>();
  const store = aStore();
  const locks = aLockManager();
  // Its timers stand still as well, so it beats no more.
  const beats = vi.spyOn(globalThis, "setInterval").mockReturnValue(0 as never);
  const { promise: reached, resolve: reach } = Promise.withResolvers<void>();
  const first = aReadingDevice(slowly(server, thawed, reach), { store, locks, patience });
  const frozen = first.catchingUp.catchUp();
  await reached;
  beats.mockRestore();
  const second = aReadingDevice(server, { store, locks, frozenAfter: 50 });

  expect(await second.catchingUp.catchUp()).toMatchObject(complete);
  const newest = server.publish([...articles(2), articleNumber(13)]);
  expect(await second.catchingUp.catchUp()).toMatchObject({ ...complete, number: newest });
  const facts = await everyFact(store);
  thaw();

  expect(await frozen).toEqual({ kind: "busy" });
  await vi.waitFor(() => expect(server.requests.at(-1)?.path).toContain("/packs/0-101/"));
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(await everyFact(store)).toEqual(facts);
  expect((await second.library.edition())?.number).toBe(newest);
});

const everyFact = (store: Store) =>
  store.transact(["facts"], "readonly", (transaction) => transaction.objectStore("facts").getAll());

test("an edition written for a newer app asks for an update and keeps the old one", async () => {
  const server = aLibraryServer();
  server.publish(articles(2));
  const { catchingUp, library } = aReadingDevice(server);
  await catchingUp.catchUp();

  server.publish(articles(3), { format: 2 as 1 });

  expect(await catchingUp.catchUp()).toEqual({ kind: "outdated" });
  expect(await library.list()).toHaveLength(2);
});
