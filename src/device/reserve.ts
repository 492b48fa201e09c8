import type { Facts } from "./facts.ts";

/**
 * Room that is kept for words: bytes that mean nothing, given back to the disk in the moment when a text finds no room.
 * Bytes.
 */
export const reserveSize = 4_194_304;
/** It is made only where so much is free: where room is short, articles have a better use for it. Bytes. */
const plenty = 16 * reserveSize;
const fileName = "reserve";

/** Where the reserve lies. */
export interface ReservePlaces {
  readonly storage: Pick<StorageManager, "getDirectory" | "estimate">;
  /** Where the file system cannot be written from a page (Safari before 26), it is a value of the database. */
  readonly facts: Pick<Facts, "get" | "set" | "remove">;
}

/** Gives the reserve back; resolves to its bytes, or to 0 where there was none. */
export async function freeReserve({ storage, facts }: ReservePlaces): Promise<number> {
  const folder = await findFolder(storage);
  const isFile = folder !== undefined && (await sizeIn(folder)) > 0;
  if (isFile) await folder.removeEntry(fileName);
  // Asked first: where not a byte is left, a needless write would only be refused.
  const isValue = (await facts.get("reserve")) !== undefined;
  if (isValue) await facts.remove("reserve");
  return isFile || isValue ? reserveSize : 0;
}

/** Makes the reserve where there is none and plenty of room; resolves to whether it is there. */
export async function makeReserve(places: ReservePlaces): Promise<boolean> {
  const { storage, facts } = places;
  try {
    const folder = await storage.getDirectory();
    if ((await sizeIn(folder)) === reserveSize || (await facts.get("reserve")) !== undefined)
      return true;
    const { usage = 0, quota = 0 } = await storage.estimate();
    if (quota - usage < plenty) return false;
    await writeReserve(folder, facts);
    return true;
  } catch {
    // No file system, full after all, or another window makes it: there is none, and it is tried again.
    return false;
  }
}

async function writeReserve(
  folder: FileSystemDirectoryHandle,
  facts: ReservePlaces["facts"],
): Promise<void> {
  const file = await folder.getFileHandle(fileName, { create: true });
  if (typeof file.createWritable !== "function") {
    await folder.removeEntry(fileName);
    return facts.set("reserve", noise().buffer);
  }
  const writing = await file.createWritable();
  await writing.write(noise());
  await writing.close();
}

/** Once so often the reserve is looked after. Milliseconds. */
const lookEvery = 60_000;

/** Makes the reserve, now and whenever it was given away and there is plenty of room again. Gives what stops it. */
export function keepReserve(
  places: ReservePlaces,
  after: (milliseconds: number, call: () => void) => () => void,
): () => void {
  let stop: () => void = () => undefined;
  let isOver = false;
  const look = async (): Promise<void> => {
    await makeReserve(places);
    if (!isOver) stop = after(lookEvery, () => void look());
  };
  void look();
  return () => {
    isOver = true;
    stop();
  };
}

/** Nothing that a disk could fold together. */
function noise(): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(reserveSize);
  const most = 65_536;
  for (let at = 0; at < reserveSize; at += most)
    crypto.getRandomValues(bytes.subarray(at, at + most));
  return bytes;
}

/** Undefined in windows that have no file system of their own: what is written there does not outlive them anyway. */
async function findFolder(
  storage: ReservePlaces["storage"],
): Promise<FileSystemDirectoryHandle | undefined> {
  try {
    return await storage.getDirectory();
  } catch {
    return undefined;
  }
}

async function sizeIn(folder: FileSystemDirectoryHandle): Promise<number> {
  try {
    return (await (await folder.getFileHandle(fileName)).getFile()).size;
  } catch (error) {
    if (error instanceof Error && error.name === "NotFoundError") return 0;
    throw error;
  }
}

/** The least that is said to be missing: a little would be gone at the next word. Bytes. */
const leastMissing = 1_000_000;

/** How much room is missing before words can be kept again, as far as the browser says. Bytes. */
export async function measureMissing(storage: Pick<StorageManager, "estimate">): Promise<number> {
  const { usage = 0, quota = 0 } = await storage.estimate();
  return Math.max(leastMissing, usage + leastMissing - quota);
}
