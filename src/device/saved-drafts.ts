import type { RandomId } from "../protocol/bytes.ts";
import type { AttachmentsDeps } from "./attachments.ts";
import type { Draft } from "./draft.ts";
import { emptyContent, type Piece } from "./draft-content.ts";
import {
  type DraftFile,
  largestDraft,
  readDraftFile,
  type SavedSound,
  writeDraftFile,
} from "./draft-file.ts";
import type { Drafts } from "./drafts.ts";
import type { DraftRecords } from "./draft-records.ts";
import { DeviceError } from "./errors.ts";
import {
  type Opened,
  openWithWords,
  type PassphraseDeps,
  sealWithWords,
} from "./passphrase-age.ts";
import { addSlice, beginSound, readSlices } from "./sound-records.ts";

/** What is saved: a draft, or the page of one whose storage is away. */
export interface SavableDraft extends Pick<Draft, "content" | "findPhoto"> {
  readonly records: Pick<DraftRecords, "read">;
}

/** A file that was made. `missing`: photos and recordings that storage did not give; all words are in it. */
export interface SavedDraft {
  readonly kind: "saved";
  readonly file: Blob;
  readonly missing: number;
}

/**
 * Saves a draft into a file that only `passphrase` opens, on this phone or another. Nothing of it goes to this phone's
 * storage. Rejects where the phone has no memory for it.
 */
export async function saveDraftToFile(
  deps: PassphraseDeps,
  draft: SavableDraft,
  passphrase: string,
): Promise<SavedDraft | { readonly kind: "too-big" }> {
  const { content } = draft;
  const photos = new Map<number, Uint8Array<ArrayBuffer>>();
  const sounds = new Map<number, SavedSound>();
  let missing = 0;
  for (const piece of content.pieces) {
    if (piece.kind === "photo") {
      const found = await orAway(draft.findPhoto(piece.photo));
      if (found === undefined) missing += 1;
      else photos.set(piece.photo, found.bytes);
    } else if (piece.kind === "sound") {
      const found = await orAway(readSlices(draft.records, piece));
      if (found === undefined) missing += 1;
      else sounds.set(piece.sound, found);
    }
  }
  const archive = writeDraftFile({ content, photos, sounds });
  if (archive.length > largestDraft) return { kind: "too-big" };
  return { kind: "saved", file: await sealWithWords(deps, archive, passphrase), missing };
}

/** What storage does not give now, or not whole, is missing; everything else is a mistake. */
const orAway = <T>(found: Promise<T | undefined>): Promise<T | undefined> =>
  found.catch((error: unknown) => {
    if (error instanceof DeviceError) return undefined;
    throw error;
  });

/** How opening ended. In every case but `opened` nothing was added. */
export type OpenedDraft =
  | { readonly kind: "opened"; readonly draft: RandomId }
  | { readonly kind: Exclude<Opened["kind"], "opened"> | "newer" | "no-room" };

export interface OpeningDeps extends PassphraseDeps {
  readonly drafts: Pick<Drafts, "create" | "discard" | "restore" | "destroy">;
  /** Photos are made anew, as if they came from the gallery: nothing but pixels goes through. */
  readonly encode: AttachmentsDeps["encode"];
}

/** The largest file that is looked at. Bytes. */
export const largestDraftFile = largestDraft + 1_048_576;

/** Opens a saved draft as a new draft; none that is here is changed. Rejects where storage or memory fails. */
export async function openDraftFile(
  deps: OpeningDeps,
  file: Blob,
  passphrase: string,
): Promise<OpenedDraft> {
  if (file.size > largestDraftFile) return { kind: "too-much" };
  const bytes = new Uint8Array(await file.arrayBuffer());
  const opened = await openWithWords(deps, bytes, passphrase, largestDraft);
  if (opened.kind !== "opened") return opened;
  const read = readDraftFile(opened.plain);
  if (read.kind !== "read") return { kind: read.kind };
  return takeIn(deps, read);
}

/** What a killed window leaves half taken in is discarded already, and goes at the next start. */
async function takeIn(deps: OpeningDeps, file: DraftFile): Promise<OpenedDraft> {
  const { drafts } = deps;
  const draft = await drafts.create();
  const ended = await putWhole(deps, draft, file).catch((error: unknown) => error);
  if (ended === true) return { kind: "opened", draft: draft.id };
  await drafts.destroy(draft.id);
  if (ended === false) return { kind: "damaged" };
  if (ended instanceof DeviceError && ended.code === "storage-full") return { kind: "no-room" };
  throw ended;
}

/** False where a photo in the file is none. */
async function putWhole(
  { drafts, encode }: OpeningDeps,
  draft: Draft,
  { content, photos, sounds }: DraftFile,
): Promise<boolean> {
  await draft.change({ kind: "title", at: 0, cut: 0, put: content.title });
  await drafts.discard(draft.id);
  const photoNumbers = new Map<number, number>();
  for (const [number, bytes] of photos) {
    const photo = await encode(new Blob([bytes], { type: "image/jpeg" }));
    if (photo === undefined) return false;
    photoNumbers.set(number, await draft.addPhoto(photo));
  }
  const soundNumbers = new Map<number, number>();
  for (const [number, { type, slices }] of sounds) {
    const sound = await beginSound(draft.records, type);
    for (const [index, slice] of slices.entries())
      await addSlice(draft.records, sound, index + 1, slice);
    soundNumbers.set(number, sound);
  }
  // The mark above is newer than what this draft knows of its log.
  await draft.refresh();
  const put = content.pieces.map((piece): Piece => {
    if (piece.kind === "photo") return { ...piece, photo: photoNumbers.get(piece.photo)! };
    return piece.kind === "sound" ? { ...piece, sound: soundNumbers.get(piece.sound)! } : piece;
  });
  const cut = draft.content.pieces.length;
  await draft.change({
    kind: "pieces",
    at: 0,
    cut,
    put: put.length === 0 ? emptyContent.pieces : put,
  });
  await draft.close();
  if (await drafts.restore(draft.id)) return true;
  throw new DeviceError("storage-lost", "Another window cleared the draft away");
}
