import { type FileHandle, open } from "node:fs/promises";

/** A file inside an archive; `chunks` has to be read to its end before the next entry is asked for. */
export interface TarEntry {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly mode: number;
  readonly chunks: AsyncIterable<Uint8Array>;
}

const block = 512;
const chunkSize = 1024 * 1024;
const longestName = 100;

/**
 * Adds a file to a POSIX ustar archive (IEEE Std 1003.1-1988), so that any `tar` opens it. No owner and no time
 * goes in. False where the file has gone meanwhile.
 */
export async function addToTar(tar: FileHandle, name: string, path: string): Promise<boolean> {
  const source = await open(path, "r").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (source === undefined) return false;
  try {
    const { size, mode } = await source.stat();
    await tar.write(header(name, size, mode & 0o777));
    let written = 0;
    while (written < size) {
      const { bytesRead, buffer } = await source.read(new Uint8Array(chunkSize), 0, chunkSize);
      if (bytesRead === 0) throw new Error(`${path} became shorter while it was copied`);
      const wanted = Math.min(bytesRead, size - written);
      await tar.write(buffer, 0, wanted);
      written += wanted;
    }
    await tar.write(new Uint8Array(padding(size)));
    return true;
  } finally {
    await source.close();
  }
}

/** Ends an archive: two empty blocks. What lacks them was cut off. */
export async function endTar(tar: FileHandle): Promise<void> {
  await tar.write(new Uint8Array(2 * block));
  await tar.sync();
}

/** The files of an archive, in order. Throws where it is no archive, damaged, or cut off. */
export async function* readTar(tar: FileHandle): AsyncGenerator<TarEntry> {
  for (;;) {
    const bytes = await readExactly(tar, block);
    if (bytes.every((byte) => byte === 0)) return;
    const { name, size, mode } = parseHeader(bytes);
    const rest = { left: size };
    yield { name, size, mode, chunks: readChunks(tar, rest) };
    if (rest.left > 0) throw new Error(`${name} was not read to its end`);
    await readExactly(tar, padding(size));
  }
}

async function* readChunks(tar: FileHandle, rest: { left: number }): AsyncGenerator<Uint8Array> {
  while (rest.left > 0) {
    const chunk = await readExactly(tar, Math.min(chunkSize, rest.left));
    rest.left -= chunk.length;
    yield chunk;
  }
}

async function readExactly(tar: FileHandle, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let at = 0;
  while (at < length) {
    const { bytesRead } = await tar.read(bytes, at, length - at);
    if (bytesRead === 0) throw new Error("it was cut off");
    at += bytesRead;
  }
  return bytes;
}

const padding = (size: number): number => (block - (size % block)) % block;

function header(name: string, size: number, mode: number): Buffer {
  if (Buffer.byteLength(name) > longestName) throw new Error(`${name} is too long a name`);
  const bytes = Buffer.alloc(block);
  const octal = (value: number, at: number, digits: number) =>
    bytes.write(`${value.toString(8).padStart(digits, "0")}\0`, at, "latin1");
  bytes.write(name, 0, "utf8");
  octal(mode, 100, 7);
  octal(0, 108, 7);
  octal(0, 116, 7);
  octal(size, 124, 11);
  octal(0, 136, 11);
  bytes.write("0", 156, "latin1");
  bytes.write("ustar\u000000", 257, "latin1");
  octal(checksum(bytes), 148, 6);
  bytes.write(" ", 155, "latin1");
  return bytes;
}

function parseHeader(bytes: Uint8Array): { name: string; size: number; mode: number } {
  const text = (at: number, length: number): string =>
    Buffer.from(bytes.subarray(at, at + length))
      .toString("utf8")
      .split("\0", 1)[0] ?? "";
  const octal = (at: number, length: number): number => Number.parseInt(text(at, length).trim(), 8);
  if (text(257, 5) !== "ustar" || octal(148, 8) !== checksum(bytes))
    throw new Error("it is damaged");
  if (text(156, 1) !== "0") throw new Error("it holds something that is not a file");
  return { name: text(0, longestName), size: octal(124, 12), mode: octal(100, 8) };
}

// The checksum's own eight bytes count as spaces.
const checksum = (bytes: Uint8Array): number =>
  bytes.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 32 : byte), 0);
