import type { BlobId } from "../../protocol/intake.ts";
import type { IdleBlob, Patience } from "./intake-storage.ts";
import type { Step } from "./sqlite-intake.ts";

// The part of the intake's storage in SQLite that is about blobs; each function is a step of its caller's transaction.

/** See `IntakeStorage.recordBlob`; the others likewise. */
export async function recordBlob(step: Step, id: BlobId, bytes: number): Promise<void> {
  await step
    .insertInto("blobs")
    .values({ id, bytes })
    .onConflict((conflict) => conflict.column("id").doNothing())
    .execute();
  await step.updateTable("story_parts").set({ held: 1 }).where("blob", "=", id).execute();
  await step.deleteFrom("idle_blobs").where("id", "=", id).execute();
}

export async function hasBlob(step: Step, id: BlobId): Promise<boolean> {
  const here = await step.selectFrom("blobs").select("id").where("id", "=", id).executeTakeFirst();
  if (here !== undefined) return true;
  const named = await step
    .selectFrom("story_parts")
    .select("held")
    .where("blob", "=", id)
    .execute();
  return named.length > 0 && named.every(({ held }) => held === 1);
}

/** The stories whose sealed bytes are still here. */
const notPickedUp = (step: Step) =>
  step.selectFrom("stories").select("sequence").where("text", "is not", null);

export async function forgetBlobs(step: Step, ids: readonly BlobId[]): Promise<void> {
  for (const id of ids) {
    await step.deleteFrom("blobs").where("id", "=", id).execute();
    await step.deleteFrom("idle_blobs").where("id", "=", id).execute();
    await step
      .updateTable("story_parts")
      .set({ held: 0 })
      .where("blob", "=", id)
      .where("story", "in", notPickedUp(step))
      .execute();
  }
}

export async function giveUp(step: Step, id: BlobId): Promise<boolean> {
  await step.deleteFrom("idle_blobs").where("id", "=", id).execute();
  const naming = await selectNaming(step, id).where("held", "=", 1).executeTakeFirst();
  if (naming !== undefined) return false;
  await step.deleteFrom("blobs").where("id", "=", id).execute();
  return true;
}

/** The parts of stories whose sealed bytes are still here, that name this blob. */
const selectNaming = (step: Step, id: BlobId) =>
  step
    .selectFrom("story_parts")
    .select("story")
    .where("blob", "=", id)
    .where("story", "in", notPickedUp(step));

export async function countIdle(
  step: Step,
  idle: readonly IdleBlob[],
  day: string,
  patience: Patience,
): Promise<readonly BlobId[]> {
  const before = new Map(
    (await step.selectFrom("idle_blobs").selectAll().execute()).map((row) => [row.id, row]),
  );
  await step.deleteFrom("idle_blobs").execute();
  const tired: BlobId[] = [];
  for (const { id, held } of idle) {
    const last = before.get(id);
    const still = last !== undefined && last.held === held;
    const days = still ? last.days + (last.day === day ? 0 : 1) : 0;
    await step.insertInto("idle_blobs").values({ id, held, days, day }).execute();
    const awaited = (await selectNaming(step, id).executeTakeFirst()) !== undefined;
    if (days >= (awaited ? patience.awaited : patience.unnamed)) tired.push(id);
  }
  return tired;
}
