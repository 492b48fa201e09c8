import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";

/** Every file below a folder with its path from there, in order; names that begin with a dot are left out. */
export async function* readFolder(
  folder: string,
): AsyncGenerator<readonly [path: string, bytes: Uint8Array<ArrayBuffer>]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = found
    .filter((one) => one.isFile())
    .map((one) => relative(folder, join(one.parentPath, one.name)).replaceAll(sep, "/"))
    .filter((path) => !path.split("/").some((name) => name.startsWith(".")))
    .toSorted();
  for (const path of files) yield [path, Uint8Array.from(await readFile(join(folder, path)))];
}
