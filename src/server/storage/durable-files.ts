import { open, stat } from "node:fs/promises";

/** Makes a rename durable. Windows cannot open folders (EPERM, EISDIR) and writes names through by itself. */
export async function syncFolder(path: string): Promise<void> {
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

/** What is known of a file; undefined where there is none. */
export const findStat = (path: string) => unlessMissing(stat(path));

/** What was found, or undefined where there is no such file. */
export async function unlessMissing<T>(found: Promise<T>): Promise<T | undefined> {
  try {
    return await found;
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

const hasCode = (error: unknown, ...codes: readonly string[]): boolean =>
  error instanceof Error && "code" in error && codes.includes(String(error.code));
