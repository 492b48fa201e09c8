import type { Sources } from "./sources.ts";
import { tellTaken } from "./telling.ts";

/** Looks at sources while the server runs. */
export interface Looking {
  /** Ends what is under way and waits for it. */
  stop(): Promise<void>;
}

const mostLines = 20;

const shortened = (lines: readonly string[]): readonly string[] =>
  lines.length <= mostLines
    ? lines
    : [...lines.slice(0, mostLines), `… and ${lines.length - mostLines} lines more.`];

/** Milliseconds between two looks at what is due and what a command asked for. */
const beat = 1_000;

/**
 * Carries out what commands ask for, and looks at every source when its time has come, one after another: a source that
 * hangs costs its own time limits and nobody else's articles. Lines for the operator go to `tell`.
 */
export function keepLooking(
  sources: Sources,
  end: AbortController,
  tell: (line: string) => void,
): Looking {
  let timer: NodeJS.Timeout | undefined;
  const turn = async (): Promise<void> => {
    try {
      await sources.carryOutOrders();
      const due = await sources.findDue();
      if (due !== undefined && !end.signal.aborted) {
        const taken = await sources.look(due);
        const isNews =
          !taken.ok || taken.added + taken.changed + taken.takenDown + taken.unlisted > 0;
        if (isNews) for (const line of shortened(tellTaken(taken))) tell(line);
      }
    } catch (error) {
      tell(`A source was not looked at; the newsroom goes on. ${String(error)}`);
    }
    if (!end.signal.aborted) next();
  };
  let last: Promise<void> = Promise.resolve();
  const next = (): void => {
    timer = setTimeout(() => {
      last = turn();
    }, beat);
    timer.unref();
  };
  next();
  return {
    async stop() {
      clearTimeout(timer);
      end.abort();
      await last;
    },
  };
}
