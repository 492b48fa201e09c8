import { expect, test, vi } from "vitest";
import { type Reading, ReadingModel } from "../../src/app/reading/reading-model.ts";
import { resumePlace } from "../../src/app/shell/resuming.ts";
import type { Router } from "../../src/app/shell/router.ts";
import type { ServedPage } from "../../src/app/shell/served-page.ts";
import { createNews } from "../../src/app/shell/news.ts";
import { type ListName, listPrefix } from "../../src/device/entries.ts";
import { DeviceError } from "../../src/device/errors.ts";
import type { Slug } from "../../src/protocol/article.ts";
import { aLibraryServer, articleNumber, articles } from "../support/library-fixture.ts";
import { aReadingDevice } from "../support/reading-device.ts";

const first = "stattia-1" as Slug;

const front: ListName = { language: "uk" };
const rows = (reading: Reading, name: ListName = front) =>
  reading.lists.value.get(listPrefix(name))?.entries;

const never = new Promise<void>(() => undefined);

function aReader(installed: Promise<void> = never) {
  const server = aLibraryServer();
  server.publish(articles(3));
  const { library, facts, catchingUp } = aReadingDevice(server);
  const reading = new ReadingModel({
    library,
    facts,
    news: createNews(catchingUp),
    installed,
    now: () => 1_000,
  });
  return { reading, server, library, facts };
}

const noNetwork = {
  instead: () => {
    throw new TypeError("Failed to fetch");
  },
};

test("after one visit the list and every text are there without a network", async () => {
  const { reading, server } = aReader();
  await reading.browse(front);
  expect(rows(reading)).toEqual([]);

  await reading.catchUp();
  Object.assign(server.wire, noNetwork);
  await reading.open(first);

  expect(rows(reading)).toHaveLength(3);
  expect(reading.counts.value).toEqual({ listed: 3, texts: 3 });
  expect(reading.opened.value).toMatchObject({ kind: "here", slug: first });
});

test("a long list is on the screen before anybody has counted it", async () => {
  const server = aLibraryServer();
  server.publish(articles(40));
  const { library, facts, catchingUp } = aReadingDevice(server);
  const counted = Promise.withResolvers<void>();
  const reading = new ReadingModel({
    library: {
      ...library,
      lengthOf: (list) => counted.promise.then(() => library.lengthOf(list)),
    },
    facts,
    news: createNews(catchingUp),
    installed: never,
    now: () => 1_000,
  });
  await reading.catchUp();

  await reading.browse(front);

  const total = (): number | undefined => reading.lists.value.get(listPrefix(front))?.total;
  expect([rows(reading)?.length, total()]).toEqual([30, 30]);
  counted.resolve();
  await vi.waitFor(() => expect(total()).toBe(40));
  expect(rows(reading)).toHaveLength(30);
});

test("without a network it says so, and shows what it has", async () => {
  const { reading, server } = aReader();
  await reading.browse(front);
  await reading.catchUp();
  expect(reading.line.value).toEqual({ kind: "updated", at: 1_000 });
  Object.assign(server.wire, noNetwork);

  await reading.catchUp();

  expect(reading.line.value).toEqual({ kind: "offline" });
  expect(rows(reading)).toHaveLength(3);
});

test("what comes later waits while a line breaks in the midst of a library, and no longer", async () => {
  const server = aLibraryServer();
  server.publish(articles(20));
  const { library, facts, catchingUp } = aReadingDevice(server);
  const news = createNews(catchingUp);
  const reading = new ReadingModel({ library, facts, news, installed: never, now: () => 1_000 });

  for (const bytes of [3_000, 9_000]) {
    server.wire.cutAfter = bytes;
    await reading.catchUp();
    expect(reading.line.value).toEqual({ kind: "offline" });
    expect(reading.asked.value).toBe(0);
  }
  // Nothing comes any more: what is on the phone already takes the line from nobody.
  Object.assign(server.wire, noNetwork);
  await reading.catchUp();
  expect(reading.counts.value).toMatchObject({ listed: 20, texts: expect.any(Number) });
  expect(reading.asked.value).toBe(1);
  Object.assign(server.wire, { instead: undefined, cutAfter: undefined });
  await reading.catchUp();

  expect(reading.counts.value).toEqual({ listed: 20, texts: 20 });
  expect(reading.asked.value).toBe(2);
});

