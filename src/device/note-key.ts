import { fromBase64url, toBase64url } from "../protocol/bytes.ts";

/** A story's own key for notes about it: an Ed25519 seed (RFC 8032) and its public half, 32 bytes each in base64url. */
export interface NoteKey {
  readonly seed: string;
  readonly publicKey: string;
}

/** PKCS #8 before an Ed25519 seed (RFC 8410, section 7). */
const pkcs8 = Uint8Array.from([48, 46, 2, 1, 0, 48, 5, 6, 3, 43, 101, 112, 4, 34, 4, 32]);

/** Makes one; in script where the browser has no Ed25519 of its own. */
export async function makeNoteKey(
  subtle: Pick<SubtleCrypto, "importKey" | "exportKey"> = crypto.subtle,
): Promise<NoteKey> {
  const seed = crypto.getRandomValues(new Uint8Array(32));
  const publicKey = await publicHalf(seed, subtle);
  return { seed: toBase64url(seed), publicKey: toBase64url(publicKey) };
}

async function publicHalf(
  seed: Uint8Array<ArrayBuffer>,
  subtle: Pick<SubtleCrypto, "importKey" | "exportKey">,
): Promise<Uint8Array> {
  try {
    const key = await subtle.importKey(
      "pkcs8",
      Uint8Array.of(...pkcs8, ...seed),
      { name: "Ed25519" },
      true,
      ["sign"],
    );
    const { x } = await subtle.exportKey("jwk", key);
    const raw = fromBase64url(x ?? "");
    if (raw?.length === 32) return raw;
    throw new TypeError("not an Ed25519 key");
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "NotSupportedError") throw error;
    const { getPublicKeyAsync } = await import("@noble/ed25519");
    return getPublicKeyAsync(seed);
  }
}

/** A signature by the seed's key, and that key's public half in base64url. In script where the browser has no Ed25519 of its own. */
export async function signWithNoteKey(
  seed: Uint8Array<ArrayBuffer>,
  bytes: Uint8Array<ArrayBuffer>,
  subtle: Pick<SubtleCrypto, "importKey" | "exportKey" | "sign"> = crypto.subtle,
): Promise<{ readonly publicKey: string; readonly signature: Uint8Array<ArrayBuffer> }> {
  const publicKey = toBase64url(await publicHalf(seed, subtle));
  try {
    const key = await subtle.importKey(
      "pkcs8",
      Uint8Array.of(...pkcs8, ...seed),
      { name: "Ed25519" },
      false,
      ["sign"],
    );
    const signature = await subtle.sign({ name: "Ed25519" }, key, bytes);
    return { publicKey, signature: new Uint8Array(signature) };
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "NotSupportedError") throw error;
    const { signAsync } = await import("@noble/ed25519");
    return { publicKey, signature: Uint8Array.from(await signAsync(bytes, seed)) };
  }
}
