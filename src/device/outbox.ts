import type { RandomId } from "../protocol/bytes.ts";
import {
  leafSize,
  type Manifest,
  parseManifest,
  type StoryId,
  type StoryState,
} from "../protocol/intake.ts";
import { decrypt, decryptJson, encrypt, unlessDamaged } from "./ciphers.ts";
import type { Cipher, Store, StoryRecord, Transaction } from "./database.ts";
import { DeviceError } from "./errors.ts";
import { sha256 } from "./hashing.ts";
import type { KeyFinder, Keyring } from "./keyring.ts";
import type { Obstacle } from "./line.ts";
import type { Chosen } from "./sending-choices.ts";
import { createStoryChoices, type StoryChoices } from "./story-choices.ts";
import { type EntryNote, readEntryNotes } from "./entry-notes.ts";
import { dropSettled, type NoteRecord, readNotes, readPlannedNotes } from "./notes.ts";

/**
 * A receipt as it is kept: the whole signed file, encrypted under the story's slot. `null` where that key went with
 * its window: the receipt was verified then, and there is no key to keep it under.
 */
export type KeptReceipt = Cipher | null;

/** Where a story stands, as it is on disk. `held`: for each attachment, how many of its leaves the newsroom has. */
export type OutboxState =
  /** The newsroom has nothing that is proven. `obstacles`: its disk is full; tried again later. */
  | { readonly kind: "waiting"; readonly obstacles: readonly Obstacle[] }
  /** The newsroom has the text; attachments follow. */
  | {
      readonly kind: "sending";
      readonly receipt: KeptReceipt;
      readonly held: readonly number[];
      readonly obstacles: readonly Obstacle[];
    }
  /** The newsroom has everything, by its signed receipt; and what became of it there. */
  | {
      readonly kind: "sent";
      readonly receipt: KeptReceipt;
      readonly newsroom: StoryState;
      /** Received long ago by the newsroom's own days, and not opened. */ readonly longUnread?: true;
    }
  /** Something was refused that no waiting will change. What can go on, goes on. */
  | {
      readonly kind: "needs-you";
      readonly refusals: readonly Obstacle[];
      /** Absent while the text is not there. */
      readonly receipt?: KeptReceipt;
      readonly held: readonly number[];
    };

/** The author's own words about a story, and its keys; kept encrypted. */
export interface OwnWords {
  readonly title: string;
  /** The draft that it was sealed from. */
  readonly draft: RandomId;
  readonly revision: number;
  /** Milliseconds since 1970 by this phone's clock; for showing. */
  readonly sealedAt: number;
  /** Ed25519 seed, 32 bytes in base64url: signs notes about the story. */
  readonly noteSeed: string;
  /** `AGE-SECRET-KEY-1…`: opens answers. */
  readonly answersKey: string;
}

/** A story as a list shows it. */
export interface OutboxEntry {
  readonly id: StoryId;
  readonly order: number;
  readonly state: OutboxState;
  /** SHA-256 over the manifest: people see six letters of it as the receipt. */
  readonly hash: Uint8Array<ArrayBuffer>;
  /** Bytes of each attachment as sealed. */
  readonly parts: readonly number[];
  /** Bytes of attachments that are on the newsroom's disk, as far as this phone knows. */
  readonly heldBytes: number;
  /** Undefined where the key is gone, or the words are damaged. */
  readonly own: OwnWords | undefined;
  /** Discarded, and not yet for good: nothing of it is sent. */
  readonly discarded: boolean;
  /** Held back by its author: nothing of it is sent. */
  readonly paused: boolean;
  /** What its author chose about its attachments. */
  readonly chosen: Chosen;
  /** The author took it back; whether the newsroom has it is being asked, is so, or is not so. */
  readonly takenBack: StoryRecord["takenBack"];
  /** What the author told the newsroom about it later, in that order. */
  readonly notes: readonly EntryNote[];
}

/** The durable line of stories, as a page sees it. */
export interface Outbox extends StoryChoices {
  /** In the order in which they were sealed. */
  list(): Promise<readonly OutboxEntry[]>;
  find(id: StoryId): Promise<OutboxEntry | undefined>;
  /** The receipt's signed file, for showing and handing on. */
  findReceipt(id: StoryId): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Takes a story off this phone: its sealed bytes, its receipt, its keys. The newsroom keeps what it has. For good. */
  destroy(id: StoryId): Promise<void>;
  /** Destroys what was discarded before. At the start. */
  destroyDiscarded(): Promise<void>;
}

export interface OutboxDeps {
  readonly store: Store;
  readonly keyring: Keyring;
  readonly announce: (what: "outbox") => void;
}

/** The outbox over a store and a keyring. */
export function createOutbox({ store, keyring, announce }: OutboxDeps): Outbox {
  const outbox: Outbox = {
    ...createStoryChoices({ store, announce }),
    async list() {
      const [records, notes] = [await readStories(store), await readNotes(store)];
      return Promise.all(records.map((record) => readEntry(keyring, record, notes)));
    },
    async find(id) {
      const record = await findStory(store, id);
      return record && readEntry(keyring, record, await readNotes(store));
    },
    async findReceipt(id) {
      const record = await findStory(store, id);
      return record && openReceipt(keyring, record);
    },
    async destroyDiscarded() {
      for (const { id, discarded } of await readStories(store))
        if (discarded === true) await outbox.destroy(id as StoryId);
    },
    async destroy(id) {
      const record = await findStory(store, id);
      if (record === undefined) return;
      await keyring.destroy(record.slot as RandomId);
      await store.transact(["stories", "parts", "facts"], "readwrite", async (transaction) => {
        await transaction.objectStore("stories").delete(id);
        await dropSettled(transaction, id);
        await dropParts(transaction, id);
      });
      announce("outbox");
    },
  };
  return outbox;
}

