import type { RandomId } from "../protocol/bytes.ts";
import { decrypt, encrypt } from "./ciphers.ts";
import type { Store } from "./database.ts";

/** What a draft keeps beside its log, under the same key: rows of records such as `sound/1`, which only grow. */
export interface DraftRecords {
  /** Keeps one record. False, and nothing is written, where there is one already. */
  put(row: string, n: number, bytes: Uint8Array<ArrayBuffer>): Promise<boolean>;
  /** Keeps a row of one record, in the place of what was there. Not for what must not be lost. */
  replace(row: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** A row's records, in order. Throws {@link DeviceError} `damaged` where one does not open. */
  read(row: string): Promise<readonly Uint8Array<ArrayBuffer>[]>;
  /** How many records a row has; nothing is opened. */
  count(row: string): Promise<number>;
}

/** A draft and its key; both change when it forks. */
export interface DraftAndKey {
  readonly draft: RandomId;
  readonly key: CryptoKey;
}

const wholeRow = (place: string): IDBKeyRange => IDBKeyRange.bound([place, 0], [place, Infinity]);

/** The keys of everything that a draft keeps beside its log, or of what begins with `rows`. */
export const besideDraft = (draft: RandomId, rows = ""): IDBKeyRange =>
  IDBKeyRange.bound([`${draft}/${rows}`, 0], [`${draft}/${rows}\uffff`, 0]);

/** The records beside the log of the draft that `at` gives. */
export const createDraftRecords = (store: Store, at: () => DraftAndKey): DraftRecords => ({
  async put(row, n, bytes) {
    const { draft, key } = at();
    const place = `${draft}/${row}`;
    const cipher = await encrypt(key, ["drafts", place, n], bytes);
    return store.transact(["drafts"], "readwrite", async (transaction) => {
      const records = transaction.objectStore("drafts");
      const other = await records.getKey([place, n]);
      if (other === undefined) await records.put({ draft: place, n, cipher });
      return other === undefined;
    });
  },
  async replace(row, bytes) {
    const { draft, key } = at();
    const place = `${draft}/${row}`;
    const cipher = await encrypt(key, ["drafts", place, 0], bytes);
    await store.transact(["drafts"], "readwrite", (transaction) =>
      transaction.objectStore("drafts").put({ draft: place, n: 0, cipher }),
    );
  },
  async read(row) {
    const { draft, key } = at();
    const place = `${draft}/${row}`;
    const found = await store.transact(["drafts"], "readonly", (transaction) =>
      transaction.objectStore("drafts").getAll(wholeRow(place)),
    );
    return Promise.all(found.map(({ n, cipher }) => decrypt(key, ["drafts", place, n], cipher)));
  },
  count: (row) =>
    store.transact(["drafts"], "readonly", (transaction) =>
      transaction.objectStore("drafts").count(wholeRow(`${at().draft}/${row}`)),
    ),
});

/** Copies a row to another draft, under its key, in one transaction. */
export async function copyRow(
  store: Store,
  from: DraftAndKey,
  to: DraftAndKey,
  row: string,
): Promise<void> {
  const place = `${to.draft}/${row}`;
  const found = await createDraftRecords(store, () => from).read(row);
  const copies = await Promise.all(
    found.map(async (bytes, n) => ({
      draft: place,
      n,
      cipher: await encrypt(to.key, ["drafts", place, n], bytes),
    })),
  );
  await store.transact(["drafts"], "readwrite", async (transaction) => {
    const records = transaction.objectStore("drafts");
    await Promise.all(copies.map((copy) => records.put(copy)));
  });
}
