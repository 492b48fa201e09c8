import { createReadStream } from "node:fs";
import { mkdir, open, readdir, rm, statfs } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { type BlobId, readBlobId } from "../../protocol/intake.ts";
import { parsing } from "../../protocol/parsing.ts";
import { createChecking } from "./checking.ts";
import { findStat, syncFolder, unlessMissing } from "./durable-files.ts";
import { begin, type BlobPaths, type InTurn, resume, type Upload } from "./upload.ts";

/** One file of a blob, for backups and sweeping. */
export interface BlobFile {
  readonly id: BlobId;
  readonly bytes: number;
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
  /** Removes what was begun of a blob that is whole. */
  dropIfWhole(id: BlobId): Promise<void>;
  /** Whole blobs; a backup copies the database first and then these. */
  list(): Promise<readonly BlobFile[]>;
  /** Blobs that were begun and are not whole, with the bytes that they have. */
  listUnfinished(): Promise<readonly BlobFile[]>;
  /** Bytes that the disk can still take. */
  freeBytes(): Promise<number>;
}

/**
 * Opens (and where needed makes) the folder. Two processes may bring whole blobs into one folder, but what is unfinished is
 * one process's own: `unfinishedName` is the folder for it.
 */
export async function openBlobs(folder: string, unfinishedName = "unfinished"): Promise<Blobs> {
  const unfinished = join(folder, unfinishedName);
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
  const findDamaged = createChecking();
  return {
    begin: (id, leafList) => inTurn(id, () => begin(paths(id), id, leafList)),
    resume: (id) => resume(paths(id), id, { inTurn, findDamaged }),
    findSize: async (id) => (await findStat(paths(id).whole))?.size,
    read: (id) => read(paths(id).whole),
    settle: (id, record) => inTurn(id, () => settle(paths(id), record)),
    remove: (id, agreed) =>
      inTurn(id, async () => ((await agreed()) ? remove(paths(id)) : undefined)),
    dropIfWhole: (id) =>
      inTurn(id, async () => {
        if ((await findStat(paths(id).whole)) !== undefined) await removeUnfinished(paths(id));
      }),
    list: () => listFiles(folder, ""),
    listUnfinished: () => listUnfinished(unfinished),
    freeBytes: async () => {
      const { bavail, bsize } = await statfs(folder);
      return bavail * bsize;
    },
  };
}

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
  await removeUnfinished(paths);
  await rm(paths.whole, { force: true });
}

async function removeUnfinished({ partial, leaves }: BlobPaths): Promise<void> {
  for (const path of [partial, leaves, `${leaves}.new`]) await rm(path, { force: true });
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
