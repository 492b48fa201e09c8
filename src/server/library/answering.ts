import { hashOf } from "./hashing.ts";
import { chooseEncoding, type Compressor, type LateBody, type Worth } from "./compressing.ts";

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

/** An answer whose bytes are read only where they are needed; `hash` names them. */
export interface LateAnswer extends Omit<Answer, "body"> {
  readonly body: LateBody;
  readonly hash: string;
}

/** For what is not there. */
export const missing: Answer = {
  body: new TextEncoder().encode("There is no such file.\n"),
  type: "text/plain; charset=utf-8",
  cache: "no-store",
  status: 404,
};

/** Compressed where the client takes it, with an ETag; 304 where the client has it; without its body for HEAD. */
export async function answerText(
  request: Request,
  answer: Answer | LateAnswer,
  compressor: Compressor,
  worth: Worth = "often",
): Promise<Response> {
  const late: LateAnswer = isLate(answer)
    ? answer
    : { ...answer, hash: answer.hash ?? hashOf(answer.body), body: async () => answer.body };
  const encoding = chooseEncoding(request.headers.get("accept-encoding") ?? undefined);
  // One text compressed twice need not be the same bytes: those tags are weak.
  const headers = headersOf(late, encoding === "identity" ? `"${late.hash}"` : `W/"${late.hash}"`);
  headers.append("vary", "accept-encoding");
  if (isHeld(request, late)) return new Response(null, { status: 304, headers });
  if (encoding !== "identity") headers.set("content-encoding", encoding);
  // What is made while it is taken has no length to tell.
  if (worth === "rest" && request.method === "HEAD") return new Response(null, { headers });
  const body =
    worth === "rest"
      ? await compressor.compressRest(late.hash, late.body, encoding)
      : await compressor.compress(late.hash, late.body, encoding, worth);
  if (body === undefined) return answerText(request, missing, compressor);
  return respond(request, late.status ?? 200, headers, body);
}

const isLate = (answer: Answer | LateAnswer): answer is LateAnswer =>
  typeof answer.body === "function";

/** As it is (pictures and recordings are compressed already), whole or one range of it (RFC 9110, section 14). */
export function answerBinary(request: Request, answer: Answer): Response {
  const hash = answer.hash ?? hashOf(answer.body);
  const headers = headersOf(answer, `"${hash}"`);
  headers.set("accept-ranges", "bytes");
  if (isHeld(request, { ...answer, hash })) return new Response(null, { status: 304, headers });
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

function headersOf({ type, cache, headers }: Omit<Answer, "body">, etag: string): Headers {
  return new Headers({ ...headers, "content-type": type, "cache-control": cache, etag });
}

function respond(
  request: Request,
  status: number,
  headers: Headers,
  body: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array<ArrayBuffer>>,
): Response {
  if ("length" in body) headers.set("content-length", String(body.length));
  return new Response(request.method === "HEAD" ? null : body, { status, headers });
}

/** True where If-None-Match names these bytes, in whatever encoding the client has them. */
function isHeld(
  request: Request,
  { status = 200, hash }: Pick<LateAnswer, "status" | "hash">,
): boolean {
  const held = request.headers.get("if-none-match");
  if (held === null || status !== 200) return false;
  return held
    .split(",")
    .some((one) => /^\s*(\*|(W\/)?"(.*)")\s*$/.exec(one)?.[3] === hash || one.trim() === "*");
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
