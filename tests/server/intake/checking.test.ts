import { randomBytes } from "node:crypto";
import { type FileHandle, mkdtemp, open, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { leafSize } from "../../../src/protocol/intake.ts";
import { createChecking, type Named, sha256 } from "../../../src/server/storage/checking.ts";

const leaves = 40;
const size = leaves * leafSize;

let folder: string;
let files: FileHandle[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "soniakh-checking-"));
  files = [];
});
afterEach(async () => {
  for (const file of files) await file.close();
  await rm(folder, { recursive: true });
});

/** A file on disk, and what its leaf list names. */
async function aFile(name: string): Promise<{ readonly file: FileHandle; readonly named: Named }> {
  const bytes = randomBytes(size);
  await writeFile(join(folder, name), bytes);
  const file = await open(join(folder, name), "r+");
  files.push(file);
  return { file, named: (leaf) => sha256(bytes.subarray(leaf * leafSize, (leaf + 1) * leafSize)) };
}

test("files that end in the same moment are read one after another, in one room", async () => {
  const find = createChecking();
  const reads: string[] = [];
  const rooms = new Set<unknown>();
  const checks = ["a", "b", "c"].map(async (name) => {
    const { file, named } = await aFile(name);
    const read = (async (room: Buffer, ...rest: [number, number, number]) => {
      reads.push(name);
      rooms.add(room.buffer);
      return file.read(room, ...rest);
    }) as FileHandle["read"];
    return find({ read }, named, size);
  });

  expect(await Promise.all(checks)).toEqual([undefined, undefined, undefined]);
  // Three reads each; whoever came first is done before the next begins.
  expect(reads.join("")).toMatch(/^(aaa|bbb|ccc){3}$/);
  expect(rooms.size).toBe(1);
});

test("the first leaf that is another than the list names is found, and the next file is checked all the same", async () => {
  const find = createChecking();
  const [bad, good] = [await aFile("bad"), await aFile("good")];
  for (const leaf of [23, 39]) await bad.file.write(Buffer.from("!"), 0, 1, leaf * leafSize + 7);
  const gone = { read: () => Promise.reject(new Error("EIO")) } as Pick<FileHandle, "read">;

  const found = [find(gone, bad.named, size), find(bad.file, bad.named, size)];
  const next = find(good.file, good.named, size);

  await expect(found[0]).rejects.toThrow("EIO");
  expect(await found[1]).toBe(23);
  expect(await next).toBeUndefined();
});
