import { existsSync } from "node:fs";
import {
  type FileHandle,
  mkdir,
  mkdtemp,
  open,
  readdir,
  rename,
  rm,
  rmdir,
} from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { dataPaths, openDatabase } from "./composing.ts";
import { loadKeys, readNewsroom } from "./keys.ts";
import { OperatorError, reasonOf } from "./operator-error.ts";
import { addToTar, endTar, readTar, type TarEntry } from "./tar.ts";

// What restoring writes, and nothing else: an archive is a file that somebody hands over.
const known = /^(soniakh\.sqlite|newsroom\.json|(keys|library|blobs)(\/(?!\.)[\w.-]+){1,4})$/;

/**
 * Writes database, keys, pictures, sealed attachments and newsroom.json of a data folder into one tar file, readable
 * by its owner alone, while the server goes on. The database is copied first, in one consistent state; a file that it
 * names and that is gone by then was let go by the desk. Never overwrites. Answers with the number of files.
 */
export async function writeBackup(dataDir: string, target: string): Promise<number> {
  readNewsroom(dataDir);
  const tar = await openNew(target);
  const making = await mkdtemp(join(dataDir, "making-"));
  try {
    const copy = join(making, "soniakh.sqlite");
    await copyDatabase(dataDir, copy);
    const count = await addAll(tar, dataDir, copy);
    await endTar(tar);
    return count;
  } catch (error) {
    await rm(target, { force: true });
    throw error;
  } finally {
    await tar.close();
    await rm(making, { recursive: true, force: true });
  }
}

async function openNew(target: string): Promise<FileHandle> {
  try {
    return await open(target, "wx", 0o600);
  } catch (cause) {
    const why = existsSync(target) ? "there is such a file already" : reasonOf(cause);
    throw new OperatorError(`${target} cannot be written: ${why}.`, { cause });
  }
}

async function copyDatabase(dataDir: string, copy: string): Promise<void> {
  const sqlite = openDatabase(dataPaths(dataDir).database);
  try {
    sqlite.copyTo(copy);
  } finally {
    await sqlite.close();
  }
}

async function addAll(tar: FileHandle, dataDir: string, copy: string): Promise<number> {
  await addToTar(tar, "soniakh.sqlite", copy);
  let count = 1;
  for (const name of ["newsroom.json", "keys", "library", "blobs"]) {
    for (const path of await filesUnder(join(dataDir, name))) {
      const inside = relative(dataDir, path);
      if (known.test(inside) && (await addToTar(tar, inside, path))) count += 1;
    }
  }
  return count;
}

/** Files below a path, or the path itself where it is one. What is unfinished is not part of a newsroom yet. */
async function filesUnder(path: string): Promise<readonly string[]> {
  if (!existsSync(path)) return [];
  const entries = await readdir(path, { withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOTDIR") return undefined;
      throw error;
    },
  );
  if (entries === undefined) return [path];
  const inside = entries
    .filter(({ name }) => name !== "unfinished")
    .map(({ name }) => filesUnder(join(path, name)));
  return (await Promise.all(inside)).flat();
}

/**
 * Puts a backup into a data folder that is absent or empty, checks its database and keys, and hands it to `finish`
 * before it appears under its name: all of it is there, or nothing. Throws an {@link OperatorError} otherwise.
 */
export async function restoreBackup(
  source: string,
  dataDir: string,
  finish: (dataDir: string) => Promise<void>,
): Promise<void> {
  if (existsSync(dataDir) && (await readdir(dataDir)).length > 0) {
    throw new OperatorError(`${dataDir} is not empty; a backup is put into an empty folder only.`);
  }
  await mkdir(dirname(dataDir), { recursive: true });
  const making = await mkdtemp(`${dataDir}-restoring-`);
  try {
    await extract(source, making);
    await loadKeys(making);
    await finish(making);
    if (existsSync(dataDir)) await rmdir(dataDir);
    await rename(making, dataDir);
  } finally {
    await rm(making, { recursive: true, force: true });
  }
}

async function extract(source: string, folder: string): Promise<void> {
  let tar: FileHandle | undefined;
  try {
    tar = await open(source, "r");
    for await (const entry of readTar(tar)) await writeEntry(entry, folder);
  } catch (cause) {
    throw new OperatorError(`${source} is no whole backup: ${reasonOf(cause)}.`, { cause });
  } finally {
    await tar?.close();
  }
}

async function writeEntry({ name, mode, chunks }: TarEntry, folder: string): Promise<void> {
  if (!known.test(name)) throw new Error(`it holds ${name}, which no backup holds`);
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const file = await open(path, "wx", mode & 0o700);
  try {
    for await (const chunk of chunks) await file.write(chunk);
    await file.sync();
  } finally {
    await file.close();
  }
}
