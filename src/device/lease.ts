import type { Store, Transaction } from "./database.ts";
import type { Lease } from "./facts.ts";

/** Thrown inside a transaction of a holder that was taken over from: whatever it was about to write is not written. */
export class TakenOver extends Error {}

/** Begins to hold the outbox: from now on the writes of every earlier holder are refused. Gives the new fencing number. */
export const takeLease = (store: Store): Promise<number> =>
  store.transact(
    ["facts"],
    "readwrite",
    async (transaction) => {
      const fence = ((await readLeaseIn(transaction))?.fence ?? 0) + 1;
      await writeLease(transaction, { fence, beat: 0 });
      return fence;
    },
    "strict",
  );

/** Says that the holder is alive. Throws {@link TakenOver} where it no longer holds. */
export const beatLease = (store: Store, fence: number): Promise<void> =>
  store.transact(["facts"], "readwrite", async (transaction) => {
    const lease = await guard(transaction, fence);
    await writeLease(transaction, { ...lease, beat: lease.beat + 1 });
  });

/** Ends the transaction with {@link TakenOver} where `fence` is not the newest holder's. */
export async function guard(transaction: Transaction<"readwrite">, fence: number): Promise<Lease> {
  const lease = await readLeaseIn(transaction);
  if (lease?.fence !== fence) throw new TakenOver(`lease ${fence} was taken over`);
  return lease;
}

/** The lease as it is. */
export const readLease = (store: Store): Promise<Lease | undefined> =>
  store.transact(["facts"], "readonly", (transaction) => readLeaseIn(transaction));

async function readLeaseIn(
  transaction: Transaction<"readonly"> | Transaction<"readwrite">,
): Promise<Lease | undefined> {
  const record = await transaction.objectStore("facts").get("lease");
  return record?.value as Lease | undefined;
}

async function writeLease(transaction: Transaction<"readwrite">, value: Lease): Promise<void> {
  await transaction.objectStore("facts").put({ name: "lease", value });
}
