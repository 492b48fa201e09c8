import type { Brand } from "./brand.ts";
import { type Reader, readMatch } from "./parsing.ts";

/** SHA-256 over bytes as they travelled, base64url without padding: 43 characters. */
export type Hash = Brand<string, "Hash">;

/** 16 random bytes, base64url without padding: 22 characters. */
export type RandomId = Brand<string, "RandomId">;

export const readHash: Reader<Hash> = readMatch<Hash>(/^[A-Za-z0-9_-]{43}$/, "a SHA-256");
export const readRandomId: Reader<RandomId> = readMatch<RandomId>(
  /^[A-Za-z0-9_-]{22}$/,
  "16 bytes",
);

// Browsers, their workers and Node have both; this wing's types are nobody's in particular.
declare function btoa(bytes: string): string;
declare function atob(text: string): string;

/** Base64url without padding (RFC 4648, section 5). Here because `Uint8Array.toBase64` is newer than the oldest phones. */
export function toBase64url(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** The bytes, or undefined where the text is not base64url. */
export function fromBase64url(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (text.length % 4 === 1 || /[^\w-]/.test(text)) return undefined;
  const letters = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
}

/** One run of bytes out of several. */
export function concat(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** ASCII text as bytes; anything else is a mistake of the caller and throws. */
export function asciiBytes(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text, (letter) => {
    const code = letter.charCodeAt(0);
    if (code > 127) throw new RangeError("not ASCII");
    return code;
  });
}
