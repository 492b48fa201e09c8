import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { type Hash, type RandomId, toBase64url } from "../protocol/bytes.ts";
import {
  attachmentBuckets,
  type BlobId,
  buckets,
  intakeVersion,
  type Manifest,
  type StoryId,
} from "../protocol/intake.ts";
import type { KeyList } from "../protocol/keys.ts";
import type { Attachment, SealedTerms } from "../protocol/story.ts";
import { type AgeSealer, createAgeSealer } from "./age-sealing.ts";
import { encryptJson } from "./ciphers.ts";
import type { Store, StoryRecord, Transaction } from "./database.ts";
import type { Draft } from "./draft.ts";
import type { DraftContent } from "./draft-content.ts";
import { DeviceError } from "./errors.ts";
import type { Facts } from "./facts.ts";
import { hashOf, sha256 } from "./hashing.ts";
import { isExpired } from "./key-list.ts";
import type { Keyring } from "./keyring.ts";
import { makeNoteKey, type NoteKey } from "./note-key.ts";
import { type OutboxState, type OwnWords, readStories } from "./outbox.ts";
import { leafListOf, putParts, recordsOfPart } from "./sealed-parts.ts";
import { type Attached, attachedTo, writeStory } from "./story-writing.ts";

/** What is sealed, in what language it is written, and on which terms. */
export interface ToSeal {
  readonly draft: Draft;
  /** A BCP 47 tag. */
  readonly language: string;
  readonly terms: SealedTerms;
}

/** How sealing ended. In every case but `sealed` nothing was written, and the draft is as it was. */
export type Sealing =
  | { readonly kind: "sealed"; readonly story: StoryId }
  /** Another window changed the draft meanwhile: look at it again. */
  | { readonly kind: "changed" }
  /** The text, or the photo or the recording of this number, is larger than any bucket. */
  | { readonly kind: "too-big"; readonly photo?: number; readonly sound?: number }
  /** What the page shows is not on this device (any more). */
  | { readonly kind: "photo-missing"; readonly photo: number }
  | { readonly kind: "sound-missing"; readonly sound: number };

export interface SealingDeps {
  readonly store: Store;
  readonly keyring: Keyring;
  readonly facts: Pick<Facts, "get">;
  readonly newId: () => RandomId;
  /** Milliseconds since 1970, for showing. */
  readonly now: () => number;
  readonly announce: (what: "outbox") => void;
}

/** A sealed file, ready to be stored: its bytes, and for attachments the leaf list. */
interface SealedFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly leaves: Uint8Array<ArrayBuffer>;
  readonly attachment: Attachment;
}

/** True where sealing is possible at all: a key list was accepted, is not expired, and names at least two who can open. */
export const canSeal = async (facts: Pick<Facts, "get">): Promise<boolean> =>
  (await findKeys(facts)) !== undefined;

/**
 * Seals a draft into a story that waits in the outbox. One strict transaction makes it both at once: killed at any
 * moment, there is a draft, or a sealed story. The draft stays, marked. Throws {@link DeviceError} `sealing-refused`
 * where there are no valid keys or the crypto fails; nothing is ever written in clear.
 */
export async function seal(deps: SealingDeps, toSeal: ToSeal): Promise<Sealing> {
  const keys = await findKeys(deps.facts);
  if (keys === undefined) throw new DeviceError("sealing-refused", "There is no valid key list");
  const { draft } = toSeal;
  await draft.keep();
  const content = draft.content;
  const sealer = await createAgeSealer(keys.desk.map(({ recipient }) => recipient));
  const files = await sealAttached(sealer, draft, content);
  if ("kind" in files) return files;
  return sealText(deps, toSeal, { keys, content, sealer, files });
}

/** The key list that may be sealed to now; undefined where there is none. */
export async function findKeys(facts: Pick<Facts, "get">): Promise<KeyList | undefined> {
  const [keys, edition] = await Promise.all([facts.get("keys"), facts.get("edition")]);
  if (keys === undefined || new Set(keys.desk.map(({ recipient }) => recipient)).size < 2)
    return undefined;
  return isExpired(keys, edition?.publishedAt ?? "") ? undefined : keys;
}

async function sealAttached(
  sealer: AgeSealer,
  draft: Draft,
  content: DraftContent,
): Promise<readonly SealedFile[] | Unsealed> {
  const files: SealedFile[] = [];
  for (const [index, piece] of attachedTo(content).entries()) {
    const found = await findFile(draft, piece);
    if ("kind" in found) return found;
    const { bytes, ...look } = found;
    const fit = sealer.fit(bytes.length, attachmentBuckets);
    if (fit === undefined)
      return piece.kind === "photo"
        ? { kind: "too-big", photo: piece.photo }
        : { kind: "too-big", sound: piece.sound };
    const padded = new Uint8Array(fit.room);
    padded.set(bytes);
    const sealed = await sealer.seal(padded, fit.sealed);
    const hash = await hashOf(bytes);
    const attachment = { number: index + 1, ...look, bytes: bytes.length, hash };
    files.push({ bytes: sealed, leaves: await leafListOf(sealed), attachment });
  }
  return files;
}

type Unsealed = Exclude<Sealing, { kind: "sealed" }>;
type Found = Pick<Attachment, "type" | "width" | "height" | "length"> & {
  readonly bytes: Uint8Array<ArrayBuffer>;
};