test("an empty phone without a network asks for nothing else: the first network is for its articles", async () => {
  const { reading, server } = aReader(Promise.resolve());
  Object.assign(server.wire, noNetwork);
  for (const _ of [1, 2, 3]) await reading.catchUp();
  expect(reading.asked.value).toBe(0);

  Object.assign(server.wire, { instead: undefined });
  await reading.catchUp();

  expect(reading.asked.value).toBe(1);
});

test("headlines alone are something that came", async () => {
  const server = aLibraryServer();
  server.publish(articles(20));
  const { library, facts, catchingUp } = aReadingDevice(server);
  const reading = new ReadingModel({
    library,
    facts,
    news: createNews(catchingUp),
    installed: Promise.resolve(),
    now: () => 1_000,
  });

  server.wire.cutAfter = 2_500;
  await reading.catchUp();
  await reading.catchUp();

  expect(reading.counts.value).toEqual({ listed: 0, texts: 0 });
  expect(reading.hasBrought()).toBe(true);
});

test("pictures that a line kept away are asked for again by themselves, those that the newsroom has not are not", async () => {
  const { reading, server } = aReader();
  const lead = { ...server.picture("field", 5_000), alt: "Поле" };
  server.publish([articleNumber(4, { lead })]);
  const answers: readonly [() => Response, boolean][] = [
    [noNetwork.instead, true],
    [() => new Response("no such file", { status: 404 }), false],
    [() => new Response("other bytes"), false],
  ];
  for (const [answer, isUnfinished] of answers) {
    server.wire.instead = (path) => (path.startsWith("/library/media/") ? answer() : undefined);
    await reading.catchUp();
    expect(reading.line.value).toEqual({ kind: "updated", at: 1_000 });
    expect(reading.isUnfinished()).toBe(isUnfinished);
  }
  server.wire.instead = undefined;
  await reading.catchUp();

  expect(reading.isUnfinished()).toBe(false);
});

test("a line that brought one picture has brought something, and one that brought nothing has not", async () => {
  const { reading, server } = aReader();
  const [field, river] = [server.picture("field", 5_000), server.picture("river", 5_000)];
  server.publish([
    articleNumber(4, { lead: { ...field, alt: "Поле" } }),
    articleNumber(5, { lead: { ...river, alt: "Річка" } }),
  ]);
  const isPicture = (path: string): boolean => path.startsWith("/library/media/");
  server.wire.instead = (path) => (isPicture(path) ? noNetwork.instead() : undefined);
  await reading.catchUp();
  expect(reading.counts.value).toEqual({ listed: 2, texts: 2 });

  let left = 1;
  server.wire.instead = (path) =>
    isPicture(path) && (left -= 1) < 0 ? noNetwork.instead() : undefined;
  await reading.catchUp();
  expect([reading.isUnfinished(), reading.hasBrought()]).toEqual([true, true]);

  await reading.catchUp();
  expect([reading.isUnfinished(), reading.hasBrought()]).toEqual([true, false]);
});

test("it says that all can be read offline only once the app itself opens without a network", async () => {
  const installed = Promise.withResolvers<void>();
  const { reading } = aReader(installed.promise);
  await reading.catchUp();
  expect(reading.line.value).toEqual({ kind: "updated", at: 1_000 });

  installed.resolve();

  await vi.waitFor(() => expect(reading.line.value).toEqual({ kind: "ready" }));
});

test("it says so also where the app comes with a later catching up than the last text, and once", async () => {
  const installed = Promise.withResolvers<void>();
  const { reading } = aReader(installed.promise);
  await reading.catchUp();
  await reading.catchUp();
  expect(reading.line.value).toEqual({ kind: "updated", at: 1_000 });

  installed.resolve();
  await vi.waitFor(() => expect(reading.line.value).toEqual({ kind: "ready" }));
  await reading.catchUp();
  await installed.promise;

  expect(reading.line.value).toEqual({ kind: "updated", at: 1_000 });
});

test("it does not say so where a new edition left a text behind before the app came", async () => {
  const installed = Promise.withResolvers<void>();
  const { reading, server } = aReader(installed.promise);
  await reading.catchUp();
  server.publish(articles(4));
  server.wire.instead = (path) =>
    /\/(packs|articles)\//.test(path) ? new Response("none", { status: 404 }) : undefined;
  await reading.catchUp();
  expect(reading.counts.value).toEqual({ listed: 4, texts: 3 });

  installed.resolve();
  await new Promise(setImmediate);

  expect(reading.line.value.kind).not.toBe("ready");
});

