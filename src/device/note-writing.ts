import type { RandomId } from "../protocol/bytes.ts";
import { fromBase64url } from "../protocol/bytes.ts";
import { intakeVersion, type StoryId } from "../protocol/intake.ts";
import type { KeyList } from "../protocol/keys.ts";
import { type Note, type NoteId, noteSize, parseNote, writeNoteBody } from "../protocol/note.ts";
import { signedBytes, writeSignedFile } from "../protocol/signed-file.ts";
import type { SealedTerms } from "../protocol/story.ts";
import { createAgeSealer } from "./age-sealing.ts";
import { encryptJson } from "./ciphers.ts";
import type { Cipher, Store, StoryRecord, Transaction } from "./database.ts";
import { DeviceError } from "./errors.ts";
import type { Facts } from "./facts.ts";
import type { Keyring } from "./keyring.ts";
import { keyIdOf } from "./key-list.ts";
import { signWithNoteKey } from "./note-key.ts";
import { type OwnNote, placeOf, putNote, readNotesIn } from "./notes.ts";
import { findStory, openOwn, stateOf } from "./outbox.ts";
import { findKeys } from "./sealing-keys.ts";

/** What an author tells the newsroom about a story that was sent. */
export type Telling =
  | { readonly kind: "withdraw" }
  | { readonly kind: "terms"; readonly terms: SealedTerms };

/** How it ended. In every case but `written` nothing was, and everything is as it was. */
export type Written =
  | { readonly kind: "written" }
  /** The story, or the key that signs notes about it, is not on this phone (any more). */
  | { readonly kind: "no-key" }
  /** The terms are longer than a note can be: a name of many lines. */
  | { readonly kind: "too-big" };

export interface NoteWritingDeps {
  readonly store: Store;
  readonly keyring: Keyring;
  readonly facts: Pick<Facts, "get">;
  readonly newId: () => RandomId;
  /** Milliseconds since 1970, for showing. */
  readonly now: () => number;
  readonly announce: (what: "outbox") => void;
}

/**
 * Seals, signs and puts a note in line, in one strict transaction with what it means for its story: one that was taken
 * back is not sent from that moment on. Throws {@link DeviceError} `sealing-refused` where there are no valid keys or the
 * crypto fails; nothing is ever written in clear.
 */
export async function writeNote(
  deps: NoteWritingDeps,
  story: StoryId,
  telling: Telling,
): Promise<Written> {
  const keys = await findKeys(deps.facts);
  if (keys === undefined) throw new DeviceError("sealing-refused", "There is no valid key list");
  const record = await findStory(deps.store, story);
  const own = record && (await openOwn(deps.keyring, record));
  const key = record && (await deps.keyring.find(record.slot as RandomId));
  const seed = fromBase64url(own?.noteSeed ?? "");
  if (record === undefined || key === undefined || seed?.length !== 32) return { kind: "no-key" };
  for (;;) {
    const id = deps.newId() as NoteId;
    const number = await countNotes(deps.store, story);
    const file = await writeFile(
      keys,
      { format: 1, id, story, number: number + 1, ...telling },
      seed,
    );
    if (file === undefined) return { kind: "too-big" };
    const said: OwnNote = { kind: telling.kind, writtenAt: deps.now() };
    const cipher = await encryptJson(key, placeOf(id, "own"), said);
    const put = await putInLine(deps.store, { id, story, file, own: cipher, number, telling });
    // Another window wrote one meanwhile: this one is numbered after it.
    if (put === "overtaken") continue;
    deps.announce("outbox");
    return put === "gone" ? { kind: "no-key" } : { kind: "written" };
  }
}

const countNotes = (store: Store, story: StoryId): Promise<number> =>
  store.transact(["facts"], "readonly", async (transaction) => countIn(transaction, story));

const countIn = async (
  transaction: Transaction<"readonly"> | Transaction<"readwrite">,
  story: StoryId,
): Promise<number> =>
  (await readNotesIn(transaction)).filter((note) => note.story === story).length;

/** The signed file; undefined where the note does not fit into its size. */
async function writeFile(
  keys: KeyList,
  note: Note,
  seed: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const text = JSON.stringify(note);
  const read = parseNote(text);
  if (!read.ok) throw new DeviceError("sealing-refused", read.why);
  const sealer = await createAgeSealer(keys.desk.map(({ recipient }) => recipient));
  const plain = new TextEncoder().encode(text);
  const fit = sealer.fit(plain.length, [noteSize]);
  if (fit === undefined) return undefined;
  const padded = new Uint8Array(fit.room).fill(0x20);
  padded.set(plain);
  const { id, story } = note;
  const frame = { format: 1, id, story, version: intakeVersion } as const;
  const body = writeNoteBody(frame, await sealer.seal(padded, fit.sealed));
  const { publicKey, signature } = await signWithNoteKey(seed, signedBytes("note", body));
  return writeSignedFile({ kind: "note", keyId: await keyIdOf(publicKey), signature, body });
}

interface ReadyNote {
  readonly id: NoteId;
  readonly story: StoryId;
  readonly file: Uint8Array<ArrayBuffer>;
  readonly own: Cipher;
  /** How many there were when it was numbered. */
  readonly number: number;
  readonly telling: Telling;
}

const putInLine = (store: Store, note: ReadyNote): Promise<"put" | "overtaken" | "gone"> =>
  store.transact(
    ["stories", "facts"],
    "readwrite",
    async (transaction) => {
      const stories = transaction.objectStore("stories");
      const record = await stories.get(note.story);
      if (record === undefined) return "gone";
      if ((await countIn(transaction, note.story)) !== note.number) return "overtaken";
      const last = (await readNotesIn(transaction)).at(-1)?.order ?? 0;
      const { id, story, own } = note;
      await putNote(transaction, {
        id,
        story,
        order: last + 1,
        file: note.file.slice().buffer,
        own,
        state: { kind: "waiting" },
      });
      if (note.telling.kind === "withdraw") await stories.put(takeBack(record));
      return "put";
    },
    "strict",
  );

/** Where no receipt says that the newsroom has it, it is asked first: a story that never arrived needs no note. */
function takeBack(record: StoryRecord): StoryRecord {
  const state = stateOf(record);
  const isThere = state.kind !== "waiting" && state.receipt !== undefined;
  return { ...record, takenBack: isThere ? "there" : "asking" };
}
