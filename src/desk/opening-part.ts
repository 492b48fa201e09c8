import { type Hash, toBase64url } from "../protocol/bytes.ts";
import type { Attachment } from "../protocol/story.ts";
import type { DeskKey } from "./key-file.ts";

/** Not sealed for this key; or not what the story says. */
export type Unopened = "closed" | "not-as-said";

/** A sealed attachment's own bytes, checked, without the padding that hid their size on its way. Never rejects. */
export async function openPart(
  key: DeskKey,
  sealed: Uint8Array,
  attachment: Attachment,
): Promise<Uint8Array<ArrayBuffer> | Unopened> {
  let opened: Uint8Array;
  try {
    opened = await key.open(sealed);
  } catch {
    return "closed";
  }
  if (opened.length < attachment.bytes) return "not-as-said";
  const bytes = Uint8Array.from(opened.subarray(0, attachment.bytes));
  return (await hashOf(bytes)) === attachment.hash ? bytes : "not-as-said";
}

const hashOf = async (bytes: Uint8Array<ArrayBuffer>): Promise<Hash> =>
  toBase64url(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))) as Hash;
