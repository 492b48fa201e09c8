import { expect, test } from "vitest";
import { ask, chunksOf, Unreachable, wholeOf } from "../../src/device/arriving.ts";

const patience = { firstByte: 1_000, stall: 1_000 };

/** An answer whose pieces are there at once; then the line breaks, or the answer ends. */
const answering = (pieces: readonly string[], ending: "breaks" | "ends") => {
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      for (const piece of pieces) controller.enqueue(new TextEncoder().encode(piece));
      if (ending === "ends") return controller.close();
      // After whoever reads has begun: what it had not asked for by then is dropped by the stream.
      await new Promise((resolve) => setTimeout(resolve));
      controller.error(new TypeError("network error"));
    },
  });
  return ask(async () => new Response(body), "/library/head", patience);
};

test("what came before a line broke is handed on, however long each piece takes to be kept", async () => {
  const pieces = Array.from({ length: 30 }, (_, at) => `${at}\n`);
  const arriving = await answering(pieces, "breaks");
  const kept: string[] = [];

  const keeping = (async () => {
    for await (const piece of chunksOf(arriving, patience)) {
      await new Promise((resolve) => setTimeout(resolve, 2));
      kept.push(new TextDecoder().decode(piece));
    }
  })();

  await expect(keeping).rejects.toBeInstanceOf(Unreachable);
  expect(kept).toEqual(pieces);
});

test("whoever stops early cuts the connection, and nobody is left with an error", async () => {
  const arriving = await answering(["one", "two", "three"], "breaks");

  for await (const piece of chunksOf(arriving, patience)) {
    expect(new TextDecoder().decode(piece)).toBe("one");
    break;
  }
  await new Promise((resolve) => setTimeout(resolve, 5));
});

test("a whole body is put together in its order, and one that is too long is none", async () => {
  const pieces = Array.from({ length: 100 }, (_, at) => `${at},`);

  const whole = await wholeOf(await answering(pieces, "ends"), patience, 1_000);
  const tooLong = await wholeOf(await answering(pieces, "ends"), patience, 20);

  expect(new TextDecoder().decode(whole)).toBe(pieces.join(""));
  expect(tooLong).toBeUndefined();
});
