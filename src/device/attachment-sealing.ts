import { attachmentBuckets } from "../protocol/intake.ts";
import type { Attachment } from "../protocol/story.ts";
import type { AgeSealer } from "./age-sealing.ts";
import type { Draft } from "./draft.ts";
import type { DraftContent } from "./draft-content.ts";
import { hashOf } from "./hashing.ts";
import { leafListOf } from "./sealed-parts.ts";
import { type Attached, attachedTo } from "./story-writing.ts";

/** Why what stands on the page cannot go along. */
export type Unattached =
  /** The photo or the recording of this number is larger than any bucket. */
  | { readonly kind: "too-big"; readonly photo?: number; readonly sound?: number }
  /** What the page shows is not on this device (any more). */
  | { readonly kind: "photo-missing"; readonly photo: number }
  | { readonly kind: "sound-missing"; readonly sound: number };

/** A sealed file, ready to be stored: its bytes and its leaf list. */
export interface SealedFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly leaves: Uint8Array<ArrayBuffer>;
  readonly attachment: Attachment;
}

/** Seals the photos and recordings of a page, in order, each padded to its bucket. */
export async function sealAttached(
  sealer: AgeSealer,
  draft: Draft,
  content: DraftContent,
): Promise<readonly SealedFile[] | Unattached> {
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

type Found = Pick<Attachment, "type" | "width" | "height" | "length"> & {
  readonly bytes: Uint8Array<ArrayBuffer>;
};

/** Recordings are read by a part of their own, which whoever has one has loaded. */
async function findFile(draft: Draft, piece: Attached): Promise<Found | Unattached> {
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
