import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";
import { expect, test } from "vitest";
import { createPieceCompressor } from "../../../src/server/library/in-pieces.ts";
import { someText } from "../../support/some-text.ts";

/** Words come back, as in any language. */
const words = someText(2_000).split(" ");
const order = [...new TextEncoder().encode(someText(8_000, 11))];
const text = new TextEncoder().encode(
  order.map((byte, at) => words[(byte * 97 + (order[at - 1] ?? 0) * 31) % 2_000]).join(" "),
);

/** What a decoder makes of the beginning of an answer. */
const begun = (bytes: Uint8Array): Buffer =>
  brotliDecompressSync(bytes, { finishFlush: constants.BROTLI_OPERATION_FLUSH });

const sizeAt = (quality: number): number =>
  brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } }).length;

const byNumber = (one: number, other: number): number => one - other;

async function read(stream: ReadableStream<Uint8Array> | undefined): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of stream!) pieces.push(piece);
  return Buffer.concat(pieces);
}

test("what is taken whole is the body, hardly longer than the best", async () => {
  const compressed = await read(createPieceCompressor().stream(text));

  expect(begun(compressed).equals(text)).toBe(true);
  expect(brotliDecompressSync(compressed).equals(text)).toBe(true);
  expect(compressed.length).toBeLessThan(sizeAt(11) * 1.01);
  expect(compressed.length).toBeLessThan(sizeAt(9) * 0.95);
});

test("each piece can be read before the next is made", async () => {
  const reader = createPieceCompressor().stream(text)!.getReader();

  const { value } = await reader.read();

  expect(begun(value!).equals(text.subarray(0, 131_072))).toBe(true);
  await reader.cancel();
});

test("a body that is short or very long is not made in pieces", () => {
  const { stream } = createPieceCompressor();

  expect(stream(text.subarray(0, 131_072))).toBeUndefined();
  expect(stream(new Uint8Array(4_194_305))).toBeUndefined();
});

test("two pieces are made at a time, whoever began when", async () => {
  const { stream } = createPieceCompressor();
  const readers = Array.from({ length: 6 }, () => stream(text)!.getReader());
  const ended: number[] = [];

  await Promise.all(readers.map((reader, at) => reader.read().then(() => ended.push(at))));

  expect(ended.slice(0, 2).toSorted(byNumber)).toEqual([0, 1]);
  expect(ended.slice(4).toSorted(byNumber)).toEqual([4, 5]);
  await Promise.all(readers.map((reader) => reader.cancel()));
});

test("a phone that goes, before, while or after it reads, leaves its place to another", async () => {
  const { stream } = createPieceCompressor();
  const open = Array.from({ length: 8 }, () => stream(text)!.getReader());
  expect(stream(text)).toBeUndefined();

  const [one, two, three] = open;
  await one!.cancel();
  const reading = two!.read();
  await Promise.all([reading, two!.cancel()]);
  while (!(await three!.read()).done);
  const more = Array.from({ length: 3 }, () => stream(text));

  expect(more.every((stream) => stream !== undefined)).toBe(true);
  expect(stream(text)).toBeUndefined();
});
