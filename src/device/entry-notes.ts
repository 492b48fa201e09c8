import type { RandomId } from "../protocol/bytes.ts";
import { decryptJson, unlessDamaged } from "./ciphers.ts";
import type { StoryRecord } from "./database.ts";
import type { KeyFinder } from "./keyring.ts";
import { type NoteRecord, type NoteState, type OwnNote, placeOf } from "./notes.ts";

/** A note as a list of stories shows it. `own` is undefined where its key is gone. */
export interface EntryNote {
  readonly own: OwnNote | undefined;
  readonly state: NoteState["kind"];
}

/** The notes about one story, out of all. */
export const readEntryNotes = (
  keyring: KeyFinder,
  record: StoryRecord,
  notes: readonly NoteRecord[],
): Promise<readonly EntryNote[]> =>
  Promise.all(
    notes
      .filter(({ story }) => story === record.id)
      .map(async (note) => ({
        own: await openOwnNote(keyring, record, note),
        state: note.state.kind,
      })),
  );

async function openOwnNote(
  keyring: KeyFinder,
  { slot }: StoryRecord,
  { id, own }: NoteRecord,
): Promise<OwnNote | undefined> {
  const key = own && (await keyring.find(slot as RandomId));
  // One damaged record must not hide all the others.
  return key && own && unlessDamaged(decryptJson<OwnNote>(key, placeOf(id, "own"), own));
}
