import { afterEach, expect, test } from "vitest";
import type { Store } from "../../src/device/database.ts";
import type { SearchLanguages } from "../../src/device/search.ts";
import type { IndexProgress } from "../../src/device/indexing.ts";
import {
  createSearching,
  type Question,
  type Searching,
  type SearchingDeps,
} from "../../src/device/searching.ts";
import type { Article, ArticleId } from "../../src/protocol/article.ts";
import {
  aLibraryServer,
  articleNumber,
  articles,
  type LibraryFixture,
} from "../support/library-fixture.ts";
import { aLockManager, aReadingDevice, type ReadingDevice } from "../support/reading-device.ts";

const put = Reflect.get(IDBObjectStore.prototype, "put") as IDBObjectStore["put"];
afterEach(() => {
  IDBObjectStore.prototype.put = put;
});

const plainWords: SearchLanguages = { version: "plain", keysOf: (word) => [word] };
const killed = new Error("killed");

/** An article whose text is one paragraph. */
const saying = (n: number, text: string, change: Partial<Article> = {}): Article =>
  articleNumber(n, { body: [{ kind: "paragraph", runs: [{ text }] }], ...change });

/** A phone that reads from a newsroom which published these. */
async function aPhone(published: readonly Article[]) {
  const server = aLibraryServer();
  server.publish(published);
  const device = aReadingDevice(server);
  await device.catchingUp.catchUp();
  return { server, ...device };
}

interface Opened extends Searching {
  readonly progress: IndexProgress[];
}

/** Search as one start of the app opens it. Each look at the clock is a step's length, so that every article is a step. */
function search(store: Store, change: Partial<SearchingDeps> = {}): Opened {
  const progress: IndexProgress[] = [];
  let time = 0;
  const searching = createSearching({
    store,
    locks: aLockManager(),
    loadLanguages: async () => plainWords,
    pause: () => Promise.resolve(),
    now: () => (time += 30),
    onProgress: (one) => progress.push(one),
    ...change,
  });
  return { ...searching, progress };
}

const found = async (
  searching: Searching,
  text: string,
  change: Partial<Question> = {},
): Promise<readonly ArticleId[]> => {
  const { findings } = await searching.ask({ text, where: {}, limit: 50, ...change });
  return findings.map(({ entry }) => entry.id);
};

/** Every text breaks on its way; headlines arrive. */
function bendTexts(server: LibraryFixture): void {
  server.wire.bend = (path, bytes) => {
    if (!/articles|packs/.test(path)) return bytes;
    const bent = bytes.slice();
    bent[bent.length - 3]! ^= 1;
    return bent;
  };
}

const savedParts = ({ store }: Pick<ReadingDevice, "store">) =>
  store.transact(["search"], "readonly", (transaction) =>
    transaction.objectStore("search").getAll(),
  );

test("a word of a text finds the article, and is marked in a stretch of it", async () => {
  const { store } = await aPhone([saying(1, "Насіння в кишені."), saying(2, "Хліб на всіх.")]);
  const searching = search(store);
  await searching.update();

  const { findings, total, wanted } = await searching.ask({ text: "кишені", where: {}, limit: 10 });

  expect(total).toBe(1);
  const { id } = saying(1, "");
  expect(findings.map(({ entry }) => entry.id)).toEqual([id]);
  const [snippet, none] = await searching.snippets([id, "no such article"], wanted!);
  expect(snippet?.marks.map(({ start, end }) => snippet.text.slice(start, end))).toEqual([
    "кишені",
  ]);
  expect(none).toBeUndefined();
});

test("what was asked for in a title is marked there", async () => {
  const { store } = await aPhone([saying(1, "Ні.", { title: "Хліб на всіх" })]);
  const searching = search(store);
  await searching.update();

  const { findings } = await searching.ask({ text: "хліб", where: {}, limit: 10 });

  expect(findings[0]?.title).toEqual({ text: "Хліб на всіх", marks: [{ start: 0, end: 4 }] });
});

test("a start after it was built reads what was saved and indexes nothing again", async () => {
  const { store } = await aPhone(articles(20));
  await search(store).update();

  const next = search(store);
  await next.update();

  expect(next.progress).toEqual([{ done: 20, all: 20 }]);
  expect(await found(next, "текст")).toHaveLength(20);
});

