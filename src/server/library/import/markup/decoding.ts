import { isUtf8 } from "node:buffer";

/**
 * Bytes from elsewhere as text, never throwing. A byte order mark decides; then what the bytes themselves are (text
 * that is valid UTF-8 is UTF-8, whatever its label says: servers change bytes and forget the label); then the header,
 * then the document's own declaration; then the letters.
 */
export function decodeText(bytes: Uint8Array, contentType?: string): string {
  const marked = markOf(bytes);
  if (marked !== undefined) return decode(bytes, marked);
  const declared = [charsetOf(contentType ?? ""), declaredIn(bytes)].flatMap((label) =>
    label === undefined ? [] : [nameOf(label) ?? []].flat(),
  );
  const shifting = declared.find((name) => name.startsWith("iso-2022"));
  if (shifting !== undefined) return decode(bytes, shifting);
  if (isUtf8(withoutCutEnd(bytes))) return decode(bytes, "utf-8");
  const other = declared.find((name) => !name.startsWith("utf-"));
  if (other !== undefined) return decode(bytes, other);
  return isNearlyUtf8(bytes) ? decode(bytes, "utf-8") : decode(bytes, guess(bytes));
}

const decode = (bytes: Uint8Array, encoding: string): string =>
  new TextDecoder(encoding).decode(bytes);

/** By a byte order mark, or by the zeros beside a first `<` or `{`. */
function markOf(bytes: Uint8Array): string | undefined {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return "utf-8";
  if (a === 0xff && b === 0xfe) return "utf-16le";
  if (a === 0xfe && b === 0xff) return "utf-16be";
  if ((a === 0x3c || a === 0x7b) && b === 0) return "utf-16le";
  return a === 0 && (b === 0x3c || b === 0x7b) ? "utf-16be" : undefined;
}

const charsetOf = (contentType: string): string | undefined =>
  /charset\s*=\s*["']?([^\s"';,]+)/i.exec(contentType)?.[1];

/** `<?xml encoding="…"?>` or `<meta charset="…">` among the first bytes, all of which are ASCII. */
function declaredIn(bytes: Uint8Array): string | undefined {
  const start = Buffer.from(bytes.subarray(0, 2_048)).toString("latin1");
  const xml = /<\?xml[^>]*?encoding\s*=\s*["']([^"']+)/i.exec(start);
  return (xml ?? /<meta[^>]+charset\s*=\s*["']?([^\s"'/>]+)/i.exec(start))?.[1];
}

/** The encoding's name as decoders know it, also where a label writes it in its own way. */
function nameOf(label: string): string | undefined {
  const plain = label.trim().toLowerCase();
  const windows = /^(?:win(?:dows)?|cp|ansi)[-_]?(125\d)$/.exec(plain)?.[1];
  for (const name of [plain, windows && `windows-${windows}`, plain.replaceAll("_", "-")]) {
    if (name === undefined || name === "") continue;
    try {
      return new TextDecoder(name).encoding;
    } catch (error) {
      // No such encoding: the next spelling, or none.
      if (!(error instanceof RangeError)) throw error;
    }
  }
  return undefined;
}

/** A file that broke off may end within a letter. */
function withoutCutEnd(bytes: Uint8Array): Uint8Array {
  for (let back = 1; back <= 3 && back <= bytes.length; back += 1) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) return bytes;
    if (byte >= 0xc0) return bytes.subarray(0, bytes.length - back);
  }
  return bytes;
}

/** True for UTF-8 with a few broken letters. */
function isNearlyUtf8(bytes: Uint8Array): boolean {
  const text = decode(bytes, "utf-8");
  const broken = text.match(/\ufffd/g)?.length ?? 0;
  const whole = text.match(/[^\u0000-\u007f\ufffd]/g)?.length ?? 0;
  return broken * 5 < whole;
}

/** Cyrillic letters stand beside each other; the accents of Latin ones stand alone. */
function guess(bytes: Uint8Array): string {
  let high = 0;
  let together = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    if (bytes[at]! < 0xc0) continue;
    high += 1;
    if ((bytes[at - 1] ?? 0) >= 0xc0 || (bytes[at + 1] ?? 0) >= 0xc0) together += 1;
  }
  return together * 2 > high ? "windows-1251" : "windows-1252";
}
