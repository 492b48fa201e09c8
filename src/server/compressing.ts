import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";
import type { MiddlewareHandler } from "hono";

const compress = promisify(brotliCompress);
const texts =
  /^(text\/|application\/(.+\+)?(json|xml|javascript)\b|application\/(x-)?ndjson|image\/svg\+xml)/;

// Below this a packet is a packet.
const least = 256;

/** True where a request takes brotli. */
export const takesBrotli = (accepted: string | undefined): boolean =>
  /(^|[\s,])br\s*(;\s*q=(?!0(\.0*)?\s*(,|$))|,|$)/.test(accepted ?? "");

/** Brotli over `bytes`; 11 is the best that there is and slow, 9 nearly as good and ten times as fast, 5 is for what is made anew each time. */
export async function brotli(
  bytes: Uint8Array,
  quality: 5 | 9 | 11,
): Promise<Uint8Array<ArrayBuffer>> {
  const params = {
    [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
    [constants.BROTLI_PARAM_QUALITY]: quality,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  return Uint8Array.from(await compress(bytes, { params }));
}

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
