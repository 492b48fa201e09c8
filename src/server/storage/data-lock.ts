import { DatabaseSync } from "node:sqlite";

/** A data folder that is this process's alone until it is released. */
export interface DataLock {
  release(): void;
}

/** SQLite's primary result codes for a lock that another connection holds (https://sqlite.org/rescode.html). */
const held: ReadonlySet<unknown> = new Set([5, 6]);

/**
 * Takes the lock of which `path` is the file; undefined where another process has it. The file may stay: what counts is
 * the system's lock on it, which ends with the process, by SIGKILL too. Node has no call for such locks; SQLite takes
 * one, and writes nothing into an empty file for it. Throws where the file cannot be made.
 */
export function takeDataLock(path: string): DataLock | undefined {
  const file = new DatabaseSync(path, { timeout: 0 });
  try {
    file.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    file.close();
    if (error instanceof Error && "errcode" in error && held.has(error.errcode)) return undefined;
    throw error;
  }
  return { release: () => file.close() };
}
