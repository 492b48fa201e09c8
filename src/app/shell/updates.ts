import { type ReadonlySignal, signal } from "@preact/signals";
import { Workbox } from "workbox-window";
import { whenQuiet } from "../../device/giving-way.ts";
import { scriptAddress } from "./trusted-types.ts";

/**
 * How far a new version is: offered to the reader; waiting, on the reader's word, for a story that is open in some window;
 * or on its way, which takes a few seconds.
 */
export type Update = "none" | "offered" | "held" | "coming";

/** A new version that waits for the reader's word. */
export interface Updates {
  readonly update: ReadonlySignal<Update>;
  accept(): void;
  putOff(): void;
}

export interface UpdatesWorld {
  /** Undefined where the browser has no workers, or keeps them from this window. */
  readonly workers: ServiceWorkerContainer | undefined;
  readonly document: Pick<Document, "visibilityState" | "addEventListener">;
  /** The writing part holds the lock `writing` shared while it is open, in each window. */
  readonly locks: Pick<LockManager, "request">;
  readonly reload: () => void;
  /** Resolves to true when all files of the newest build are on the phone. */
  readonly prepareNewest: () => Promise<boolean>;
}

/**
 * Follows the worker's versions and offers a new one when it waits. It is taken only on the reader's word, and only when
 * no window is writing: an old page whose chunks have gone would break. Windows that did not ask for it open again when
 * nobody looks at them.
 */
export function createUpdates(world: UpdatesWorld): Updates {
  const { workers, document, locks, reload, prepareNewest } = world;
  const update = signal<Update>("none");
  if (workers === undefined) {
    return { update, accept: () => undefined, putOff: () => undefined };
  }
  const workbox = new Workbox(scriptAddress("/sw.js"), { scope: "/" });
  let hasWorker = workers.controller !== null;
  let isAccepted = false;
  let isTaken = false;
  const whenNobodyWrites = (options: LockOptions, task: (isFree: boolean) => unknown): void =>
    void locks.request("writing", options, (lock) => task(lock !== null));
  const take = async (): Promise<void> => {
    isAccepted = true;
    if (isTaken) return reload();
    update.value = "coming";
    await whenQuiet(workers.controller);
    workbox.messageSkipWaiting();
  };
  const accept = (): void =>
    whenNobodyWrites({ ifAvailable: true }, (isFree) => {
      if (isFree) return take();
      update.value = "held";
      return whenNobodyWrites({}, take);
    });
  const reloadUnseen = (): void => {
    if (document.visibilityState !== "hidden") return;
    whenNobodyWrites({ ifAvailable: true }, (isFree) => isFree && reload());
  };
  // Where the rest of it cannot be had now, the next start offers it: an app that loses its writing part on the way to a
  // new version would keep somebody from their drafts for as long as there is no network.
  const offer = (): void =>
    void prepareNewest().then(
      (isWhole) => isWhole && update.value === "none" && (update.value = "offered"),
    );
  workbox.addEventListener("waiting", offer);
  workbox.addEventListener("controlling", () => {
    isTaken = hasWorker;
    hasWorker = true;
    if (!isTaken) return;
    // Somebody may have begun to write meanwhile, in this window too.
    if (isAccepted) return accept();
    // Another window took it. The kill switch comes in the same way, and offers nothing where there is no network.
    offer();
    document.addEventListener("visibilitychange", reloadUnseen);
    reloadUnseen();
  });
  // Where there is no network the worker that is here goes on, and the next start asks again.
  void workbox.register().catch(() => undefined);
  return {
    update,
    accept,
    putOff: () => (update.value = "none"),
  };
}
