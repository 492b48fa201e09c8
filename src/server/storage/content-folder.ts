import { open, readdir, realpath } from "node:fs/promises";
import { join, sep } from "node:path";

/** A file of the content folder, or one clause that says why it cannot be had. */
export type ContentFile =
  | { readonly ok: true; readonly bytes: Uint8Array<ArrayBuffer>; readonly changedAt: number }
  | { readonly ok: false; readonly missing: boolean; readonly why: string };

/** A folder that is read and never written. Paths are relative to it, with `/`. */
export interface ContentFolder {
  /** Files with one of the endings, in the order of their paths; hidden ones and those in hidden folders are left out. */
  list(endings: readonly string[]): Promise<readonly string[]>;
  /** A file of at most `limit` bytes that really lies in the folder: links that lead out of it are refused. */
  read(path: string, limit: number): Promise<ContentFile>;
}

/** Opens a folder; rejects with the system's error where it is not there or cannot be read. */
export async function openContentFolder(folder: string): Promise<ContentFolder> {
  const root = await realpath(folder);
  await readdir(root);
  return {
    list: async (endings) =>
      (await listFiles(root, ""))
        .filter((path) => endings.some((ending) => path.toLowerCase().endsWith(ending)))
        .sort(),
    read: (path, limit) => readWithin(root, path, limit),
  };
}

async function listFiles(root: string, folder: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const entry of await readdir(join(root, folder), { withFileTypes: true })) {
    if (entry.name.startsWith(".") || entry.name === "node_modules") continue;
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    // Linked folders are not followed: they can lead out, or round in circles.
    if (entry.isDirectory()) found.push(...(await listFiles(root, path)));
    else if (entry.isFile() || entry.isSymbolicLink()) found.push(path);
  }
  return found;
}

async function readWithin(root: string, path: string, limit: number): Promise<ContentFile> {
  try {
    const real = await realpath(join(root, path));
    if (!real.startsWith(root + sep))
      return { ok: false, missing: false, why: "lies outside the content folder" };
    return await readAtMost(real, limit);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT" || code === "ENOTDIR")
      return { ok: false, missing: true, why: "is not there" };
    if (typeof code === "string")
      return { ok: false, missing: false, why: `cannot be read (${code})` };
    throw error;
  }
}

async function readAtMost(path: string, limit: number): Promise<ContentFile> {
  const file = await open(path, "r");
  try {
    const status = await file.stat();
    if (!status.isFile()) return { ok: false, missing: false, why: "is not a file" };
    if (status.size > limit) {
      const size = (bytes: number) => `${(bytes / 1_000_000).toFixed(1)} MB`;
      return {
        ok: false,
        missing: false,
        why: `is too large (${size(status.size)}; the limit is ${size(limit)})`,
      };
    }
    return { ok: true, bytes: Uint8Array.from(await file.readFile()), changedAt: status.mtimeMs };
  } finally {
    await file.close();
  }
}
