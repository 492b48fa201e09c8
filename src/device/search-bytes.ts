/** Bytes that grow as they are written. */
export interface ByteWriter {
  readonly length: number;
  byte(value: number): void;
  /** Seven bits a byte, the lowest first. `value` is below 2^32. */
  varint(value: number): void;
  copy(bytes: Uint8Array, from: number, to: number): void;
  /** What another writer has written so far. */
  append(writer: ByteWriter): void;
  written(): Uint8Array;
  clear(): void;
  /** What was written; the writer is done with. */
  take(): Uint8Array<ArrayBuffer>;
}

export function createByteWriter(room = 256): ByteWriter {
  let bytes = new Uint8Array(room);
  let length = 0;
  const reserve = (more: number): void => {
    if (length + more > bytes.length) bytes = grown(bytes, length + more);
  };
  return {
    get length() {
      return length;
    },
    byte(value) {
      reserve(1);
      bytes[length++] = value;
    },
    varint(value) {
      reserve(5);
      let rest = value;
      while (rest > 0x7f) {
        bytes[length++] = (rest & 0x7f) | 0x80;
        rest >>>= 7;
      }
      bytes[length++] = rest;
    },
    copy(source, from, to) {
      reserve(to - from);
      bytes.set(source.subarray(from, to), length);
      length += to - from;
    },
    append(writer) {
      const more = writer.written();
      reserve(more.length);
      bytes.set(more, length);
      length += more.length;
    },
    written: () => bytes.subarray(0, length),
    clear() {
      length = 0;
    },
    // Copied where much room is left: storage keeps the whole buffer.
    take: () => (length * 1.1 > bytes.length ? bytes.subarray(0, length) : bytes.slice(0, length)),
  };
}

/** Where a reader stands in some bytes; {@link readVarint} moves it on. */
export interface Cursor {
  readonly bytes: Uint8Array;
  at: number;
}

/** Beyond the end it reads zeros: damaged bytes give wrong numbers, never an endless loop. */
export function readVarint(cursor: Cursor): number {
  let value = 0;
  for (let shift = 0; shift < 35; shift += 7) {
    const byte = cursor.bytes[cursor.at++] ?? 0;
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) break;
  }
  return value >>> 0;
}

type Growing = Uint8Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Int32Array<ArrayBuffer>;

/** The same numbers with room for at least `length`, and for more to come. */
export function grown<Numbers extends Growing>(numbers: Numbers, length: number): Numbers;
export function grown(numbers: Growing, length: number): Growing {
  if (length <= numbers.length) return numbers;
  const room = Math.max(length, Math.ceil(numbers.length * 1.5), 16);
  const larger =
    numbers instanceof Uint8Array
      ? new Uint8Array(room)
      : numbers instanceof Uint32Array
        ? new Uint32Array(room)
        : new Int32Array(room);
  larger.set(numbers);
  return larger;
}

/** FNV-1a with its bits mixed once more. */
export function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let at = from; at < to; at += 1) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
  return (hash ^ (hash >>> 15)) >>> 0;
}
