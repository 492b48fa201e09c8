import { type Turn, untilTurn } from "./order.ts";

/** The outbox's place in the order of a minute of network; the one drainer of all windows alone has it. */
export interface Turns {
  /** Holds `turn`, and waits until nothing goes before it; what was held before is let go of first. `hurry` ends the wait. */
  take(turn: Turn, hurry?: AbortSignal): Promise<void>;
  end(): void;
}

/** Turns of a window that holds none. */
export function createTurns(locks: Pick<LockManager, "request">): Turns {
  let held: { readonly turn: Turn; readonly end: () => void } | undefined;
  const turns: Turns = {
    async take(turn, hurry) {
      if (held?.turn !== turn) {
        turns.end();
        held = { turn, end: await hold(locks, turn) };
      }
      await untilTurn(locks, turn, hurry);
    },
    end() {
      held?.end();
      held = undefined;
    },
  };
  return turns;
}

/** Resolves to what lets go of the lock. Whoever drained before and still holds it was frozen. */
const hold = (locks: Pick<LockManager, "request">, turn: Turn): Promise<() => void> =>
  new Promise((resolve) => {
    locks
      .request(turn, { steal: true }, () => new Promise<void>((end) => resolve(end)))
      // Stolen, or this page is going: there is nothing to let go of.
      .catch(() => resolve(() => undefined));
  });
