import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";

/** A body that was read, or one clause that says why not. */
export type ReadBytes =
  | { readonly ok: true; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly ok: false; readonly why: string };

const decoders = {
  gzip: createGunzip,
  "x-gzip": createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
} as const;

const isKnown = (encoding: string): encoding is keyof typeof decoders =>
  Object.hasOwn(decoders, encoding);

/**
 * Reads an answer's body, decompressed, and stops at `limit` bytes: what unpacks to more is never unpacked. A body that
 * breaks off is given as far as it came where `orPart`. Never rejects.
 */
export async function readBytes(
  answer: IncomingMessage,
  limit: number,
  orPart: boolean,
): Promise<ReadBytes> {
  const encoding = (answer.headers["content-encoding"] ?? "identity").trim().toLowerCase();
  if (encoding === "identity" || encoding === "") return collect(answer, answer, limit, orPart);
  if (!isKnown(encoding)) {
    answer.destroy();
    return {
      ok: false,
      why: `is packed in a way that is not known here (${encoding.slice(0, 40)})`,
    };
  }
  const unpacked = answer.pipe(decoders[encoding]());
  answer.once("error", (error) => unpacked.destroy(error));
  return collect(unpacked, answer, limit, orPart);
}

async function collect(
  body: Readable,
  answer: IncomingMessage,
  limit: number,
  orPart: boolean,
): Promise<ReadBytes> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      length += chunk.length;
      if (length > limit) return { ok: false, why: `is larger than ${limit / 1_000_000} MB` };
      chunks.push(chunk);
    }
  } catch (error) {
    const broke = error instanceof Error && "code" in error ? String(error.code) : "error";
    const isCut = /ECONNRESET|ABORT|PREMATURE|Z_BUF_ERROR|HPE_/i.test(broke);
    if (!(orPart && isCut && length > 0 && broke !== "ABORT_ERR"))
      return { ok: false, why: `broke off (${broke})` };
  } finally {
    answer.destroy();
  }
  return { ok: true, bytes: Uint8Array.from(Buffer.concat(chunks)) };
}
