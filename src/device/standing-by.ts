import type { CatchingUpDeps } from "./catching-up.ts";
import { readLease } from "./lease.ts";

/** Milliseconds. */
const usualFrozenAfter = 30_000;

/**
 * Waits while another window catches up. Resolves to how the lock is to be asked for: it is free, since that window ended
 * or was closed; or it is to be taken from a window that is frozen (a frozen page keeps its locks and beats no more).
 * Undefined where the other one is alive and at work.
 */
export async function standBy(
  { locks, store, frozenAfter = usualFrozenAfter }: CatchingUpDeps,
  lockName: string,
): Promise<LockOptions | undefined> {
  const before = await readLease(store, "reading");
  const waiting = new AbortController();
  const timer = setTimeout(() => waiting.abort(), frozenAfter);
  const isFree = await locks
    .request(lockName, { signal: waiting.signal }, () => true)
    // Waited for long enough.
    .catch(() => false);
  clearTimeout(timer);
  if (isFree) return { ifAvailable: true };
  const after = await readLease(store, "reading");
  const isFrozen = before?.fence === after?.fence && before?.beat === after?.beat;
  return isFrozen ? { steal: true } : undefined;
}
