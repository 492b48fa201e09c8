import { fromBase64url, toBase64url } from "../protocol/bytes.ts";
import { type KeyList, parseKeyList } from "../protocol/keys.ts";
import { parseSignedFile, signedBytes } from "../protocol/signed-file.ts";
import { sha256 } from "./hashing.ts";
import { createVerify, type LoadFallback } from "./signatures.ts";

/** Whether a key list was taken. A refusal says why, in English, for logs. */
export type KeyListOutcome =
  | { readonly kind: "accepted"; readonly list: KeyList }
  | { readonly kind: "refused"; readonly why: string };

/**
 * Takes the newsroom's key list (`/library/keys`) only where the root that is built into the app signed it, its epoch is
 * not below that of the list `held`, and at least two people can open what is sealed to it.
 */
export async function acceptKeyList(
  bytes: Uint8Array<ArrayBuffer>,
  rootKey: string,
  held: KeyList | undefined,
  loadFallback: LoadFallback,
): Promise<KeyListOutcome> {
  const file = parseSignedFile(bytes, "keys");
  if (!file.ok) return refuse(file.why);
  const { keyId, signature, body } = file.value;
  const verify = createVerify([{ id: await keyIdOf(rootKey), key: rootKey }], loadFallback);
  if (!(await verify(keyId, signature, signedBytes("keys", body))))
    return refuse("keys: not signed by the root");
  const list = parseKeyList(new TextDecoder().decode(body));
  if (!list.ok) return refuse(list.why);
  if (held !== undefined && list.value.epoch < held.epoch) return refuse("keys: an older list");
  return { kind: "accepted", list: list.value };
}

/**
 * True when the list may not be sealed to any more. `newestDate` is the newest signed day that the phone holds (of a head
 * or a receipt, `YYYY-MM-DD…`), never the phone's own clock, which may be off by years.
 */
export const isExpired = (list: KeyList, newestDate: string): boolean =>
  list.notAfter < newestDate.slice(0, 10);

const refuse = (why: string): KeyListOutcome => ({ kind: "refused", why });

/** The id of a public key, as it stands in the first line of a signed file. */
export async function keyIdOf(key: string): Promise<string> {
  return toBase64url((await sha256(fromBase64url(key) ?? new Uint8Array())).subarray(0, 8));
}
