import { asciiBytes, concat, fromBase64url, toBase64url } from "./bytes.ts";
import type { Parsed } from "./parsing.ts";

/** What a signed file can be. The kind is under the signature, so that none can stand in for another. */
export const signedKinds = [
  "head",
  "keys",
  "receipt",
  "states",
  "withdrawn",
  "note",
  "noted",
] as const;
export type SignedKind = (typeof signedKinds)[number];

/**
 * A signed file as it travels: one line `soniakh-1 <kind> <key id> <base64url Ed25519>`, a newline, and the body.
 * The signature covers `signedBytes(kind, body)`. Nothing is serialised again to be checked.
 */
export interface SignedFile {
  readonly kind: SignedKind;
  readonly keyId: string;
  /** 64 bytes, Ed25519 (RFC 8032). */
  readonly signature: Uint8Array<ArrayBuffer>;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** Checks one signature. Resolves false for a wrong signature or an unknown key; rejects only when the crypto itself fails. */
export type Verify = (
  keyId: string,
  signature: Uint8Array<ArrayBuffer>,
  bytes: Uint8Array<ArrayBuffer>,
) => Promise<boolean>;

const newline = 10;
const longestHeader = 200;

/** The bytes that a signature covers: `soniakh-1 <kind>`, a newline, and the body. */
export function signedBytes(kind: SignedKind, body: Uint8Array): Uint8Array<ArrayBuffer> {
  return concat(asciiBytes(`soniakh-1 ${kind}\n`), body);
}

/** The file out of its parts. */
export function writeSignedFile(file: SignedFile): Uint8Array<ArrayBuffer> {
  return concat(
    asciiBytes(`soniakh-1 ${file.kind} ${file.keyId} ${toBase64url(file.signature)}\n`),
    file.body,
  );
}

/** The parts of a file; says nothing yet about whether the signature fits. */
export function parseSignedFile(
  bytes: Uint8Array<ArrayBuffer>,
  kind: SignedKind,
): Parsed<SignedFile> {
  const end = bytes.subarray(0, longestHeader).indexOf(newline);
  const header = String.fromCharCode(...bytes.subarray(0, Math.max(end, 0)));
  const [, found, keyId = "", signed = ""] =
    /^soniakh-1 ([a-z]+) ([A-Za-z0-9_-]{11}) ([A-Za-z0-9_-]{86})$/.exec(header) ?? [];
  const signature = fromBase64url(signed);
  if (found !== kind || signature?.length !== 64)
    return { ok: false, why: `not signed as ${kind}` };
  return { ok: true, value: { kind, keyId, signature, body: bytes.slice(end + 1) } };
}
