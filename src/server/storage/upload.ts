import { createHash } from "node:crypto";
import { open, readFile, rename, rm, utimes, writeFile } from "node:fs/promises";
import { toBase64url } from "../../protocol/bytes.ts";
import { type BlobId, leafSize } from "../../protocol/intake.ts";
import { findStat, syncFolder, unlessMissing } from "./durable-files.ts";

/** `gap`: an earlier leaf is missing. `digest`: not the bytes that the leaf list names. */
export type Kept = "kept" | "complete" | "gap" | "digest";

/** A blob on its way in, its leaf list known. Several may be open for one blob; they agree under a lock. */
export interface Upload {
  /** The first leaf that is missing; the number of leaves where none is. */
  held(): Promise<number>;
  /**
   * Keeps one leaf, in order from the first missing one; a leaf that is here already is `kept` again. With the last
   * one the file is checked whole, brought to disk (fsync of file and folder) and bears its own name: `complete`.
   * Where that check finds a damaged leaf, the blob goes on from there (`kept`, and {@link held} says less).
   */
  keep(leaf: number, bytes: Uint8Array): Promise<Kept>;
}

/** Where a blob lies. */
export interface BlobPaths {
  readonly folder: string;
  readonly whole: string;
  readonly partial: string;
  readonly leaves: string;
}

/** Runs work on one blob after all that was asked for before. */
export type InTurn = <T>(id: BlobId, work: () => Promise<T>) => Promise<T>;

const hashSize = 32;
/** When a file came in is nobody's to read off it: all of them bear the same time. */
const noTime = 0;
const sha256 = (bytes: Uint8Array): Buffer => createHash("sha256").update(bytes).digest();

/** The name of a blob: SHA-256 over its leaves' SHA-256s. */
export const blobIdOf = (leafList: Uint8Array): BlobId => toBase64url(sha256(leafList)) as BlobId;

/** See `Blobs.begin`. */
export async function begin(paths: BlobPaths, id: BlobId, leafList: Uint8Array): Promise<boolean> {
  if (blobIdOf(leafList) !== id) return false;
  if ((await findStat(paths.leaves)) !== undefined) return true;
  // Renamed into place, so that a list that is there is whole.
  await writeFile(`${paths.leaves}.new`, leafList);
  await utimes(`${paths.leaves}.new`, noTime, noTime);
  await rename(`${paths.leaves}.new`, paths.leaves);
  return true;
}

/** See `Blobs.resume`. */
export async function resume(
  paths: BlobPaths,
  id: BlobId,
  inTurn: InTurn,
): Promise<Upload | undefined> {
  const list = await readLeafList(paths, id);
  if (list === undefined) return undefined;
  const leaves = list.length / hashSize;
  const namedAt = (leaf: number): Uint8Array =>
    list.subarray(leaf * hashSize, (leaf + 1) * hashSize);
  const keep = async (leaf: number, bytes: Uint8Array): Promise<Kept> => {
    if (!sha256(bytes).equals(namedAt(leaf))) return "digest";
    if ((await findStat(paths.whole)) !== undefined) return "complete";
    const held = await countHeld(paths, leaves);
    if (leaf > held) return "gap";
    if (leaf < held) return "kept";
    await writeLeaf(paths.partial, leaf, bytes);
    if (leaf < leaves - 1) return "kept";
    return (await finish(paths, namedAt, leaf * leafSize + bytes.length)) ? "complete" : "kept";
  };
  return {
    held: () =>
      inTurn(id, async () => ((await findStat(paths.whole)) ? leaves : countHeld(paths, leaves))),
    keep: (leaf, bytes) => inTurn(id, () => keep(leaf, bytes)),
  };
}

async function readLeafList(paths: BlobPaths, id: BlobId): Promise<Uint8Array | undefined> {
  const list = await unlessMissing(readFile(paths.leaves));
  // After a power cut a name may stand before empty or foreign bytes: such a list was never there.
  if (list === undefined || blobIdOf(list) === id) return list;
  await rm(paths.leaves, { force: true });
  return undefined;
}

/** Never all of them: while the file has no name of its own, the last leaf is asked for again and finishes it. */
async function countHeld(paths: BlobPaths, leaves: number): Promise<number> {
  const size = (await findStat(paths.partial))?.size ?? 0;
  return Math.min(Math.floor(size / leafSize), leaves - 1);
}

async function writeLeaf(path: string, leaf: number, bytes: Uint8Array): Promise<void> {
  const file = await open(path, leaf === 0 ? "w" : "r+");
  try {
    let written = 0;
    while (written < bytes.length) {
      // A write may stop short, on a disk that is nearly full for one; the next then says why.
      const rest = bytes.length - written;
      written += (await file.write(bytes, written, rest, leaf * leafSize + written)).bytesWritten;
    }
    await file.utimes(noTime, noTime);
  } finally {
    await file.close();
  }
}

/** Checks every leaf as it stands in the file, then makes it durable and gives it its name. False: cut back to what is sound. */
async function finish(
  paths: BlobPaths,
  namedAt: (leaf: number) => Uint8Array,
  size: number,
): Promise<boolean> {
  const file = await open(paths.partial, "r+");
  try {
    await file.truncate(size);
    const leaf = Buffer.alloc(leafSize);
    for (let at = 0; at < size; at += leafSize) {
      const { bytesRead } = await file.read(leaf, 0, leafSize, at);
      if (sha256(leaf.subarray(0, bytesRead)).equals(namedAt(at / leafSize))) continue;
      await file.truncate(at);
      return false;
    }
    // A file's time goes along into every copy, and would tell to the millisecond when an author had a network.
    await file.utimes(noTime, noTime);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(paths.partial, paths.whole);
  try {
    await syncFolder(paths.folder);
  } catch (error) {
    // A name that a power cut could take back counts for nobody as held: the last leaf will be asked for again.
    await rename(paths.whole, paths.partial);
    throw error;
  }
  await rm(paths.leaves, { force: true });
  return true;
}
