import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { PassThrough, Readable } from "node:stream";
import type { ReadableStream as NodeStream } from "node:stream/web";
import { describe, expect, onTestFinished, test } from "vitest";
import { type Incoming, openSource, type Source } from "../../../src/server/intake/source.ts";

/** Everything that comes, as text. */
async function readAll(source: Source): Promise<string> {
  let text = "";
  for (;;) {
    const chunk = await source.next();
    if (chunk === undefined) return text;
    expect(chunk.length).toBeGreaterThan(0);
    text += Buffer.from(chunk).toString("latin1");
  }
}

const kinds: readonly (readonly [string, (from: PassThrough) => Incoming])[] = [
  ["a request as Node has it", (from) => from],
  ["a web stream", (from) => Readable.toWeb(from) as NodeStream<Uint8Array> as never],
];

describe.each(kinds)("%s", (_kind, incomingOf) => {
  test("gives every byte in its order, whenever it comes, and then its end", async () => {
    const from = new PassThrough();
    const reading = readAll(openSource(incomingOf(from)));
    for (const part of ["one ", "two ", "", "three"]) {
      if (part !== "") from.write(part);
      await new Promise((resolve) => setImmediate(resolve));
    }
    from.end();

    expect(await reading).toBe("one two three");
  });

  test("has an end at once where there is nothing", async () => {
    const from = new PassThrough();
    from.end();

    expect(await openSource(incomingOf(from)).next()).toBeUndefined();
  });

  test("gives what had come before it broke off, and is not taken for whole then", async () => {
    const from = new PassThrough();
    const source = openSource(incomingOf(from));
    from.write("begun");
    const first = await source.next();
    const broken = expect(source.next()).rejects.toThrow();
    from.destroy(new Error("ECONNRESET"));

    expect(Buffer.from(first!).toString()).toBe("begun");
    await broken;
  });

  test("cuts the sender off when nobody reads on", async () => {
    const from = new PassThrough();
    const source = openSource(incomingOf(from));
    from.write("begun");
    await source.next();

    source.cancel();
    if (!from.destroyed) await once(from, "close");

    expect(from.destroyed).toBe(true);
  });
});

test("a connection that closes without a word ends nothing whole", async () => {
  const from = new PassThrough();
  const source = openSource(from);
  const broken = expect(source.next()).rejects.toThrow("closed");

  from.destroy();

  await broken;
  await expect(openSource(from).next()).rejects.toThrow("closed");
});

/** A request with a body that is begun and never ends, as the server has it, and the phone's end of it. */
async function aLongRequest(): Promise<{ incoming: IncomingMessage; phone: Socket }> {
  const server = createServer({ highWaterMark: 16_384 }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const phone = connect((server.address() as AddressInfo).port, "127.0.0.1");
  onTestFinished(() => {
    phone.destroy();
    server.close();
  });
  const asked = once(server, "request") as Promise<[IncomingMessage]>;
  phone.write("PUT / HTTP/1.1\r\nhost: x\r\ncontent-length: 100000000\r\n\r\n");
  const [incoming] = await asked;
  return { incoming, phone };
}

test("what a fast phone is ahead of the disk waits in the network and not here", async () => {
  const { incoming, phone } = await aLongRequest();
  const source = openSource(incoming);
  const megabytes = 50;
  for (let n = 0; n < megabytes; n += 1) phone.write(Buffer.alloc(1_000_000));

  await source.next();
  // As long as anything moves: the kernel's buffers are a few megabytes.
  for (let before = -1; before !== phone.bytesWritten - phone.writableLength;) {
    before = phone.bytesWritten - phone.writableLength;
    for (let turn = 0; turn < 200; turn += 1) await new Promise((done) => setImmediate(done));
  }

  expect(incoming.readableLength).toBeLessThan(200_000);
  expect(phone.writableLength).toBeGreaterThan((megabytes * 1_000_000) / 2);
});
