import type { SearchAnswers, SearchAsk, SearchReply } from "./search-answers.ts";
import type { IndexProgress } from "./indexing.ts";

/** The search worker as a page sees it. */
export interface SearchClient {
  /** Resolves to undefined where the worker could not be had or failed, and when it is closed meanwhile. */
  ask<Ask extends SearchAsk>(ask: Ask): Promise<SearchAnswers[Ask["kind"]] | undefined>;
  onProgress(listener: (progress: IndexProgress) => void): void;
  /** Ends the worker, whatever it does: what it saved stays. */
  close(): void;
}

/** Speaks with a worker whose entry file is `search.worker.ts`. */
export function createSearchClient(worker: Worker): SearchClient {
  const waiting = new Map<number, (answer: unknown) => void>();
  const listeners: ((progress: IndexProgress) => void)[] = [];
  let asked = 0;
  let isGone = false;
  const giveUp = (): void => {
    isGone = true;
    for (const resolve of waiting.values()) resolve(undefined);
    waiting.clear();
  };
  worker.addEventListener("message", ({ data }: MessageEvent<SearchReply>) => {
    if ("progress" in data) {
      for (const listener of listeners) listener(data.progress);
      return;
    }
    waiting.get(data.number)?.(data.answer);
    waiting.delete(data.number);
  });
  // Its script could not be had, or broke.
  worker.addEventListener("error", giveUp);
  return {
    ask: <Ask extends SearchAsk>(ask: Ask) =>
      new Promise<SearchAnswers[Ask["kind"]] | undefined>((resolve) => {
        if (isGone) return resolve(undefined);
        asked += 1;
        // The worker answers each ask in its own kind.
        waiting.set(asked, resolve as (answer: unknown) => void);
        worker.postMessage({ number: asked, ask });
      }),
    onProgress: (listener) => void listeners.push(listener),
    close() {
      worker.terminate();
      giveUp();
    },
  };
}
