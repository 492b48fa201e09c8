import type { RandomId } from "../protocol/bytes.ts";
import { decrypt, decryptJson, encrypt, encryptJson } from "./ciphers.ts";
import type { Cipher, Store, Transaction } from "./database.ts";
import { besideDraft } from "./draft-records.ts";
import { DeviceError } from "./errors.ts";

/** A photo as it is kept and sent: re-encoded on this phone, without metadata. */
export interface Photo {
  readonly type: "image/jpeg";
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

interface PhotoHead {
  readonly type: "image/jpeg";
  readonly width: number;
  readonly height: number;
  readonly length: number;
}

/** Bytes of one chunk: ArrayBuffers of this size are what every browser keeps well. */
const chunkSize = 262_144;

const placeOf = (draft: RandomId, number: number): string => `${draft}/photo/${number}`;
const chunksOf = (place: string): IDBKeyRange => IDBKeyRange.bound([place, 0], [place, Infinity]);

/** Keeps a photo under its draft's key, in one transaction. Chunk 0 says what it is. */
export async function writePhoto(
  store: Store,
  key: CryptoKey,
  draft: RandomId,
  number: number,
  photo: Photo,
): Promise<void> {
  const place = placeOf(draft, number);
  const chunks = await encryptPhoto(key, place, photo);
  await store.transact(["drafts"], "readwrite", async (transaction) => {
    const drafts = transaction.objectStore("drafts");
    await Promise.all(chunks.map((cipher, n) => drafts.put({ draft: place, n, cipher })));
  });
}

/**
 * Puts a photo in the place of the one with this number, in one strict transaction: there is the one or the other, and no
 * record of the former is left. False where there is none with this number: nothing is written then.
 */
export async function replacePhoto(
  store: Store,
  key: CryptoKey,
  draft: RandomId,
  number: number,
  photo: Photo,
): Promise<boolean> {
  const place = placeOf(draft, number);
  const chunks = await encryptPhoto(key, place, photo);
  return store.transact(
    ["drafts"],
    "readwrite",
    async (transaction) => {
      const drafts = transaction.objectStore("drafts");
      if ((await drafts.getKey([place, 0])) === undefined) return false;
      await drafts.delete(chunksOf(place));
      await Promise.all(chunks.map((cipher, n) => drafts.put({ draft: place, n, cipher })));
      return true;
    },
    "strict",
  );
}

async function encryptPhoto(
  key: CryptoKey,
  place: string,
  { bytes, ...look }: Photo,
): Promise<readonly Cipher[]> {
  const head: PhotoHead = { ...look, length: bytes.length };
  const ciphers = [encryptJson(key, ["drafts", place, 0], head)];
  for (let at = 0; at < bytes.length; at += chunkSize) {
    ciphers.push(encrypt(key, ["drafts", place, ciphers.length], bytes.slice(at, at + chunkSize)));
  }
  return Promise.all(ciphers);
}

/** A photo as it was kept, or undefined where there is none. Throws {@link DeviceError} `damaged` where a chunk is missing. */
export async function readPhoto(
  store: Store,
  key: CryptoKey,
  draft: RandomId,
  number: number,
): Promise<Photo | undefined> {
  const place = placeOf(draft, number);
  const records = await store.transact(["drafts"], "readonly", (transaction) =>
    transaction.objectStore("drafts").getAll(chunksOf(place)),
  );
  const [first, ...rest] = records;
  if (first === undefined) return undefined;
  const { length, ...look } = await decryptJson<PhotoHead>(key, ["drafts", place, 0], first.cipher);
  return {
    ...look,
    bytes: await join(
      key,
      place,
      rest.map(({ cipher }) => cipher),
      length,
    ),
  };
}

async function join(
  key: CryptoKey,
  place: string,
  ciphers: readonly Cipher[],
  length: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const [index, cipher] of ciphers.entries()) {
    const chunk = await decrypt(key, ["drafts", place, index + 1], cipher);
    bytes.set(chunk.subarray(0, length - at), at);
    at += chunk.length;
  }
  if (at !== length) throw new DeviceError("damaged", "A photo is not whole");
  return bytes;
}

/** The numbers of all photos that are kept for a draft, whether the page still shows them or not. */
export function photoNumbers(store: Store, draft: RandomId): Promise<readonly number[]> {
  return store.transact(["drafts"], "readonly", async (transaction) => {
    const keys = await transaction.objectStore("drafts").getAllKeys(besideDraft(draft, "photo/"));
    return [...new Set(keys.map(([place]) => Number(place.slice(placeOf(draft, 0).length - 1))))];
  });
}

/**
 * What changes where any photo of a draft is replaced: the IV that each was encrypted with, which is drawn anew each time. Stores:
 * drafts.
 */
export async function photoStamps(
  transaction: Transaction<IDBTransactionMode>,
  draft: RandomId,
): Promise<string> {
  const drafts = transaction.objectStore("drafts");
  const keys = await drafts.getAllKeys(besideDraft(draft, "photo/"));
  const heads = await Promise.all(keys.filter(([, n]) => n === 0).map((key) => drafts.get(key)));
  const stamps = heads.map((head) => head && [head.draft, ...new Uint8Array(head.cipher.iv)]);
  return JSON.stringify(stamps);
}
