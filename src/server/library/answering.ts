import { hashOf } from "./hashing.ts";
import { chooseEncoding, type Compressor } from "./compressing.ts";

/** Something that a route answers with. */
export interface Answer {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly type: string;
  readonly cache: string;
  readonly status?: 200 | 404 | 410;
  /** Names the bytes; made of them where it is absent. */
  readonly hash?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** For what is named by its hash: browsers keep it for good, shared caches for a day, so that withdrawn articles leave them. */
export const immutable = "public, max-age=31536000, immutable, s-maxage=86400";
/** For what changes: asked for each time, answered 304 while it is the same. */
export const revalidated = "no-cache";

/** Compressed where the client takes it, with an ETag; 304 where the client has it; without its body for HEAD. */
export async function answerText(
  request: Request,
  answer: Answer,
  compressor: Compressor,
  thorough = true,
): Promise<Response> {
  const hash = answer.hash ?? hashOf(answer.body);
  const encoding = chooseEncoding(request.headers.get("accept-encoding") ?? undefined);
  const headers = headersOf(
    answer,
    encoding === "identity" ? `"${hash}"` : `"${hash}-${encoding}"`,
  );
  headers.append("vary", "accept-encoding");
  if (isHeld(request, hash, answer)) return new Response(null, { status: 304, headers });
  const body = await compressor.compress(hash, answer.body, encoding, thorough);
  if (encoding !== "identity") headers.set("content-encoding", encoding);
  return respond(request, answer.status ?? 200, headers, body);
}

/** As it is (pictures and recordings are compressed already), whole or one range of it (RFC 9110, section 14). */
export function answerBinary(request: Request, answer: Answer): Response {
  const hash = answer.hash ?? hashOf(answer.body);
  const headers = headersOf(answer, `"${hash}"`);
  headers.set("accept-ranges", "bytes");
  if (isHeld(request, hash, answer)) return new Response(null, { status: 304, headers });
  const size = answer.body.length;
  const range = rangeOf(request, hash, size);
  if (range === undefined) return respond(request, answer.status ?? 200, headers, answer.body);
  if (range === "beyond") {
    headers.set("content-range", `bytes */${size}`);
    return new Response(null, { status: 416, headers });
  }
  headers.set("content-range", `bytes ${range.from}-${range.to}/${size}`);
  return respond(request, 206, headers, answer.body.slice(range.from, range.to + 1));
}

function headersOf({ type, cache, headers }: Answer, etag: string): Headers {
  return new Headers({ ...headers, "content-type": type, "cache-control": cache, etag });
}

function respond(
  request: Request,
  status: number,
  headers: Headers,
  body: Uint8Array<ArrayBuffer>,
): Response {
  headers.set("content-length", String(body.length));
  return new Response(request.method === "HEAD" ? null : body, { status, headers });
}

/** True where If-None-Match names these bytes, in whatever encoding the client has them. */
function isHeld(request: Request, hash: string, { status = 200 }: Answer): boolean {
  const held = request.headers.get("if-none-match");
  if (held === null || status !== 200) return false;
  return held
    .split(",")
    .some((one) => one.trim() === "*" || one.trim().replace(/^W\//, "").startsWith(`"${hash}`));
}

type Range = { readonly from: number; readonly to: number } | "beyond" | undefined;

/** One range of bytes; several, or one of other bytes than these, mean the whole. */
function rangeOf(request: Request, hash: string, size: number): Range {
  const match = /^bytes=(\d*)-(\d*)$/.exec(request.headers.get("range") ?? "");
  const condition = request.headers.get("if-range");
  if (
    match === null ||
    (match[1] === "" && match[2] === "") ||
    (condition !== null && condition !== `"${hash}"`)
  ) {
    return undefined;
  }
  if (match[1] === "") {
    const last = Number(match[2]);
    return last === 0 ? "beyond" : { from: Math.max(0, size - last), to: size - 1 };
  }
  const from = Number(match[1]);
  const to = match[2] === "" ? size - 1 : Math.min(Number(match[2]), size - 1);
  if (match[2] !== "" && Number(match[2]) < from) return undefined;
  return from >= size ? "beyond" : { from, to };
}
