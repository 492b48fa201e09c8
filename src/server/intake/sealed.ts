import { createHash } from "node:crypto";
import { asciiBytes, type Hash, toBase64url } from "../../protocol/bytes.ts";

/** The first line of every age file (https://age-encryption.org/v1). */
export const ageHeader = asciiBytes("age-encryption.org/v1\n");

/** True where the bytes begin as an age file does; nothing else is ever stored. */
export const isSealed = (bytes: Uint8Array): boolean =>
  bytes.length > ageHeader.length && ageHeader.every((byte, at) => bytes[at] === byte);

/** SHA-256 as the protocol writes it. */
export const hashOf = (bytes: Uint8Array): Hash =>
  toBase64url(createHash("sha256").update(bytes).digest()) as Hash;