/** All stories in order of their sealing. */
export async function readStories(store: Store): Promise<readonly StoryRecord[]> {
  const records = await store.transact(["stories"], "readonly", (t) =>
    t.objectStore("stories").getAll(),
  );
  return records.sort((one, other) => one.order - other.order);
}

/** The stories that may go: what the author discarded is not among them. */
export const readLine = async (store: Store): Promise<readonly StoryRecord[]> =>
  (await readStories(store)).filter(({ discarded }) => discarded !== true);

/** True while something could still go without the author. */
export const hasWaiting = async (store: Store): Promise<boolean> =>
  (await readLine(store)).some(
    (record) =>
      record.paused !== true &&
      record.takenBack === undefined &&
      ["waiting", "sending"].includes(stateOf(record).kind) &&
      findManifest(record) !== undefined,
  ) || (await readPlannedNotes(store)).length > 0;

/** One story. */
export const findStory = (store: Store, id: StoryId): Promise<StoryRecord | undefined> =>
  store.transact(["stories"], "readonly", (transaction) =>
    transaction.objectStore("stories").get(id),
  );

/** A story that may go; undefined also where the author discarded it. */
export async function findInLine(store: Store, id: StoryId): Promise<StoryRecord | undefined> {
  const record = await findStory(store, id);
  return record?.discarded === true ? undefined : record;
}

/** Only this wing writes states, and only as {@link OutboxState}. */
export const stateOf = (record: StoryRecord): OutboxState => record.state as OutboxState;

/** The manifest that was sealed; undefined where this phone's disk spoilt it. */
export function findManifest({ manifest }: Pick<StoryRecord, "manifest">): Manifest | undefined {
  const parsed = parseManifest(new TextDecoder().decode(manifest));
  return parsed.ok ? parsed.value : undefined;
}

/** The manifest of a story that is sent: the line sends none that is spoilt. Throws {@link DeviceError} `damaged`. */
export function manifestOf(record: Pick<StoryRecord, "manifest">): Manifest {
  const manifest = findManifest(record);
  if (manifest === undefined) throw new DeviceError("damaged", "A manifest does not parse");
  return manifest;
}

async function readEntry(
  keyring: KeyFinder,
  record: StoryRecord,
  notes: readonly NoteRecord[],
): Promise<OutboxEntry> {
  const manifest = findManifest(record);
  const state = manifest === undefined ? spoilt(stateOf(record)) : stateOf(record);
  // What the author let go of is no part of it any more.
  const parts = (manifest?.parts ?? []).map(({ bytes }, index) =>
    record.letGo?.includes(index + 1) === true ? 0 : bytes,
  );
  const { media, sound, letGo } = record;
  return {
    id: record.id as StoryId,
    order: record.order,
    state,
    hash: await sha256(new Uint8Array(record.manifest)),
    parts,
    heldBytes: heldBytes(state, parts),
    own: await openOwn(keyring, record),
    discarded: record.discarded === true,
    paused: record.paused === true,
    chosen: {
      ...(media === undefined ? {} : { media }),
      ...(sound === undefined ? {} : { sound }),
      ...(letGo === undefined ? {} : { letGo }),
    },
    takenBack: record.takenBack,
    notes: await readEntryNotes(keyring, record, notes),
  };
}

/** A story whose manifest does not parse cannot be sent any more; what the newsroom has of it, it has. */
function spoilt(state: OutboxState): OutboxState {
  if (state.kind === "sent") return state;
  const receipt = state.kind === "waiting" ? undefined : state.receipt;
  return {
    kind: "needs-you",
    refusals: [{ code: "damaged" }],
    held: [],
    ...(receipt === undefined ? {} : { receipt }),
  };
}

function heldBytes(state: OutboxState, parts: readonly number[]): number {
  const whole = parts.reduce((sum, bytes) => sum + bytes, 0);
  if (state.kind === "sent") return whole;
  if (state.kind === "waiting") return 0;
  return parts.reduce(
    (sum, bytes, index) => sum + Math.min(bytes, (state.held[index] ?? 0) * leafSize),
    0,
  );
}

/** The author's own words about a story; undefined where their key is gone, or they are damaged. */
export async function openOwn(
  keyring: KeyFinder,
  { id, slot, own }: StoryRecord,
): Promise<OwnWords | undefined> {
  const key = await keyring.find(slot as RandomId);
  if (key === undefined || own === undefined) return undefined;
  // One damaged record must not hide all the others.
  return unlessDamaged(decryptJson<OwnWords>(key, ["stories", id, "own"], own));
}

const receiptPlace = (id: string): readonly string[] => ["stories", id, "receipt"];

/** A verified receipt as it is kept. */
export async function closeReceipt(
  keyring: KeyFinder,
  record: StoryRecord,
  file: Uint8Array<ArrayBuffer>,
): Promise<KeptReceipt> {
  const key = await keyring.find(record.slot as RandomId);
  return key === undefined ? null : encrypt(key, receiptPlace(record.id), file);
}

/** The receipt that is kept for a story. */
export async function openReceipt(
  keyring: KeyFinder,
  record: StoryRecord,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const state = stateOf(record);
  const receipt = state.kind === "waiting" ? undefined : state.receipt;
  const key = await keyring.find(record.slot as RandomId);
  return key && receipt ? decrypt(key, receiptPlace(record.id), receipt) : undefined;
}

/** Lets the sealed bytes of a story go. */
export const dropParts = (transaction: Transaction<"readwrite">, id: string): Promise<void> =>
  transaction.objectStore("parts").delete(IDBKeyRange.bound([id, 0, -1], [id, Infinity, Infinity]));
