import type { Attachment } from "../protocol/story.ts";
import type { DeskKey } from "./key-file.ts";
import { openPart, type Unopened } from "./opening-part.ts";
import { findPictureSize } from "./picture-size.ts";

/** A photo on the desk: drawn anew, so that nothing of the file that came is ever shown or published. */
export type OpenedPhoto =
  | { readonly kind: "shown"; readonly picture: Blob; readonly url: string }
  /** Its part has not come yet. */
  | { readonly kind: "awaited" }
  /** Not sealed for us, not what the story says, no picture, or too large to look at. */
  | {
      readonly kind: "unusable";
      readonly why: Unopened | "not-a-picture" | "too-large";
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
  const bytes = await openPart(key, sealed, attachment);
  if (typeof bytes === "string") return { kind: "unusable", why: bytes };
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
