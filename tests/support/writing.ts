import { type ReadonlySignal, signal } from "@preact/signals";
import { createAttachments } from "../../src/device/attachments.ts";
import type { Draft } from "../../src/device/draft.ts";
import { encryptJson } from "../../src/device/ciphers.ts";
import type { Store, StoryRecord } from "../../src/device/database.ts";
import { hashOf } from "../../src/device/hashing.ts";
import type { Keyring } from "../../src/device/keyring.ts";
import {
  createOutbox,
  type OutboxEntry,
  type OutboxState,
  type OwnWords,
} from "../../src/device/outbox.ts";
import { newRandomId } from "../../src/device/random-id.ts";
import type { Photo } from "../../src/device/photo-records.ts";
import { type RandomId, toBase64url } from "../../src/protocol/bytes.ts";
import { intakeVersion, type Manifest, type StoryId } from "../../src/protocol/intake.ts";
import { type Page, PageModel } from "../../src/app/writing/page-model.ts";
import { type Writing, WritingModel } from "../../src/app/writing/writing-model.ts";
import { anId, type Disk, draftsOn } from "./device.ts";

/** A photo as the encoder gives it. */
export const aPhoto: Photo = {
  type: "image/jpeg",
  width: 4,
  height: 3,
  bytes: new Uint8Array(3_000).fill(9),
};

/** Timers that a test sets off itself. */
export function someTimers(): {
  after: (milliseconds: number, call: () => void) => () => void;
  run(): void;
} {
  const waiting = new Set<() => void>();
  return {
    after(_milliseconds, call) {
      waiting.add(call);
      return () => void waiting.delete(call);
    },
    run() {
      const due = [...waiting];
      waiting.clear();
      for (const call of due) call();
    },
  };
}

/** A page over a draft that is, or will be, open, or that is opened when the page asks. */
export const aPage = (
  draft: Promise<Draft | undefined> | (() => Promise<Draft | undefined>),
  isNew = true,
  after: (milliseconds: number, call: () => void) => () => void = () => () => undefined,
  now = 1_000,
): Page =>
  new PageModel({
    draft: typeof draft === "function" ? draft : () => draft,
    isNew,
    attachments: createAttachments({ encode: async () => aPhoto }),
    now: () => now,
    after,
    makeRoom: async () => 0,
    measureMissing: async () => 12_000_000,
  });

export interface WritingWindow {
  readonly writing: Writing;
  /** How many locks `writing` it holds. */
  readonly held: ReadonlySignal<number>;
  readonly store: Store;
}

/** The writing part of a window, on this disk. */
export function aWritingWindow(disk: Disk, { guides = false } = {}): WritingWindow {
  const store = disk.store();
  const depth = signal(1);
  const held = signal(0);
  const nothing = (): void => undefined;
  const writing = new WritingModel({
    drafts: draftsOn(disk, undefined, store),
    outbox: createOutbox({ store, keyring: disk.keyring, announce: nothing }),
    attachments: createAttachments({ encode: async () => aPhoto }),
    line: { state: { kind: "idle" }, onState: nothing, wake: nothing },
    now: () => 1_000,
    after: () => nothing,
    makeRoom: async () => 0,
    measureMissing: async () => 1_000_000,
    guides,
    holdWriting() {
      held.value += 1;
      return () => void (held.value -= 1);
    },
    askToPersist: nothing,
    depth,
    onDeeper: () => void (depth.value += 1),
    onBack: (steps) => void (depth.value -= steps),
  });
  return { writing, held, store };
}

/** A story of the outbox in some state. */
export const anEntry = (state: OutboxState, change: Partial<OutboxEntry> = {}): OutboxEntry => ({
  id: anId(77) as StoryId,
  order: 1,
  state,
  hash: new Uint8Array(32).fill(3),
  parts: [],
  heldBytes: 0,
  own: {
    title: "Хліб на всіх",
    draft: anId(78) as RandomId,
    revision: 1,
    sealedAt: 5_000,
    noteSeed: "",
    answersKey: "",
  },
  discarded: false,
  paused: false,
  chosen: {},
  takenBack: undefined,
  notes: [],
  ...change,
});

/** Puts a story that was sealed from this draft into the outbox. */
export async function putStory(store: Store, keyring: Keyring, draft: RandomId): Promise<void> {
  const [id, slot] = [newRandomId() as StoryId, newRandomId()];
  const manifest: Manifest = {
    format: 1,
    id,
    text: { hash: await hashOf(new Uint8Array(1)), bytes: 16_384 },
    parts: [],
    epoch: 1,
    noteKey: toBase64url(new Uint8Array(32)),
    version: intakeVersion,
  };
  const own: OwnWords = { ...anEntry({ kind: "waiting", obstacles: [] }).own!, draft };
  const record: StoryRecord = {
    id,
    order: 1,
    manifest: new TextEncoder().encode(JSON.stringify(manifest)).buffer,
    state: { kind: "waiting", obstacles: [] },
    own: await encryptJson(await keyring.create(slot), ["stories", id, "own"], own),
    slot,
  };
  await store.transact(["stories"], "readwrite", async (transaction) => {
    await transaction.objectStore("stories").put(record);
  });
}

/** The text of a page: all its words in their order. */
export const wordsOf = (content: Draft["content"]): readonly string[] => [
  content.title,
  ...content.pieces.map((piece) => (piece.kind === "text" ? piece.text : piece.caption)),
];
