import { expect, test } from "vitest";
import { createFacts } from "../../src/device/facts.ts";
import {
  forgetShortage,
  keepWithinRoom,
  letGoArticle,
  makeRoom,
  measureLibrary,
} from "../../src/device/room.ts";
import type { Slug } from "../../src/protocol/article.ts";
import { aLibraryServer, articleNumber } from "../support/library-fixture.ts";
import { aReadingDevice } from "../support/reading-device.ts";

/** Three articles with a picture of 5,000 bytes each, on a phone; the third is the newest. */
const aFullPhone = async () => {
  const server = aLibraryServer();
  const withPicture = (n: number) =>
    articleNumber(n, { lead: { ...server.picture(`picture-${n}`, 5_000), alt: "Поле" } });
  const published = [withPicture(1), withPicture(2), withPicture(3)];
  server.publish(published);
  const device = aReadingDevice(server);
  await device.catchingUp.catchUp();
  return { ...device, server, published };
};

type Phone = Awaited<ReturnType<typeof aFullPhone>>;

/** What of each article is here, the newest first. */
const stored = async ({ library }: Phone): Promise<readonly string[]> =>
  (await library.list()).map((entry) => entry.stored);

test("complaint 9: over the cap the oldest pictures go, and the next minute of network does not bring them back", async () => {
  const phone = await aFullPhone();
  const { texts } = await measureLibrary(phone.store);
  await phone.facts.set("settings", { look: "phone", size: 0, cap: texts + 10_000 });

  await keepWithinRoom(phone.store, "everything");
  expect(await stored(phone)).toEqual(["complete", "complete", "text"]);
  phone.server.forget();
  await phone.catchingUp.catchUp();

  expect(await stored(phone)).toEqual(["complete", "complete", "text"]);
  expect(phone.server.requests.filter(({ path }) => path.includes("/media/"))).toEqual([]);
});

test("a higher cap brings back what the lower one let go", async () => {
  const phone = await aFullPhone();
  const { texts } = await measureLibrary(phone.store);
  await phone.facts.set("settings", { look: "phone", size: 0, cap: texts });
  await keepWithinRoom(phone.store, "everything");
  expect(await stored(phone)).toEqual(["text", "text", "text"]);

  await phone.facts.set("settings", { look: "phone", size: 0 });
  await forgetShortage(phone.store);
  await keepWithinRoom(phone.store, "everything");
  await phone.catchingUp.catchUp();

  expect(await stored(phone)).toEqual(["complete", "complete", "complete"]);
});

test("making room lets go of pictures before texts, and of nothing on the shelf", async () => {
  const phone = await aFullPhone();
  await phone.library.keep(articleNumber(1).id);

  expect(await makeRoom(phone.store)).toBe(10_000);
  expect(await stored(phone)).toEqual(["text", "text", "complete"]);
  expect(await makeRoom(phone.store)).toBeGreaterThan(0);
  expect(await stored(phone)).toEqual(["headline", "headline", "complete"]);
  expect(await makeRoom(phone.store)).toBe(0);
});

test("an article that the reader let go of keeps its headline, and comes again only when it is asked for", async () => {
  const phone = await aFullPhone();
  await letGoArticle(phone.store, articleNumber(2).id);
  expect(await stored(phone)).toEqual(["complete", "headline", "complete"]);

  await phone.catchingUp.catchUp();
  expect(await stored(phone)).toEqual(["complete", "headline", "complete"]);

  await phone.library.want("stattia-2" as Slug);
  await phone.catchingUp.catchUp();
  expect(await stored(phone)).toEqual(["complete", "complete", "complete"]);
});

test("complaint 1: the pictures of an article come with it, and it is said to be complete only once all are here", async () => {
  const server = aLibraryServer();
  const lead = { ...server.picture("lead", 5_000), alt: "Поле" };
  server.publish([articleNumber(1, { lead })]);
  const sparing = aReadingDevice(server, { download: async () => "text" });
  await sparing.catchingUp.catchUp();
  expect((await sparing.library.list()).map((entry) => entry.stored)).toEqual(["text"]);

  const { catchingUp, library } = aReadingDevice(server, { store: sparing.store });
  await catchingUp.catchUp();

  expect((await library.list()).map((entry) => entry.stored)).toEqual(["complete"]);
});

test("complaint 10: what will open without a network is known of each article, counted, and a list of its own", async () => {
  const phone = await aFullPhone();
  await letGoArticle(phone.store, articleNumber(2).id);

  const here = await phone.library.page({ language: "uk", onPhone: true }, 0, 10);

  expect(here.map(({ title }) => title)).toEqual(["Стаття 3", "Стаття 1"]);
  expect(await phone.library.counts()).toEqual({ listed: 3, texts: 2 });
});

test("days are counted from the newest edition, never by the phone's clock", async () => {
  const phone = await aFullPhone();
  const facts = createFacts(phone.store);
  await facts.set("settings", { look: "phone", size: 0, days: 30 });
  const edition = (await facts.get("edition"))!;
  await facts.set("edition", { ...edition, publishedAt: "2036-01-01T00:00Z" });

  await keepWithinRoom(phone.store, "everything");

  expect(await stored(phone)).toEqual(["headline", "headline", "headline"]);
});
