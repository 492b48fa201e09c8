import type { Brand } from "./brand.ts";
import { asciiBytes, concat, type Hash, type RandomId, readHash, readRandomId } from "./bytes.ts";
import { readStoryId, type StoryId } from "./intake.ts";
import {
  type Parsed,
  parsing,
  parsingJson,
  readCount,
  readDay,
  readFormat,
  readObject,
  readOneOf,
  type Reader,
} from "./parsing.ts";
import { parseSignedFile, type SignedFile } from "./signed-file.ts";
import { readSealedTerms, type SealedTerms } from "./story.ts";

/** A note's name, made on the device; the intake takes each once. */
export type NoteId = Brand<RandomId, "NoteId">;
export const readNoteId = readRandomId as Reader<NoteId>;

/** Every sealed note is an age file of this size, whatever it says. Bytes. */
export const noteSize = 8_192;
/** The longest note as it travels: header line, frame line, sealed bytes. */
export const longestNote = 1_024 + noteSize;
/** How many notes one story may have: far more than anybody writes, and no more than a newsroom can hold. */
export const mostNotes = 64;

/** What the server sees of a note; the first line of the body of a signed file of kind `note`. The sealed bytes follow. */
export interface NoteFrame {
  readonly format: 1;
  readonly id: NoteId;
  /** The story that it is about; its manifest's key signed this file. */
  readonly story: StoryId;
  readonly version: number;
}

/** A note as it travels, its parts. Says nothing yet about whether the signature fits. */
export interface NoteFile {
  readonly file: SignedFile;
  readonly frame: NoteFrame;
  readonly sealed: Uint8Array<ArrayBuffer>;
}

/** What is inside a note's seal: `note.json`, with spaces behind it up to the fixed size. */
export type Note = {
  readonly format: 1;
  readonly id: NoteId;
  readonly story: StoryId;
  /** 1, 2, 3 … by the author's phone: of two notes about terms the higher counts, in whatever order they arrived. */
  readonly number: number;
} & (
  | { readonly kind: "withdraw" }
  /** These take the place of the terms that the story was sealed with. */
  | { readonly kind: "terms"; readonly terms: SealedTerms }
);

/** Signed proof that a note was taken: the body of the signed file of kind `noted`. */
export interface NoteReceipt {
  readonly format: 1;
  readonly note: NoteId;
  readonly story: StoryId;
  /** SHA-256 over the note's whole file as it travelled. */
  readonly hash: Hash;
  /** The day, UTC. */
  readonly date: string;
}

/** The media types of a note and of its receipt. */
export const noteTypes = {
  note: "application/vnd.soniakh.note",
  receipt: "application/vnd.soniakh.noted",
} as const;

const newline = 10;
const longestFrame = 300;

const parseFrame = parsingJson<NoteFrame>(
  readObject({ format: readFormat, id: readNoteId, story: readStoryId, version: readCount(1) }),
  "note",
);

/** The body of a note's signed file: frame line, newline, sealed bytes. */
export const writeNoteBody = (frame: NoteFrame, sealed: Uint8Array): Uint8Array<ArrayBuffer> =>
  concat(asciiBytes(`${JSON.stringify(frame)}\n`), sealed);

/** A note out of its bytes. Never throws. */
export function parseNoteFile(bytes: Uint8Array<ArrayBuffer>): Parsed<NoteFile> {
  const file = parseSignedFile(bytes, "note");
  if (!file.ok) return file;
  const { body } = file.value;
  const end = body.subarray(0, longestFrame).indexOf(newline);
  if (end < 0) return { ok: false, why: "note: no frame line" };
  const frame = parseFrame(String.fromCharCode(...body.subarray(0, end)));
  if (!frame.ok) return frame;
  const sealed = body.slice(end + 1);
  if (sealed.length !== noteSize) return { ok: false, why: "note: not of the size of a note" };
  return { ok: true, value: { file: file.value, frame: frame.value, sealed } };
}

const said = { format: readFormat, id: readNoteId, story: readStoryId, number: readCount(1) };
const readKind = readObject({ kind: readOneOf("withdraw", "terms") });
const readTermsNote = readObject({ ...said, terms: readSealedTerms });
const readPlainNote = readObject(said);

const readNote: Reader<Note> = (input, at) => {
  const { kind } = readKind(input, at);
  return kind === "terms"
    ? { ...readTermsNote(input, at), kind }
    : { ...readPlainNote(input, at), kind };
};

/** `note.json` out of its text; spaces after it are padding. Never throws. */
export const parseNote = parsingJson<Note>(readNote, "note");

/** A note's receipt out of its text. Never throws. */
export const parseNoteReceipt = parsingJson<NoteReceipt>(
  readObject({
    format: readFormat,
    note: readNoteId,
    story: readStoryId,
    hash: readHash,
    date: readDay,
  }),
  "noted",
);

/** A note's name out of an address. */
export const parseNoteId = parsing(readNoteId, "note");
