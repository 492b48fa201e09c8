import { type ReadonlySignal, signal } from "@preact/signals";
import { Workbox } from "workbox-window";
import { scriptAddress } from "./trusted-types.ts";

/** How far a new version is: offered to the reader, or taken and waiting for a story that is open in some window. */
export type Update = "none" | "offered" | "held";

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
}

/**
 * Follows the worker's versions and offers a new one when it waits. It is taken only on the reader's word, and only when
 * no window is writing: an old page whose chunks have gone would break. Windows that did not ask for it open again when
 * nobody looks at them.
 */
export function createUpdates({ workers, document, locks, reload }: UpdatesWorld): Updates {
  const update = signal<Update>("none");
  if (workers === undefined) {
    return { update, accept: () => undefined, putOff: () => undefined };
  }
  const workbox = new Workbox(scriptAddress("/sw.js"), { scope: "/" });
  let isMine = false;
  const take = (): void => {
    isMine = true;
    workbox.messageSkipWaiting();
  };
  workbox.addEventListener("waiting", () => (update.value = "offered"));
  workbox.addEventListener("controlling", ({ isUpdate }) => {
    if (isUpdate === true) whenUnseen(isMine, document, reload);
  });
  // Where there is no network the worker that is here goes on, and the next start asks again.
  void workbox.register().catch(() => undefined);
  return {
    update,
    accept() {
      void locks.request("writing", { ifAvailable: true }, (lock) => {
        if (lock !== null) return take();
        update.value = "held";
        void locks.request("writing", take);
      });
    },
    putOff: () => (update.value = "none"),
  };
}

function whenUnseen(atOnce: boolean, document: UpdatesWorld["document"], reload: () => void): void {
  if (atOnce || document.visibilityState === "hidden") return reload();
  document.addEventListener("visibilitychange", reload, { once: true });
}
