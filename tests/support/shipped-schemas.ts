/** The stores of one schema: their key paths, and their indexes with what they read. */
type Schema = Readonly<
  Record<string, { readonly keyPath: string | string[]; readonly indexes?: Record<string, string> }>
>;

const first: Schema = {
  entries: { keyPath: "id", indexes: { slug: "slug" } },
  articles: { keyPath: "hash" },
  media: { keyPath: ["hash", "part"] },
  drafts: { keyPath: ["draft", "n"] },
  stories: { keyPath: "id" },
  parts: { keyPath: ["story", "part", "chunk"] },
  facts: { keyPath: "name" },
};

/** Every schema before today's, by version from 1. Never edited: phones have them. A new migration adds the one before it. */
export const shippedSchemas: readonly Schema[] = [first, { ...first, search: { keyPath: "name" } }];

/** Puts what a database holds into one of an older schema, under the same name. Nobody may hold it open. */
export const copyToSchema = (name: string, version: number): Promise<void> =>
  copyDatabase(name, version, shippedSchemas[version - 1]!);

async function copyDatabase(name: string, version: number, schema: Schema): Promise<void> {
  const settled = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error ?? new Error("refused"));
    });
  const source = await settled(indexedDB.open(name));
  const all = new Map<string, readonly unknown[]>();
  for (const store of source.objectStoreNames)
    all.set(store, await settled(source.transaction(store).objectStore(store).getAll()));
  source.close();
  await settled(indexedDB.deleteDatabase(name));
  const opening = indexedDB.open(name, version);
  opening.onupgradeneeded = () => {
    for (const [store, { keyPath, indexes }] of Object.entries(schema)) {
      const made = opening.result.createObjectStore(store, { keyPath });
      for (const [index, path] of Object.entries(indexes ?? {})) made.createIndex(index, path);
    }
  };
  const target = await settled(opening);
  for (const store of target.objectStoreNames) {
    const writing = target.transaction(store, "readwrite");
    const done = new Promise((resolve) => (writing.oncomplete = resolve));
    for (const record of all.get(store) ?? []) {
      // Entries did not say yet under what they are found.
      const { under: _, stored: __, ...entry } = record as Record<string, unknown>;
      writing.objectStore(store).put(store === "entries" ? entry : record);
    }
    await done;
  }
  target.close();
}
