import { fromBase64url, type RandomId, toBase64url } from "../protocol/bytes.ts";

/** What the keyring needs of a `FileSystemSyncAccessHandle`: reads and writes in place, and a flush that means it. */
export interface SlotFile {
  getSize(): number;
  read(into: Uint8Array<ArrayBuffer>, options: { at: number }): number;
  write(from: Uint8Array<ArrayBuffer>, options: { at: number }): number;
  flush(): void;
}

/** Bytes of one slot: id 16, key 32, mark 12, CRC-32 of all before 4. A free slot is all zeros. */
export const slotSize = 64;
/** The file starts with this many free slots, one block of a disk: later writes change bytes and never the length. */
const firstSlots = 64;
const idSize = 16;
const keySize = 32;
const markAt = idSize + keySize;
const mark = Uint8Array.from("soniakh-key1", (letter) => letter.charCodeAt(0));
const sumAt = slotSize - 4;

/** Every whole slot of the file's bytes. Torn or damaged slots are no slots: their key never sealed anything. */
export function readSlots(
  bytes: Uint8Array<ArrayBuffer>,
): ReadonlyMap<RandomId, Uint8Array<ArrayBuffer>> {
  const keys = new Map<RandomId, Uint8Array<ArrayBuffer>>();
  for (let at = 0; at + slotSize <= bytes.length; at += slotSize) {
    const slot = bytes.subarray(at, at + slotSize);
    if (isWhole(slot))
      keys.set(toBase64url(slot.subarray(0, idSize)) as RandomId, slot.slice(idSize, markAt));
  }
  return keys;
}

/**
 * Writes a key into a free slot and flushes; when it returns, the key is on disk. Throws where the bytes
 * that the file gives back are not those that were written.
 */
export function writeSlot(file: SlotFile, id: RandomId, key: Uint8Array<ArrayBuffer>): void {
  const bytes = readAll(file);
  if (findSlot(bytes, id) !== undefined) throw new RangeError("the slot is taken");
  if (bytes.length === 0) writeAt(file, new Uint8Array(firstSlots * slotSize), 0);
  const at = findFree(bytes) ?? bytes.length;
  const slot = slotOf(id, key);
  writeAt(file, slot, at);
  file.flush();
  const back = new Uint8Array(slotSize);
  file.read(back, { at });
  if (!sameBytes(back, slot)) throw new Error("the key was not kept");
}

/** Overwrites a key where it lies, with noise and then with zeros, and flushes each time. */
export function eraseSlot(file: SlotFile, id: RandomId): void {
  const at = findSlot(readAll(file), id);
  if (at === undefined) return;
  for (const cover of [
    crypto.getRandomValues(new Uint8Array(slotSize)),
    new Uint8Array(slotSize),
  ]) {
    writeAt(file, cover, at);
    file.flush();
  }
}

function slotOf(id: RandomId, key: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const idBytes = fromBase64url(id);
  if (idBytes?.length !== idSize || key.length !== keySize) throw new RangeError("not a slot");
  const slot = new Uint8Array(slotSize);
  slot.set(idBytes, 0);
  slot.set(key, idSize);
  slot.set(mark, markAt);
  new DataView(slot.buffer).setUint32(sumAt, crc32(slot.subarray(0, sumAt)));
  return slot;
}

function isWhole(slot: Uint8Array<ArrayBuffer>): boolean {
  if (!sameBytes(slot.subarray(markAt, sumAt), mark)) return false;
  return (
    new DataView(slot.buffer, slot.byteOffset).getUint32(sumAt) === crc32(slot.subarray(0, sumAt))
  );
}

function findSlot(bytes: Uint8Array<ArrayBuffer>, id: RandomId): number | undefined {
  const idBytes = fromBase64url(id);
  for (let at = 0; at + slotSize <= bytes.length; at += slotSize) {
    const slot = bytes.subarray(at, at + slotSize);
    // The id first: summing up hundreds of other slots takes longer than the disk does.
    if (idBytes !== undefined && sameBytes(idBytes, slot.subarray(0, idSize)) && isWhole(slot))
      return at;
  }
  return undefined;
}

// A damaged slot is as good as a free one: what it held cannot be read any more.
function findFree(bytes: Uint8Array<ArrayBuffer>): number | undefined {
  if (bytes.length === 0) return 0;
  for (let at = 0; at + slotSize <= bytes.length; at += slotSize) {
    if (!isWhole(bytes.subarray(at, at + slotSize))) return at;
  }
  return undefined;
}

function readAll(file: SlotFile): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(file.getSize());
  file.read(bytes, { at: 0 });
  return bytes.subarray(0, bytes.length - (bytes.length % slotSize));
}

function writeAt(file: SlotFile, bytes: Uint8Array<ArrayBuffer>, at: number): void {
  if (file.write(bytes, { at }) !== bytes.length) throw new Error("the key was not written whole");
}

const sameBytes = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && one.every((byte, at) => byte === other[at]);

/** CRC-32 (ISO 3309), for telling a torn slot, not for safety. */
function crc32(bytes: Uint8Array): number {
  let sum = ~0;
  for (const byte of bytes) sum = (sum >>> 8) ^ crcTable[(sum ^ byte) & 0xff]!;
  return ~sum >>> 0;
}

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let sum = byte;
  for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  return sum;
});
