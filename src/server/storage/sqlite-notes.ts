import type { Generated, Kysely, Transaction } from "kysely";
import type { Hash } from "../../protocol/bytes.ts";
import type { StoryId } from "../../protocol/intake.ts";
import type { NoteId } from "../../protocol/note.ts";
import type { NewNote, NoteAcceptance, NoteStorage, StoredNote } from "./note-storage.ts";
import type { IntakeTables } from "./sqlite-intake.ts";

/** Rows of the intake's notes, for kysely. */
export interface NoteTables extends IntakeTables {
  notes: {
    sequence: Generated<number>;
    id: NoteId;
    story: StoryId;
    /** Null once its story was withdrawn and erased. */
    file: Uint8Array | null;
    hash: Hash;
    day: string;
  };
}

/** Its statements. */
export const noteTables: readonly string[] = [
  `CREATE TABLE notes (
     sequence INTEGER PRIMARY KEY AUTOINCREMENT,
     id TEXT NOT NULL UNIQUE,
     story TEXT NOT NULL REFERENCES stories (id),
     file BLOB,
     hash TEXT NOT NULL,
     day TEXT NOT NULL
   ) STRICT`,
  `CREATE INDEX notes_by_story ON notes (story)`,
];

type Step = Transaction<NoteTables>;

/** The intake's notes in SQLite. Durable as far as the connection is: WAL with `synchronous=FULL`. */
export function createSqliteNotes(query: Kysely<NoteTables>): NoteStorage {
  return {
    accept: (note, most) => query.transaction().execute((step) => accept(step, note, most)),
    async list(story) {
      const rows = await query
        .selectFrom("notes")
        .select(["id", "file"])
        .where("story", "=", story)
        .orderBy("sequence")
        .execute();
      return rows.flatMap(({ id, file }) => (file === null ? [] : [{ id, file }]));
    },
    async count() {
      const rows = await query
        .selectFrom("notes")
        .select(["story", (e) => e.fn.countAll<number>().as("count")])
        .groupBy("story")
        .execute();
      return new Map(rows.map(({ story, count }) => [story, count]));
    },
    async erase(story) {
      await query.updateTable("notes").set({ file: null }).where("story", "=", story).execute();
    },
  };
}

async function accept(step: Step, note: NewNote, most: number): Promise<NoteAcceptance> {
  // A write first: it takes the write lock at once, as with stories.
  await step
    .updateTable("notes")
    .set({ day: note.date })
    .where("id", "=", "" as NoteId)
    .execute();
  const known = await find(step, note.id);
  if (known !== undefined)
    return known.hash === note.hash ? { kind: "known", note: known } : { kind: "conflict" };
  const story = await step
    .selectFrom("stories")
    .select("id")
    .where("id", "=", note.story)
    .executeTakeFirst();
  if (story === undefined) return { kind: "unknown" };
  const { count } = await step
    .selectFrom("notes")
    .select((e) => e.fn.countAll<number>().as("count"))
    .where("story", "=", note.story)
    .executeTakeFirstOrThrow();
  if (count >= most) return { kind: "too-many" };
  const { date, ...rest } = note;
  await step
    .insertInto("notes")
    .values({ ...rest, day: date })
    .execute();
  const { file: _file, ...stored } = note;
  return { kind: "accepted", note: stored };
}

async function find(step: Step, id: NoteId): Promise<StoredNote | undefined> {
  const row = await step
    .selectFrom("notes")
    .select(["id", "story", "hash", "day"])
    .where("id", "=", id)
    .executeTakeFirst();
  return row && { id: row.id, story: row.story, hash: row.hash, date: row.day };
}
