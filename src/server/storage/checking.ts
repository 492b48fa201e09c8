import { hash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import { leafSize } from "../../protocol/intake.ts";

export const sha256 = (bytes: Uint8Array): Buffer => hash("sha256", bytes, "buffer");

/** The SHA-256 that the leaf list names for a leaf. */
export type Named = (leaf: number) => Uint8Array;

/** Leaves that are read at a time. */
const atOnce = 16;

/**
 * Reads a file of `size` bytes from its beginning and says which leaf is the first that is not the one that the list
 * names; undefined where all are sound. Files are checked one after another, in one room: hundreds of phones may bring
 * their last leaf in the same moment, and a room for each would be what a small server has.
 */
export type FindDamaged = (
  file: Pick<FileHandle, "read">,
  named: Named,
  size: number,
) => Promise<number | undefined>;

export function createChecking(): FindDamaged {
  const room = Buffer.alloc(atOnce * leafSize);
  let last: Promise<unknown> = Promise.resolve();
  return (file, named, size) => {
    const check = (): Promise<number | undefined> => findDamaged(room, file, named, size);
    const mine = last.then(check, check);
    last = mine;
    return mine;
  };
}

async function findDamaged(
  room: Buffer,
  file: Pick<FileHandle, "read">,
  named: Named,
  size: number,
): Promise<number | undefined> {
  for (let at = 0; at < size; at += room.length) {
    const { bytesRead } = await file.read(room, 0, room.length, at);
    const end = Math.min(room.length, size - at);
    for (let from = 0; from < end; from += leafSize) {
      const leaf = (at + from) / leafSize;
      const there = room.subarray(from, Math.min(from + leafSize, bytesRead));
      if (!sha256(there).equals(named(leaf))) return leaf;
    }
  }
  return undefined;
}
