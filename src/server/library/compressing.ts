import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { brotli } from "../compressing.ts";
import { createPieceCompressor } from "./in-pieces.ts";

/** How a body can travel. */
export type Encoding = "br" | "gzip" | "identity";

/**
 * How much work a body is worth: `warm`, the best there is, made ahead; `often`, the best that does not keep anyone
 * waiting; `rest`, the best of as much as is taken, for a line that has broken before and may break again.
 */
export type Worth = "warm" | "often" | "rest";

/** A body that is read only where it is not kept compressed; undefined where it has gone in the meantime. */
export type LateBody = () => Promise<Bytes | undefined>;

type Bytes = Uint8Array<ArrayBuffer>;

/** Keeps compressed bodies, so that each is compressed once. */
export interface Compressor {
  /** The body in the given encoding; `name` must name its bytes. */
  compress(
    name: string,
    body: LateBody,
    encoding: Encoding,
    worth: Worth,
  ): Promise<Bytes | undefined>;
  /** The same for a body that is worth a `rest`: it may be made while it is taken. */
  compressRest(
    name: string,
    body: LateBody,
    encoding: Encoding,
  ): Promise<Bytes | ReadableStream<Bytes> | undefined>;
  /** Begins the best compression of a body that will be asked for; one that fails is made when it is asked for. */
  warm(name: string, body: LateBody): void;
}

const zip = promisify(gzip);

/** Bytes up to which the best compression takes less than a person would notice. */
const small = 262_144;
/** Bytes up to which the best compression takes seconds, not minutes. */
const large = 4_194_304;
/** Milliseconds that a request waits for a body that is being warmed: phones give up after three seconds. */
const patience = 50;

/** A compressor that keeps at most `room` bytes, the least recently asked for going first. */
export function createCompressor(room = 24_000_000): Compressor {
  const keep = createKeeping(room);
  const pieces = createPieceCompressor();
  const often: Compressor["compress"] = (name, body, encoding) =>
    keep(`${encoding} ${name}`, () => squeeze(body, encoding, small));
  const warm = (name: string, body: LateBody) =>
    keep(`warm ${name}`, () => squeeze(body, "br", large));
  const compress: Compressor["compress"] = async (name, body, encoding, worth) => {
    if (encoding === "identity") return body();
    if (worth !== "warm" || encoding === "gzip") return often(name, body, encoding, worth);
    return (await within(warm(name, body), patience)) ?? often(name, body, encoding, worth);
  };
  return {
    compress,
    async compressRest(name, body, encoding) {
      if (encoding !== "br" || !pieces.hasRoom()) return compress(name, body, encoding, "often");
      const bytes = await body();
      return bytes && (pieces.stream(bytes) ?? often(name, async () => bytes, encoding, "often"));
    },
    warm: (name, body) => void warm(name, body).catch(() => undefined),
  };
}

async function squeeze(
  body: LateBody,
  encoding: Encoding,
  best: number,
): Promise<Bytes | undefined> {
  const bytes = await body();
  if (bytes === undefined) return undefined;
  if (encoding === "gzip") return Uint8Array.from(await zip(bytes));
  return brotli(bytes, bytes.length <= best ? 11 : 9);
}

/** Remembers what was made under a name, and what is being made; forgets the least recently asked for. */
function createKeeping(room: number) {
  const kept = new Map<string, Promise<Bytes | undefined>>();
  const sizes = new Map<string, number>();
  const forget = (name: string) => {
    kept.delete(name);
    sizes.delete(name);
  };
  const fit = () => {
    let used = [...sizes.values()].reduce((sum, size) => sum + size, 0);
    for (const name of kept.keys()) {
      if (used <= room) return;
      used -= sizes.get(name) ?? 0;
      if (sizes.has(name)) forget(name);
    }
  };
  return (name: string, make: () => Promise<Bytes | undefined>): Promise<Bytes | undefined> => {
    const found = kept.get(name);
    if (found !== undefined) {
      kept.delete(name);
      kept.set(name, found);
      return found;
    }
    const made = make().then(
      (bytes) => {
        if (bytes === undefined) forget(name);
        else sizes.set(name, bytes.length);
        fit();
        return bytes;
      },
      (error: unknown) => {
        forget(name);
        throw error;
      },
    );
    kept.set(name, made);
    return made;
  };
}

/** What was promised, if it comes in time. */
async function within<T>(promise: Promise<T>, milliseconds: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, milliseconds, undefined);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
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
