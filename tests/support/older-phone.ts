import { decrypt, type Place } from "../../src/device/ciphers.ts";
import type { Cipher, Store } from "../../src/device/database.ts";
import type { KeyFinder } from "../../src/device/keyring.ts";
import { readStories } from "../../src/device/outbox.ts";
import type { RandomId } from "../../src/protocol/bytes.ts";
import { copyToSchema } from "./shipped-schemas.ts";

/**
 * Makes of the database `name` what an older app would have left: the same drafts and stories, each sealed as in its day,
 * in the schema of its day. `store` is closed; nobody else may hold the database open.
 */
export async function makeOlder(
  store: Store,
  keys: KeyFinder,
  name: string,
  version: number,
): Promise<void> {
  await resealDrafts(store, keys, version);
  await resealStories(store, keys, version);
  store.close();
  await copyToSchema(name, version);
}

async function resealDrafts(store: Store, keys: KeyFinder, version: number): Promise<void> {
  const records = await store.transact(["drafts"], "readonly", (t) =>
    t.objectStore("drafts").getAll(),
  );
  for (const record of records) {
    const key = await keyOf(keys, record.draft.split("/")[0]!);
    const cipher = await reseal(key, ["drafts", record.draft, record.n], record.cipher, version);
    await store.transact(["drafts"], "readwrite", (t) =>
      t.objectStore("drafts").put({ ...record, cipher }),
    );
  }
}

async function resealStories(store: Store, keys: KeyFinder, version: number): Promise<void> {
  for (const record of await readStories(store)) {
    const key = await keyOf(keys, record.slot);
    const own = await reseal(key, ["stories", record.id, "own"], record.own!, version);
    await store.transact(["stories"], "readwrite", (t) =>
      t.objectStore("stories").put({ ...record, own }),
    );
  }
}

async function keyOf(keys: KeyFinder, slot: string): Promise<CryptoKey> {
  const key = await keys.find(slot as RandomId);
  if (key === undefined) throw new Error(`There is no key for ${slot}`);
  return key;
}

/** The same bytes under a seal that names an older schema. */
async function reseal(
  key: CryptoKey,
  place: Place,
  cipher: Cipher,
  version: number,
): Promise<Cipher> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const additionalData = new TextEncoder().encode(JSON.stringify([...place, version]));
  const plain = await decrypt(key, place, cipher);
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData }, key, plain);
  return { iv: iv.buffer, data };
}
