import { existsSync, readFileSync } from "node:fs";
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { OperatorError, reasonOf } from "../operator-error.ts";
import { syncFolder } from "./durable-files.ts";

/** What every export has at its root: by it we know a folder that may be replaced. */
export const exportMark = "soniakh-export.json";

/** A folder that is written beside the one it will replace. */
export interface ExportedFolder {
  /** Writes a file; `path` with `/`, relative. The same path twice is the last one's. */
  write(path: string, bytes: Uint8Array): Promise<void>;
  /** Puts it in the old one's place: until then that one is whole, and from then on this one. */
  finish(): Promise<void>;
}

/**
 * Begins an export that will stand at `folder`. What an interrupted export left beside it is cleared away first. Throws an
 * {@link OperatorError}, and touches nothing, where something stands there that is no export of ours.
 */
export async function beginExport(folder: string): Promise<ExportedFolder> {
  const [coming, former] = [".coming", ".former"].map((end) =>
    join(dirname(folder), `.${basename(folder)}${end}`),
  ) as [string, string];
  await requireOurs(folder);
  await requireOurs(former);
  // Killed between the two renames: the old export is the one that was whole.
  if (!existsSync(folder) && existsSync(former)) await rename(former, folder);
  await requireOurs(coming);
  try {
    await rm(coming, { recursive: true, force: true });
    await mkdir(coming, { recursive: true });
    // First, so that what is left of an interrupted export is known for ours.
    await writeFile(join(coming, exportMark), "{}\n");
  } catch (cause) {
    throw cannotWrite(folder, cause);
  }
  return {
    async write(path, bytes) {
      const place = join(coming, path);
      try {
        await mkdir(dirname(place), { recursive: true });
        await writeFile(place, bytes);
      } catch (cause) {
        throw cannotWrite(folder, cause);
      }
    },
    async finish() {
      try {
        await rm(former, { recursive: true, force: true });
        if (existsSync(folder)) await rename(folder, former);
        await rename(coming, folder);
        await syncFolder(dirname(folder));
        await rm(former, { recursive: true, force: true });
      } catch (cause) {
        throw cannotWrite(folder, cause);
      }
    },
  };
}

async function requireOurs(folder: string): Promise<void> {
  if (!existsSync(folder)) return;
  const names = await readdir(folder).catch((cause: unknown) => {
    throw cannotWrite(folder, cause);
  });
  if (names.length === 0 || isMarked(folder)) return;
  throw new OperatorError(
    `${folder} is not empty and is no export of Soniakh; nothing was changed. Choose another folder, or empty it yourself.`,
  );
}

function isMarked(folder: string): boolean {
  const mark = join(folder, exportMark);
  return existsSync(mark) && readFileSync(mark, "utf8").startsWith("{");
}

const cannotWrite = (folder: string, cause: unknown): OperatorError =>
  new OperatorError(
    `The export could not be written to ${folder} (${reasonOf(cause)}); what stood there before is as it was.`,
    { cause },
  );
