import type { Blobs } from "../storage/blobs.ts";
import type { IdleBlob, IntakeStorage, Patience } from "../storage/intake-storage.ts";

/** Days without a byte: what nobody named goes after 7, what a story waits for after 60. */
export const usualPatience: Patience = { unnamed: 7, awaited: 60 };

/**
 * Makes database and folder agree after a crash or a restored backup: a whole file without a row gets its row, and a
 * row without a file goes, so that the next receipts say what is really here. Run before the first request.
 */
export async function reconcile(storage: IntakeStorage, blobs: Blobs): Promise<void> {
  // The rows first: a command may take a story in at this moment, and its file is there before its row.
  const rows = new Set(await storage.listBlobs());
  const files = await blobs.list();
  for (const { id, bytes } of files) if (!rows.delete(id)) await storage.recordBlob(id, bytes);
  await storage.forgetBlobs([...rows]);
}

/**
 * Gives up attachments that were begun or sent and that nobody has touched for days. To be run once in a while: days
 * are counted by the runs that saw the blob lie still, each date once, so that a clock that jumps by ten years takes
 * nothing away. What a receipt names is never touched.
 * @param day today, UTC
 */
export async function sweep(
  storage: IntakeStorage,
  blobs: Blobs,
  day: string,
  patience = usualPatience,
): Promise<void> {
  // Begun by a phone, and then brought whole by a file: what was begun is of no use any more.
  for (const { id } of await blobs.listUnfinished()) await blobs.dropIfWhole(id);
  const tired = await storage.countIdle(await listIdle(storage, blobs), day, patience);
  for (const id of tired) await blobs.remove(id, () => storage.giveUp(id));
}

async function listIdle(storage: IntakeStorage, blobs: Blobs): Promise<readonly IdleBlob[]> {
  const stories = await storage.list();
  const needed = new Set(
    stories.filter(({ pickedUp }) => !pickedUp).flatMap(({ parts }) => parts.map(({ id }) => id)),
  );
  const unnamed = (await blobs.list()).filter(({ id }) => !needed.has(id));
  return [...unnamed, ...(await blobs.listUnfinished())].map(({ id, bytes }) => ({
    id,
    held: bytes,
  }));
}
