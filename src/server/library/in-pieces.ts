import { createEncoder, type Encoder } from "../compressing.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** Bytes of text that are compressed at a time: what a line that breaks soon does not take is not made. */
const pieceSize = 131_072;
/** Longer bodies would be too much to hold for every phone that may never take them. */
const longest = 4_194_304;
/** Bodies that may wait in memory for their phones, each with its encoder's window. */
const mostOpen = 8;
/** Pieces that are made at the same time: the best takes a tenth of a second each, and others need Node's threads too. */
const mostWorking = 2;

/** Compresses bodies while they are taken. */
export interface PieceCompressor {
  /** False where {@link stream} would take none. */
  hasRoom(): boolean;
  /**
   * A body in brotli at its best, made piece by piece as it is read; undefined where it is shorter than a piece, too long to
   * be held, or too many are open. A read rejects where zlib does.
   */
  stream(body: Bytes): ReadableStream<Bytes> | undefined;
}

/**
 * A compressor for bodies that are worth the best and are seldom taken whole: the rest of a pack that broke off. A flush
 * after each piece costs a few thousandths.
 */
export function createPieceCompressor(): PieceCompressor {
  const oneOfFew = createLanes(mostWorking);
  let open = 0;
  const hasRoom = (): boolean => open < mostOpen;
  return {
    hasRoom,
    stream(body) {
      if (body.length <= pieceSize || body.length > longest || !hasRoom()) return undefined;
      open += 1;
      let isOpen = true;
      let encoder: Encoder | undefined;
      let at = 0;
      let making: Promise<Bytes> | undefined;
      const end = (): void => {
        if (!isOpen) return;
        isOpen = false;
        open -= 1;
        encoder?.close();
      };
      const make = (): Promise<Bytes> => {
        const piece = body.subarray(at, at + pieceSize);
        at += piece.length;
        const squeezing = (encoder ??= createEncoder(body.length, 11));
        return oneOfFew(() => squeezing.squeeze(piece, at === body.length));
      };
      return new ReadableStream<Bytes>(
        {
          async pull(controller) {
            try {
              making = make();
              controller.enqueue(await making);
            } catch (error) {
              // Also where the phone has gone meanwhile, and nobody hears of it.
              end();
              throw error;
            }
            if (at < body.length) return;
            controller.close();
            end();
          },
          // The phone has gone: what is under way ends first.
          cancel: () => making?.then(end, end) ?? end(),
        },
        { highWaterMark: 0 },
      );
    },
  };
}

/** Does so much at the same time, whatever it is for; what comes later waits, in order. */
function createLanes(most: number) {
  const waiting: (() => void)[] = [];
  let taken = 0;
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (taken === most) await new Promise<void>((go) => waiting.push(go));
    else taken += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) taken -= 1;
      else next();
    }
  };
}
