import { fromBase64url } from "../protocol/bytes.ts";
import { type Note, type NoteId, parseNote, parseNoteFile } from "../protocol/note.ts";
import { signedBytes } from "../protocol/signed-file.ts";
import type { SealedTerms, Story } from "../protocol/story.ts";
import type { DeskKey } from "./key-file.ts";

/** What the server has of a story's notes, unchecked. */
export interface FetchedNotes {
  /** The key of the manifest; for stories that were sealed before the key was in the seal. */
  readonly noteKey: string;
  /** Signed files in base64url, in order of arrival. */
  readonly notes: readonly string[];
}

/** What an author has said about a story since it was sent. */
export interface AuthorsWord {
  /** The note that takes the story back. */
  readonly withdrawn?: NoteId;
  /** The terms that hold now, where they were changed. */
  readonly terms?: { readonly note: NoteId; readonly terms: SealedTerms };
  /** How many notes the server gave, read or not. */
  readonly seen: number;
  /** Notes that are not the author's, do not open, or say nothing that is known here. */
  readonly unreadable: number;
}

/** Checks an Ed25519 signature against a raw public key. */
export type VerifyNote = (
  publicKey: Uint8Array<ArrayBuffer>,
  signature: Uint8Array<ArrayBuffer>,
  bytes: Uint8Array<ArrayBuffer>,
) => Promise<boolean>;

/** By the browser's own Ed25519; a desk's browser is not an old one. */
export const verifyNote: VerifyNote = async (publicKey, signature, bytes) => {
  const key = await crypto.subtle.importKey("raw", publicKey, { name: "Ed25519" }, false, [
    "verify",
  ]);
  return crypto.subtle.verify({ name: "Ed25519" }, key, signature, bytes);
};

/**
 * Opens a story's notes. Never rejects: a note is believed only where the key that the author's phone sealed into the
 * story signed it, so that neither the server nor anybody who knows the desk's public key can speak for an author.
 */
export async function openNotes(
  key: DeskKey,
  story: Story,
  fetched: FetchedNotes,
  verify: VerifyNote = verifyNote,
): Promise<AuthorsWord> {
  const signer = fromBase64url(story.noteKey ?? fetched.noteKey);
  const opened = await Promise.all(
    fetched.notes.map((file) => openNote(key, story, signer, file, verify)),
  );
  const notes = opened.filter((note) => note !== undefined);
  const withdrawn = notes.find(({ kind }) => kind === "withdraw");
  const latest = notes
    .filter((note) => note.kind === "terms")
    .reduce<TermsNote | undefined>(
      (last, note) => (last === undefined || note.number >= last.number ? note : last),
      undefined,
    );
  return {
    seen: fetched.notes.length,
    unreadable: opened.length - notes.length,
    ...(withdrawn === undefined ? {} : { withdrawn: withdrawn.id }),
    ...(latest === undefined ? {} : { terms: { note: latest.id, terms: latest.terms } }),
  };
}

type TermsNote = Extract<Note, { kind: "terms" }>;

async function openNote(
  key: DeskKey,
  story: Story,
  signer: Uint8Array<ArrayBuffer> | undefined,
  text: string,
  verify: VerifyNote,
): Promise<Note | undefined> {
  const bytes = fromBase64url(text);
  const read = bytes && parseNoteFile(bytes);
  if (signer === undefined || read?.ok !== true) return undefined;
  const { file, frame, sealed } = read.value;
  try {
    if (!(await verify(signer, file.signature, signedBytes("note", file.body)))) return undefined;
    const opened = await key.open(sealed);
    const note = parseNote(new TextDecoder("utf-8", { fatal: true }).decode(opened));
    const fits = note.ok && note.value.story === story.id && note.value.id === frame.id;
    return fits ? note.value : undefined;
  } catch {
    // Not sealed for this key, not UTF-8, or a key that is no point of the curve: nobody's word.
    return undefined;
  }
}
