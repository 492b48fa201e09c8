import { type Hash, toBase64url } from "../protocol/bytes.ts";

/** SHA-256, 32 bytes. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

/** SHA-256 as the protocol writes it. */
export async function hashOf(bytes: Uint8Array<ArrayBuffer>): Promise<Hash> {
  return toBase64url(await sha256(bytes)) as Hash;
}
