import {
  type CatchingUp,
  type CatchingUpDeps,
  createCatchingUp,
} from "../../src/device/catching-up.ts";
import type { Store } from "../../src/device/database.ts";
import { verifyInScript } from "../../src/device/ed25519-in-script.ts";
import { createFacts, type Facts } from "../../src/device/facts.ts";
import { createLibrary, type Library } from "../../src/device/library.ts";
import { createVirtualLocks } from "../faults/virtual-locks.ts";
import { aStore } from "./device.ts";
import type { LibraryFixture } from "./library-fixture.ts";

/** Web Locks of one phone, for a window that lives. */
export const aLockManager = (): Pick<LockManager, "request"> =>
  createVirtualLocks().forWindow(new Promise(() => undefined));

/** A phone that reads from a newsroom. */
export interface ReadingDevice {
  readonly store: Store;
  readonly library: Library;
  readonly facts: Facts;
  readonly catchingUp: CatchingUp;
}

/** A phone with an empty database, or over `change.store`. */
export function aReadingDevice(
  server: Pick<LibraryFixture, "fetch" | "rootKey">,
  change: Partial<CatchingUpDeps> = {},
): ReadingDevice {
  const store = change.store ?? aStore();
  const catchingUp = createCatchingUp({
    store,
    fetch: server.fetch,
    locks: aLockManager(),
    now: () => 1_000,
    rootKey: server.rootKey,
    loadFallback: async () => verifyInScript,
    download: async () => "everything",
    decodes: async () => true,
    announce: () => undefined,
    patience: { firstByte: 500, stall: 500 },
    ...change,
  });
  return { store, library: createLibrary(store), facts: createFacts(store), catchingUp };
}
