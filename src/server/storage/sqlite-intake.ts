import type { Generated, Kysely, Transaction } from "kysely";
import type { Hash } from "../../protocol/bytes.ts";
import type { BlobId, StoryId, StoryState } from "../../protocol/intake.ts";
import type {
  Acceptance,
  IntakeStorage,
  ListedStory,
  NewStory,
  StoredStory,
} from "./intake-storage.ts";
import { inGroups } from "./grouping.ts";
import { countIdle, forgetBlobs, giveUp, hasBlob, recordBlob } from "./sqlite-intake-blobs.ts";

/** Rows of the intake room, for kysely. */
export interface IntakeTables {
  stories: {
    sequence: Generated<number>;
    id: StoryId;
    manifest: Uint8Array;
    manifest_hash: Hash;
    /** Null once the desk has picked it up. */
    text: Uint8Array | null;
    text_bytes: number;
    day: string;
    state: Generated<StoryState>;
  };
  story_parts: { story: number; number: number; blob: BlobId; bytes: number; held: number };
  /** Whole and on disk: the row is written after the file, and goes before it. */
  blobs: { id: BlobId; bytes: number };
  idle_blobs: { id: BlobId; held: number; days: number; day: string };
}

/** Its statements of the first schema. */
export const intakeTables: readonly string[] = [
  `CREATE TABLE stories (
     sequence INTEGER PRIMARY KEY AUTOINCREMENT,
     id TEXT NOT NULL UNIQUE,
     manifest BLOB NOT NULL,
     manifest_hash TEXT NOT NULL,
     text BLOB,
     text_bytes INTEGER NOT NULL,
     day TEXT NOT NULL,
     state TEXT NOT NULL DEFAULT 'received'
   ) STRICT`,
  `CREATE TABLE story_parts (
     story INTEGER NOT NULL REFERENCES stories (sequence),
     number INTEGER NOT NULL,
     blob TEXT NOT NULL,
     bytes INTEGER NOT NULL,
     held INTEGER NOT NULL,
     PRIMARY KEY (story, number)
   ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX story_parts_by_blob ON story_parts (blob)`,
  `CREATE TABLE blobs (id TEXT PRIMARY KEY, bytes INTEGER NOT NULL) STRICT, WITHOUT ROWID`,
  `CREATE TABLE idle_blobs (
     id TEXT PRIMARY KEY,
     held INTEGER NOT NULL,
     days INTEGER NOT NULL,
     day TEXT NOT NULL
   ) STRICT, WITHOUT ROWID`,
];

type Query = Kysely<IntakeTables>;
/** A step of a transaction. */
export type Step = Transaction<IntakeTables>;

/** The intake's storage in SQLite. Durable as far as the connection is: WAL with `synchronous=FULL`. */
export function createSqliteIntake(query: Query): IntakeStorage {
  const within = <T>(work: (step: Step) => Promise<T>): Promise<T> =>
    query.transaction().execute(work);
  return {
    accept: inGroups((stories) => within((step) => acceptAll(step, stories))),
    find: (ids) => within((step) => findStories(step, ids)),
    recordBlob: (id, bytes) => within((step) => recordBlob(step, id, bytes)),
    hasBlob: (id) => within((step) => hasBlob(step, id)),
    forgetBlobs: (ids) => within((step) => forgetBlobs(step, ids)),
    listBlobs: async () =>
      (await query.selectFrom("blobs").select("id").execute()).map(({ id }) => id),
    list: () => within(listStories),
    findContent: (id) => findContent(query, id),
    setState: (id, state) => setState(query, id, state),
    pickUp: (id) => within((step) => pickUp(step, id)),
    giveUp: (id) => within((step) => giveUp(step, id)),
    countIdle: (idle, day, patience) => within((step) => countIdle(step, idle, day, patience)),
    usage: () => within(countUsage),
  };
}

/** In one transaction: one wait for the disk, for all that came while the last one was waited for. */
async function acceptAll(step: Step, stories: readonly NewStory[]): Promise<readonly Acceptance[]> {
  const accepted: Acceptance[] = [];
  for (const story of stories) accepted.push(await accept(step, story));
  return accepted;
}

async function accept(step: Step, story: NewStory): Promise<Acceptance> {
  // The insert comes first: it takes the write lock at once. A read before it would pin an old snapshot,
  // and SQLite refuses to write from that (SQLITE_BUSY_SNAPSHOT) without waiting.
  const inserted = await step
    .insertInto("stories")
    .values({
      id: story.id,
      manifest: story.manifest,
      manifest_hash: story.manifestHash,
      text: story.text,
      text_bytes: story.text.length,
      day: story.date,
    })
    .onConflict((conflict) => conflict.column("id").doNothing())
    .returning("sequence")
    .executeTakeFirst();
  if (inserted !== undefined) {
    const parts = await insertParts(step, inserted.sequence, story);
    const { id, manifestHash, date } = story;
    const { sequence } = inserted;
    return {
      kind: "accepted",
      story: { id, sequence, manifestHash, date, state: "received", parts },
    };
  }
  const [stored] = await findStories(step, [story.id]);
  if (stored === undefined) throw new Error("a story that is in the way of itself is not there");
  return stored.manifestHash === story.manifestHash
    ? { kind: "known", story: stored }
    : { kind: "conflict" };
}

