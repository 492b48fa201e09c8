import { prepareBackgroundSync } from "../../device/background-sync.ts";
import {
  type CatchingUp,
  type CatchingUpDeps,
  createCatchingUp,
} from "../../device/catching-up.ts";
import { createWritingParts } from "../../device/parts.ts";
import { findPictureFormat } from "./picture-format.ts";
import { scriptAddress } from "./trusted-types.ts";

export interface EngineWorld {
  readonly decode: (picture: Blob) => Promise<unknown>;
  readonly caches: CacheStorage;
  /** Path of the page's own script, by which it knows its build. */
  readonly entry: string;
  /** Absent where the browser has no Background Sync. */
  readonly workers: ServiceWorkerContainer | undefined;
}

/**
 * The download engine with what it needs to know of this browser; the entry of its chunk. After the texts it brings what
 * the app loads later, so that a blank page opens without a network.
 */
export function createEngine(
  deps: Omit<CatchingUpDeps, "loadFallback" | "pictureFormat">,
  { decode, caches, entry, workers }: EngineWorld,
): CatchingUp {
  const engine = createCatchingUp({
    ...deps,
    loadFallback: async () => (await import("../../device/ed25519-in-script.ts")).verifyInScript,
    pictureFormat: () => findPictureFormat(decode),
  });
  const parts = createWritingParts({ fetch: deps.fetch, caches, entry });
  const prepareWriting = async (): Promise<void> => {
    const isReady = (await parts.prepare()) === "ready";
    if (!isReady || workers === undefined) return;
    await prepareBackgroundSync({ workers, script: scriptAddress("/sending.js"), supported: true });
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
