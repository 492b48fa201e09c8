import type { Store } from "./database.ts";
import { hashOf } from "./hashing.ts";
import type { SavedPart } from "./search.ts";

/** What stands beside the parts, under a name that no part has. */
interface Contents {
  /** Of the languages' data and of this layout: an index of another version is built again. */
  readonly version: string;
  /** Which articles are in, see {@link coverOf}. */
  readonly cover: string;
  /** The parts' names, each with the hash of its bytes. */
  readonly parts: Readonly<Record<string, string>>;
}

const contentsName = "";

/** A hash of which articles an index holds, in which version each. */
export const coverOf = (articles: readonly string[]): Promise<string> =>
  hashOf(new TextEncoder().encode([...articles].sort().join("\n")));

/** True where an index of this version is saved that holds exactly what `cover` says: it need not be opened to know. */
export async function isSaved(store: Store, version: string, cover: string): Promise<boolean> {
  const record = await store.transact(["search"], "readonly", (transaction) =>
    transaction.objectStore("search").get(contentsName),
  );
  const contents = contentsOf(record?.bytes);
  return contents?.version === version && contents.cover === cover;
}

/** The saved parts of the index, or undefined where there is none of this version or a part of it is damaged. */
export async function readSavedIndex(
  store: Store,
  version: string,
): Promise<readonly SavedPart[] | undefined> {
  const records = await store.transact(["search"], "readonly", (transaction) =>
    transaction.objectStore("search").getAll(),
  );
  const contents = contentsOf(records.find(({ name }) => name === contentsName)?.bytes);
  if (contents?.version !== version) return undefined;
  const parts = records
    .filter(({ name }) => name in contents.parts)
    .map(({ name, bytes }) => ({ name, bytes: new Uint8Array(bytes) }));
  if (parts.length !== Object.keys(contents.parts).length) return undefined;
  const hashes = await Promise.all(parts.map(({ bytes }) => hashOf(bytes)));
  return parts.every(({ name }, at) => contents.parts[name] === hashes[at]) ? parts : undefined;
}

function contentsOf(bytes: ArrayBuffer | undefined): Contents | undefined {
  if (bytes === undefined) return undefined;
  try {
    const contents = JSON.parse(new TextDecoder().decode(bytes)) as Partial<Contents> | null;
    return typeof contents?.version === "string" && typeof contents.parts === "object"
      ? (contents as Contents)
      : undefined;
  } catch {
    // Damaged: the index is built again.
    return undefined;
  }
}

/**
 * Saves an index in one transaction. Parts that are there already are not written again, those that belong to it no more
 * go. Throws DeviceError `storage-full`.
 */
export async function saveIndex(
  store: Store,
  version: string,
  cover: string,
  parts: readonly SavedPart[],
): Promise<void> {
  const hashes = await Promise.all(parts.map(({ bytes }) => hashOf(bytes)));
  const contents: Contents = {
    version,
    cover,
    parts: Object.fromEntries(parts.map(({ name }, at) => [name, hashes[at] ?? ""])),
  };
  await store.transact(["search"], "readwrite", async (transaction) => {
    const search = transaction.objectStore("search");
    const [names, before] = await Promise.all([search.getAllKeys(), search.get(contentsName)]);
    const old = contentsOf(before?.bytes)?.parts ?? {};
    const changed = parts.filter(({ name }) => old[name] !== contents.parts[name]);
    const gone = names.filter((name) => name !== contentsName && !(name in contents.parts));
    await Promise.all([
      ...changed.map(({ name, bytes }) => search.put({ name, bytes: ownBuffer(bytes) })),
      ...gone.map((name) => search.delete(name)),
      search.put({
        name: contentsName,
        bytes: ownBuffer(new TextEncoder().encode(JSON.stringify(contents))),
      }),
    ]);
  });
}

/** Lets go of the saved index, where there is no room for it: it can be built again. */
export const dropSavedIndex = (store: Store): Promise<void> =>
  store.transact(["search"], "readwrite", (transaction) =>
    transaction.objectStore("search").clear(),
  );

const ownBuffer = (bytes: Uint8Array<ArrayBuffer>): ArrayBuffer =>
  bytes.byteLength === bytes.buffer.byteLength ? bytes.buffer : bytes.slice().buffer;