async function insertParts(
  step: Step,
  sequence: number,
  story: NewStory,
): Promise<StoredStory["parts"]> {
  if (story.parts.length === 0) return [];
  const named = story.parts.map(({ id }) => id);
  const here = await step.selectFrom("blobs").select("id").where("id", "in", named).execute();
  const held = new Set(here.map(({ id }) => id));
  const rows = story.parts.map(({ id, bytes }, number) => ({
    story: sequence,
    number,
    blob: id,
    bytes,
    held: held.has(id) ? 1 : 0,
  }));
  await step.insertInto("story_parts").values(rows).execute();
  return story.parts.map(({ id, bytes }) => ({ id, bytes, held: held.has(id) }));
}

const storedColumns = ["sequence", "id", "manifest_hash", "day", "state"] as const;

type StoredRow = {
  sequence: number;
  id: StoryId;
  manifest_hash: Hash;
  day: string;
  state: StoryState;
};
type PartRow = IntakeTables["story_parts"];

async function findStories(step: Step, ids: readonly StoryId[]): Promise<readonly StoredStory[]> {
  if (ids.length === 0) return [];
  const rows = await step
    .selectFrom("stories")
    .select(storedColumns)
    .where("id", "in", ids)
    .execute();
  const sequences = rows.map(({ sequence }) => sequence);
  const parts = await selectParts(step).where("story", "in", sequences).execute();
  return joinParts(rows, parts);
}

async function listStories(step: Step): Promise<readonly ListedStory[]> {
  const rows = await step
    .selectFrom("stories")
    .select([...storedColumns, "text_bytes", (e) => e("text", "is", null).as("picked_up")])
    .orderBy("sequence")
    .execute();
  const stories = joinParts(rows, await selectParts(step).execute());
  return stories.map((story, at) => ({
    ...story,
    textBytes: rows[at]!.text_bytes,
    pickedUp: Number(rows[at]!.picked_up) === 1,
  }));
}

const selectParts = (step: Step) =>
  step.selectFrom("story_parts").selectAll().orderBy("story").orderBy("number");

function joinParts(rows: readonly StoredRow[], parts: readonly PartRow[]): readonly StoredStory[] {
  const byStory = Map.groupBy(parts, ({ story }) => story);
  return rows.map((row) => ({
    id: row.id,
    sequence: row.sequence,
    manifestHash: row.manifest_hash,
    date: row.day,
    state: row.state,
    parts: (byStory.get(row.sequence) ?? []).map(({ blob, bytes, held }) => ({
      id: blob,
      bytes,
      held: held === 1,
    })),
  }));
}

async function findContent(query: Query, id: StoryId) {
  const row = await query
    .selectFrom("stories")
    .select(["manifest", "text"])
    .where("id", "=", id)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return row.text === null
    ? { manifest: row.manifest }
    : { manifest: row.manifest, text: row.text };
}

async function setState(query: Query, id: StoryId, state: StoryState): Promise<boolean> {
  const change = query.updateTable("stories").set({ state }).where("id", "=", id);
  const changed = await (
    state === "opened" ? change.where("state", "=", "received") : change
  ).executeTakeFirst();
  if (changed.numUpdatedRows > 0n) return true;
  return (
    (await query.selectFrom("stories").select("id").where("id", "=", id).executeTakeFirst()) !==
    undefined
  );
}

async function pickUp(step: Step, id: StoryId): Promise<readonly BlobId[]> {
  await step.updateTable("stories").set({ text: null }).where("id", "=", id).execute();
  const parts = await step
    .selectFrom("story_parts")
    .innerJoin("stories", "stories.sequence", "story_parts.story")
    .select("blob")
    .where("stories.id", "=", id)
    .execute();
  return parts.map(({ blob }) => blob);
}

async function countUsage(step: Step): Promise<{ stories: number; bytes: number }> {
  const stories = await step
    .selectFrom("stories")
    .select((e) => [
      e.fn.countAll<number>().as("count"),
      e.fn.sum<number | null>("text_bytes").filterWhere("text", "is not", null).as("bytes"),
    ])
    .executeTakeFirstOrThrow();
  const blobs = await step
    .selectFrom("blobs")
    .select((e) => e.fn.sum<number | null>("bytes").as("bytes"))
    .executeTakeFirstOrThrow();
  return { stories: stories.count, bytes: (stories.bytes ?? 0) + (blobs.bytes ?? 0) };
}
