import { cleanMp4 } from "../protocol/mp4.ts";
import type { Attachment } from "../protocol/story.ts";
import { readWebm, writeWebm } from "../protocol/webm.ts";
import type { DeskKey } from "./key-file.ts";
import { openPart, type Unopened } from "./opening-part.ts";

/** A recording on the desk: written anew, so that nothing of the file that came is ever played but its sound. */
export type OpenedSound =
  | { readonly kind: "shown"; readonly url: string; readonly sound: Blob }
  /** Its part has not come yet. */
  | { readonly kind: "awaited" }
  | { readonly kind: "unusable"; readonly why: Unopened | "not-a-recording" };

/** Opens a sealed recording; `show` gives it an address of this page's own. Never rejects, whatever it is given. */
export async function openSound(
  key: DeskKey,
  sealed: Uint8Array,
  attachment: Attachment,
  show: (sound: Blob) => string,
): Promise<OpenedSound> {
  const bytes = await openPart(key, sealed, attachment);
  if (typeof bytes === "string") return { kind: "unusable", why: bytes };
  const anew = attachment.type === "audio/webm" ? webmAnew(bytes) : cleanMp4(bytes);
  if (anew === undefined) return { kind: "unusable", why: "not-a-recording" };
  const sound = new Blob([anew], { type: attachment.type });
  return { kind: "shown", url: show(sound), sound };
}

function webmAnew(bytes: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  const sound = readWebm(bytes);
  return sound && writeWebm(sound);
}
