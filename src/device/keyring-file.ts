import type { RandomId } from "../protocol/bytes.ts";
import { eraseSlot, readSlots, type SlotFile, writeSlot } from "./keyring-slots.ts";

/** The keyring's file in the origin private file system, and the Web Lock that its writers hold. */
const fileName = "keyring";
const lockName = "keyring";

/** What a writer asks of the keyring's worker. */
export type KeyringAsk =
  | { readonly kind: "open" }
  | { readonly kind: "write"; readonly slot: RandomId; readonly key: Uint8Array<ArrayBuffer> }
  | { readonly kind: "erase"; readonly slot: RandomId }
  | { readonly kind: "read" };

/** What the worker answers to each: `open` says whether keys outlive the window. */
export type KeyringAnswer =
  | { readonly kind: "opened"; readonly durable: boolean }
  | { readonly kind: "done" }
  | { readonly kind: "keys"; readonly keys: ReadonlyMap<RandomId, Uint8Array<ArrayBuffer>> }
  | { readonly kind: "failed"; readonly why: string };

/** The places that a browser gives: `navigator.storage` and `navigator.locks`. */
export interface KeyringPlaces {
  readonly storage: { getDirectory(): Promise<FileSystemDirectoryHandle> };
  readonly locks: LockManager;
}

/** Answers the asks of one page. For a dedicated worker: nowhere else may a file be written in place. */
export function createKeyringAnswers(
  places: KeyringPlaces,
): (ask: KeyringAsk) => Promise<KeyringAnswer> {
  return async (ask) => {
    try {
      return await answer(places, ask);
    } catch (error) {
      return { kind: "failed", why: String(error) };
    }
  };
}

async function answer(places: KeyringPlaces, ask: KeyringAsk): Promise<KeyringAnswer> {
  switch (ask.kind) {
    case "open":
      return { kind: "opened", durable: await isWritable(places) };
    case "write":
      await withFile(places, (file) => writeSlot(file, ask.slot, ask.key));
      return { kind: "done" };
    case "erase":
      await withFile(places, (file) => eraseSlot(file, ask.slot));
      return { kind: "done" };
    case "read":
      return { kind: "keys", keys: await readKeys(places.storage) };
  }
}

// Firefox's private windows, old WebViews and WebKitGTK's automation have no such file system, or throw at one of its steps.
async function isWritable(places: KeyringPlaces): Promise<boolean> {
  try {
    await withFile(places, (file) => file.getSize());
    return true;
  } catch {
    return false;
  }
}

// The handle is held for one write only, so that other tabs and the service worker can read in between.
function withFile<T>(places: KeyringPlaces, work: (file: SlotFile) => T): Promise<T> {
  return places.locks.request(lockName, async () => {
    const folder = await places.storage.getDirectory();
    const file = await folder.getFileHandle(fileName, { create: true });
    const handle = await file.createSyncAccessHandle();
    try {
      return work(handle);
    } finally {
      handle.close();
    }
  });
}

const mostReads = 5;

/** All keys, without a lock: any realm may read. An absent file is an empty keyring. */
export async function readKeys(
  storage: KeyringPlaces["storage"],
): Promise<ReadonlyMap<RandomId, Uint8Array<ArrayBuffer>>> {
  const folder = await storage.getDirectory();
  for (let attempt = 1; ; attempt += 1) {
    try {
      const file = await (await folder.getFileHandle(fileName)).getFile();
      return readSlots(new Uint8Array(await file.arrayBuffer()));
    } catch (error) {
      if (error instanceof Error && error.name === "NotFoundError" && attempt === 1)
        return new Map();
      // NotReadableError: a key was written between getFile and the reading (Chromium); the next snapshot will do.
      if (attempt === mostReads) throw error;
    }
  }
}
