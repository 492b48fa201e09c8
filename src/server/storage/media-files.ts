import { mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";

/** Public media as files of one folder, named by what they hold: `{hash}.{type}`. A name is written once and never changes. */
export interface MediaFiles {
  /** Resolves when the file is whole and durable. Writing a name again changes nothing. */
  write(name: string, bytes: Uint8Array): Promise<void>;
  /** The bytes, or undefined where there is no such file. */
  read(name: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Every file's name. */
  list(): Promise<readonly string[]>;
  /** Removes the file; one that is not there is removed already. */
  remove(name: string): Promise<void>;
}

const mediaName = /^[A-Za-z0-9_-]{43}\.[a-z0-9]{2,4}$/;

/** Media files in `folder`, which is made where it is missing. */
export function createMediaFiles(folder: string): MediaFiles {
  const pathOf = (name: string) => {
    if (!mediaName.test(name)) throw new RangeError(`not a media file's name: ${name}`);
    return join(folder, name);
  };
  return {
    async write(name, bytes) {
      const path = pathOf(name);
      await mkdir(folder, { recursive: true });
      await writeDurably(`${path}.part`, bytes);
      await rename(`${path}.part`, path);
      await syncFolder(folder);
    },
    async read(name) {
      try {
        return Uint8Array.from(await readFile(pathOf(name)));
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },
    async list() {
      await mkdir(folder, { recursive: true });
      return (await readdir(folder)).filter((name) => mediaName.test(name));
    },
    remove: (name) => rm(pathOf(name), { force: true }),
  };
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ENOENT";

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, "w");
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

// The new name itself survives a power cut only once its folder is on disk.
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
