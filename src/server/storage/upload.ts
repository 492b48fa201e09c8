import { type FileHandle, open, readFile, rename, rm, utimes, writeFile } from "node:fs/promises";
import { toBase64url } from "../../protocol/bytes.ts";
import { type BlobId, leafSize } from "../../protocol/intake.ts";
import { type FindDamaged, type Named, sha256 } from "./checking.ts";
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
  /** Lets go of the file. What was kept stays. */
  close(): Promise<void>;
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

/** What all uploads have in common. */
export interface Shared {
  readonly inTurn: InTurn;
  readonly findDamaged: FindDamaged;
}

const hashSize = 32;
/** When a file came in is nobody's to read off it: all of them bear the same time. */
const noTime = 0;

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
  { inTurn, findDamaged }: Shared,
): Promise<Upload | undefined> {
  const list = await readLeafList(paths, id);
  if (list === undefined) return undefined;
  const leaves = list.length / hashSize;
  const named: Named = (leaf) => list.subarray(leaf * hashSize, (leaf + 1) * hashSize);
  /** Open from the first leaf that this request keeps to its end. */
  let file: FileHandle | undefined;
  const close = async (): Promise<void> => {
    const open = file;
    file = undefined;
    await open?.close();
  };
  const keep = async (leaf: number, bytes: Uint8Array): Promise<Kept> => {
    if (!sha256(bytes).equals(named(leaf))) return "digest";
    // Another request may have brought the last leaf meanwhile.
    const isLast = leaf === leaves - 1;
    if ((file === undefined || isLast) && (await findStat(paths.whole)) !== undefined)
      return "complete";
    const held = heldIn(
      file === undefined ? await findStat(paths.partial) : await file.stat(),
      leaves,
    );
    if (leaf > held) return "gap";
    if (leaf < held) return "kept";
    file ??= await open(paths.partial, leaf === 0 ? "w" : "r+");
    await writeLeaf(file, leaf, bytes);
    if (!isLast) return "kept";
    await close();
    const size = leaf * leafSize + bytes.length;
    const isSound = await finish(paths, size, (whole) => findDamaged(whole, named, size));
    return isSound ? "complete" : "kept";
  };
  return {
    held: () =>
      inTurn(id, async () =>
        (await findStat(paths.whole)) ? leaves : heldIn(await findStat(paths.partial), leaves),
      ),
    keep: (leaf, bytes) => inTurn(id, () => keep(leaf, bytes)),
    close: () => inTurn(id, close),
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
const heldIn = (found: { readonly size: number } | undefined, leaves: number): number =>
  Math.min(Math.floor((found?.size ?? 0) / leafSize), leaves - 1);

async function writeLeaf(file: FileHandle, leaf: number, bytes: Uint8Array): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    // A write may stop short, on a disk that is nearly full for one; the next then says why.
    const rest = bytes.length - written;
    written += (await file.write(bytes, written, rest, leaf * leafSize + written)).bytesWritten;
  }
  await file.utimes(noTime, noTime);
}

/** Checks every leaf as it stands in the file, then makes it durable and gives it its name. False: cut back to what is sound. */
async function finish(
  paths: BlobPaths,
  size: number,
  check: (file: FileHandle) => Promise<number | undefined>,
): Promise<boolean> {
  const file = await open(paths.partial, "r+");
  try {
    await file.truncate(size);
    const damaged = await check(file);
    if (damaged !== undefined) {
      await file.truncate(damaged * leafSize);
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
