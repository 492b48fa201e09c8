import { concat } from "../protocol/bytes.ts";

/** How long things may take, milliseconds. Timers, never the clock: phones are off by hours. */
export interface Patience {
  /** To the first byte of an answer; after that the phone counts as offline. */
  readonly firstByte: number;
  /** Between two pieces of one answer. */
  readonly stall: number;
}

export const usualPatience: Patience = { firstByte: 3_000, stall: 20_000 };

/** The network did not answer, or stopped in the middle: nothing is wrong but the line. */
export class Unreachable extends Error {
  override readonly name = "Unreachable";
}

/** An answer whose first byte is here. Its body is read with {@link chunksOf}. */
export interface Arriving {
  readonly response: Response;
  /** Cuts the connection. */
  readonly cut: () => void;
}

/** Asks for a path. Rejects with {@link Unreachable} where no byte came in time or the connection failed. */
export async function ask(
  fetch: typeof globalThis.fetch,
  path: string,
  patience: Patience,
  init: RequestInit = {},
): Promise<Arriving> {
  const controller = new AbortController();
  const cut = (): void => controller.abort();
  const timer = setTimeout(cut, patience.firstByte);
  try {
    // Nothing of the library is ever elsewhere: whoever sends the phone away is a login page, not the newsroom.
    const plain = { credentials: "omit", redirect: "error" } as const;
    const response = await fetch(path, { ...plain, ...init, signal: controller.signal });
    return { response, cut };
  } catch (cause) {
    throw new Unreachable(`${path}: no answer`, { cause });
  } finally {
    clearTimeout(timer);
  }
}

/** Pieces that are asked for ahead: of some KiB each on a slow line, of 64 at most on a quick one. */
const ahead = 32;

/**
 * The body, piece by piece. A cut or a stall rejects with {@link Unreachable}; whoever stops early cuts the connection. It is
 * read ahead while a piece is being kept: a stream that fails drops what nobody has asked for yet, and with it what came
 * over a bad line (https://streams.spec.whatwg.org/#readable-stream-default-controller-error).
 */
export async function* chunksOf(
  { response, cut }: Arriving,
  patience: Patience,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  const reader = response.body?.getReader();
  if (reader === undefined) return;
  const read = () => {
    const asked = reader.read();
    // Whoever takes it is told.
    asked.catch(() => undefined);
    return asked;
  };
  const reads = Array.from({ length: ahead }, read);
  try {
    for (;;) {
      const timer = setTimeout(cut, patience.stall);
      const { done, value } = await reads.shift()!.finally(() => clearTimeout(timer));
      if (done) return;
      reads.push(read());
      yield value;
    }
  } catch (cause) {
    throw new Unreachable(`${response.url}: cut`, { cause });
  } finally {
    cut();
  }
}

/** The whole body where it is at most `most` bytes long, else undefined. */
export async function wholeOf(
  arriving: Arriving,
  patience: Patience,
  most: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for await (const chunk of chunksOf(arriving, patience)) {
    length += chunk.length;
    if (length > most) return undefined;
    chunks.push(chunk);
  }
  return concat(...chunks);
}

const newline = 10;

/** A line longer than this is no article: it is dropped while it streams by, and yielded as undefined. Bytes. */
const longestLine = 4_194_304;

export type Line = Uint8Array<ArrayBuffer> | undefined;

/** Whole lines without their newlines, those of one piece together; what comes after the last newline is no line. */
export async function* linesOf(
  chunks: AsyncIterable<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<readonly Line[], void, undefined> {
  let rest: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  const add = (piece: Uint8Array<ArrayBuffer>): void => {
    length += piece.length;
    if (length <= longestLine) rest.push(piece);
    else rest = [];
  };
  const take = (): Line => {
    const line = length > longestLine ? undefined : concat(...rest);
    rest = [];
    length = 0;
    return line;
  };
  for await (const chunk of chunks) {
    const lines: Line[] = [];
    let start = 0;
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
      add(chunk.subarray(start, end));
      lines.push(take());
      start = end + 1;
    }
    add(chunk.slice(start));
    if (lines.length > 0) yield lines;
  }
}
