import { type RandomId, toBase64url } from "../protocol/bytes.ts";

/** Makes ids: 16 bytes from the device's own randomness. Entry files hand it on as `newId`. */
export function newRandomId(): RandomId {
  return toBase64url(crypto.getRandomValues(new Uint8Array(16))) as RandomId;
}
