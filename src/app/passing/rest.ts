import type { Rest } from "../../device/words-once.ts";

/** Milliseconds of work at one go: on a phone four times as slow it is still far from being felt. */
const atOnce = 5;

/** A {@link Rest} that lets the page breathe when it has worked for long enough. */
export function createRest(now: () => number, later: (call: () => void) => void): Rest {
  let begun = now();
  return async () => {
    if (now() - begun < atOnce) return;
    await new Promise<void>((resolve) => later(resolve));
    begun = now();
  };
}
