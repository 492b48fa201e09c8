import type { Brand } from "./brand.ts";
import { type Reader, readMatch } from "./parsing.ts";

/** SHA-256 over bytes as they travelled, base64url without padding: 43 characters. */
export type Hash = Brand<string, "Hash">;

/** 16 random bytes, base64url without padding: 22 characters. */
export type RandomId = Brand<string, "RandomId">;

export const readHash: Reader<Hash> = readMatch<Hash>(
  /^[A-Za-z0-9_-]{43}$/,
  "a SHA-256 in base64url",
);
export const readRandomId: Reader<RandomId> = readMatch<RandomId>(
  /^[A-Za-z0-9_-]{22}$/,
  "16 bytes in base64url",
);

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** Base64url without padding (RFC 4648, section 5). Here because `Uint8Array.toBase64` is newer than the oldest phones. */
export function toBase64url(bytes: Uint8Array): string {
  let text = "";
  let group = 0;
  let bits = 0;
  for (const byte of bytes) {
    group = ((group << 8) | byte) & 0xffff;
    for (bits += 8; bits >= 6;) text += alphabet[(group >> (bits -= 6)) & 63];
  }
  return bits === 0 ? text : text + alphabet[(group << (6 - bits)) & 63];
}

/** The bytes, or undefined where the text is not base64url. */
export function fromBase64url(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (text.length % 4 === 1 || /[^\w-]/.test(text)) return undefined;
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let group = 0;
  let bits = 0;
  let at = 0;
  for (const letter of text) {
    group = ((group << 6) | alphabet.indexOf(letter)) & 0xffff;
    bits += 6;
    if (bits >= 8) bytes[at++] = group >> (bits -= 8);
  }
  return bytes;
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
