// A database of the first version, as phones have it, opens in today's app with all that people put into it.
import { expect, test } from "vitest";
import { openStore } from "../../src/device/database.ts";
import { createDrafts } from "../../src/device/drafts.ts";
import { createLibrary } from "../../src/device/library.ts";
import { createMemoryKeyring } from "../../src/device/keyring.ts";
import { countedIds } from "../support/device.ts";
import { aLibraryServer, articleNumber } from "../support/library-fixture.ts";
import { aReadingDevice } from "../support/reading-device.ts";

/** Opens a database with the stores of version 1, and nothing that came later. */
const openFirst = (name: string): Promise<IDBDatabase> =>
  new Promise((resolve, reject) => {
    const opening = indexedDB.open(name, 1);
    opening.onupgradeneeded = () => {
      const database = opening.result;
      database.createObjectStore("entries", { keyPath: "id" }).createIndex("slug", "slug");
      database.createObjectStore("articles", { keyPath: "hash" });
      database.createObjectStore("media", { keyPath: ["hash", "part"] });
      database.createObjectStore("drafts", { keyPath: ["draft", "n"] });
      database.createObjectStore("stories", { keyPath: "id" });
      database.createObjectStore("parts", { keyPath: ["story", "part", "chunk"] });
      database.createObjectStore("facts", { keyPath: "name" });
    };
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });

const stores = ["entries", "articles", "media", "drafts", "stories", "parts", "facts"] as const;

/** What today's app wrote, as the first version would have: the same records without what came later. */
async function copyToFirst(from: string, to: string): Promise<void> {
  const source = await new Promise<IDBDatabase>((resolve) => {
    const opening = indexedDB.open(from);
    opening.onsuccess = () => resolve(opening.result);
  });
  const target = await openFirst(to);
  for (const store of stores) {
    const records = await new Promise<readonly object[]>((resolve) => {
      const reading = source.transaction(store).objectStore(store).getAll();
      reading.onsuccess = () => resolve(reading.result as object[]);
    });
    await new Promise<void>((resolve) => {
      const writing = target.transaction(store, "readwrite");
      for (const record of records) {
        const { under: _, stored: __, ...first } = record as Record<string, unknown>;
        writing.objectStore(store).put(store === "entries" ? first : record);
      }
      writing.oncomplete = () => resolve();
    });
  }
  source.close();
  target.close();
}

test("a database of the first version keeps its articles, its shelf, a draft, a story and a pack half taken", async () => {
  const [now, before] = ["upgrade-source", "upgrade-target"];
  const server = aLibraryServer();
  const lead = { ...server.picture("field", 5_000), alt: "Поле" };
  server.publish([articleNumber(1, { lead }), articleNumber(2), articleNumber(3)]);
  const source = openStore(now, () => undefined);
  const { catchingUp, library } = aReadingDevice(server, { store: source });
  await catchingUp.catchUp();
  await library.keep(articleNumber(2).id);
  const keyring = createMemoryKeyring();
  const newId = countedIds();
  const draftsOf = (store: typeof source) =>
    createDrafts({ store, keyring, newId, now: () => 1, announce: () => undefined });
  const draft = await draftsOf(source).create();
  await draft.change({ kind: "title", at: 0, cut: 0, put: "Хліб на всіх" });
  await draft.close();
  await source.transact(["stories", "parts", "facts", "articles"], "readwrite", async (writing) => {
    const bytes = new TextEncoder().encode("sealed").buffer;
    await writing
      .objectStore("stories")
      .put({ id: "story", order: 1, manifest: bytes, state: { kind: "waiting" }, slot: "slot" });
    await writing.objectStore("parts").put({ story: "story", part: 0, chunk: 0, bytes });
    await writing.objectStore("facts").put({ name: "staged:half", value: "a line of a pack" });
    // A text that has not come yet.
    await writing.objectStore("articles").delete((await articleHash(writing))!);
  });
  source.close();
  await copyToFirst(now, before);

  const store = openStore(before, () => undefined);
  const upgraded = createLibrary(store);

  const list = await upgraded.list();
  expect(list.map(({ title, kept, stored }) => [title, kept, stored])).toEqual([
    ["Стаття 3", false, "complete"],
    ["Стаття 2", true, "complete"],
    ["Стаття 1", false, "headline"],
  ]);
  expect(await upgraded.lengthOf("shelf")).toBe(1);
  expect(await upgraded.page({ language: "uk" }, 1, 10)).toHaveLength(2);
  expect(await upgraded.counts()).toEqual({ listed: 3, texts: 2 });
  const [only] = await draftsOf(store).list();
  expect(only?.title).toBe("Хліб на всіх");
  const rest = await store.transact(["stories", "parts", "facts"], "readonly", async (reading) => [
    await reading.objectStore("stories").count(),
    await reading.objectStore("parts").count(),
    (await reading.objectStore("facts").get("staged:half"))?.value,
  ]);
  expect(rest).toEqual([1, 1, "a line of a pack"]);
});

async function articleHash(writing: {
  objectStore(name: "articles"): { getAll(): Promise<readonly { hash: string; json: string }[]> };
}): Promise<string | undefined> {
  const all = await writing.objectStore("articles").getAll();
  return all.find(({ json }) => json.includes("Стаття 1"))?.hash;
}
