import type { Store, Transaction } from "./database.ts";
import { picturesOf, storedEntry } from "./entries.ts";
import { heldMedia } from "./media.ts";

/** Bytes on the phone. Texts are counted as they travel; a shelved article counts in both. */
export interface Usage {
  readonly texts: number;
  readonly pictures: number;
}

/** What the library takes on this phone. */
export const measureLibrary = (store: Store): Promise<Usage> =>
  store.transact(["entries", "articles", "media"], "readonly", measure);

async function measure(transaction: Transaction<IDBTransactionMode>): Promise<Usage> {
  const [records, texts, media] = await Promise.all([
    transaction.objectStore("entries").getAll(),
    transaction.objectStore("articles").getAllKeys(),
    heldMedia(transaction),
  ]);
  const held = new Set(texts);
  const entries = records.map(storedEntry);
  const files = entries.flatMap(picturesOf).flatMap(({ files }) => files);
  const sizes = new Map(files.map(({ hash, bytes }) => [hash, bytes]));
  return {
    texts: sum(entries.filter(({ article }) => held.has(article)).map(({ bytes }) => bytes)),
    pictures: sum([...sizes].filter(([hash]) => media.has(hash)).map(([, bytes]) => bytes)),
  };
}

const sum = (numbers: readonly number[]): number =>
  numbers.reduce((total, number) => total + number, 0);
