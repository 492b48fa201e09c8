import { fromBase64url } from "../protocol/bytes.ts";
import type { SigningKey } from "../protocol/keys.ts";
import type { Verify } from "../protocol/signed-file.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** Checks an Ed25519 signature (RFC 8032) in script. */
export type VerifyInScript = (signature: Bytes, bytes: Bytes, publicKey: Bytes) => Promise<boolean>;

/** Brings {@link VerifyInScript}; called only where the browser has no Ed25519 of its own. Lazy in the page, at hand in workers. */
export type LoadFallback = () => Promise<VerifyInScript>;

/** The part of WebCrypto that is needed; an argument, so that an old browser can be stood in for. */
export type KeyCrypto = Pick<SubtleCrypto, "importKey" | "verify">;

type Check = (signature: Bytes, bytes: Bytes) => Promise<boolean>;

/**
 * Checks signatures against the given public keys, by WebCrypto where `importKey` knows Ed25519 (Chrome 137, Safari 17,
 * Firefox 129), else by `loadFallback`. An unknown key and a malformed one are `false`.
 */
export function createVerify(
  keys: readonly SigningKey[],
  loadFallback: LoadFallback,
  subtle: KeyCrypto = crypto.subtle,
): Verify {
  const checks = new Map<string, Promise<Check>>();
  return async (keyId, signature, bytes) => {
    const found = keys.find(({ id }) => id === keyId);
    const raw = found === undefined ? undefined : fromBase64url(found.key);
    if (raw?.length !== 32) return false;
    let check = checks.get(keyId);
    if (check === undefined) checks.set(keyId, (check = openKey(raw, loadFallback, subtle)));
    return (await check)(signature, bytes);
  };
}

async function openKey(raw: Bytes, loadFallback: LoadFallback, subtle: KeyCrypto): Promise<Check> {
  try {
    const key = await subtle.importKey("raw", raw, { name: "Ed25519" }, false, ["verify"]);
    return (signature, bytes) => subtle.verify({ name: "Ed25519" }, key, signature, bytes);
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "NotSupportedError") throw error;
    const verify = await loadFallback();
    return (signature, bytes) => verify(signature, bytes, raw);
  }
}