/** Recordings are read by a part of their own, which whoever has one has loaded. */
async function findFile(draft: Draft, piece: Attached): Promise<Found | Unsealed> {
  if (piece.kind === "photo") {
    const { photo } = piece;
    return (await draft.findPhoto(photo)) ?? { kind: "photo-missing", photo };
  }
  const { readSound } = await import("./sound-records.ts");
  const sound = await readSound(draft.records, piece);
  if (sound === undefined) return { kind: "sound-missing", sound: piece.sound };
  const { type, bytes, length } = sound;
  return { type, bytes, length: Math.round(length / 1_000) };
}

interface Prepared {
  readonly keys: KeyList;
  readonly content: DraftContent;
  readonly sealer: AgeSealer;
  readonly files: readonly SealedFile[];
}

/** The story's slot of the keyring is made now: a service worker, which will store the receipt, cannot make one. */
async function sealText(deps: SealingDeps, toSeal: ToSeal, prepared: Prepared): Promise<Sealing> {
  const slot = deps.newId();
  // Its key is brought to disk in a worker: the text is sealed meanwhile.
  const making = deps.keyring.create(slot);
  let sealing: Sealing | undefined;
  try {
    [sealing] = await Promise.all([sealInSlot(deps, toSeal, prepared, slot, making), making]);
    return sealing;
  } finally {
    if (sealing?.kind !== "sealed") await dropUnused(deps, slot, making);
  }
}

/** A key whose story came to nothing goes. Where only the word on the commit was lost, the story is there and keeps it. */
async function dropUnused(
  { store, keyring }: SealingDeps,
  slot: RandomId,
  making: Promise<unknown>,
): Promise<void> {
  const isMade = await making.then(
    () => true,
    () => false,
  );
  if (isMade && !(await readStories(store)).some((story) => story.slot === slot))
    await keyring.destroy(slot);
}

async function sealInSlot(
  deps: SealingDeps,
  { draft, language, terms }: ToSeal,
  { keys, content, sealer, files }: Prepared,
  slot: RandomId,
  making: Promise<CryptoKey>,
): Promise<Sealing> {
  const id = deps.newId() as StoryId;
  const answersKey = await generateX25519Identity();
  const [note, answersTo] = await Promise.all([makeNoteKey(), identityToRecipient(answersKey)]);
  const mark = { story: id, revision: (draft.sealed?.revision ?? 0) + 1 };
  const text = writeStory(content, {
    id,
    language,
    terms,
    answersTo,
    noteKey: note.publicKey,
    revision: mark.revision,
    parent: draft.sealed?.story,
    attachments: files.map(({ attachment }) => attachment),
  });
  const plain = new TextEncoder().encode(text);
  const fit = sealer.fit(plain.length, buckets);
  if (fit === undefined) return { kind: "too-big" };
  const sealed = await sealer.seal(padWithSpaces(plain, fit.room), fit.sealed);
  const manifest = await writeManifest(id, sealed, files, keys.epoch, note);
  const own = {
    title: content.title,
    draft: draft.id,
    ...ownKeys(note, answersKey),
    sealedAt: deps.now(),
    revision: mark.revision,
  };
  const record = {
    id,
    manifest: manifest.slice().buffer,
    state: { kind: "waiting", obstacles: [] } satisfies OutboxState,
    own: await encryptJson(await making, ["stories", id, "own"], own satisfies OwnWords),
    slot,
    ...soundIn(files),
  };
  // Everything is ready: what follows is one transaction, of requests alone.
  const parts = [
    ...recordsOfPart(id, 0, sealed),
    ...files.flatMap(({ bytes, leaves }, index) => recordsOfPart(id, index + 1, bytes, leaves)),
  ];
  const marked = await draft.markSealed(content, mark, {
    stores: ["stories", "parts", "facts"],
    durability: "strict",
    work: async (transaction) => {
      await putParts(transaction, parts);
      await putLast(transaction, record);
    },
  });
  if (!marked) return { kind: "changed" };
  deps.announce("outbox");
  return { kind: "sealed", story: id };
}

function soundIn(files: readonly SealedFile[]): Pick<StoryRecord, "sound"> {
  const sound = files.flatMap(({ attachment: { type, number } }) =>
    type.startsWith("audio/") ? [number] : [],
  );
  return sound.length === 0 ? {} : { sound };
}

const ownKeys = (note: NoteKey, answersKey: string): Pick<OwnWords, "noteSeed" | "answersKey"> => ({
  noteSeed: note.seed,
  answersKey,
});

function padWithSpaces(plain: Uint8Array, room: number): Uint8Array<ArrayBuffer> {
  const padded = new Uint8Array(room).fill(0x20);
  padded.set(plain);
  return padded;
}

async function writeManifest(
  id: StoryId,
  sealed: Uint8Array<ArrayBuffer>,
  files: readonly SealedFile[],
  epoch: number,
  note: NoteKey,
): Promise<Uint8Array<ArrayBuffer>> {
  const parts = await Promise.all(
    files.map(async ({ bytes, leaves }) => ({
      id: toBase64url(await sha256(leaves)) as BlobId,
      bytes: bytes.length,
    })),
  );
  const manifest: Manifest = {
    format: 1,
    id,
    text: { hash: (await hashOf(sealed)) satisfies Hash, bytes: sealed.length },
    parts,
    epoch,
    noteKey: note.publicKey,
    version: intakeVersion,
  };
  return new TextEncoder().encode(JSON.stringify(manifest));
}

/** Behind every story that was ever sealed here: a counter, never a time. */
async function putLast(
  transaction: Transaction<"readwrite">,
  record: Omit<StoryRecord, "order">,
): Promise<void> {
  const facts = transaction.objectStore("facts");
  const last = (await facts.get("sealed"))?.value;
  const order = (typeof last === "number" ? last : 0) + 1;
  await facts.put({ name: "sealed", value: order });
  await transaction.objectStore("stories").put({ ...record, order });
}
