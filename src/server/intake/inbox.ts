import type { ReadableStream } from "node:stream/web";
import type { Hash } from "../../protocol/bytes.ts";
import {
  type BlobId,
  type Manifest,
  parseManifest,
  type StoryId,
  type StoryState,
} from "../../protocol/intake.ts";
import type { Blobs } from "../storage/blobs.ts";
import type { IntakeStorage, ListedStory } from "../storage/intake-storage.ts";
import type { HeldNote, NoteStorage } from "../storage/note-storage.ts";

/** What the desk shows that it holds, before the sealed bytes go away here. */
export interface Proof {
  readonly manifest: Hash;
  readonly text: Hash;
  readonly parts: readonly BlobId[];
}

/** What came in, as the desk sees it: sealed bytes, sizes and states, never a word of content. */
export interface Inbox {
  /** In order of arrival. */
  list(): Promise<readonly ListedStory[]>;
  /** The manifest's bytes as they travelled. */
  findManifest(id: StoryId): Promise<Uint8Array | undefined>;
  /** The sealed text part; undefined where the story is unknown or was picked up. */
  findText(id: StoryId): Promise<Uint8Array | undefined>;
  /** A sealed attachment of that story; undefined where the story does not name it or it is not (any more) here. */
  readPart(id: StoryId, part: BlobId): Promise<ReadableStream<Uint8Array> | undefined>;
  /** False where the story is unknown. `opened` never undoes a later state. */
  setState(id: StoryId, state: Exclude<StoryState, "received">): Promise<boolean>;
  /**
   * Removes the sealed bytes of a story that was opened and is whole. False, and nothing is removed, where it was
   * never opened, a part is still on its way, or the proof does not fit what was accepted.
   */
  pickUp(id: StoryId, proof: Proof): Promise<boolean>;
  /** The sealed notes about a story, in order of arrival. */
  listNotes(id: StoryId): Promise<readonly HeldNote[]>;
  /** How many notes each story has; those without any are left out. */
  countNotes(): Promise<ReadonlyMap<StoryId, number>>;
  /**
   * Removes the sealed bytes of a story that its author took back, its attachments and its notes, and nothing of any other.
   * What its receipts say stays the same.
   */
  erase(id: StoryId): Promise<void>;
}

export function createInbox(storage: IntakeStorage, blobs: Blobs, notes: NoteStorage): Inbox {
  const letGo = async (id: StoryId): Promise<void> => {
    for (const part of await storage.pickUp(id))
      await blobs.remove(part, () => storage.giveUp(part));
  };
  return {
    list: () => storage.list(),
    findManifest: async (id) => (await storage.findContent(id))?.manifest,
    findText: async (id) => (await storage.findContent(id))?.text,
    readPart: async (id, part) => {
      const [story] = await storage.find([id]);
      return story?.parts.some((named) => named.id === part) ? blobs.read(part) : undefined;
    },
    setState: (id, state) => storage.setState(id, state),
    pickUp: async (id, proof) => {
      if (!(await mayGo(storage, id, proof))) return false;
      await letGo(id);
      return true;
    },
    listNotes: (id) => notes.list(id),
    countNotes: () => notes.count(),
    async erase(id) {
      await letGo(id);
      await notes.erase(id);
    },
  };
}

async function mayGo(storage: IntakeStorage, id: StoryId, proof: Proof): Promise<boolean> {
  const [story] = await storage.find([id]);
  const manifest = await findManifest(storage, id);
  if (story === undefined || manifest === undefined || story.state === "received") return false;
  const proven = new Set(proof.parts);
  return (
    proof.manifest === story.manifestHash &&
    proof.text === manifest.text.hash &&
    story.parts.every((part) => part.held && proven.has(part.id))
  );
}

async function findManifest(storage: IntakeStorage, id: StoryId): Promise<Manifest | undefined> {
  const content = await storage.findContent(id);
  const parsed = content && parseManifest(new TextDecoder().decode(content.manifest));
  return parsed?.ok ? parsed.value : undefined;
}
