import { expect, test } from "vitest";
import type { Article, ArticleId, Slug } from "../../src/protocol/article.ts";
import { createLibrary } from "../../src/device/library.ts";
import type { Store } from "../../src/device/database.ts";
import { createFacts } from "../../src/device/facts.ts";
import { findMedia } from "../../src/device/finding-media.ts";
import { gather } from "../../src/device/passing-on.ts";
import { aStore } from "../support/device.ts";
import {
  aLibraryServer,
  articleNumber,
  articles,
  aSigner,
  type LibraryFixture,
} from "../support/library-fixture.ts";
import { noRest, openOn, passOnFrom, sealed, takeInto } from "../support/passed-on.ts";
import { aReadingDevice, type ReadingDevice } from "../support/reading-device.ts";

const idOf = (n: number): ArticleId => articleNumber(n).id;

/** A phone that was online once, when the newsroom had published just that. */
async function aFilledPhone(
  server: LibraryFixture,
  published: readonly Article[],
): Promise<ReadingDevice> {
  server.publish(published);
  const phone = aReadingDevice(server);
  await phone.catchingUp.catchUp();
  return phone;
}

const contentOf = async (store: Store, rootKey: string, bytes: Uint8Array<ArrayBuffer>) => {
  const opened = await openOn(store, rootKey, bytes);
  if (opened.kind !== "fits") throw new Error(opened.why);
  return opened.contents.articles.map(({ title, fate }) => `${title}: ${fate}`);
};

const rowsOf = (store: Store): Promise<Readonly<Record<string, number>>> =>
  store.transact(["entries", "articles", "media", "facts"], "readonly", async (transaction) => ({
    entries: await transaction.objectStore("entries").count(),
    articles: await transaction.objectStore("articles").count(),
    media: await transaction.objectStore("media").count(),
    facts: await transaction.objectStore("facts").count(),
  }));

test("an article goes from phone to phone with no newsroom in reach, byte for byte and with its picture", async () => {
  const server = aLibraryServer();
  const lead = { ...server.picture("field", 4_000), alt: "Поле" };
  const giver = await aFilledPhone(server, [...articles(12), articleNumber(13, { lead })]);
  const receiver = aStore();

  const taken = await takeInto(receiver, server.rootKey, await passOnFrom(giver.store, [idOf(13)]));

  const found = await createLibrary(receiver).find("stattia-13" as Slug);
  const own = await giver.library.find("stattia-13" as Slug);
  expect(taken.kind).toBe("taken");
  expect(found?.article?.json).toBe(own?.article?.json);
  expect(found?.entry).toMatchObject({ kept: true, listed: false, stored: "complete" });
  const picture = await findMedia(receiver, lead.files[0]?.hash ?? "");
  expect(picture?.parts.reduce((sum, part) => sum + part.byteLength, 0)).toBe(4_000);
});

test("a fresh phone starts from a passed-on edition, passes it on in its turn, and later catches up from it", async () => {
  const server = aLibraryServer();
  const giver = await aFilledPhone(server, articles(30));
  const second = aReadingDevice(server);
  const third = aStore();

  await takeInto(second.store, server.rootKey, await passOnFrom(giver.store, "all"));
  await takeInto(third, server.rootKey, await passOnFrom(second.store, "all"));

  expect((await createLibrary(third).list()).map(({ stored }) => stored)).toEqual(
    Array<string>(30).fill("complete"),
  );
  expect(await createFacts(third).get("checkedAt")).toBe(Date.UTC(2026, 10, 23, 14, 5));
  server.publish([...articles(30), articleNumber(31)]);
  server.forget();
  expect(await second.catchingUp.catchUp()).toMatchObject({ kind: "current", changed: true });
  expect(server.requests.map(({ path }) => path)).toContain("/library/packs/101-102/0.ndjson");
  expect(await second.library.list()).toHaveLength(31);
});

