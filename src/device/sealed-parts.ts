import { leafSize, type StoryId } from "../protocol/intake.ts";
import type { Store, Stores, Transaction } from "./database.ts";
import { DeviceError } from "./errors.ts";
import { sha256 } from "./hashing.ts";
import { concat } from "../protocol/bytes.ts";

/** Leaves of one stored chunk: 256 KiB, what every browser keeps well. */
const leavesOfChunk = 4;
const chunkSize = leavesOfChunk * leafSize;
/**
 * Chunks of a text are smaller: Chromium keeps a value of more than 64 KiB as a file of its own beside the database, and one
 * file more to bring to disk takes longer than all else that sealing a text writes. Older texts lie in larger chunks. Bytes.
 */
const textChunkSize = 32_768;
/** The chunk number under which a part's leaf list lies. */
const leafList = -1;

type PartRecord = Stores["parts"]["value"];

/** SHA-256 of each leaf, one after another: 32 bytes for each. */
export async function leafListOf(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const hashes: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += leafSize)
    hashes.push(await sha256(bytes.slice(at, at + leafSize)));
  return concat(...hashes);
}

/** The records of one sealed file: part 0 is the text, which has no leaf list. */
export function recordsOfPart(
  story: StoryId,
  part: number,
  bytes: Uint8Array<ArrayBuffer>,
  list?: Uint8Array<ArrayBuffer>,
): readonly PartRecord[] {
  const records: PartRecord[] =
    list === undefined ? [] : [{ story, part, chunk: leafList, bytes: list.slice().buffer }];
  const size = part === 0 ? textChunkSize : chunkSize;
  for (let at = 0; at < bytes.length; at += size) {
    records.push({ story, part, chunk: at / size, bytes: bytes.slice(at, at + size).buffer });
  }
  return records;
}

/** Puts them, within the transaction that seals. */
export async function putParts(
  transaction: Transaction<"readwrite">,
  records: readonly PartRecord[],
): Promise<void> {
  const parts = transaction.objectStore("parts");
  await Promise.all(records.map((record) => parts.put(record)));
}

/** A whole sealed file. Throws {@link DeviceError} `damaged` where bytes are missing. */
export async function readPart(
  store: Store,
  story: StoryId,
  part: number,
  length: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await readChunks(store, story, part, 0, Infinity);
  if (bytes.length !== length) throw new DeviceError("damaged", "A sealed file is not whole");
  return bytes;
}

/** `count` leaves from `first`, at most to the end. Reads only the chunks that hold them. */
export async function readLeaves(
  store: Store,
  story: StoryId,
  part: number,
  first: number,
  count: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const from = Math.floor(first / leavesOfChunk);
  const to = Math.floor((first + count - 1) / leavesOfChunk);
  const bytes = await readChunks(store, story, part, from, to);
  const start = (first - from * leavesOfChunk) * leafSize;
  return bytes.subarray(start, start + count * leafSize);
}

/** The sealed text of a story as far as it is here, within a transaction. */
export async function readTextIn(
  transaction: Transaction<"readonly">,
  story: StoryId,
): Promise<Uint8Array<ArrayBuffer>> {
  const range = IDBKeyRange.bound([story, 0, 0], [story, 0, Infinity]);
  return whole(await transaction.objectStore("parts").getAll(range));
}

/** A part's leaf list. */
export async function readLeafList(
  store: Store,
  story: StoryId,
  part: number,
): Promise<Uint8Array<ArrayBuffer>> {
  return readChunks(store, story, part, leafList, leafList);
}

async function readChunks(
  store: Store,
  story: StoryId,
  part: number,
  from: number,
  to: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const records = await store.transact(["parts"], "readonly", (transaction) =>
    transaction
      .objectStore("parts")
      .getAll(IDBKeyRange.bound([story, part, from], [story, part, to])),
  );
  return whole(records);
}

const whole = (records: readonly PartRecord[]): Uint8Array<ArrayBuffer> =>
  concat(...records.map(({ bytes }) => new Uint8Array(bytes)));
