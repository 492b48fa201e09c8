import { type Cursor, createByteWriter, grown, hashOf, readVarint } from "./search-bytes.ts";
import { createKeyTable } from "./search-keys.ts";
import { lettersOf, mayBeNear, slipsBetween } from "./search-spelling.ts";

/** Every word of every article, numbered as they come, in a few typed arrays. Words are folded. */
export interface Vocabulary {
  readonly size: number;
  /** One more article has this word: its number, which it gets where it has none. */
  use(word: string): number;
  /** The number of a word, or −1. */
  find(word: string): number;
  wordAt(number: number): string;
  /** Words that share one of these keys. */
  sharing(keys: readonly string[]): readonly number[];
  /** Words that begin so, `most` of them at most: the most used. */
  beginningWith(start: string, most: number): readonly number[];
  /** Words that become this one by no slip, by one, and so on up to `slips`. */
  near(word: string, slips: number): readonly (readonly number[])[];
  /** The words with numbers from `from` on, `count` at most. */
  save(from: number, count: number): Uint8Array<ArrayBuffer>;
  /** Goes on where the words before end. */
  load(bytes: Uint8Array): void;
}

const escape = 0x7f;

/** One byte for a Latin or Cyrillic letter, three for others. */
function encode(word: string, into: Uint8Array): number {
  let length = 0;
  for (let at = 0; at < word.length; at += 1) {
    const code = word.charCodeAt(at);
    if (code < escape) into[length++] = code;
    else if (code >= 0x400 && code < 0x480) into[length++] = code - 0x380;
    else {
      into[length++] = escape;
      into[length++] = code >>> 8;
      into[length++] = code & 0xff;
    }
  }
  return length;
}

function decode(bytes: Uint8Array, from: number, to: number): string {
  let word = "";
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === escape) {
      word += String.fromCharCode(((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0));
      at += 2;
    } else word += String.fromCharCode(byte < 0x80 ? byte : byte + 0x380);
  }
  return word;
}