test("a changed byte anywhere in the file is refused, and nothing is added", async () => {
  const server = aLibraryServer();
  const lead = { ...server.picture("bread", 300), alt: "Хліб" };
  const giver = await aFilledPhone(server, [articleNumber(1, { lead }), articleNumber(2)]);
  const file = await passOnFrom(giver.store, [idOf(1)]);
  const receiver = aStore();
  const before = await rowsOf(receiver);

  const refused = new Set<string>();
  for (let at = 0; at < file.length; at += 1) {
    const changed = file.slice();
    changed[at] = changed[at]! ^ 1;
    const opened = await openOn(receiver, server.rootKey, changed);
    refused.add(opened.kind === "unfit" ? opened.why : `taken at ${at}`);
  }

  // Where the mark of the file itself is hit it is no file of ours any more, or one of a later format.
  expect([...refused].filter((why) => !["damaged", "not-ours", "newer"].includes(why))).toEqual([]);
  expect(await rowsOf(receiver)).toEqual(before);
});

test("a forger who puts the file's own check sum right does not get a letter in", async () => {
  const server = aLibraryServer();
  const giver = await aFilledPhone(server, articles(3));
  const gathered = await gather(giver.store, { articles: "all", pictures: false }, noRest);
  const forgers = aLibraryServer();
  const forger = await aFilledPhone(forgers, [
    articleNumber(1, { title: "Цього ніхто не писав" }),
    articleNumber(2),
  ]);
  const other = await gather(forger.store, { articles: "all", pictures: false }, noRest);
  const mixed = [gathered, other].flatMap((one) => one?.packs ?? []);
  const bytes = await sealed(
    mixed
      .map((p) => `<script type="text/plain" data-soniakh="1" data-kind="edition">${p}</script>`)
      .join("\n"),
  );

  expect(await openOn(aStore(), server.rootKey, bytes)).toEqual({ kind: "unfit", why: "damaged" });
});

test("a file of another newsroom says so", async () => {
  const others = aLibraryServer();
  const giver = await aFilledPhone(others, articles(2));
  const file = await passOnFrom(giver.store, "all");

  const opened = await openOn(aStore(), aSigner().public.key, file);

  expect(opened).toEqual({ kind: "unfit", why: "other-newsroom" });
});

test("an older article never takes the place of a newer one", async () => {
  const server = aLibraryServer();
  const giver = await aFilledPhone(server, articles(2));
  const old = await passOnFrom(giver.store, [idOf(1)]);
  const oldEdition = await passOnFrom(giver.store, "all");
  const receiver = await aFilledPhone(server, [
    articleNumber(1, { title: "Нова назва" }),
    articleNumber(2),
  ]);

  expect(await contentOf(receiver.store, server.rootKey, old)).toEqual(["Стаття 1: older"]);
  await takeInto(receiver.store, server.rootKey, old);
  await takeInto(receiver.store, server.rootKey, oldEdition);

  const found = await receiver.library.find("stattia-1" as Slug);
  expect(found?.article?.article.title).toBe("Нова назва");
  expect((await receiver.library.edition())?.number).toBe(102);
});

test("a newer article takes the place of an older one, and the next catching up finds all in order", async () => {
  const server = aLibraryServer();
  const receiver = await aFilledPhone(server, articles(3));
  const giver = await aFilledPhone(server, [
    articleNumber(1, { title: "Нова назва" }),
    ...articles(4).slice(1),
  ]);
  const file = await passOnFrom(giver.store, [idOf(1), idOf(4)]);

  expect(await contentOf(receiver.store, server.rootKey, file)).toEqual([
    "Стаття 4: new",
    "Нова назва: newer",
  ]);
  await takeInto(receiver.store, server.rootKey, file);

  const found = await receiver.library.find("stattia-1" as Slug);
  expect(found?.article?.article.title).toBe("Нова назва");
  expect((await receiver.library.find("stattia-4" as Slug))?.entry.listed).toBe(false);
  expect(await receiver.catchingUp.catchUp()).toMatchObject({ kind: "current", number: 102 });
  expect((await receiver.library.find("stattia-4" as Slug))?.entry).toMatchObject({
    listed: true,
    kept: true,
  });
});

