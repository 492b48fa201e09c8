import type { Store, StoreName, Transaction } from "./database.ts";

/** Bytes of what is no article: the search index; drafts, stories and their parts. */
export interface Kept {
  readonly search: number;
  readonly stories: number;
}

const ofAuthors: readonly StoreName[] = ["drafts", "stories", "parts"];
const atOnce = 16;

/** What lies here beside the library, as long as it is in the database. Nothing of it is opened. */
export const measureKept = (store: Store): Promise<Kept> =>
  store.transact(["search", ...ofAuthors], "readonly", async (transaction) => {
    let stories = 0;
    for (const name of ofAuthors) stories += await sizeOfStore(transaction, name);
    return { search: await sizeOfStore(transaction, "search"), stories };
  });

/** In steps: attachments of megabytes are not read all at once. */
async function sizeOfStore(transaction: Transaction, name: StoreName): Promise<number> {
  const store = transaction.objectStore(name);
  let sum = 0;
  let after: IDBKeyRange | undefined;
  for (;;) {
    const [keys, records] = await Promise.all([
      store.getAllKeys(after, atOnce),
      store.getAll(after, atOnce),
    ]);
    for (const record of records) sum += sizeOf(record);
    const last = keys.at(-1);
    if (last === undefined || keys.length < atOnce) return sum;
    after = IDBKeyRange.lowerBound(last, true);
  }
}

function sizeOf(value: unknown): number {
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return value.byteLength;
  if (typeof value === "string") return value.length;
  if (typeof value !== "object" || value === null) return 8;
  return Object.values(value).reduce((sum: number, one) => sum + sizeOf(one), 0);
}