test("killed in the middle, it goes on from what was saved", async () => {
  const { store } = await aPhone(articles(40));
  let steps = 0;
  const first = search(store, {
    pause: async () => {
      if ((steps += 1) === 30) throw killed;
    },
  });
  await expect(first.update()).rejects.toBe(killed);

  const next = search(store);
  await next.update();

  expect(next.progress[0]?.done).toBeGreaterThan(10);
  expect(next.progress[0]?.done).toBeLessThan(40);
  expect(next.progress.at(-1)).toEqual({ done: 40, all: 40 });
  expect(await found(next, "текст")).toHaveLength(40);
});

test("it lets others go first after each step, and answers out of what is there so far", async () => {
  const { store } = await aPhone(articles(5));
  const foundMeanwhile: number[] = [];
  const searching = search(store, {
    pause: async () => void foundMeanwhile.push((await found(searching, "текст")).length),
  });

  await searching.update();

  expect(foundMeanwhile).toEqual([1, 2, 3, 4, 5]);
});

test("a replaced article is found by its new words and no more by its old ones, from the first moment", async () => {
  const { store, server, catchingUp } = await aPhone([saying(1, "Жоржини"), saying(2, "Мальви")]);
  const searching = search(store, { pause: () => afterwards() });
  let afterwards = (): Promise<void> => Promise.resolve();
  await searching.update();
  server.publish([saying(1, "Чорнобривці"), saying(2, "Мальви"), saying(3, "Барвінок")]);
  await catchingUp.catchUp();
  let old: readonly ArticleId[] | undefined;
  afterwards = async () => void (old ??= await found(searching, "жоржини"));

  await searching.update();

  expect(old).toEqual([]);
  expect(await found(searching, "жоржини")).toEqual([]);
  expect(await found(searching, "чорнобривці")).toEqual([saying(1, "").id]);
  expect(await found(searching, "барвінок")).toEqual([saying(3, "").id]);
  expect(await found(search(store), "чорнобривці")).toEqual([saying(1, "").id]);
});

test("a withdrawn article leaves the index and what is saved of it", async () => {
  const { store, server, catchingUp, ...device } = await aPhone([
    saying(1, "Жоржинівка"),
    saying(2, "Мальви"),
  ]);
  await search(store).update();
  const { id } = saying(1, "");
  await device.library.keep(id);
  server.publish([saying(2, "Мальви")], { gone: [id] });
  await catchingUp.catchUp();

  // A start that has not followed the library yet shows nothing of it either.
  expect(await found(search(store), "жоржинівка")).toEqual([]);
  const searching = search(store);
  await searching.update();

  expect(await found(searching, "жоржинівка")).toEqual([]);
  const saved = (await savedParts({ store })).map(({ bytes }) => new TextDecoder().decode(bytes));
  expect(saved.join("").toLowerCase()).not.toContain("жоржинівка");
  expect(await found(searching, "мальви")).toHaveLength(1);
});

test("an index of other languages' data is built again", async () => {
  const { store } = await aPhone(articles(3));
  await search(store).update();

  const next = search(store, { loadLanguages: async () => ({ ...plainWords, version: "newer" }) });
  await next.update();

  expect(next.progress[0]).toEqual({ done: 0, all: 3 });
  expect(await found(next, "текст")).toHaveLength(3);
});

test.each(["bent", "missing"])(
  "a saved index with a %s part is built again by itself",
  async (how) => {
    const { store } = await aPhone(articles(3));
    await search(store).update();
    const part = (await savedParts({ store })).find(({ name }) => name !== "")!;
    await store.transact(["search"], "readwrite", async (transaction) => {
      const parts = transaction.objectStore("search");
      if (how === "missing") return parts.delete(part.name);
      new Uint8Array(part.bytes).reverse();
      await parts.put(part);
    });

    const next = search(store);
    await next.open();
    await next.update();

    expect(next.progress[0]).toEqual({ done: 0, all: 3 });
    expect(await found(next, "текст")).toHaveLength(3);
    const after = search(store);
    await after.open();
    await after.update();
    expect(after.progress[0]).toEqual({ done: 3, all: 3 });
  },
);

test("where there is no room to save it, search works and nothing half saved is left", async () => {
  const device = await aPhone(articles(3));
  IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...given: Parameters<typeof put>) {
    if (this.name === "search") throw new DOMException("", "QuotaExceededError");
    return put.apply(this, given);
  } as typeof put;

  const searching = search(device.store);
  await searching.update();

  expect(await found(searching, "текст")).toHaveLength(3);
  expect((await savedParts(device)).map(({ name }) => name)).toEqual([]);
});

