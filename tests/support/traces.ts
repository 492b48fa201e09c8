// Looks for words in everything that a browser leaves on a disk, in every form in which browsers write words.
import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from "node:zlib";
import { unpackLevelDbLog, unpackLevelDbTable } from "./leveldb.ts";
import { unpackLz4, unpackSnappy } from "./unpacking.ts";
import { readCells } from "./sqlite-cells.ts";

/** A form that bytes of a file can be in. */
export interface Reading {
  /** As it is told: `raw`, or what had to be unpacked. */
  readonly how: string;
  readonly bytes: Uint8Array;
}

/** Bytes that are looked for, as a piece of a sound or of a picture, and what they are called. */
export interface Sentinel {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** So many bytes stand nowhere by chance. */
const sentinelSize = 24;

/** Pieces out of the whole of something that no search for words finds: from its end, and from within. */
export const piecesOf = (name: string, bytes: Uint8Array): readonly Sentinel[] =>
  [bytes.length >> 1, bytes.length - sentinelSize].map((at) => ({
    name: `${name} from ${at}`,
    bytes: bytes.subarray(at, at + sentinelSize),
  }));

/** Every way in which bytes may stand in others. */
const formsOfBytes = ({ bytes }: Sentinel): ReadonlyMap<string, Buffer> => {
  const raw = Buffer.from(bytes);
  const forms = new Map<string, Buffer>([["bytes", raw]]);
  for (let offset = 0; offset < 3; offset += 1)
    forms.set(`base64, ${offset}`, insideOfBase64(raw, offset));
  return forms;
};

/** Every way in which a word may stand in bytes. */
export function formsOf(word: string): ReadonlyMap<string, Buffer> {
  const utf8 = Buffer.from(word, "utf8");
  const utf16 = Buffer.from(word, "utf16le");
  const forms = new Map<string, Buffer>([
    ["UTF-8", utf8],
    ["UTF-16LE", utf16],
    ["UTF-16BE", Buffer.from(utf16).swap16()],
    ["percent", Buffer.from(encodeURIComponent(word))],
    ["JSON escapes", Buffer.from(escaped(word))],
  ]);
  // Latin-1 is how engines keep strings that fit in it; for others it is no form at all.
  if (/^[\u0000-\u00ff]*$/.test(word)) forms.set("Latin-1", Buffer.from(word, "latin1"));
  for (const [name, bytes] of [
    ["base64 of UTF-8", utf8],
    ["base64 of UTF-16LE", utf16],
  ] as const)
    for (let offset = 0; offset < 3; offset += 1)
      forms.set(`${name}, ${offset}`, insideOfBase64(bytes, offset));
  return forms;
}

const escaped = (word: string): string =>
  word.replace(
    /[^\u0020-\u007e]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

/** What of a base64 text is the same wherever `offset` bytes stand before these. */
function insideOfBase64(bytes: Buffer, offset: number): Buffer {
  const text = Buffer.concat([Buffer.alloc(offset), bytes])
    .toString("base64")
    .replace(/=+$/, "");
  // The first signs mix with what stands before, the last with what comes after.
  const last = (offset + bytes.length) % 3 === 0 ? text.length : text.length - 1;
  return Buffer.from(text.slice(offset === 0 ? 0 : offset + 1, last));
}

/** Every form that a file's bytes can be brought to; at the least as they are. */
export function readingsOf(path: string, bytes: Buffer): readonly Reading[] {
  const found: Reading[] = [{ how: "raw", bytes }];
  const add = (how: string, unpack: () => readonly Uint8Array[]): void => {
    try {
      for (const one of unpack()) found.push({ how, bytes: one });
    } catch {
      // Not what its first bytes made of it: then it was searched as it is.
    }
  };
  if (bytes.subarray(0, 8).equals(mozillaLz4))
    add("mozLz4", () => [unpackLz4(bytes.subarray(12), bytes.readUInt32LE(8))]);
  if (bytes.subarray(0, 16).toString("latin1") === "SQLite format 3\0")
    add("SQLite", () => readCells(path).flatMap(unpackValue));
  if (/\.(?:ldb|sst)$/.test(path)) add("LevelDB table", () => unpackLevelDbTable(bytes));
  if (path.endsWith(".log")) add("LevelDB log", () => unpackLevelDbLog(bytes));
  for (const at of placesOf(bytes, gzipHead))
    add("gzip", () => [inflateRawSync(bytes.subarray(at + gzipHeader))]);
  return found;
}

const mozillaLz4 = Buffer.from("mozLz40\0", "latin1");
/** The header without optional fields (RFC 1952); what follows the stream is not looked at. */
const gzipHeader = 10;
const gzipHead = Buffer.from([0x1f, 0x8b, 0x08]);

function placesOf(bytes: Buffer, head: Buffer): readonly number[] {
  const places: number[] = [];
  for (let at = bytes.indexOf(head); at >= 0; at = bytes.indexOf(head, at + 1)) places.push(at);
  return places;
}

/** Bytes that may be a stream of their own: a value of a row, say. */
function unpackValue(bytes: Uint8Array): readonly Uint8Array[] {
  const found: Uint8Array[] = [bytes];
  for (const unpack of [unpackSnappy, inflateSync, gunzipSync, brotliDecompressSync]) {
    try {
      found.push(unpack(bytes));
    } catch {
      // Not that.
    }
  }
  return found;
}

/** A driver takes its own files away after a browser's end: what is gone holds nothing. */
const readIfThere = (path: string): Promise<Buffer> =>
  readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return Buffer.alloc(0);
    throw error;
  });

/** Where words and bytes lie in a folder: `file (form, how): word`. File names count as well. */
export async function findTraces(
  folder: string,
  sought: readonly (string | Sentinel)[],
): Promise<readonly string[]> {
  const forms = sought.map((one) =>
    typeof one === "string"
      ? { word: one, forms: [...formsOf(one)] }
      : { word: one.name, forms: [...formsOfBytes(one)] },
  );
  const found: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const name = relative(folder, path);
    for (const { word } of forms)
      if (entry.name.includes(word)) found.push(`${name} (file name): ${word}`);
    if (!entry.isFile()) continue;
    for (const { how, bytes } of readingsOf(path, await readIfThere(path))) {
      const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      for (const { word, forms: all } of forms)
        for (const [form, needle] of all)
          if (whole.includes(needle)) found.push(`${name} (${form}, ${how}): ${word}`);
    }
  }
  return [...new Set(found)];
}
