// As much of LevelDB's files as is needed to read every value in them, deleted ones too.
// https://github.com/google/leveldb/blob/main/doc/table_format.md and log_format.md
import { unpackSnappy, varintAt } from "./unpacking.ts";

const footer = 48;
const compressed = 1;

/** Every block of a table, unpacked. Throws where it is none. */
export function unpackLevelDbTable(bytes: Buffer): readonly Uint8Array[] {
  const end = bytes.length - footer;
  const [, afterMeta] = handleAt(bytes, end);
  const [index] = handleAt(bytes, afterMeta);
  const indexBlock = blockAt(bytes, index);
  return [
    indexBlock,
    ...valuesOf(indexBlock).map((value) => blockAt(bytes, handleAt(value, 0)[0])),
  ];
}

interface Handle {
  readonly offset: number;
  readonly size: number;
}

function handleAt(bytes: Uint8Array, at: number): readonly [handle: Handle, next: number] {
  const [offset, middle] = varintAt(bytes, at);
  const [size, next] = varintAt(bytes, middle);
  return [{ offset, size }, next];
}

/** A block, and behind it one byte that says how it is packed. */
function blockAt(bytes: Uint8Array, { offset, size }: Handle): Uint8Array {
  const block = bytes.subarray(offset, offset + size);
  return bytes[offset + size] === compressed ? unpackSnappy(block) : block;
}

/** The values of a block's entries: each shares the beginning of its key with the one before. */
function valuesOf(block: Uint8Array): readonly Uint8Array[] {
  const view = new DataView(block.buffer, block.byteOffset, block.byteLength);
  const restarts = view.getUint32(block.length - 4, true);
  const end = block.length - 4 * (restarts + 1);
  const values: Uint8Array[] = [];
  for (let at = 0; at < end;) {
    const [, afterShared] = varintAt(block, at);
    const [rest, afterRest] = varintAt(block, afterShared);
    const [length, key] = varintAt(block, afterRest);
    values.push(block.subarray(key + rest, key + rest + length));
    at = key + rest + length;
  }
  return values;
}

const logBlock = 32_768;
const logHeader = 7;

/** The records of a log as one: it is cut into blocks, and a word may lie across their border. */
export function unpackLevelDbLog(bytes: Buffer): readonly Uint8Array[] {
  const pieces: Buffer[] = [];
  for (let block = 0; block < bytes.length; block += logBlock) {
    const end = Math.min(block + logBlock, bytes.length);
    for (let at = block; at + logHeader <= end;) {
      const length = bytes.readUInt16LE(at + 4);
      if (length === 0 && bytes[at + 6] === 0) break;
      pieces.push(bytes.subarray(at + logHeader, Math.min(at + logHeader + length, end)));
      at += logHeader + length;
    }
  }
  return [Buffer.concat(pieces)];
}
