import { attachmentBuckets } from "../protocol/intake.ts";
import { storyLimits } from "../protocol/story.ts";
import type { Draft, Kept } from "./draft.ts";
import { photosOf } from "./draft-content.ts";
import type { Photo } from "./photo-records.ts";
import { encodePhoto, type PhotoCanvas } from "./picture-encoding.ts";

/** How taking in a photo ended; the codes have their words in the interface. */
export type Attached =
  /** It is on this device, and the page shows it behind piece `after`. */
  | { readonly kind: "attached"; readonly photo: number; readonly kept: Kept }
  /** This browser cannot read such a picture (`heic`: by its first bytes it is one): another format, or a screenshot, will do. */
  | { readonly kind: "undecodable"; readonly heic: boolean }
  /** Larger than this phone can take in, or than the newsroom takes. Bytes. */
  | { readonly kind: "too-big"; readonly bytes: number; readonly most: number }
  | { readonly kind: "too-many"; readonly most: number };

/** The largest file that is read at all: a phone's own pictures stay far below. Bytes. */
export const largestFile = 64 * 1_048_576;

export interface AttachmentsDeps {
  /** Re-encodes a picture: {@link createPictureWorker}, or {@link encodePhoto} over the page's own canvas. */
  readonly encode: (file: Blob) => Promise<Photo | undefined>;
}

/** Takes pictures into drafts. */
export interface Attachments {
  /** Decodes, turns upright, scales, re-encodes without metadata, keeps, and shows it behind piece `after`. */
  addPhoto(draft: Draft, file: Blob, after: number): Promise<Attached>;
}

/** What leaves room for the seal within the largest bucket. */
const largestPhoto = (attachmentBuckets.at(-1) ?? 0) - 65_536;

/** Attachments over an encoder. */
export function createAttachments({ encode }: AttachmentsDeps): Attachments {
  return {
    async addPhoto(draft, file, after) {
      const most = storyLimits.attachments;
      if (photosOf(draft.content).length >= most) return { kind: "too-many", most };
      if (file.size > largestFile) return { kind: "too-big", bytes: file.size, most: largestFile };
      const photo = await encode(file);
      if (photo === undefined) return { kind: "undecodable", heic: await isHeic(file) };
      if (photo.bytes.length > largestPhoto)
        return { kind: "too-big", bytes: photo.bytes.length, most: largestPhoto };
      // The bytes first: a page never shows a photo that is not there.
      const number = await draft.addPhoto(photo);
      const kept = await draft.change({
        kind: "pieces",
        at: Math.min(after + 1, draft.content.pieces.length),
        cut: 0,
        put: [
          { kind: "photo", photo: number, caption: "" },
          { kind: "text", text: "" },
        ],
      });
      return { kind: "attached", photo: number, kept };
    },
  };
}

/** By the brand behind its first four bytes (ISO/IEC 23008-12, annex B), whatever the file is called. */
async function isHeic(file: Blob): Promise<boolean> {
  const brand = new TextDecoder("latin1").decode(await file.slice(4, 12).arrayBuffer());
  return /^ftyp(he[iv][cmsx]|mi|ms)/.test(brand);
}

/** The worker's end, as a page sees it. */
export interface PicturePort {
  postMessage(message: unknown): void;
  addEventListener(type: "message" | "error", listener: (event: Event) => void): void;
}

/** What the worker answers. `cannot`: no canvas in workers here; the page does it itself. */
export type PictureAnswer =
  | { readonly kind: "photo"; readonly photo: Photo }
  | { readonly kind: "undecodable" }
  | { readonly kind: "cannot" };

/** Encodes in the worker behind `port`; on the page's own canvas where the worker has none (before Safari 16.4). */
export function createPictureWorker(
  port: PicturePort,
  onPage: PhotoCanvas,
): AttachmentsDeps["encode"] {
  const waiting = new Map<number, (answer: PictureAnswer) => void>();
  let number = 0;
  let broken = false;
  port.addEventListener("message", (event) => {
    const { number: of, answer } = (
      event as MessageEvent<{ number: number; answer: PictureAnswer }>
    ).data;
    waiting.get(of)?.(answer);
    waiting.delete(of);
  });
  port.addEventListener("error", () => {
    broken = true;
    for (const answer of waiting.values()) answer({ kind: "cannot" });
    waiting.clear();
  });
  const ask = (file: Blob): Promise<PictureAnswer> =>
    new Promise((resolve) => {
      if (broken) return resolve({ kind: "cannot" });
      number += 1;
      waiting.set(number, resolve);
      port.postMessage({ number, file });
    });
  return async (file) => {
    const answer = await ask(file);
    if (answer.kind === "photo") return answer.photo;
    return answer.kind === "cannot" ? encodePhoto(file, onPage) : undefined;
  };
}
