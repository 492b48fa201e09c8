import type { Store } from "./database.ts";
import { beatLease } from "./lease.ts";

/** A living holder moves its beat this often. Milliseconds. */
const beatEvery = 5_000;
/** Timers that are so late stood still: the page was frozen, and its sockets are most likely dead. Milliseconds. */
const stoodStill = 3 * beatEvery;

/** The beat of the drainer that holds the line. */
export interface Beat {
  /** True where this window's timers stood still since the last beat. */
  stoodStill(): boolean;
  stop(): void;
}

export interface BeatDeps {
  readonly store: Store;
  readonly now: () => number;
  readonly after: (milliseconds: number, call: () => void) => () => void;
}

/** Shows that this holder is alive while a long request is under way. A frozen page beats no more. */
export function startBeat({ store, now, after }: BeatDeps, fence: number): Beat {
  let stop: () => void = () => undefined;
  let isOver = false;
  let last = now();
  const beat = (): void => {
    stop = after(beatEvery, () => {
      last = now();
      // A holder that was taken over, or lost its storage, learns that from its own writes.
      beatLease(store, fence).then(
        () => (isOver ? undefined : beat()),
        () => undefined,
      );
    });
  };
  beat();
  return {
    stoodStill: () => now() - last > stoodStill,
    stop() {
      isOver = true;
      stop();
    },
  };
}
