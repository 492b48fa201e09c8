import { type Hash, toBase64url } from "../protocol/bytes.ts";
import type { Attachment } from "../protocol/story.ts";
import type { DeskKey } from "./key-file.ts";
import { findPictureSize } from "./picture-size.ts";

/** A photo on the desk: drawn anew, so that nothing of the file that came is ever shown or published. */
export type OpenedPhoto =
  | { readonly kind: "shown"; readonly picture: Blob; readonly url: string }
  /** Its part has not come yet. */
  | { readonly kind: "awaited" }
  /** Not sealed for us, not what the story says, no picture, or too large to look at. */
  | {
      readonly kind: "unusable";
      readonly why: "closed" | "not-as-said" | "not-a-picture" | "too-large";
    };

/** Pixels that a photo may have; the author's phone sends far fewer. */
const mostPixels = 40_000_000;

/** What the browser lends. */
export interface Drawing {
  /** Decodes a picture and draws it anew; rejects where it cannot be decoded. */
  redraw(picture: Blob): Promise<Blob>;
  /** An address of this page's own for a blob; whoever makes it revokes it. */
  show(picture: Blob): string;
}

/** Opens a sealed photo. Never rejects, whatever it is given. */
export async function openPhoto(
  key: DeskKey,
  sealed: Uint8Array,
  attachment: Attachment,
  drawing: Drawing,
): Promise<OpenedPhoto> {
  let opened: Uint8Array;
  try {
    opened = await key.open(sealed);
  } catch {
    return { kind: "unusable", why: "closed" };
  }
  if (opened.length < attachment.bytes) return { kind: "unusable", why: "not-as-said" };
  // What follows is padding, which hid the size on its way.
  const bytes = Uint8Array.from(opened.subarray(0, attachment.bytes));
  if ((await hashOf(bytes)) !== attachment.hash) return { kind: "unusable", why: "not-as-said" };
  const size = findPictureSize(bytes);
  if (size === undefined) return { kind: "unusable", why: "not-a-picture" };
  if (size.width * size.height > mostPixels) return { kind: "unusable", why: "too-large" };
  try {
    const picture = await drawing.redraw(new Blob([bytes], { type: size.type }));
    return { kind: "shown", picture, url: drawing.show(picture) };
  } catch {
    return { kind: "unusable", why: "not-a-picture" };
  }
}

const hashOf = async (bytes: Uint8Array<ArrayBuffer>): Promise<Hash> =>
  toBase64url(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))) as Hash;
