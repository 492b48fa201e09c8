import { type ReadonlySignal, signal } from "@preact/signals";
import { Workbox } from "workbox-window";
import { scriptAddress } from "./trusted-types.ts";

/** A new version that waits for the reader's word. */
export interface Updates {
  readonly offered: ReadonlySignal<boolean>;
  accept(): void;
  putOff(): void;
}

export interface UpdatesWorld {
  readonly hasWorkers: boolean;
  readonly reload: () => void;
  /** Runs `task` once nobody writes in any tab: the writing part holds the lock `writing` shared. */
  readonly whenNobodyWrites: (task: () => void) => void;
}

/**
 * Registers the worker and offers a new version when one waits. It is taken only on the reader's word, and only when
 * no tab is writing: an old page whose chunks have gone would break.
 */
export function createUpdates({ hasWorkers, reload, whenNobodyWrites }: UpdatesWorld): Updates {
  const offered = signal(false);
  if (!hasWorkers) return { offered, accept: () => undefined, putOff: () => undefined };
  const workbox = new Workbox(scriptAddress("/sw.js"), { scope: "/" });
  workbox.addEventListener("waiting", () => (offered.value = true));
  // Not before the page is there: the worker's installation would compete with it for the line.
  void workbox.register().catch(() => undefined);
  return {
    offered,
    accept() {
      whenNobodyWrites(() => {
        workbox.addEventListener("controlling", reload);
        workbox.messageSkipWaiting();
      });
    },
    putOff: () => (offered.value = false),
  };
}
