import {
  createHash,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  sign,
  verify,
} from "node:crypto";
import { fromBase64url, toBase64url } from "../protocol/bytes.ts";
import {
  signedBytes,
  type SignedKind,
  type Verify,
  writeSignedFile,
} from "../protocol/signed-file.ts";
import type { SigningKey } from "../protocol/keys.ts";

/** Something that signs: a private key and the public half that goes into the key list. */
export interface Signer {
  readonly public: SigningKey;
  /** The whole signed file, header line and body. */
  sign(kind: SignedKind, body: Uint8Array): Uint8Array<ArrayBuffer>;
}

/** A signer out of an Ed25519 private key in PEM (PKCS #8). Throws where it is none. */
export function createSigner(pem: string): Signer {
  const key = createPrivateKey(pem);
  if (key.asymmetricKeyType !== "ed25519") throw new Error("not an Ed25519 key");
  const publicKey = publicSigningKey(createPublicKey(key));
  return {
    public: publicKey,
    sign: (kind, body) =>
      writeSignedFile({
        kind,
        keyId: publicKey.id,
        signature: Uint8Array.from(sign(null, signedBytes(kind, body), key)),
        body: Uint8Array.from(body),
      }),
  };
}

/** The public half as key lists carry it. */
export function publicSigningKey(key: KeyObject): SigningKey {
  const raw = fromBase64url(key.export({ format: "jwk" }).x ?? "");
  if (raw === undefined) throw new Error("not an Ed25519 key");
  return { id: keyIdOf(raw), key: toBase64url(raw) };
}

/** The first 8 bytes of SHA-256 over the raw public key. */
export const keyIdOf = (raw: Uint8Array): string =>
  toBase64url(createHash("sha256").update(raw).digest().subarray(0, 8));

/** Checks signatures against the given public keys. */
export function createVerify(keys: readonly SigningKey[]): Verify {
  return async (keyId, signature, bytes) => {
    const found = keys.find(({ id }) => id === keyId);
    if (found === undefined) return false;
    const key = createPublicKey({
      format: "jwk",
      key: { kty: "OKP", crv: "Ed25519", x: found.key },
    });
    return verify(null, bytes, key, signature);
  };
}
