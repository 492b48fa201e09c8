import { generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import { fromBase64url, type Hash } from "../../src/protocol/bytes.ts";
import type { StoryId } from "../../src/protocol/intake.ts";
import {
  type NoteFrame,
  type NoteId,
  noteSize,
  noteTypes,
  writeNoteBody,
} from "../../src/protocol/note.ts";
import { signedBytes, writeSignedFile } from "../../src/protocol/signed-file.ts";
import { keyIdOf } from "../../src/server/signing.ts";
import { aSealedFile, aStoryId } from "./sealed.ts";

/** A story's own key for notes. */
export interface TestNoteKey {
  readonly privateKey: KeyObject;
  /** As the manifest carries it. */
  readonly publicKey: Hash;
}

export function aNoteKey(): TestNoteKey {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  return { privateKey, publicKey: publicKey.export({ format: "jwk" }).x as Hash };
}

export const aNoteId = (): NoteId => aStoryId() as string as NoteId;

/** A note as it travels, with a real age file in it. */
export interface TestNote {
  readonly id: NoteId;
  readonly file: Uint8Array<ArrayBuffer>;
}

/** A note about `story`, signed by `key`; the rest bends it. */
export async function aNote(
  story: StoryId,
  key: TestNoteKey,
  bend: {
    readonly id?: NoteId;
    readonly sealed?: Uint8Array<ArrayBuffer>;
    readonly plain?: (id: NoteId) => unknown;
    readonly recipients?: readonly string[];
    readonly frame?: Partial<Record<keyof NoteFrame, unknown>>;
  } = {},
): Promise<TestNote> {
  const id = bend.id ?? aNoteId();
  const frame = { format: 1, id, story, version: 1, ...bend.frame } as NoteFrame;
  const text = bend.plain === undefined ? randomBytes(100).toString("hex") : bend.plain(id);
  const plain = new TextEncoder().encode(JSON.stringify(text));
  const sealed = bend.sealed ?? (await aSealedFile(noteSize, plain, bend.recipients, 0x20));
  const body = writeNoteBody(frame, sealed);
  return { id, file: signNote(body, key) };
}

/** A body under a key's signature. */
export const signNote = (
  body: Uint8Array<ArrayBuffer>,
  { privateKey, publicKey }: TestNoteKey,
): Uint8Array<ArrayBuffer> =>
  writeSignedFile({
    kind: "note",
    keyId: keyIdOf(fromBase64url(publicKey)!),
    signature: Uint8Array.from(sign(null, signedBytes("note", body), privateKey)),
    body,
  });

/** PUT of a note. */
export const noteRequest = (note: TestNote, origin = "http://newsroom.test"): Request =>
  new Request(`${origin}/intake/notes/${note.id}`, {
    method: "PUT",
    headers: { "content-type": noteTypes.note },
    body: note.file,
  });
