import type { Hash } from "../../protocol/bytes.ts";
import type { BlobId, StoryId, StoryState } from "../../protocol/intake.ts";

/** A story as it comes in. `manifest` and `text` are the bytes as they travelled. */
export interface NewStory {
  readonly id: StoryId;
  readonly manifest: Uint8Array;
  /** SHA-256 over `manifest`. */
  readonly manifestHash: Hash;
  readonly text: Uint8Array;
  /** In order of their numbers. */
  readonly parts: readonly { readonly id: BlobId; readonly bytes: number }[];
  /** The day of arrival, UTC; kept for ever with the first acceptance. */
  readonly date: string;
}

/** What a receipt says about a story that was taken. */
export interface StoredStory {
  readonly id: StoryId;
  /** Grows with every story that is taken; no two have the same. */
  readonly sequence: number;
  readonly manifestHash: Hash;
  readonly date: string;
  readonly state: StoryState;
  /** In order of the manifest. `held`: whole and on disk, or already picked up by the desk. */
  readonly parts: readonly {
    readonly id: BlobId;
    readonly bytes: number;
    readonly held: boolean;
  }[];
}

/** `known`: the same manifest was taken before, nothing was written. `conflict`: another one bears this id. */
export type Acceptance =
  | { readonly kind: "accepted" | "known"; readonly story: StoredStory }
  | { readonly kind: "conflict" };

/** A story as the desk sees it in its list. */
export interface ListedStory extends StoredStory {
  readonly textBytes: number;
  /** The desk proved that it holds everything, and the sealed bytes are gone from here. */
  readonly pickedUp: boolean;
}

/** The sealed bytes of a story; `text` is absent once the desk has picked it up. */
export interface StoryContent {
  readonly manifest: Uint8Array;
  readonly text?: Uint8Array;
}

/** A blob that nobody has added to since it was last looked at. `held` is the number of its bytes. */
export interface IdleBlob {
  readonly id: BlobId;
  readonly held: number;
}

/**
 * What the intake remembers. Each method is one transaction: when its promise resolves, what it says is on disk
 * and survives a power cut; when it rejects, nothing was changed. Storage that is full or gone rejects with the
 * error of the database.
 */
export interface IntakeStorage {
  /** Takes a story once, manifest and text together; the parts that are here already count as held. */
  accept(story: NewStory): Promise<Acceptance>;
  /** Those that are known, in no order. */
  find(ids: readonly StoryId[]): Promise<readonly StoredStory[]>;

  /** Says that a blob is whole and on disk; every story that names it holds it from now on. */
  recordBlob(id: BlobId, bytes: number): Promise<void>;
  /** True where nobody needs to send it: it is here, or the desk picked it up and no other story waits for it. */
  hasBlob(id: BlobId): Promise<boolean>;
  /** Says that blobs are not on disk (any more): no story that was not picked up holds them from now on. */
  forgetBlobs(ids: readonly BlobId[]): Promise<void>;
  /** All that are recorded as whole. */
  listBlobs(): Promise<readonly BlobId[]>;

  /** In order of arrival. */
  list(): Promise<readonly ListedStory[]>;
  findContent(id: StoryId): Promise<StoryContent | undefined>;
  /** False where the story is unknown. `opened` never undoes a later state. */
  setState(id: StoryId, state: Exclude<StoryState, "received">): Promise<boolean>;
  /**
   * Lets the sealed text go; what the receipt says stays, so that it is the same for ever.
   * Resolves to the story's blobs, each to be offered to {@link giveUp}.
   */
  pickUp(id: StoryId): Promise<readonly BlobId[]>;
  /** Forgets that a blob is here. False, and nothing is changed, while a story that was not picked up holds it. */
  giveUp(id: BlobId): Promise<boolean>;

  /** Counts a day for each blob that is idle, and says which were idle for too long: see {@link Patience}. */
  countIdle(idle: readonly IdleBlob[], day: string, patience: Patience): Promise<readonly BlobId[]>;
  /** Stories taken, and the bytes of sealed text and whole blobs that lie here. */
  usage(): Promise<{ readonly stories: number; readonly bytes: number }>;
}

/**
 * On how many different days a blob must have been seen idle before it is given up: one that no story names, and
 * an unfinished one that a story waits for. Days are counted by looking, so a clock that jumps adds one at most.
 */
export interface Patience {
  readonly unnamed: number;
  readonly awaited: number;
}