test("an article that is not here yet comes when it was asked for and a network is back", async () => {
  const { reading } = aReader();
  await reading.open(first);
  expect(reading.opened.value).toMatchObject({ kind: "absent", slug: first, why: "not-here" });
  await reading.want(first);

  await reading.catchUp();

  expect(reading.opened.value).toMatchObject({ kind: "here", slug: first });
  expect(reading.wanted.value).toBeUndefined();
});

test("an article that the newsroom does not list is said to be unknown once the newsroom was asked, and not before", async () => {
  const { reading } = aReader();
  const slug = "nema-takoi" as Slug;
  await reading.open(slug);
  expect(reading.isUnknown(slug)).toBe(false);

  await reading.catchUp();

  expect(reading.isUnknown(slug)).toBe(true);
  await reading.open(first);
  expect(reading.isUnknown(first)).toBe(false);
});

test("where storage breaks while news come, nothing is said to be under way", async () => {
  const { library, facts } = aReader();
  const news = createNews({
    catchUp: () => Promise.reject(new DeviceError("storage-lost", "")),
    onProgress: () => () => undefined,
  });
  const reading = new ReadingModel({ library, facts, news, installed: never, now: () => 1_000 });

  await expect(reading.catchUp()).rejects.toThrow(DeviceError);

  expect(reading.line.value).toEqual({ kind: "quiet" });
});

test("an older edition out of some cache is not called forged, and changes nothing", async () => {
  const { reading, server } = aReader();
  await reading.browse(front);
  const old = server.file("/library/head")!;
  server.publish(articles(4));
  await reading.catchUp();
  Object.assign(server.wire, {
    instead: (path: string) => (path === "/library/head" ? new Response(old) : undefined),
  });

  await reading.catchUp();

  expect(reading.line.value).toEqual({ kind: "quiet" });
  expect(rows(reading)).toHaveLength(4);
});

test("an article taken off the shelf can be put back", async () => {
  const { reading } = aReader();
  await reading.catchUp();
  await reading.browse(front);
  const [entry] = rows(reading) ?? [];
  await reading.browse("shelf");
  await reading.keep(entry!);
  expect(rows(reading, "shelf")?.map(({ id }) => id)).toEqual([entry!.id]);

  await reading.discard(entry!);
  expect(rows(reading, "shelf")).toEqual([]);
  await reading.keep(reading.removed.value!);

  expect(rows(reading, "shelf")?.map(({ id }) => id)).toEqual([entry!.id]);
  expect(reading.removed.value).toBeUndefined();
});

/** A start: where the router went, what the window was scrolled to, and which served page is taken over. */
async function start(reading: Reading, served?: ServedPage) {
  const gone: string[] = [];
  const scrolls: number[] = [];
  const router = { go: (path: string, how = "push") => gone.push(`${how} ${path}`) > 0 } as Router;
  const window = { scrollY: 310, scrollTo: (_: number, y: number) => scrolls.push(y) };
  const taken = await resumePlace(reading, router, "/uk/", served, window as unknown as Window);
  return { gone, scrolls, taken };
}

test("a start from the home screen leads to the last place read, with the list behind it", async () => {
  const { reading } = aReader();
  await reading.catchUp();
  await reading.rememberPlace({ path: `/a/${first}`, block: 4 });

  expect(await start(reading)).toEqual({
    gone: ["replace /uk/", `push /a/${first}`],
    scrolls: [],
    taken: undefined,
  });
});

test("a page that the worker put there is taken over where it stands; one of another text is not", async () => {
  const { reading } = aReader();
  await reading.catchUp();
  await reading.rememberPlace({ path: `/a/${first}`, block: 4 });
  await reading.open(first);
  const opened = reading.opened.value;
  const { hash } = (opened?.kind === "here" && opened.found.article) || { hash: "" };
  const page = (of: string) => ({ kind: "article", hash: of }) as ServedPage;

  const [mine, other] = [page(hash), page("of-yesterday")];
  expect(await start(reading, mine)).toMatchObject({ scrolls: [310], taken: mine });
  expect(await start(reading, other)).toMatchObject({ scrolls: [], taken: undefined });
});

test("a last place that has gone from the phone leads to the list, whatever page the worker had", async () => {
  const { reading } = aReader();
  await reading.catchUp();
  await reading.rememberPlace({ path: "/a/znykla" });
  const served = { kind: "article", hash: "of-yesterday" } as ServedPage;

  expect(await start(reading, served)).toEqual({
    gone: ["replace /uk/"],
    scrolls: [],
    taken: undefined,
  });
});
