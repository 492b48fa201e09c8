/** What is asked of the worker that is here before another takes its place, with a port for the answer. */
export const whenQuietMessage = "WHEN_QUIET";

/** A worker of an earlier build does not say when it is quiet. Milliseconds. */
const patience = 12_000;

/** What of a worker is needed to ask it. */
export interface Asked {
  postMessage(message: { readonly type: string }, ports: MessagePort[]): void;
}

/**
 * Resolves once this worker has not been asked for anything for a moment, or did not say so in time. Another one that takes
 * its place before may have to wait for minutes: see `worker/giving-way.ts`.
 */
export function whenQuiet(worker: Asked | null): Promise<unknown> {
  if (worker === null) return Promise.resolve();
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = resolve;
    setTimeout(resolve, patience);
    worker.postMessage({ type: whenQuietMessage }, [port2]);
  });
}
