import { expect, test } from "vitest";
import { openStore, type Store } from "../../src/device/database.ts";
import { aDisk, draftsOn } from "../support/device.ts";

// The stores as the first version of the app made them; a shipped schema does not change.
const firstStores: readonly (readonly [name: string, keyPath: string | string[]])[] = [
  ["entries", "id"],
  ["articles", "hash"],
  ["media", ["hash", "part"]],
  ["drafts", ["draft", "n"]],
  ["stories", "id"],
  ["parts", ["story", "part", "chunk"]],
  ["facts", "name"],
];

/** A database of the first schema that holds these records of drafts. */
const firstDatabase = (name: string, drafts: readonly unknown[]): Promise<void> =>
  new Promise((resolve, reject) => {
    const opening = indexedDB.open(name, 1);
    opening.onerror = () => reject(opening.error);
    opening.onupgradeneeded = () => {
      for (const [store, keyPath] of firstStores) {
        const made = opening.result.createObjectStore(store, { keyPath });
        if (store === "entries") made.createIndex("slug", "slug");
      }
    };
    opening.onsuccess = () => {
      const transaction = opening.result.transaction("drafts", "readwrite");
      for (const record of drafts) transaction.objectStore("drafts").put(record);
      transaction.oncomplete = () => resolve(opening.result.close());
    };
  });

const recordsOf = (store: Store) =>
  store.transact(["drafts"], "readonly", (transaction) =>
    transaction.objectStore("drafts").getAll(),
  );

const aad = (...place: readonly unknown[]): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(JSON.stringify(place));

test("a draft that the first version of the app wrote opens after every upgrade, its records untouched", async () => {
  const disk = aDisk();
  const store = disk.store();
  const draft = await draftsOn(disk, undefined, store).create();
  await draft.change({ kind: "text", piece: 0, at: 0, cut: 0, put: "Щовечора вона пекла хліб." });
  const key = await disk.keyring.find(draft.id);
  // The same records, bound to the first schema as its own writer bound them.
  const first = await Promise.all(
    (await recordsOf(store)).map(async (record) => {
      const { iv, data } = record.cipher;
      const place = ["drafts", record.draft, record.n];
      const versions = Array.from({ length: 20 }, (_, at) => at + 1);
      const opened = await Promise.any(
        versions.map((version) =>
          crypto.subtle.decrypt(
            { name: "AES-GCM", iv, additionalData: aad(...place, version) },
            key!,
            data,
          ),
        ),
      );
      const sealed = await crypto.subtle.encrypt(
        { name: "AES-GCM", iv, additionalData: aad(...place, 1) },
        key!,
        opened,
      );
      return { ...record, cipher: { iv, data: sealed } };
    }),
  );
  const name = "written-by-the-first-version";
  await firstDatabase(name, first);

  const upgraded = openStore(name, () => undefined);
  const again = await draftsOn(disk, undefined, upgraded).open(draft.id);

  expect(again?.content).toEqual(draft.content);
  expect(await recordsOf(upgraded)).toEqual(first);
  const stores = await upgraded.transact(["search"], "readonly", (transaction) =>
    transaction.objectStore("search").count(),
  );
  expect(stores).toBe(0);
});