test("what the newsroom cleared away comes back only when it is handed over by itself, and then to the shelf", async () => {
  const server = aLibraryServer();
  const giver = await aFilledPhone(server, articles(3));
  const one = await passOnFrom(giver.store, [idOf(1)]);
  const whole = await passOnFrom(giver.store, "all");
  const receiver = await aFilledPhone(server, articles(3).slice(1));

  expect(await contentOf(receiver.store, server.rootKey, whole)).toContain("Стаття 1: unlisted");
  await takeInto(receiver.store, server.rootKey, whole);
  expect(await receiver.library.list()).toHaveLength(2);
  await takeInto(receiver.store, server.rootKey, one);

  expect((await receiver.library.find("stattia-1" as Slug))?.entry).toMatchObject({
    kept: true,
    listed: false,
  });
});

test("what the newsroom took back is not taken in, and the word of it travels by hand too", async () => {
  const server = aLibraryServer();
  const early = await aFilledPhone(server, articles(3));
  await early.library.keep(idOf(1));
  const old = await passOnFrom(early.store, [idOf(1)]);
  server.publish(articles(3).slice(1), { gone: [idOf(1)] });
  const late = aReadingDevice(server);
  await late.catchingUp.catchUp();

  expect(await contentOf(late.store, server.rootKey, old)).toEqual(["Стаття 1: withdrawn"]);
  await takeInto(late.store, server.rootKey, old);
  expect(await late.library.find("stattia-1" as Slug)).toBeUndefined();
  await takeInto(early.store, server.rootKey, await passOnFrom(late.store, "all"));

  expect(await early.library.find("stattia-1" as Slug)).toBeUndefined();
  expect(await early.library.isWithdrawn("stattia-1" as Slug)).toBe(true);
});

test("of the same edition only the missing texts are taken", async () => {
  const server = aLibraryServer();
  const giver = await aFilledPhone(server, articles(5));
  const receiver = aReadingDevice(server);
  await receiver.catchingUp.catchUp();
  const hash = (await receiver.library.find("stattia-2" as Slug))?.entry.article ?? "";
  await receiver.store.transact(["articles"], "readwrite", (transaction) =>
    transaction.objectStore("articles").delete(hash),
  );

  const taken = await takeInto(
    receiver.store,
    server.rootKey,
    await passOnFrom(giver.store, "all"),
  );

  const fates = taken.kind === "taken" ? taken.contents.articles.map(({ fate }) => fate) : [];
  expect(fates.toSorted()).toEqual(["here", "here", "here", "here", "new"]);
  expect((await receiver.library.find("stattia-2" as Slug))?.article).toBeDefined();
});

test("another edition of the same number is refused", async () => {
  const [root, edition] = [aSigner(), aSigner()];
  const server = aLibraryServer(root, edition);
  const twin = aLibraryServer(root, edition);
  const giver = await aFilledPhone(twin, articles(2));
  const receiver = await aFilledPhone(server, articles(3));

  const file = await passOnFrom(giver.store, "all");

  expect(await openOn(receiver.store, server.rootKey, file)).toEqual({
    kind: "unfit",
    why: "damaged",
  });
});

test("an edition from which an article was left out is refused", async () => {
  const server = aLibraryServer();
  const giver = await aFilledPhone(server, articles(12));
  const file = new TextDecoder().decode(await passOnFrom(giver.store, [idOf(1)]));
  const body = file.slice(0, file.indexOf("<!--sha256"));

  const pretending = await sealed(body.replaceAll('"articles"', '"edition"'));

  expect(await openOn(aStore(), server.rootKey, pretending)).toMatchObject({ why: "damaged" });
});

