import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { brotli } from "../compressing.ts";

/** How a body can travel. */
export type Encoding = "br" | "gzip" | "identity";

/** Keeps compressed bodies, so that each is compressed once. */
export interface Compressor {
  /** The body in the given encoding. `key` must name its bytes; `thorough` for what is asked for again and again. */
  compress(
    key: string,
    body: Uint8Array<ArrayBuffer>,
    encoding: Encoding,
    thorough: boolean,
  ): Promise<Uint8Array<ArrayBuffer>>;
}

const zip = promisify(gzip);

/** A compressor that keeps at most `room` bytes, the least recently asked for going first. */
export function createCompressor(room = 24_000_000): Compressor {
  const kept = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();
  let used = 0;
  const forget = (key: string, bytes: Uint8Array) => {
    if (kept.delete(key)) used -= bytes.length;
  };
  const make = async (key: string, body: Uint8Array, encoding: Encoding, thorough: boolean) => {
    const made =
      encoding === "br" ? await brotli(body, thorough ? 11 : 5) : Uint8Array.from(await zip(body));
    used += made.length;
    for (const [oldest, bytes] of kept) {
      if (used <= room) break;
      if (oldest !== key) forget(oldest, await bytes);
    }
    return made;
  };
  return {
    async compress(name, body, encoding, thorough) {
      if (encoding === "identity") return body;
      const key = `${encoding} ${name}`;
      const found = kept.get(key) ?? make(key, body, encoding, thorough);
      kept.delete(key);
      kept.set(key, found);
      return found;
    },
  };
}

/** The best encoding that an Accept-Encoding header allows (RFC 9110, section 12.5.3). */
export function chooseEncoding(accept: string | undefined): Encoding {
  const allowed = new Map<string, number>();
  for (const part of (accept ?? "").toLowerCase().split(",")) {
    const [name = "", ...parameters] = part.split(";").map((one) => one.trim());
    const weight = parameters.find((one) => one.startsWith("q="));
    allowed.set(name, weight === undefined ? 1 : Number(weight.slice(2)));
  }
  const weightOf = (name: string) => allowed.get(name) ?? allowed.get("*") ?? 0;
  if (weightOf("br") > 0) return "br";
  return weightOf("gzip") > 0 ? "gzip" : "identity";
}
