import { type Shared, takeSharedMessage } from "../../../device/sharing.ts";

/** A worker that does not answer within this has nothing. Milliseconds. */
const patience = 5_000;

/** Asks the worker for what another app shared; undefined where it holds nothing (any more). */
export function askForShared(
  workers: Pick<ServiceWorkerContainer, "controller"> | undefined,
): Promise<Shared | undefined> {
  const worker = workers?.controller;
  if (!worker) return Promise.resolve(undefined);
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), patience);
    port1.onmessage = ({ data }: MessageEvent<Shared | null | undefined>) => {
      clearTimeout(timer);
      resolve(data ?? undefined);
    };
    worker.postMessage({ type: takeSharedMessage }, [port2]);
  });
}