test("while another tab saves, this one searches all the same and saves nothing", async () => {
  const device = await aPhone(articles(3));
  const locks = aLockManager();
  let letGo = (): void => undefined;
  void locks.request("searching", {}, () => new Promise<void>((resolve) => (letGo = resolve)));

  const searching = search(device.store, { locks });
  await searching.update();

  expect(await found(searching, "текст")).toHaveLength(3);
  expect((await savedParts(device)).map(({ name }) => name)).toEqual([]);
  letGo();
});

test("a headline is found before its text is here, and by its text from then on", async () => {
  const server = aLibraryServer();
  server.publish([saying(1, "Соняхи", { title: "Поле" })]);
  const { store, catchingUp } = aReadingDevice(server);
  bendTexts(server);
  await catchingUp.catchUp();
  const searching = search(store);
  await searching.update();
  expect(await found(searching, "поле")).toHaveLength(1);
  expect(await found(searching, "соняхи")).toEqual([]);
  expect(await found(searching, "поле", { where: { onPhone: true } })).toEqual([]);

  server.wire.bend = undefined;
  await catchingUp.catchUp();
  await searching.update();

  expect(await found(searching, "соняхи")).toHaveLength(1);
  expect(await found(searching, "поле", { where: { onPhone: true } })).toHaveLength(1);
});

test("without a word all that was chosen is found, the newest first", async () => {
  const { store } = await aPhone(articles(12));
  const searching = search(store);
  await searching.update();

  const { findings, total, wanted } = await searching.ask({
    text: " ",
    where: { onPhone: true },
    limit: 2,
  });

  expect(findings.map(({ entry }) => entry.title)).toEqual(["Стаття 12", "Стаття 11"]);
  expect({ total, wanted }).toEqual({ total: 12, wanted: undefined });
});

test("only what leaves a choice can be chosen", async () => {
  const { store } = await aPhone([
    saying(1, "Хліб", { tags: ["Порада"] }),
    saying(2, "Хліб", { tags: ["Річниця"], date: "2025-03-01" }),
  ]);

  expect(await search(store).choices()).toEqual({
    languages: [],
    tags: ["Порада", "Річниця"],
    years: ["2026", "2025"],
  });
});

test("only what the filter lets through is found and counted", async () => {
  const { store, ...device } = await aPhone([
    saying(1, "Хліб", { tags: ["Порада"], language: "uk" }),
    saying(11, "Хліб", { tags: ["Річниця"], language: "uk", date: "2025-03-01" }),
    saying(12, "Хліб", { tags: ["Порада"], language: "en" }),
  ]);
  const searching = search(store);
  await searching.update();
  const [one, old, english] = [1, 11, 12].map((n) => saying(n, "").id);

  const by = (where: Question["where"]) => found(searching, "хліб", { where });
  expect(new Set(await by({}))).toEqual(new Set([one, old, english]));
  expect(await by({ language: "en" })).toEqual([english]);
  expect(await by({ tag: "Річниця" })).toEqual([old]);
  expect(await by({ year: "2025" })).toEqual([old]);
  await device.library.keep(one!);
  await searching.update();
  expect(await by({ shelf: true })).toEqual([one]);
  const { total } = await searching.ask({ text: "хліб", where: { tag: "Порада" }, limit: 1 });
  expect(total).toBe(2);
});

test("nothing of what was looked for is kept", async () => {
  const { store } = await aPhone(articles(3));
  const searching = search(store);
  await searching.update();

  await found(searching, "Підпільник");
  await searching.update();

  const stores = [
    "entries",
    "articles",
    "media",
    "drafts",
    "stories",
    "parts",
    "search",
    "facts",
  ] as const;
  for (const name of stores) {
    const held = await store.transact([name], "readonly", (transaction) =>
      transaction.objectStore(name).getAll(),
    );
    expect(JSON.stringify(held).toLowerCase()).not.toContain("підпільник");
  }
});

test("where the languages' data cannot be had, the next call asks for it again", async () => {
  const { store } = await aPhone(articles(1));
  let tries = 0;
  const searching = search(store, {
    loadLanguages: async () => {
      if ((tries += 1) === 1) throw new TypeError("Failed to fetch");
      return plainWords;
    },
  });

  await expect(searching.update()).rejects.toThrow("Failed to fetch");
  await searching.update();

  expect(await found(searching, "текст")).toHaveLength(1);
});
