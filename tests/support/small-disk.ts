import { execFile } from "node:child_process";
import { mkdtemp, rmdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A real file system of a few megabytes. */
export interface SmallDisk {
  readonly path: string;
  remove(): Promise<void>;
}

/**
 * Mounts a disk (tmpfs) of that many bytes, or undefined where this user may not: then it says so aloud, and throws
 * where CI is set, so that nobody takes the silence for a pass.
 */
export async function openSmallDisk(bytes: number): Promise<SmallDisk | undefined> {
  const path = await mkdtemp(join(tmpdir(), "soniakh-disk-"));
  try {
    await run("mount", ["-t", "tmpfs", "-o", `size=${bytes}`, "tmpfs", path]);
  } catch (cause) {
    await rmdir(path);
    const sentence = "NOT TESTED: a full disk needs the right to mount a small one (root on Linux)";
    if (process.env["CI"] !== undefined) throw new Error(sentence, { cause });
    process.stderr.write(`\n*** ${sentence} ***\n`);
    return undefined;
  }
  return {
    path,
    remove: async () => {
      await run("umount", ["-l", path]);
      await rmdir(path);
    },
  };
}