export function createVocabulary(keysOf: (word: string) => readonly string[]): Vocabulary {
  let size = 0;
  let letters = new Uint8Array(1 << 14);
  let starts = new Uint32Array(1 << 11);
  let hashes = new Uint32Array(1 << 11);
  let masks = new Uint32Array(1 << 11);
  let uses = new Uint32Array(1 << 11);
  let lengths = new Uint8Array(1 << 11);
  // Words that begin with the same two letters, a chain each: the last word of it, and for each word the one before.
  const chains = new Int32Array(1 << 16).fill(-1);
  let before = new Int32Array(1 << 11);
  let places = new Int32Array(1 << 12).fill(-1);
  const keys = createKeyTable();
  const scratch = new Uint8Array(3 * 64);

  const hashOfKey = (key: string): number => hashOf(scratch, 0, encode(key, scratch));

  function place(length: number, hash: number): number {
    const mask = places.length - 1;
    for (let at = hash & mask; ; at = (at + 1) & mask) {
      const number = places[at] ?? -1;
      if (number < 0) return -1 - at;
      if (hashes[number] === hash && isAt(number, length)) return number;
    }
  }

  function isAt(number: number, length: number): boolean {
    const start = starts[number] ?? 0;
    if ((starts[number + 1] ?? 0) - start !== length) return false;
    for (let at = 0; at < length; at += 1) if (letters[start + at] !== scratch[at]) return false;
    return true;
  }

  // Of what stands in `scratch`.
  const chainOf = (): number => ((scratch[0] ?? 0) << 8) | (scratch[1] ?? 0);

  // Only numbers move: some milliseconds for a hundred thousand words.
  function widen(): void {
    places = new Int32Array(places.length * 2).fill(-1);
    const mask = places.length - 1;
    for (let number = 0; number < size; number += 1) {
      let at = (hashes[number] ?? 0) & mask;
      while ((places[at] ?? -1) >= 0) at = (at + 1) & mask;
      places[at] = number;
    }
  }

  function append(length: number, hash: number): number {
    if (size * 2 >= places.length) widen();
    const number = size++;
    const start = starts[number] ?? 0;
    letters = grown(letters, start + length);
    starts = grown(starts, size + 1);
    hashes = grown(hashes, size);
    masks = grown(masks, size);
    uses = grown(uses, size);
    letters.set(scratch.subarray(0, length), start);
    starts[size] = start + length;
    hashes[number] = hash;
    masks[number] = lettersOf(scratch, 0, length);
    lengths = grown(lengths, size);
    lengths[number] = length;
    before = grown(before, size);
    before[number] = chains[chainOf()] ?? -1;
    chains[chainOf()] = number;
    places[-1 - place(length, hash)] = number;
    return number;
  }

  function numberOf(word: string): number {
    const length = encode(word, scratch);
    const hash = hashOf(scratch, 0, length);
    const found = place(length, hash);
    if (found >= 0) return found;
    const number = append(length, hash);
    keys.put(number, [...new Set(keysOf(word))].map(hashOfKey));
    return number;
  }

  return {
    get size() {
      return size;
    },
    use(word) {
      const number = numberOf(word);
      uses[number] = (uses[number] ?? 0) + 1;
      return number;
    },
    find(word) {
      const length = encode(word, scratch);
      return Math.max(-1, place(length, hashOf(scratch, 0, length)));
    },
    wordAt: (number) => decode(letters, starts[number] ?? 0, starts[number + 1] ?? 0),
    sharing(wanted) {
      return [...new Set(wanted.flatMap((key) => keys.wordsWith(hashOfKey(key))))];
    },
    beginningWith(start, most) {
      const length = encode(start, scratch);
      const found: number[] = [];
      const look = (number: number): void => {
        if ((lengths[number] ?? 0) < length) return;
        const from = starts[number] ?? 0;
        for (let at = 0; at < length; at += 1) if (letters[from + at] !== scratch[at]) return;
        found.push(number);
      };
      if (length < 2) for (let number = 0; number < size; number += 1) look(number);
      else {
        let number = chains[chainOf()] ?? -1;
        for (; number >= 0; number = before[number] ?? -1) look(number);
      }
      if (found.length <= most) return found;
      return found.sort((one, other) => (uses[other] ?? 0) - (uses[one] ?? 0)).slice(0, most);
    },
    near(word, slips) {
      const length = encode(word, scratch);
      const mask = lettersOf(scratch, 0, length);
      const found: number[][] = Array.from({ length: slips + 1 }, () => []);
      for (let number = 0; slips > 0 && number < size; number += 1) {
        if (Math.abs((lengths[number] ?? 0) - length) > slips) continue;
        if (!mayBeNear(mask, masks[number] ?? 0, slips)) continue;
        const from = starts[number] ?? 0;
        const to = starts[number + 1] ?? 0;
        found[slipsBetween(scratch, length, letters, from, to, slips)]?.push(number);
      }
      return found;
    },
    save(from, count) {
      const writer = createByteWriter(count * 16);
      const to = Math.min(size, from + count);
      writer.varint(to - from);
      for (let number = from; number < to; number += 1) {
        const start = starts[number] ?? 0;
        const end = starts[number + 1] ?? 0;
        writer.varint(end - start);
        writer.copy(letters, start, end);
        writer.varint(uses[number] ?? 0);
        const own = keys.of(number);
        writer.varint(own.length);
        for (const key of own) {
          for (let shift = 0; shift < 32; shift += 8) writer.byte(key >>> shift);
        }
      }
      return writer.take();
    },
    load(bytes) {
      const cursor: Cursor = { bytes, at: 0 };
      const count = readVarint(cursor);
      for (let word = 0; word < count && cursor.at < bytes.length; word += 1) {
        const length = Math.min(readVarint(cursor), scratch.length);
        scratch.set(bytes.subarray(cursor.at, cursor.at + length));
        cursor.at += length;
        const number = append(length, hashOf(scratch, 0, length));
        uses[number] = readVarint(cursor);
        const own: number[] = [];
        for (let rest = Math.min(readVarint(cursor), 64); rest > 0; rest -= 1, cursor.at += 4) {
          const [a = 0, b = 0, c = 0, d = 0] = bytes.subarray(cursor.at, cursor.at + 4);
          own.push((a | (b << 8) | (c << 16) | (d << 24)) >>> 0);
        }
        keys.put(number, own);
      }
    },
  };
}
