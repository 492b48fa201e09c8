import { type Turn, untilTurn } from "./order.ts";

/** The outbox's place in the order of a minute of network; the one drainer of all windows alone has it. */
export interface Turns {
  /** Holds `turn`, and waits until nothing goes before it; what was held before is let go of first. `hurry` ends the wait. */
  take(turn: Turn, hurry?: AbortSignal): Promise<void>;
  end(): void;
}

/** Turns of a window that holds none. */
export function createTurns(locks: Pick<LockManager, "request">): Turns {
  let held: Turn | undefined;
  let end: () => void = () => undefined;
  return {
    async take(turn, hurry) {
      if (held !== turn) {
        end();
        held = turn;
        await new Promise<void>((granted) => {
          const hold = (): Promise<void> => {
            granted();
            return new Promise((resolve) => (end = resolve));
          };
          // Whoever drained before and still holds it was frozen. Stolen from here, there is nothing to let go of.
          locks.request(turn, { steal: true }, hold).catch(granted);
        });
      }
      await untilTurn(locks, turn, hurry);
    },
    end() {
      end();
      held = undefined;
    },
  };
}
