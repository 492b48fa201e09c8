import { fromBase64url } from "../../protocol/bytes.ts";
import { intakeVersion, parseManifest } from "../../protocol/intake.ts";
import {
  mostNotes,
  type NoteFile,
  type NoteReceipt,
  parseNoteFile,
  parseNoteId,
} from "../../protocol/note.ts";
import { signedBytes } from "../../protocol/signed-file.ts";
import { createVerify, keyIdOf, type Signer } from "../signing.ts";
import type { StoredNote } from "../storage/note-storage.ts";
import type { IntakeDependencies } from "./intake.ts";
import { type Refused, refuse } from "./refusals.ts";
import { hashOf, isSealed } from "./sealed.ts";
import { day } from "./stories.ts";

/** A note was taken, now (`accepted`) or before (`known`). */
export interface TakenNote {
  readonly kind: "accepted" | "known";
  readonly note: StoredNote;
}

/**
 * Takes a note out of its bytes. It must be about a story that is here, and signed by that story's own key: whoever does
 * not hold it can write none, not even with the sealed words of another.
 */
export async function takeNote(
  deps: IntakeDependencies,
  id: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<TakenNote | Refused> {
  const read = parseNoteFile(bytes);
  if (!read.ok || !parseNoteId(id).ok) return refuse("malformed", "The note cannot be read");
  const { frame, sealed } = read.value;
  if (frame.id !== id) return refuse("malformed", "The note bears another id than the address");
  if (frame.version < intakeVersion)
    return refuse("outdated", "The app is too old for this newsroom; update it");
  if (!isSealed(sealed)) return refuse("not-sealed", "The note is not an age file");
  const key = await findNoteKey(deps, read.value);
  if (key === undefined) return refuse("unknown", "There is no such story here");
  if (!(await isSignedBy(key, read.value)))
    return refuse("malformed", "The note is not signed by its story's key");
  if ((await deps.freeBytes()) - bytes.length < deps.bounds.textReserve)
    return refuse("full", "The newsroom's disk is full");
  const taken = await deps.notes.accept(
    { id: frame.id, story: frame.story, file: bytes, hash: hashOf(bytes), date: day(deps.now()) },
    mostNotes,
  );
  switch (taken.kind) {
    case "unknown":
      return refuse("unknown", "There is no such story here");
    case "conflict":
      return refuse("conflict", "Another note bears this id");
    case "too-many":
      // Not 'too many': that would hold up the phone's whole line, and no waiting helps.
      return refuse("conflict", "This story has as many notes as one may have");
    default:
      return taken;
  }
}

/** The story's key for notes, raw, out of the manifest that it was accepted with. */
async function findNoteKey(
  deps: IntakeDependencies,
  { frame }: NoteFile,
): Promise<Uint8Array | undefined> {
  const content = await deps.storage.findContent(frame.story);
  const manifest = content && parseManifest(new TextDecoder().decode(content.manifest));
  return manifest?.ok === true ? fromBase64url(manifest.value.noteKey) : undefined;
}

async function isSignedBy(key: Uint8Array, { file }: NoteFile): Promise<boolean> {
  const id = keyIdOf(key);
  const verify = createVerify([{ id, key: Buffer.from(key).toString("base64url") }]);
  try {
    return await verify(file.keyId, file.signature, signedBytes("note", file.body));
  } catch {
    // The manifest named 32 bytes that are no point of the curve: nothing can be signed by them.
    return false;
  }
}

/** The signed receipt of a note: the same bytes for ever. */
export function writeNoteReceipt(signer: Signer, note: StoredNote): Uint8Array<ArrayBuffer> {
  const receipt: NoteReceipt = {
    format: 1,
    note: note.id,
    story: note.story,
    hash: note.hash,
    date: note.date,
  };
  return signer.sign("noted", new TextEncoder().encode(JSON.stringify(receipt)));
}
