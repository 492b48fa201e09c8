import "fake-indexeddb/auto";
import { type RandomId, toBase64url } from "../../src/protocol/bytes.ts";
import { openStore, type Store } from "../../src/device/database.ts";
import { createDrafts, type Drafts } from "../../src/device/drafts.ts";
import { createMemoryKeyring, type Keyring } from "../../src/device/keyring.ts";

let made = 0;

/** Ids that are all different and the same in every run. */
export function countedIds(): () => RandomId {
  let count = 0;
  return () => {
    count += 1;
    return anId(count);
  };
}

/** The n-th id. */
export function anId(n: number): RandomId {
  const bytes = new Uint8Array(16);
  new DataView(bytes.buffer).setUint32(0, n);
  return toBase64url(bytes) as RandomId;
}

/** A clock that stands until it is turned. Milliseconds. */
export function aClock(start = 1_000_000): { now: () => number; turn(by: number): void } {
  let time = start;
  return { now: () => time, turn: (by) => void (time += by) };
}

/** The name of a database that nobody has opened yet. */
export const aStoreName = (): string => `device-${(made += 1)}`;

/** A database of its own. */
export const aStore = (): Store => openStore(aStoreName(), () => undefined);

/** Everything that survives a restart of the browser. */
export interface Disk {
  readonly store: () => Store;
  readonly keyring: Keyring;
}

/** A disk on which windows can be opened. */
export function aDisk(): Disk {
  const name = `disk-${(made += 1)}`;
  return {
    store: () => openStore(name, () => undefined),
    keyring: { ...createMemoryKeyring(), durable: true },
  };
}

const ids = countedIds();

/** The drafts of one window over a disk. */
export const draftsOn = (
  disk: Disk,
  now: () => number = aClock().now,
  store = disk.store(),
): Drafts =>
  createDrafts({ store, keyring: disk.keyring, newId: ids, now, announce: () => undefined });
