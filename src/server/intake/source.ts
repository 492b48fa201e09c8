import type { Readable } from "node:stream";

/** What a body comes out of: a web stream, or the request itself as Node has it, which costs a fraction. */
export type Incoming = ReadableStream<Uint8Array> | Readable | null;

/** A body's bytes as the network gives them. */
export interface Source {
  /** The next ones, at least one byte; undefined at the end. Rejects where the connection died. Not to be asked twice at once. */
  next(): Promise<Uint8Array | undefined>;
  /** Nobody reads on: the sender is cut off. */
  cancel(): void;
}

const nothing: Source = { next: async () => undefined, cancel: () => undefined };

export function openSource(incoming: Incoming): Source {
  if (incoming === null) return nothing;
  return "getReader" in incoming ? ofStream(incoming) : ofReadable(incoming);
}

function ofStream(stream: ReadableStream<Uint8Array>): Source {
  const reader = stream.getReader();
  return {
    async next() {
      for (;;) {
        const { value, done } = await reader.read();
        if (done) return undefined;
        if (value.length > 0) return value;
      }
    },
    // The sender may be gone already; then there is nothing to cancel.
    cancel: () => void reader.cancel().catch(() => undefined),
  };
}

/**
 * Takes one chunk at a time and stops the stream in between, so that what a sender is ahead of the disk waits in the
 * network and not here.
 */
function ofReadable(readable: Readable): Source {
  const come: Uint8Array[] = [];
  let asked: PromiseWithResolvers<Uint8Array | undefined> | undefined;
  let end: { readonly error?: Error } | undefined;
  const settle = (): void => {
    if (asked === undefined || (come.length === 0 && end === undefined)) return;
    const { resolve, reject } = asked;
    asked = undefined;
    const chunk = come.shift();
    if (chunk === undefined && end?.error !== undefined) reject(end.error);
    else resolve(chunk);
  };
  const finish = (error?: Error): void => {
    end ??= error === undefined ? {} : { error };
    settle();
  };
  const take = (chunk: Uint8Array): void => {
    come.push(chunk);
    readable.pause();
    settle();
  };
  readable.on("data", take).pause();
  readable.once("end", () => finish());
  readable.on("error", finish);
  readable.once("close", () => finish(new Error("the connection was closed within a body")));
  if (readable.destroyed) finish(readable.errored ?? new Error("the connection is closed"));
  return {
    next() {
      asked = Promise.withResolvers();
      const { promise } = asked;
      settle();
      if (asked !== undefined) readable.resume();
      return promise;
    },
    cancel: () => void readable.destroy(),
  };
}
