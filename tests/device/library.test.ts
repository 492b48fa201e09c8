import { expect, test } from "vitest";
import { type Slug, writeArticle } from "../../src/protocol/article.ts";
import { putEntry } from "../../src/device/entries.ts";
import { createLibrary } from "../../src/device/library.ts";
import { measureLibrary } from "../../src/device/room.ts";
import { aStore } from "../support/device.ts";
import { aLibraryServer, articleNumber, articles, hashed } from "../support/library-fixture.ts";
import { aReadingDevice } from "../support/reading-device.ts";

const aFilledDevice = async (published = articles(3)) => {
  const server = aLibraryServer();
  server.publish(published);
  const device = aReadingDevice(server);
  await device.catchingUp.catchUp();
  return { ...device, server };
};

test("an empty library has no edition and an empty list, and nothing waits for a network", async () => {
  const store = aStore();
  const library = createLibrary(store);

  expect(await library.edition()).toBeUndefined();
  expect(await library.list()).toEqual([]);
  expect(await library.find("stattia-1" as Slug)).toBeUndefined();
  expect(await measureLibrary(store)).toEqual({ texts: 0, pictures: 0 });
});

test("the article found is byte for byte the file that the newsroom signed for", async () => {
  const { library } = await aFilledDevice();

  const found = await library.find("stattia-2" as Slug);

  expect(found?.article?.json).toBe(writeArticle(articleNumber(2)));
  expect(found?.article?.hash).toBe(hashed(writeArticle(articleNumber(2))));
  expect(found?.entry).toMatchObject({
    title: "Стаття 2",
    kept: false,
    listed: true,
    stored: "complete",
  });
});

test("a kept article is kept for the next start too, and a discarded one is not", async () => {
  const { library, store } = await aFilledDevice();
  await library.keep(articleNumber(1).id);
  await library.keep(articleNumber(2).id);
  await library.discard(articleNumber(2).id);

  const kept = (await createLibrary(store).list()).filter((entry) => entry.kept);

  expect(kept.map(({ title }) => title)).toEqual(["Стаття 1"]);
});

test("an unlisted article that was kept goes from the phone when it is discarded", async () => {
  const { library, server, catchingUp } = await aFilledDevice();
  await library.keep(articleNumber(1).id);
  server.publish(articles(3).slice(1));
  await catchingUp.catchUp();
  expect((await library.find("stattia-1" as Slug))?.entry.listed).toBe(false);

  await library.discard(articleNumber(1).id);

  expect(await library.find("stattia-1" as Slug)).toBeUndefined();
});

test("texts and pictures that no article names any more leave the phone", async () => {
  const server = aLibraryServer();
  const lead = { ...server.picture("old", 10_000), alt: "Поле" };
  server.publish([articleNumber(1, { lead }), articleNumber(2)]);
  const { store, catchingUp } = aReadingDevice(server);
  await catchingUp.catchUp();
  expect((await measureLibrary(store)).pictures).toBe(10_000);

  server.publish([articleNumber(2)]);
  await catchingUp.catchUp();

  const left = await store.transact(["articles", "media"], "readonly", async (transaction) => ({
    articles: await transaction.objectStore("articles").count(),
    media: await transaction.objectStore("media").count(),
  }));
  expect(left).toEqual({ articles: 1, media: 0 });
});

test("a served page's text is taken where its hash fits, and need not be shown before an edition names it", async () => {
  const json = writeArticle(articleNumber(1));
  const hash = hashed(json);
  const server = aLibraryServer();
  server.publish(articles(1));
  const { library, catchingUp } = aReadingDevice(server);

  expect(await library.takeServed({ hash, json: `${json} ` })).toBe(false);
  expect(await library.takeServed({ hash, json })).toBe(true);
  expect(await library.find("stattia-1" as Slug)).toBeUndefined();
  await catchingUp.catchUp();

  expect((await library.find("stattia-1" as Slug))?.article?.hash).toBe(hash);
});

test("a text written for a newer app keeps its headline and says so", async () => {
  const newer = articleNumber(1, { format: 2 as 1 });
  // The entry is ours to read, its text is not.
  const store = aStore();
  const library = createLibrary(store);
  const entry = { ...entryFields(), article: hashed(writeArticle(newer)) };
  await store.transact(["entries", "articles", "media"], "readwrite", async (transaction) => {
    await transaction
      .objectStore("articles")
      .put({ hash: entry.article, json: writeArticle(newer) });
    const line = JSON.stringify(entry);
    await putEntry(transaction, { line, kept: false, listed: true });
  });

  const found = await library.find("stattia-1" as Slug);

  expect(found).toMatchObject({ newer: true, entry: { title: "Стаття 1" } });
  expect(found?.article).toBeUndefined();
});

const entryFields = () => {
  const { id, work, slug, language, title, summary, date, provenance, tags } = articleNumber(1);
  return {
    format: 1,
    id,
    work,
    slug,
    language,
    title,
    summary,
    date,
    provenance,
    tags,
    minutes: 1,
    bytes: 9,
    pictures: [],
  };
};
