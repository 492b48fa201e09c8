import type { Hash } from "../../protocol/bytes.ts";
import type { StoryId } from "../../protocol/intake.ts";
import type { NoteId } from "../../protocol/note.ts";

/** A note as it comes in; `file` are its bytes as they travelled. */
export interface NewNote {
  readonly id: NoteId;
  readonly story: StoryId;
  readonly file: Uint8Array;
  /** SHA-256 over `file`. */
  readonly hash: Hash;
  /** The day of arrival, UTC; kept for ever with the first acceptance. */
  readonly date: string;
}

/** What a note's receipt says. */
export type StoredNote = Omit<NewNote, "file">;

/**
 * `known`: the same bytes were taken before, nothing was written. `conflict`: others bear this id. `too-many`: the story
 * has as many notes as one may have. `unknown`: there is no such story.
 */
export type NoteAcceptance =
  | { readonly kind: "accepted" | "known"; readonly note: StoredNote }
  | { readonly kind: "conflict" | "too-many" | "unknown" };

/** A note as the desk fetches it. */
export interface HeldNote {
  readonly id: NoteId;
  readonly file: Uint8Array;
}

/** What the intake remembers of notes; each method is one transaction, as in `IntakeStorage`. */
export interface NoteStorage {
  /** Takes a note once, about a story that was taken before it. */
  accept(note: NewNote, most: number): Promise<NoteAcceptance>;
  /** Those about one story, in order of arrival. */
  list(story: StoryId): Promise<readonly HeldNote[]>;
  /** How many each story has; stories without any are left out. */
  count(): Promise<ReadonlyMap<StoryId, number>>;
  /** Lets the sealed bytes of a story's notes go; their receipts stay the same for ever. */
  erase(story: StoryId): Promise<void>;
}
