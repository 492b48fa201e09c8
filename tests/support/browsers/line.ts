// One shared line with a width and a delay: what makes a network slow.
import { pause } from "./waiting.ts";

export type Speed = {
  /** Bytes a second, each way, shared by all connections: 50_000 is 400 kbit/s. Not set: no limit. */
  bytesPerSecond?: number;
  /** Milliseconds that each request waits before it moves: the round trip. */
  delay?: number;
};

export type Line = {
  setSpeed(speed: Speed | undefined): void;
  /** Yields the chunk in pieces, each at the moment when it has crossed the line. `requests`: how many begin in it. */
  carry(chunk: Buffer, requests: number): AsyncIterable<Buffer>;
};

const packet = 1_460; // bytes: the pieces in which connections take turns

export function openLine(): Line {
  let speed: Speed = {};
  let freeAt = 0; // when the line has carried all that was put on it, in performance.now() ms

  const cross = async (bytes: number, bytesPerSecond: number): Promise<void> => {
    const now = performance.now();
    freeAt = Math.max(freeAt, now) + (bytes / bytesPerSecond) * 1_000;
    // Timers are no finer than 1 ms: short of that, go on and be paid back by the next piece.
    if (freeAt - now >= 2) await pause(freeAt - now);
  };

  return {
    setSpeed(next) {
      speed = next ?? {};
      freeAt = 0;
    },
    async *carry(chunk, requests) {
      if (requests > 0 && speed.delay) await pause(speed.delay);
      if (speed.bytesPerSecond === undefined) {
        yield chunk;
        return;
      }
      for (let at = 0; at < chunk.length; at += packet) {
        const piece = chunk.subarray(at, at + packet);
        await cross(piece.length, speed.bytesPerSecond ?? Infinity);
        yield piece;
      }
    },
  };
}
