/** Bytes that are not what they were taken for. */
class Malformed extends Error {}

/** An output of known size, into which copies of what it already holds can be made. */
function anOutput(size: number) {
  if (size > 1 << 28) throw new Malformed("too large");
  const bytes = new Uint8Array(size);
  let at = 0;
  return {
    bytes,
    get isFull() {
      return at === size;
    },
    put(from: Uint8Array): void {
      if (at + from.length > size) throw new Malformed("longer than it says");
      bytes.set(from, at);
      at += from.length;
    },
    /** One after another: a copy may read what it has just written. */
    copy(back: number, length: number): void {
      if (back === 0 || back > at || at + length > size) throw new Malformed("a copy from nowhere");
      for (let left = length; left > 0; left -= 1, at += 1) bytes[at] = bytes[at - back]!;
    },
  };
}

/** A little-endian number of so many bytes. */
function numberAt(bytes: Uint8Array, at: number, length: number): number {
  if (at + length > bytes.length) throw new Malformed("cut");
  let value = 0;
  for (let index = length - 1; index >= 0; index -= 1) value = value * 256 + bytes[at + index]!;
  return value;
}

/** The varint at a place, and the place behind it. */
export function varintAt(bytes: Uint8Array, start: number): readonly [value: number, next: number] {
  let value = 0;
  for (let at = start, shift = 1; at < bytes.length && at < start + 8; at += 1, shift *= 128) {
    value += (bytes[at]! & 127) * shift;
    if (bytes[at]! < 128) return [value, at + 1];
  }
  throw new Malformed("not a varint");
}

/** Unpacks raw Snappy (https://github.com/google/snappy/blob/main/format_description.txt). Throws where it is none. */
export function unpackSnappy(bytes: Uint8Array): Uint8Array {
  const [size, begin] = varintAt(bytes, 0);
  const output = anOutput(size);
  for (let at = begin; at < bytes.length;) {
    const tag = bytes[at]!;
    const kind = tag & 3;
    if (kind === 0) {
      const short = tag >> 2;
      const more = short < 60 ? 0 : short - 59;
      const length = 1 + (more === 0 ? short : numberAt(bytes, at + 1, more));
      const from = at + 1 + more;
      if (from + length > bytes.length) throw new Malformed("cut");
      output.put(bytes.subarray(from, from + length));
      at = from + length;
    } else if (kind === 1) {
      output.copy(((tag >> 5) << 8) | numberAt(bytes, at + 1, 1), ((tag >> 2) & 7) + 4);
      at += 2;
    } else {
      const width = kind === 2 ? 2 : 4;
      output.copy(numberAt(bytes, at + 1, width), (tag >> 2) + 1);
      at += 1 + width;
    }
  }
  if (!output.isFull) throw new Malformed("shorter than it says");
  return output.bytes;
}

/** Unpacks one LZ4 block (https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md) of this size. Throws where it is none. */
export function unpackLz4(bytes: Uint8Array, size: number): Uint8Array {
  const output = anOutput(size);
  let at = 0;
  const lengthOf = (nibble: number): number => {
    let length = nibble;
    for (let more = nibble === 15 ? 255 : 0; more === 255; at += 1) {
      more = numberAt(bytes, at, 1);
      length += more;
    }
    return length;
  };
  while (at < bytes.length) {
    const token = bytes[at]!;
    at += 1;
    const literals = lengthOf(token >> 4);
    if (at + literals > bytes.length) throw new Malformed("cut");
    output.put(bytes.subarray(at, at + literals));
    at += literals;
    if (at === bytes.length) break;
    const back = numberAt(bytes, at, 2);
    at += 2;
    output.copy(back, lengthOf(token & 15) + 4);
  }
  if (!output.isFull) throw new Malformed("shorter than it says");
  return output.bytes;
}
