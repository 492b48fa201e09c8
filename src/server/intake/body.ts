import { leafSize, mostLeaves } from "../../protocol/intake.ts";
import { type Incoming, openSource } from "./source.ts";

/** `bytes`: as many as were asked for, fewer only at the body's end, and good until the next read. `late`: too slow. `broken`: the connection died. */
export type Read =
  | { readonly kind: "bytes"; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: "late" }
  | { readonly kind: "broken" };

const mostUnread = (mostLeaves + 1) * leafSize;

/** Why a body was not read to its end. Both are worth another try: what is wrong is the line, not the story. */
export const bodySentences = {
  late: "The body came too slowly",
  broken: "The body broke off",
} as const;

/** A request's body, read piece by piece; never more of it is in memory than the piece asked for and one network chunk. */
export interface Body {
  read(bytes: number): Promise<Read>;
  /**
   * Reads the rest and lets it go, as much as one request may carry: a connection that is closed over unread bytes is
   * reset, and the answer is lost with it. What is longer, or does not come within the time of one piece, is cut off.
   */
  leave(): Promise<void>;
  /** Bytes that have come so far. */
  received(): number;
  /** Ends the read under way, and every later one, as `late`: somebody else needs the place. */
  giveUp(): void;
}

/**
 * Reads a body with a limit of time for each piece and none for the whole, so that a slow phone may take as long as
 * it needs while it moves.
 * @param patience milliseconds for one piece
 */
export function createBody(incoming: Incoming, patience: number): Body {
  const source = openSource(incoming);
  let rest: Uint8Array = new Uint8Array();
  let ended = false;
  let received = 0;
  const given = Promise.withResolvers<Read>();
  // One room for all pieces: hundreds of slow phones would otherwise leave more behind than is collected in time.
  let room = new Uint8Array();

  const fill = async (bytes: number): Promise<Uint8Array<ArrayBuffer>> => {
    if (room.length < bytes) room = new Uint8Array(bytes);
    const piece = room;
    let length = 0;
    while (length < bytes) {
      if (rest.length === 0) {
        if (ended) break;
        const chunk = await source.next();
        if (chunk === undefined) ended = true;
        else rest = chunk;
        received += chunk?.length ?? 0;
        continue;
      }
      const next = rest.subarray(0, bytes - length);
      piece.set(next, length);
      length += next.length;
      rest = rest.subarray(next.length);
    }
    return piece.subarray(0, length);
  };
  const cancel = (): void => {
    ended = true;
    source.cancel();
  };
  const take = (bytes: number): Promise<Read> =>
    fill(bytes).then(
      (whole): Read => ({ kind: "bytes", bytes: whole }),
      (): Read => ({ kind: "broken" }),
    );
  const read = (bytes: number): Promise<Read> =>
    within(patience, Promise.race([given.promise, take(bytes)]));
  const readAway = async (): Promise<Read> => {
    let read = await take(0);
    for (let left = mostUnread; left > 0 && !ended && read.kind === "bytes"; left -= leafSize)
      read = await take(leafSize);
    return read;
  };
  const leave = async (): Promise<void> => {
    await within(patience, readAway());
    if (!ended) cancel();
  };
  return {
    read,
    leave,
    received: () => received,
    giveUp: () => given.resolve({ kind: "late" }),
  };
}

async function within(patience: number, read: Promise<Read>): Promise<Read> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<Read>((resolve) => {
    timer = setTimeout(() => resolve({ kind: "late" }), patience);
    timer.unref();
  });
  try {
    return await Promise.race([read, late]);
  } finally {
    clearTimeout(timer);
  }
}
