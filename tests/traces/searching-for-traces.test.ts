// The search for traces is only worth something if it sees what browsers leave: each form is planted, and must be found.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findTraces, piecesOf } from "../support/traces.ts";

const word = "ХЛІБ-SNTL-SNTL-7";
const latin = "SNTL-SNTL-7é";
const filler = Buffer.alloc(999, "x");

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "soniakh-traces-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** What is found once these bytes lie in a file. */
async function foundIn(name: string, bytes: Uint8Array, words = [word]): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, Buffer.concat([bytes]));
  return (await findTraces(folder, words)).join("\n");
}

const inside = (bytes: Uint8Array): Buffer => Buffer.concat([filler, bytes, filler]);

test("where nothing lies, nothing is found", async () => {
  expect(await foundIn("a", inside(Buffer.from("ХЛІБ-SNTL-SNT")))).toBe("");
});

test.each([
  ["UTF-8", Buffer.from(word)],
  ["UTF-16LE", Buffer.from(word, "utf16le")],
  ["UTF-16BE", Buffer.from(word, "utf16le").swap16()],
  ["percent", Buffer.from(encodeURIComponent(word))],
  ["JSON escapes", Buffer.from(String.raw`\u0425\u041b\u0406\u0411-SNTL-SNTL-7`)],
])("a word in %s is found", async (form, bytes) => {
  expect(await foundIn("a", inside(bytes))).toContain(`a (${form}, raw): ${word}`);
});

test("a word in Latin-1 is found", async () => {
  const found = await foundIn("a", inside(Buffer.from(latin, "latin1")), [latin]);
  expect(found).toContain(`(Latin-1, raw): ${latin}`);
});

test.each([0, 1, 2])("a word in base64 with %i bytes before it is found", async (before) => {
  for (const encoding of ["utf8", "utf16le"] as const) {
    const bytes = Buffer.concat([Buffer.alloc(before, "y"), Buffer.from(word, encoding), filler]);
    expect(await foundIn("a", Buffer.from(bytes.toString("base64")))).toContain("base64");
  }
});

test.each([0, 1, 2])(
  "bytes of a sound are found, in base64 with %i before them too",
  async (before) => {
    const sound = Uint8Array.from({ length: 200 }, (_, at) => (at * 97 + 13) % 251);
    const file = Buffer.concat([Buffer.alloc(before), sound]);
    await writeFile(join(folder, "a"), inside(file));
    await writeFile(join(folder, "b"), file.toString("base64"));

    const found = (await findTraces(folder, piecesOf("sound", sound))).join("\n");

    for (const piece of ["from 100", "from 176"]) {
      expect(found).toContain(`a (bytes, raw): sound ${piece}`);
      expect(found).toMatch(new RegExp(`^b \\(base64, \\d, raw\\): sound ${piece}$`, "m"));
    }
  },
);

test("a word in the name of a file is found", async () => {
  expect(await foundIn(`a-${word}.jpg`, filler)).toContain("(file name)");
});

const utf8 = Buffer.from(word);
const split = utf8.indexOf("SNTL-SNTL");
const begin = utf8.subarray(0, split + 5);
const end = utf8.subarray(split + 9);

/** «SNTL-SNTL» with its second half as a copy of the first, so that no raw search sees the word. Four bytes, five back. */
const snappy = Buffer.concat([
  Buffer.from([utf8.length, (begin.length - 1) << 2]),
  begin,
  Buffer.from([1, 5]),
  Buffer.from([(end.length - 1) << 2]),
  end,
]);

/** The same as an LZ4 block. */
const lz4 = Buffer.concat([
  Buffer.from([begin.length << 4]),
  begin,
  Buffer.from([5, 0, end.length << 4]),
  end,
]);

function aTable(block: Buffer, kind: number): Buffer {
  const trailer = (of: number): Buffer => Buffer.from([of, 0, 0, 0, 0]);
  const handle = Buffer.from([0, block.length]);
  const restart = Buffer.from([0, 0, 0, 0, 1, 0, 0, 0]);
  const index = Buffer.concat([
    Buffer.from([0, 1, handle.length]),
    Buffer.from("k"),
    handle,
    restart,
  ]);
  const at = block.length + 5;
  const foot = Buffer.alloc(48);
  foot.set([0, 0, at, index.length]);
  return Buffer.concat([block, trailer(kind), index, trailer(0), foot]);
}

test("a word in a packed block of a LevelDB table is found", async () => {
  expect(snappy.includes(word)).toBe(false);
  expect(await foundIn("000005.ldb", aTable(snappy, 1))).toContain("LevelDB table");
});

test("a word that lies across two blocks of a LevelDB log is found", async () => {
  const head = (length: number, kind: number): Buffer => {
    const bytes = Buffer.alloc(7);
    bytes.writeUInt16LE(length, 4);
    bytes[6] = kind;
    return bytes;
  };
  const first = Buffer.alloc(32_768 - 7, "x");
  first.set(utf8.subarray(0, 9), first.length - 9);
  const rest = utf8.subarray(9);
  const log = Buffer.concat([head(first.length, 2), first, head(rest.length, 4), rest]);
  expect(log.includes(word)).toBe(false);
  expect(await foundIn("000003.log", log)).toContain("LevelDB log");
});

test("a word in Firefox's session store is found", async () => {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(utf8.length);
  const file = Buffer.concat([Buffer.from("mozLz40\0", "latin1"), size, lz4]);
  expect(file.includes(word)).toBe(false);
  expect(await foundIn("previous.jsonlz4", file)).toContain("mozLz4");
});

test.each([
  ["as it is", utf8],
  ["packed by Snappy, as Firefox's IndexedDB does", snappy],
  ["packed by brotli", brotliCompressSync(utf8)],
])("a word in a row of a database, %s, is found", async (_, value) => {
  const database = new DatabaseSync(join(folder, "a.sqlite"));
  database.exec("CREATE TABLE object_data (data BLOB)");
  database.prepare("INSERT INTO object_data VALUES (?)").run(value);
  database.close();
  expect((await findTraces(folder, [word])).join("\n")).toContain("SQLite");
});

test("a word within a gzip stream in the middle of a file is found", async () => {
  const packed = gzipSync(Buffer.concat([utf8, utf8]));
  expect(await foundIn("f_00001", inside(packed))).toContain("gzip");
});
