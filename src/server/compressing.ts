import { promisify } from "node:util";
import { brotliCompress, constants, createBrotliCompress } from "node:zlib";
import type { MiddlewareHandler } from "hono";

const compress = promisify(brotliCompress);
const texts =
  /^(text\/|application\/(.+\+)?(json|xml|javascript)\b|application\/(x-)?ndjson|image\/svg\+xml)/;

// Below this a packet is a packet.
const least = 256;

/** True where a request takes brotli. */
export const takesBrotli = (accepted: string | undefined): boolean =>
  /(^|[\s,])br\s*(;\s*q=(?!0(\.0*)?\s*(,|$))|,|$)/.test(accepted ?? "");

/** 11 is the best that there is and slow, 9 nearly as good and ten times as fast, 5 is for what is made anew each time. */
type Quality = 5 | 9 | 11;
type Bytes = Uint8Array<ArrayBuffer>;

/**
 * Brotli over `bytes`. Of a page, all that comes up to the end of its title can be read from the first part of it alone:
 * compressed in one, a text begins some 300 bytes later, since what describes the whole of it comes first.
 */
export async function brotli(bytes: Uint8Array, quality: Quality): Promise<Bytes> {
  const title = endOfTitle(bytes);
  if (title === undefined)
    return Uint8Array.from(await compress(bytes, { params: paramsOf(bytes.length, quality) }));
  const encoder = createEncoder(bytes.length, quality);
  try {
    const beginning = await encoder.squeeze(bytes.subarray(0, title), false);
    const rest = await encoder.squeeze(bytes.subarray(title), true);
    return Uint8Array.from(Buffer.concat([beginning, rest]));
  } finally {
    encoder.close();
  }
}

/** What reading a page's title sooner costs at most, bytes: a hundred as a rule, 414 where one paragraph fills the round trip. */
export const titleCost = 500;

/** Where a page's title ends, in bytes; undefined for what is no page. */
function endOfTitle(bytes: Uint8Array): number | undefined {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (text.toString("latin1", 0, 15).toLowerCase() !== "<!doctype html>") return undefined;
  const end = text.indexOf("</h1>");
  return end === -1 ? undefined : end + "</h1>".length;
}

/** Brotli that gives what it has after each piece. */
export interface Encoder {
  squeeze(piece: Uint8Array, isLast: boolean): Promise<Bytes>;
  close(): void;
}

/** An encoder for a body of `size` bytes that comes in pieces. */
export function createEncoder(size: number, quality: Quality): Encoder {
  const stream = createBrotliCompress({ params: paramsOf(size, quality) });
  const made: Buffer[] = [];
  stream.on("data", (chunk: Buffer) => made.push(chunk));
  return {
    squeeze: (piece, isLast) =>
      new Promise((resolve, reject) => {
        stream.once("error", reject);
        const done = (): void => {
          stream.off("error", reject);
          resolve(Uint8Array.from(Buffer.concat(made.splice(0))));
        };
        if (isLast) return void stream.once("end", done).end(piece);
        stream.write(piece);
        stream.flush(constants.BROTLI_OPERATION_FLUSH, done);
      }),
    close: () => void stream.destroy(),
  };
}

const paramsOf = (size: number, quality: Quality): Readonly<Record<number, number>> => ({
  [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
  [constants.BROTLI_PARAM_QUALITY]: quality,
  [constants.BROTLI_PARAM_SIZE_HINT]: size,
});

/** Compresses texts that no route has compressed itself. A HEAD, a 304 and a short text stay as they are. */
export const compressing: MiddlewareHandler = async (context, next) => {
  await next();
  const { res, req } = context;
  if (!texts.test(res.headers.get("content-type") ?? "")) return;
  if (!(res.headers.get("vary") ?? "").toLowerCase().includes("accept-encoding")) {
    res.headers.append("vary", "accept-encoding");
  }
  if (res.headers.has("content-encoding") || res.body === null || req.method === "HEAD") return;
  if (!takesBrotli(req.header("accept-encoding"))) return;
  const bytes = new Uint8Array(await res.arrayBuffer());
  const smaller = bytes.length < least ? bytes : await brotli(bytes, 5);
  const headers = new Headers(res.headers);
  headers.delete("content-length");
  if (smaller !== bytes) headers.set("content-encoding", "br");
  context.res = undefined;
  context.res = new Response(smaller, { status: res.status, headers });
};
