import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import {
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  statfs,
  writeFile,
} from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { toBase64url } from "../../protocol/bytes.ts";
import { type BlobId, leafSize, readBlobId } from "../../protocol/intake.ts";
import { parsing } from "../../protocol/parsing.ts";

/** One file of a blob, for backups and sweeping. */
export interface BlobFile {
  readonly id: BlobId;
  readonly bytes: number;
}

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

/** Sealed attachments as files, each named by its id; what is unfinished lies in a folder of its own. */
export interface Blobs {
  /** Begins a blob, or begins it again; false where the list's hash is not the id. 32 bytes a leaf. */
  begin(id: BlobId, leafList: Uint8Array): Promise<boolean>;
  /** Goes on with a blob that was begun; undefined where it was not. */
  resume(id: BlobId): Promise<Upload | undefined>;
  /** The length of a whole blob in bytes. */
  findSize(id: BlobId): Promise<number | undefined>;
  /** A whole blob's bytes; undefined where it is not here. */
  read(id: BlobId): Promise<ReadableStream<Uint8Array> | undefined>;
  /** Runs `record` with the size of a blob that is whole, while nobody can remove it; false where it is not whole. */
  settle(id: BlobId, record: (bytes: number) => Promise<void>): Promise<boolean>;
  /** Removes what there is of a blob, whole or unfinished, if `agreed` (asked while nobody can settle it) says so. */
  remove(id: BlobId, agreed: () => Promise<boolean>): Promise<void>;
  /** Whole blobs; a backup copies the database first and then these. */
  list(): Promise<readonly BlobFile[]>;
  /** Blobs that were begun and are not whole, with the bytes that they have. */
  listUnfinished(): Promise<readonly BlobFile[]>;
  /** Bytes that the disk can still take. */
  freeBytes(): Promise<number>;
}

const hashSize = 32;
const sha256 = (bytes: Uint8Array): Buffer => createHash("sha256").update(bytes).digest();

/** The name of a blob: SHA-256 over its leaves' SHA-256s. */
export const blobIdOf = (leafList: Uint8Array): BlobId => toBase64url(sha256(leafList)) as BlobId;

/** Opens (and where needed makes) the folder. */
export async function openBlobs(folder: string): Promise<Blobs> {
  const unfinished = join(folder, "unfinished");
  await mkdir(unfinished, { recursive: true });
  // A process that died between a rename and the folder's fsync left a name that a power cut could still take back.
  await syncFolder(folder);
  const paths = (id: BlobId): BlobPaths => ({
    folder,
    whole: join(folder, id),
    partial: join(unfinished, `${id}.part`),
    leaves: join(unfinished, `${id}.leaves`),
  });
  const inTurn = createTurns();
  return {
    begin: (id, leafList) => inTurn(id, () => begin(paths(id), id, leafList)),
    resume: (id) => resume(paths(id), id, inTurn),
    findSize: async (id) => (await findStat(paths(id).whole))?.size,
    read: (id) => read(paths(id).whole),
    settle: (id, record) => inTurn(id, () => settle(paths(id), record)),
    remove: (id, agreed) =>
      inTurn(id, async () => ((await agreed()) ? remove(paths(id)) : undefined)),
    list: () => listFiles(folder, ""),
    listUnfinished: () => listUnfinished(unfinished),
    freeBytes: async () => {
      const { bavail, bsize } = await statfs(folder);
      return bavail * bsize;
    },
  };
}

interface BlobPaths {
  readonly folder: string;
  readonly whole: string;
  readonly partial: string;
  readonly leaves: string;
}

type InTurn = <T>(id: BlobId, work: () => Promise<T>) => Promise<T>;

/** Work on one blob goes one after another; work on different blobs side by side. */
function createTurns(): InTurn {
  const last = new Map<BlobId, Promise<unknown>>();
  return (id, work) => {
    const before = last.get(id) ?? Promise.resolve();
    const mine = before.then(work, work);
    last.set(id, mine);
    const leave = (): void => {
      if (last.get(id) === mine) last.delete(id);
    };
    mine.then(leave, leave);
    return mine;
  };
}

async function begin(paths: BlobPaths, id: BlobId, leafList: Uint8Array): Promise<boolean> {
  if (blobIdOf(leafList) !== id) return false;
  if ((await findStat(paths.leaves)) !== undefined) return true;
  // Renamed into place, so that a list that is there is whole.
  await writeFile(`${paths.leaves}.new`, leafList);
  await rename(`${paths.leaves}.new`, paths.leaves);
  return true;
}

async function resume(paths: BlobPaths, id: BlobId, inTurn: InTurn): Promise<Upload | undefined> {
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
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(paths.partial, paths.whole);
  await syncFolder(paths.folder);
  await rm(paths.leaves, { force: true });
  return true;
}

/** Makes a rename durable. Windows cannot open folders (EPERM, EISDIR) and writes names through by itself. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r").catch((error: unknown) => {
    if (hasCode(error, "EPERM", "EISDIR")) return undefined;
    throw error;
  });
  try {
    await folder?.sync();
  } finally {
    await folder?.close();
  }
}

async function read(path: string): Promise<ReadableStream<Uint8Array> | undefined> {
  const file = await unlessMissing(open(path, "r"));
  return file && (Readable.toWeb(createReadStream("", { fd: file })) as ReadableStream<Uint8Array>);
}

async function settle(
  paths: BlobPaths,
  record: (bytes: number) => Promise<void>,
): Promise<boolean> {
  const found = await findStat(paths.whole);
  if (found === undefined) return false;
  await record(found.size);
  return true;
}

async function remove(paths: BlobPaths): Promise<void> {
  for (const path of [paths.partial, paths.leaves, `${paths.leaves}.new`, paths.whole])
    await rm(path, { force: true });
}

const parseId = parsing(readBlobId, "blob");

async function listFiles(folder: string, ending: string): Promise<readonly BlobFile[]> {
  const found: BlobFile[] = [];
  for (const name of await readdir(folder)) {
    const id = parseId(name.endsWith(ending) ? name.slice(0, name.length - ending.length) : "");
    const size = id.ok ? (await findStat(join(folder, name)))?.size : undefined;
    if (id.ok && size !== undefined) found.push({ id: id.value, bytes: size });
  }
  return found;
}

async function listUnfinished(folder: string): Promise<readonly BlobFile[]> {
  const begun = await listFiles(folder, ".leaves");
  const held = new Map((await listFiles(folder, ".part")).map(({ id, bytes }) => [id, bytes]));
  const ids = new Set([...begun.map(({ id }) => id), ...held.keys()]);
  return [...ids].map((id) => ({ id, bytes: held.get(id) ?? 0 }));
}

const findStat = (path: string) => unlessMissing(stat(path));

async function unlessMissing<T>(found: Promise<T>): Promise<T | undefined> {
  try {
    return await found;
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

const hasCode = (error: unknown, ...codes: readonly string[]): boolean =>
  error instanceof Error && "code" in error && codes.includes(String(error.code));
