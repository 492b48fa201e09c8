import {
  type CatchingUp,
  type CatchingUpDeps,
  createCatchingUp,
} from "../../device/catching-up.ts";

export interface EngineWorld {
  readonly caches: CacheStorage;
  /** Path of the page's own script, by which it knows its build. */
  readonly entry: string;
  /** Resolves once the app itself opens without a network; never, where it cannot, and then what comes later is of no use. */
  readonly installed: Promise<unknown>;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** Absent where the browser has no Background Sync. */
  readonly workers: ServiceWorkerContainer | undefined;
}

/**
 * The download engine with what it needs to know of this browser. After the texts it brings what
 * the app loads later, so that a blank page opens without a network.
 */
export function createEngine(
  deps: Omit<CatchingUpDeps, "loadFallback">,
  { caches, entry, installed, random, workers }: EngineWorld,
): CatchingUp {
  const engine = createCatchingUp({
    ...deps,
    loadFallback: () =>
      import("../../device/ed25519-in-script.ts").then((part) => part.verifyInScript),
  });
  const prepareWriting = async (): Promise<void> => {
    await installed;
    // A chunk that cannot be had is a network that has gone.
    const part = await import("./writing-on-phone.ts").catch(() => undefined);
    await part?.prepare({ fetch: deps.fetch, caches, entry }, workers, random);
  };
  return {
    ...engine,
    async catchUp() {
      const outcome = await engine.catchUp();
      // Nobody waits for it; a network that goes leaves it to the next run.
      if (outcome.kind === "current") void prepareWriting();
      return outcome;
    },
  };
}
