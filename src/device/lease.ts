import type { Store, Transaction } from "./database.ts";
import type { Lease } from "./facts.ts";

/** Thrown inside a transaction of a holder that was taken over from: whatever it was about to write is not written. */
export class TakenOver extends Error {}

/** What is held: the outbox, or reading's catching up. */
export type Held = "lease" | "reading";

/** Begins to hold: from now on the writes of every earlier holder are refused. Gives the new fencing number. */
export const takeLease = (store: Store, held: Held = "lease"): Promise<number> =>
  store.transact(
    ["facts"],
    "readwrite",
    async (transaction) => {
      const fence = ((await readLeaseIn(transaction, held))?.fence ?? 0) + 1;
      await writeLease(transaction, held, { fence, beat: 0 });
      return fence;
    },
    "strict",
  );

/** Says that the holder is alive. Throws {@link TakenOver} where it no longer holds. */
export const beatLease = (store: Store, fence: number, held: Held = "lease"): Promise<void> =>
  store.transact(["facts"], "readwrite", async (transaction) => {
    const lease = await guard(transaction, fence, held);
    await writeLease(transaction, held, { ...lease, beat: lease.beat + 1 });
  });

/** Ends the transaction with {@link TakenOver} where `fence` is not the newest holder's. */
export async function guard(
  transaction: Transaction<"readwrite">,
  fence: number,
  held: Held = "lease",
): Promise<Lease> {
  const lease = await readLeaseIn(transaction, held);
  if (lease?.fence !== fence) throw new TakenOver(`lease ${fence}`);
  return lease;
}

/** The lease as it is. */
export const readLease = (store: Store, held: Held = "lease"): Promise<Lease | undefined> =>
  store.transact(["facts"], "readonly", (transaction) => readLeaseIn(transaction, held));

/** The store for one holder: it can read for ever, and write for as long as it holds. */
export const whileHeld = (store: Store, fence: number, held: Held): Store => ({
  ...store,
  transact: (stores, mode, work, durability) =>
    mode === "readonly"
      ? store.transact(stores, mode, work, durability)
      : store.transact(
          [...stores, "facts"],
          mode,
          async (transaction) => {
            await guard(transaction as Transaction<"readwrite">, fence, held);
            return work(transaction);
          },
          durability,
        ),
});

async function readLeaseIn(
  transaction: Transaction<"readonly"> | Transaction<"readwrite">,
  held: Held,
): Promise<Lease | undefined> {
  const record = await transaction.objectStore("facts").get(held);
  return record?.value as Lease | undefined;
}

async function writeLease(
  transaction: Transaction<"readwrite">,
  name: Held,
  value: Lease,
): Promise<void> {
  await transaction.objectStore("facts").put({ name, value });
}
