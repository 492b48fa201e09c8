// S2: what the server's process takes of memory while many slow phones send an attachment of 20 MiB each.
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { leafSize, mostLeaves } from "../../src/protocol/intake.ts";
import { aPartOf, aSealedFile, hashOf } from "../../tests/support/sealed.ts";
import { forgetPeak, memoryOf } from "../peers/processes.ts";

/** 20 MiB lie in a bucket of 24 once they are sealed. */
const bucket = 25_165_824;
const leaves = bucket / leafSize;
/** What a phone hands to the network at a time. */
const packet = 16_384;
const hashSize = 32;

export interface SlowPhones {
  readonly before: number;
  /** The highest that was resident at any moment of it. */
  readonly peak: number;
  readonly seconds: number;
  /** Phones whose attachment the server holds whole at the end. */
  readonly complete: number;
}

/** `count` phones at once, each on a line that carries its attachment in `seconds` at the soonest, in requests of 2 MiB. */
export async function measureSlowPhones(
  { pid, port }: { readonly pid: number; readonly port: number },
  count: number,
  seconds: number,
): Promise<SlowPhones> {
  const phones = await makePhones(count);
  const before = memoryOf(pid).now;
  forgetPeak(pid);
  const begun = performance.now();
  const every = (seconds * 1_000 * packet) / bucket;
  const sent = phones.map(async (phone, n) => {
    // Not all in step: each begins at its own moment.
    await pause((1_000 * n) / count);
    return send(port, phone, every);
  });
  const complete = (await Promise.all(sent)).filter(Boolean).length;
  const took = (performance.now() - begun) / 1_000;
  return { before, peak: memoryOf(pid).peak, seconds: took, complete };
}

/** What one phone sends. All share their bytes but for the last leaf, so that they are blobs of their own and still in little room. */
interface Phone {
  readonly id: string;
  readonly leafList: Buffer;
  read(from: number, to: number): Uint8Array;
}

async function makePhones(count: number): Promise<readonly Phone[]> {
  const bytes = await aSealedFile(bucket);
  const { leafList } = aPartOf(bytes);
  const border = bucket - leafSize;
  return Array.from({ length: count }, () => {
    const last = Uint8Array.from(randomBytes(leafSize));
    const list = Buffer.concat([
      leafList.subarray(0, leafList.length - hashSize),
      aPartOf(last).leafList,
    ]);
    return {
      id: hashOf(list),
      leafList: list,
      read: (from, to) =>
        from < border ? bytes.subarray(from, to) : last.subarray(from - border, to - border),
    };
  });
}

/** True where the server said after the last leaf that all is there. */
async function send(port: number, phone: Phone, every: number): Promise<boolean> {
  const socket = connect({ port, host: "127.0.0.1", noDelay: true });
  await once(socket, "connect");
  const clock = { due: performance.now(), every };
  let answer = "";
  for (let leaf = 0; leaf < leaves; leaf += mostLeaves) {
    const answered = readHead(socket);
    await write(socket, headOf(phone, leaf));
    const end = Math.min(bucket, (leaf + mostLeaves) * leafSize);
    for (let at = leaf * leafSize; at < end; at += packet) {
      clock.due += clock.every;
      const early = clock.due - performance.now();
      if (early > 1) await pause(early);
      await write(socket, phone.read(at, at + packet));
    }
    answer = await answered;
    if (!answer.startsWith("HTTP/1.1 200")) break;
  }
  socket.destroy();
  return /soniakh-complete: 1/i.test(answer);
}

function headOf({ id, leafList }: Phone, leaf: number): Buffer {
  const isFirst = leaf === 0;
  const size = Math.min(mostLeaves, leaves - leaf) * leafSize + (isFirst ? leafList.length : 0);
  const head =
    `PUT /intake/blobs/${id}?leaf=${leaf}&leaves=${leaves}&bytes=${bucket} HTTP/1.1\r\nhost: 127.0.0.1\r\n` +
    `content-type: application/vnd.soniakh.leaves\r\ncontent-length: ${size}\r\n` +
    `${isFirst ? "soniakh-leaf-list: 1\r\n" : ""}\r\n`;
  return Buffer.concat([Buffer.from(head), isFirst ? leafList : Buffer.alloc(0)]);
}

async function write(socket: Socket, bytes: Uint8Array): Promise<void> {
  if (!socket.write(bytes)) await once(socket, "drain");
}

/** The answers here have no body. */
async function readHead(socket: Socket): Promise<string> {
  let text = "";
  while (!text.includes("\r\n\r\n")) {
    const [chunk] = (await once(socket, "data")) as [Buffer];
    text += chunk.toString("latin1");
  }
  return text;
}
