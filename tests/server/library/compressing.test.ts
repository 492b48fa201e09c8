import {
  brotliCompressSync,
  brotliDecompressSync,
  constants,
  createBrotliDecompress,
} from "node:zlib";
import { expect, test } from "vitest";
import { brotli, titleCost } from "../../../src/server/compressing.ts";
import { chooseEncoding, createCompressor } from "../../../src/server/library/compressing.ts";
import { someText } from "../../support/some-text.ts";

const text = (length: number) => new TextEncoder().encode("слово ".repeat(length));

test.each([
  [undefined, "identity"],
  ["", "identity"],
  ["gzip, deflate, br, zstd", "br"],
  ["br;q=0, gzip", "gzip"],
  ["br;q=0.1, gzip;q=1", "br"],
  ["*", "br"],
  ["*;q=0", "identity"],
  ["deflate", "identity"],
])("Accept-Encoding %s means %s", (accept, encoding) => {
  expect(chooseEncoding(accept)).toBe(encoding);
});

test("a body is read and compressed once, however many ask at the same time", async () => {
  const compressor = createCompressor();
  let read = 0;
  const body = async () => {
    read += 1;
    return text(100);
  };
  const ask = () => compressor.compress("a", body, "br", "often");
  const [one, other] = await Promise.all([ask(), ask()]);
  await ask();
  expect(read).toBe(1);
  expect(one).toBe(other);
  expect(brotliDecompressSync(one!)).toEqual(Buffer.from(text(100)));
});

test("nobody waits for a body that is still being warmed", async () => {
  const compressor = createCompressor();
  const never = new Promise<never>(() => undefined);
  compressor.warm("a", () => never);
  const bytes = await compressor.compress("a", async () => text(100), "br", "warm");
  expect(brotliDecompressSync(bytes!)).toEqual(Buffer.from(text(100)));
});

test("what is kept stays within its room, the least recently asked for going first", async () => {
  const compressor = createCompressor(60);
  const read: string[] = [];
  const ask = (name: string) =>
    compressor.compress(name, async () => (read.push(name), text(10)), "br", "often");
  for (const name of ["a", "b", "a", "c", "d", "e"]) await ask(name);
  read.length = 0;
  await ask("e");
  await ask("b");
  expect(read).toEqual(["b"]);
});

test("a body that has gone, or could not be read, is asked for again", async () => {
  const compressor = createCompressor();
  expect(await compressor.compress("a", async () => undefined, "br", "often")).toBeUndefined();
  await expect(
    compressor.compress("a", () => Promise.reject(new Error("x")), "br", "often"),
  ).rejects.toThrow("x");
  expect(await compressor.compress("a", async () => text(1), "br", "often")).toBeDefined();
});

/** What a browser has of a text when `bytes` of it are there. */
async function readable(compressed: Uint8Array, bytes: number): Promise<string> {
  const decoder = createBrotliDecompress();
  const read: Buffer[] = [];
  decoder.on("data", (chunk: Buffer) => read.push(chunk));
  await new Promise<void>((resolve) =>
    decoder.write(compressed.subarray(0, bytes), () => resolve()),
  );
  decoder.destroy();
  return Buffer.concat(read).toString();
}

test.each([5, 11] as const)(
  "a page's title can be read as soon as its own bytes are there, at quality %i",
  async (quality) => {
    const styles = Array.from({ length: 80 }, (_, n) => `.a${n}{margin:${n * 7}px}`).join("");
    const beginning = `<!doctype html><style>${styles}</style><article><h1>Хліб на всіх</h1>`;
    const page = beginning + `<p>${someText(900)}</p>`;
    const bytes = Buffer.from(page);

    const compressed = await brotli(bytes, quality);

    expect(brotliDecompressSync(compressed).toString()).toBe(page);
    const alone = brotliCompressSync(beginning, {
      params: { [constants.BROTLI_PARAM_QUALITY]: quality },
    }).length;
    expect(await readable(compressed, alone + 40)).toContain("</h1>");
    const inOne = brotliCompressSync(bytes, {
      params: { [constants.BROTLI_PARAM_QUALITY]: quality },
    });
    expect(await readable(inOne, alone + 40)).not.toContain("</h1>");
    expect(compressed.length).toBeLessThanOrEqual(inOne.length + titleCost);
  },
);

test("a text that only speaks of a title is compressed in one", async () => {
  const text = Buffer.from(JSON.stringify(`<h1>Хліб</h1>${someText(300)}`));
  expect(Buffer.from(await brotli(text, 11))).toEqual(
    brotliCompressSync(text, {
      params: {
        [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
        [constants.BROTLI_PARAM_SIZE_HINT]: text.length,
      },
    }),
  );
});
