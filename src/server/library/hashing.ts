import { createHash } from "node:crypto";
import { toBase64url, type Hash } from "../../protocol/bytes.ts";

/** SHA-256, base64url, as the protocol writes it. Text counts as its UTF-8. */
export function hashOf(data: Uint8Array | string): Hash {
  return toBase64url(createHash("sha256").update(data).digest()) as Hash;
}

/** SHA-256 over the SHA-256s (32 bytes each) of the lines in the order given: a segment's hash. */
export function hashOfLines(lines: readonly string[]): Hash {
  const whole = createHash("sha256");
  for (const line of lines) whole.update(createHash("sha256").update(line).digest());
  return toBase64url(whole.digest()) as Hash;
}
