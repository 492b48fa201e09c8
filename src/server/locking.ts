import { dataPaths } from "./composing.ts";
import { OperatorError, reasonOf } from "./operator-error.ts";
import { type DataLock, takeDataLock } from "./storage/data-lock.ts";

/**
 * Makes a data folder this process's alone: two servers would each go on from their own memory of the newest edition
 * and of attachments on their way in. Throws an {@link OperatorError} where a server uses it already.
 */
export function lockDataFolder(dataDir: string): DataLock {
  const path = dataPaths(dataDir).lock;
  const lock = takeLock(path);
  if (lock !== undefined) return lock;
  throw new OperatorError(
    `A server uses the data folder ${dataDir} at this moment; stop it first.`,
  );
}

/** The same; undefined where a server uses it already. */
export const tryLockDataFolder = (dataDir: string): DataLock | undefined =>
  takeLock(dataPaths(dataDir).lock);

function takeLock(path: string): DataLock | undefined {
  try {
    return takeDataLock(path);
  } catch (cause) {
    throw new OperatorError(`${path} cannot be used: ${reasonOf(cause)}.`, { cause });
  }
}
