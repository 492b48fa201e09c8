import type { RefusalCode, StoryId } from "../protocol/intake.ts";
import type { NoteId } from "../protocol/note.ts";
import type { PlannedNote } from "./line.ts";
import type { Bytes, Cipher, Store, Transaction } from "./database.ts";
import type { HeldEdition } from "./facts.ts";

/** Where a note stands, as it is on disk. */
export type NoteState =
  | { readonly kind: "waiting" }
  /** Refused; tried again at each start, since an update or a newsroom that is put right may take it. */
  | { readonly kind: "refused"; readonly code: RefusalCode }
  /**
   * Its verified receipt, encrypted under the story's slot; `null` where that key went with its window. `restored`: how
   * often the newsroom had been put back from a backup until then, as far as this phone knew.
   */
  | { readonly kind: "taken"; readonly receipt: Cipher | null; readonly restored?: number }
  /** The newsroom never had the story: there is nothing to tell it. */
  | { readonly kind: "needless" };

/** A sealed note about a story. It outlives the story's own record: a copy that is thrown away does not undo a withdrawal. */
export interface NoteRecord {
  readonly id: NoteId;
  readonly story: StoryId;
  /** Grows with each note: the order of delivery. Never a time. */
  readonly order: number;
  /** The signed file, byte for byte as it is sent. It stays: a newsroom that is put back from a backup may lose it. */
  readonly file?: Bytes;
  /** What it says ({@link OwnNote}), encrypted under the story's slot. */
  readonly own?: Cipher;
  readonly state: NoteState;
}

/** What the author's phone remembers of what a note says. */
export interface OwnNote {
  readonly kind: "withdraw" | "terms";
  /** Milliseconds since 1970 by this phone's clock; for showing. */
  readonly writtenAt: number;
}

// Among the facts, under names of their own: they are few and small, and a phone that never wrote one has no store for them.
const prefix = "note/";
const nameOf = (id: NoteId): string => prefix + id;
const allNotes = (): IDBKeyRange => IDBKeyRange.bound(prefix, `${prefix}\uffff`);

/** Where a note's encrypted records lie: part of their AAD. */
export const placeOf = (id: NoteId, what: "own" | "receipt"): readonly string[] => [
  "facts",
  nameOf(id),
  what,
];

type Either = Transaction<"readonly"> | Transaction<"readwrite">;

/** All notes in the order in which they were written; the transaction must hold `facts`. */
export async function readNotesIn(transaction: Either): Promise<readonly NoteRecord[]> {
  const records = await transaction.objectStore("facts").getAll(allNotes());
  return records
    .map(({ value }) => value as NoteRecord)
    .sort((one, other) => one.order - other.order);
}

/** The same, by itself. */
export const readNotes = (store: Store): Promise<readonly NoteRecord[]> =>
  store.transact(["facts"], "readonly", readNotesIn);

/** Puts a note, within a transaction that holds `facts`. */
export const putNote = (
  transaction: Transaction<"readwrite">,
  note: NoteRecord,
): Promise<unknown> => transaction.objectStore("facts").put({ name: nameOf(note.id), value: note });

/** Takes the notes about a story away that have nothing left to do; what is still on its way goes on without it. */
export async function dropSettled(
  transaction: Transaction<"readwrite">,
  story: StoryId,
): Promise<void> {
  for (const note of await readNotesIn(transaction))
    if (note.story === story && !isOnItsWay(note))
      await transaction.objectStore("facts").delete(nameOf(note.id));
}

/** Those that the newsroom is owed, as the planner sees them. */
export const readPlannedNotes = async (store: Store): Promise<readonly PlannedNote[]> =>
  (await store.transact(["facts"], "readonly", readOwedNotesIn)).map(({ id, story }) => ({
    id,
    story,
  }));

/** Those that have not arrived, and those that it may have lost since; the transaction must hold `facts`. */
export async function readOwedNotesIn(transaction: Either): Promise<readonly NoteRecord[]> {
  const restored = await readRestoredIn(transaction);
  return (await readNotesIn(transaction)).filter(
    (note) =>
      isOnItsWay(note) ||
      (note.state.kind === "taken" &&
        note.file !== undefined &&
        (note.state.restored ?? 0) < restored),
  );
}

/** How often the newsroom was put back from a backup, as the edition says that this phone holds. */
export async function readRestoredIn(transaction: Either): Promise<number> {
  const edition = await transaction.objectStore("facts").get("edition");
  return (edition?.value as HeldEdition | undefined)?.restored ?? 0;
}

/** True while it has not arrived. */
export const isOnItsWay = ({ state }: Pick<NoteRecord, "state">): boolean =>
  state.kind === "waiting" || state.kind === "refused";
