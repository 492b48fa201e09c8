/** Makes the stores of one schema as it was shipped. A new migration adds one for the schema before it. */
type Schema = (database: IDBDatabase) => void;

const first: Schema = (database) => {
  database.createObjectStore("entries", { keyPath: "id" }).createIndex("slug", "slug");
  database.createObjectStore("articles", { keyPath: "hash" });
  database.createObjectStore("media", { keyPath: ["hash", "part"] });
  database.createObjectStore("drafts", { keyPath: ["draft", "n"] });
  database.createObjectStore("stories", { keyPath: "id" });
  database.createObjectStore("parts", { keyPath: ["story", "part", "chunk"] });
  database.createObjectStore("facts", { keyPath: "name" });
};

const second: Schema = (database) => {
  first(database);
  database.createObjectStore("search", { keyPath: "name" });
};

/** Every schema before today's, by version from 1. Never edited: phones have them. */
export const shippedSchemas: readonly Schema[] = [first, second];

/** Puts what a database of today's schema holds into one of an older, under the same name. Nobody may hold it open. */
export async function copyToSchema(name: string, version: number): Promise<void> {
  const source = await settled(indexedDB.open(name));
  const all = new Map<string, readonly unknown[]>();
  for (const store of source.objectStoreNames)
    all.set(store, await settled(source.transaction(store).objectStore(store).getAll()));
  source.close();
  await settled(indexedDB.deleteDatabase(name));
  const opening = indexedDB.open(name, version);
  opening.onupgradeneeded = () => shippedSchemas[version - 1]!(opening.result);
  const target = await settled(opening);
  for (const store of target.objectStoreNames) {
    const writing = target.transaction(store, "readwrite");
    const done = new Promise((resolve) => (writing.oncomplete = resolve));
    for (const record of all.get(store) ?? []) writing.objectStore(store).put(asOf(store, record));
    await done;
  }
  target.close();
}

/** Entries did not say yet under what they are found. */
function asOf(store: string, record: unknown): unknown {
  if (store !== "entries") return record;
  const { under: _, stored: __, ...first } = record as Record<string, unknown>;
  return first;
}

const settled = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("refused"));
  });
