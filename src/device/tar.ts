import { asciiBytes, concat } from "../protocol/bytes.ts";

/** A file in an archive. */
export interface TarEntry {
  /** ASCII, at most 100 letters, no folder. */
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const block = 512;
/** What archives are filled up to (POSIX.1-1988, ustar). Bytes. */
const record = 20 * block;
const mostEntries = 200;

/** An archive that any `tar` unpacks (ustar). The same entries give the same bytes: no times, no owners. */
export function writeTar(entries: readonly TarEntry[]): Uint8Array<ArrayBuffer> {
  const pieces = entries.flatMap(({ name, bytes }) => [
    headerOf(name, bytes.length),
    bytes,
    new Uint8Array(fillUp(bytes.length, block)),
  ]);
  const length = pieces.reduce((sum, piece) => sum + piece.length, 2 * block);
  return concat(...pieces, new Uint8Array(2 * block + fillUp(length, record)));
}

const fillUp = (bytes: number, size: number): number => (size - (bytes % size)) % size;

const octal = (value: number, digits: number): string => value.toString(8).padStart(digits, "0");

function headerOf(name: string, bytes: number): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(block);
  const put = (at: number, text: string): void => header.set(asciiBytes(text), at);
  put(0, name.slice(0, 100));
  put(100, `${octal(0o600, 7)}\0${octal(0, 7)}\0${octal(0, 7)}\0`);
  put(124, `${octal(bytes, 11)}\0${octal(0, 11)}\0`);
  put(156, "0");
  put(257, "ustar\x0000");
  put(148, `${octal(sumOf(header), 6)}\0 `);
  return header;
}

/** The sum of a header's bytes, with spaces where the sum stands. */
const sumOf = (header: Uint8Array): number =>
  header.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 32 : byte), 0);

/** The files of an archive, as views of it; undefined for what is no archive of plain files as {@link writeTar} makes them. */
export function readTar(bytes: Uint8Array<ArrayBuffer>): readonly TarEntry[] | undefined {
  const entries = new Map<string, TarEntry>();
  let at = 0;
  while (at + block <= bytes.length) {
    const header = bytes.subarray(at, at + block);
    if (header.every((byte) => byte === 0)) return [...entries.values()];
    const read = readHeader(header);
    if (read === undefined || entries.has(read.name) || entries.size === mostEntries)
      return undefined;
    const from = at + block;
    if (read.size > bytes.length - from) return undefined;
    entries.set(read.name, { name: read.name, bytes: bytes.subarray(from, from + read.size) });
    at = from + read.size + fillUp(read.size, block);
  }
  return undefined;
}

function readHeader(
  header: Uint8Array,
): { readonly name: string; readonly size: number } | undefined {
  const text = (at: number, length: number): string =>
    String.fromCharCode(...header.subarray(at, at + length)).replace(/\0.*$/s, "");
  const name = text(0, 100);
  const size = /^[0-7]{1,11} ?$/.test(text(124, 12)) ? Number.parseInt(text(124, 12), 8) : -1;
  const isSound = Number.parseInt(text(148, 8), 8) === sumOf(header);
  const isFile = text(156, 1) === "0" || header[156] === 0;
  const isOurs = text(257, 5) === "ustar" && /^[a-z0-9-]+\.[a-z0-9]+$/.test(name);
  return isSound && isFile && isOurs && size >= 0 ? { name, size } : undefined;
}
