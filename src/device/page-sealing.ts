import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { type Hash, type RandomId, toBase64url } from "../protocol/bytes.ts";
import {
  type BlobId,
  buckets,
  intakeVersion,
  type Manifest,
  type StoryId,
} from "../protocol/intake.ts";
import type { KeyList } from "../protocol/keys.ts";
import type { SealedTerms } from "../protocol/story.ts";
import { createAgeSealer } from "./age-sealing.ts";
import { sealAttached, type SealedFile, type Unattached } from "./attachment-sealing.ts";
import type { StoryRecord } from "./database.ts";
import type { Draft } from "./draft.ts";
import type { DraftContent, SealedMark } from "./draft-content.ts";
import { DeviceError } from "./errors.ts";
import type { Facts } from "./facts.ts";
import { hashOf, sha256 } from "./hashing.ts";
import { makeNoteKey, type NoteKey } from "./note-key.ts";
import { recordsOfPart } from "./sealed-parts.ts";
import { findKeys } from "./sealing-keys.ts";
import { writeStory } from "./story-writing.ts";

/** What is sealed, in what language it is written, and on which terms. */
export interface ToSeal {
  readonly draft: Draft;
  /** A BCP 47 tag. */
  readonly language: string;
  readonly terms: SealedTerms;
}

/** A page as it stood, sealed: all that a story is, but for its place in line. */
export interface SealedPage {
  /** What it is sealed to. */
  readonly keys: KeyList;
  readonly id: StoryId;
  readonly manifest: Uint8Array<ArrayBuffer>;
  readonly note: NoteKey;
  readonly answersKey: string;
  readonly parts: ReturnType<typeof recordsOfPart>;
  readonly sound: Pick<StoryRecord, "sound">;
}

export interface PageSealingDeps {
  readonly facts: Pick<Facts, "get">;
  readonly newId: () => RandomId;
}

/**
 * Seals a page; `before` is the mark of its last sealing. Writes nothing. Throws {@link DeviceError} `sealing-refused` where
 * there are no valid keys or the crypto fails.
 */
export async function sealPage(
  { facts, newId }: PageSealingDeps,
  { draft, language, terms }: ToSeal,
  content: DraftContent,
  before: SealedMark | undefined,
): Promise<SealedPage | Unattached> {
  const keys = await findKeys(facts);
  if (keys === undefined) throw new DeviceError("sealing-refused", "There is no valid key list");
  const sealer = await createAgeSealer(keys.desk.map(({ recipient }) => recipient));
  const files = await sealAttached(sealer, draft, content);
  if ("kind" in files) return files;
  const id = newId() as StoryId;
  const answersKey = await generateX25519Identity();
  const [note, answersTo] = await Promise.all([makeNoteKey(), identityToRecipient(answersKey)]);
  const text = writeStory(content, {
    id,
    language,
    terms,
    answersTo,
    noteKey: note.publicKey,
    revision: revisionAfter(before),
    parent: before?.story,
    attachments: files.map(({ attachment }) => attachment),
  });
  const plain = new TextEncoder().encode(text);
  const fit = sealer.fit(plain.length, buckets);
  if (fit === undefined) return { kind: "too-big" };
  const sealed = await sealer.seal(padWithSpaces(plain, fit.room), fit.sealed);
  const parts = [
    ...recordsOfPart(id, 0, sealed),
    ...files.flatMap(({ bytes, leaves }, index) => recordsOfPart(id, index + 1, bytes, leaves)),
  ];
  const manifest = await writeManifest(id, sealed, files, keys.epoch, note);
  return { keys, id, manifest, note, answersKey, parts, sound: soundIn(files) };
}

/** The number of the revision that is sealed next. */
export const revisionAfter = (before: SealedMark | undefined): number =>
  (before?.revision ?? 0) + 1;

function soundIn(files: readonly SealedFile[]): Pick<StoryRecord, "sound"> {
  const sound = files.flatMap(({ attachment: { type, number } }) =>
    type.startsWith("audio/") ? [number] : [],
  );
  return sound.length === 0 ? {} : { sound };
}

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
