import type { Store, Stores, Transaction } from "./database.ts";
import { type Medium, type MediumFile, pictureKey, renewEntries } from "./entries.ts";

type MediaRecord = Stores["media"]["value"];

/** WebKit loses Blobs and chokes on long values: bytes are kept in parts of this size. */
export const partSize = 262_144;

/** A record with this part number holds no bytes but points to another file of the same picture. */
const alias = -1;

/** All records of one file. */
export const ofHash = (hash: string): IDBKeyRange =>
  IDBKeyRange.bound([hash, alias], [hash, Infinity]);

/** Keeps one file of a picture, and lets the picture's other files point to it; or a recording: all in one transaction. */
export const keepPicture = (
  store: Store,
  picture: Medium,
  file: MediumFile,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<void> =>
  store.transact(["entries", "articles", "media"], "readwrite", (transaction) =>
    putPicture(transaction, picture, file, bytes),
  );

/** The same within a transaction over `entries`, `articles` and `media`. */
export async function putPicture(
  transaction: Transaction<"readwrite">,
  picture: Medium,
  file: MediumFile,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<void> {
  const parts = Math.max(1, Math.ceil(bytes.length / partSize));
  const { hash, type } = file;
  const media = transaction.objectStore("media");
  await media.delete(ofHash(hash));
  for (let part = 0; part < parts; part += 1) {
    const piece = bytes.slice(part * partSize, (part + 1) * partSize).buffer;
    await media.put({ hash, part, parts, type, bytes: piece });
  }
  for (const other of picture.files) {
    if (other.hash === hash || (await media.getKey([other.hash, 0])) !== undefined) continue;
    await media.put(aliasOf(other.hash, other.type, hash));
  }
  await renewEntries(transaction, [pictureKey(picture)]);
}

/** The record of a file that is not here and for which another file of its picture stands in. */
export const aliasOf = (hash: string, type: string, sameAs: string): MediaRecord => ({
  hash,
  part: alias,
  parts: 0,
  type,
  bytes: new ArrayBuffer(0),
  sameAs,
});

/** Hashes whose own bytes are on the phone; those that only point elsewhere are not among them. */
export async function heldMedia(
  transaction: Transaction<IDBTransactionMode>,
): Promise<ReadonlySet<string>> {
  const keys = await transaction.objectStore("media").getAllKeys();
  return new Set(keys.filter(([, part]) => part === 0).map(([hash]) => hash));
}

/** True when one file of the picture is here, in whatever width. */
export const isPictureHeld = ({ files }: Medium, held: ReadonlySet<string>): boolean =>
  files.some(({ hash }) => held.has(hash));

/** Lets go of every media file whose hash is not in `needed`; resolves to whether there was any. */
export async function keepOnlyMedia(store: Store, needed: ReadonlySet<string>): Promise<boolean> {
  return store.transact(["media"], "readwrite", async (transaction) => {
    const media = transaction.objectStore("media");
    const gone = new Set(
      (await media.getAllKeys()).map(([hash]) => hash).filter((hash) => !needed.has(hash)),
    );
    for (const hash of gone) await media.delete(ofHash(hash));
    return gone.size > 0;
  });
}