test("what has no signed file yet cannot be passed on, and an article without its text neither", async () => {
  const server = aLibraryServer();
  const giver = await aFilledPhone(server, articles(2));
  const hash = (await giver.library.find("stattia-2" as Slug))?.entry.article ?? "";
  await giver.store.transact(["articles"], "readwrite", (transaction) =>
    transaction.objectStore("articles").delete(hash),
  );

  const two = { articles: new Set([idOf(1), idOf(2)]), pictures: true };
  const gathered = await gather(giver.store, two, noRest);

  expect(gathered?.articles.map(({ title }) => title)).toEqual(["Стаття 1"]);
  expect(gathered?.left).toBe(1);
  expect(await gather(aStore(), two, noRest)).toBeUndefined();
});

test("a file of a newer format asks for a newer app; any other HTML is not ours", async () => {
  const store = aStore();
  const newer = new TextEncoder().encode(
    '<script type="text/plain" data-soniakh="2" data-kind="x">…</script>',
  );
  const page = new TextEncoder().encode("<!doctype html><p>Рецепт борщу</p>");

  expect(await openOn(store, "A".repeat(43), newer)).toEqual({ kind: "unfit", why: "newer" });
  expect(await openOn(store, "A".repeat(43), page)).toEqual({ kind: "unfit", why: "not-ours" });
});

test("on a full phone nothing of a file is added", async () => {
  const server = aLibraryServer();
  const lead = { ...server.picture("field", 4_000), alt: "Поле" };
  const giver = await aFilledPhone(server, [articleNumber(1, { lead })]);
  const receiver = aStore();
  const before = await rowsOf(receiver);
  const put = Reflect.get(IDBObjectStore.prototype, "put") as IDBObjectStore["put"];
  IDBObjectStore.prototype.put = function (...args: Parameters<IDBObjectStore["put"]>) {
    if (this.name === "media") throw new DOMException("no room", "QuotaExceededError");
    return put.apply(this, args);
  };

  try {
    const file = await passOnFrom(giver.store, [idOf(1)]);
    expect(await takeInto(receiver, server.rootKey, file)).toEqual({ kind: "full" });
  } finally {
    IDBObjectStore.prototype.put = put;
  }

  expect(await rowsOf(receiver)).toEqual(before);
});

test("an older key list never counts: what a newer one no longer names signs nothing on this phone", async () => {
  const server = aLibraryServer();
  const giver = await aFilledPhone(server, articles(2));
  const file = await passOnFrom(giver.store, "all");
  const [trusting, wary] = [aStore(), aStore()];
  await createFacts(trusting).set("keys", { ...server.keys, epoch: 2 });
  await createFacts(wary).set("keys", { ...server.keys, epoch: 2, edition: [aSigner().public] });

  expect((await takeInto(trusting, server.rootKey, file)).kind).toBe("taken");
  expect((await createFacts(trusting).get("keys"))?.epoch).toBe(2);
  expect(await openOn(wary, server.rootKey, file)).toEqual({ kind: "unfit", why: "damaged" });
});

test("two files that are taken in at once both come, one after the other", async () => {
  const server = aLibraryServer();
  const giver = await aFilledPhone(server, articles(12));
  const receiver = aStore();
  const files = await Promise.all([
    passOnFrom(giver.store, [idOf(1)]),
    passOnFrom(giver.store, "all"),
  ]);

  const taken = await Promise.all(files.map((file) => takeInto(receiver, server.rootKey, file)));

  expect(taken.map(({ kind }) => kind)).toEqual(["taken", "taken"]);
  const library = createLibrary(receiver);
  expect(await library.list()).toHaveLength(12);
  expect((await library.find("stattia-1" as Slug))?.entry).toMatchObject({
    kept: true,
    listed: true,
    stored: "complete",
  });
});
