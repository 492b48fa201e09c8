import { createSearchClient, type SearchClient } from "../../device/search-client.ts";
import searchWorker from "../../device/search.worker.ts?worker&url";
import type { IndexProgress } from "../../device/indexing.ts";
import { scriptAddress } from "./trusted-types.ts";

// One worker for all who search in this window: the index is held in memory once, and only while somebody needs it.

let client: SearchClient | undefined;
let holders = 0;
const listeners = new Set<(progress: IndexProgress) => void>();
/** Milliseconds: from the results to an article and back, nobody holds the worker for a moment. */
const grace = 3_000;

// A page that is left is frozen with its workers, and WebKit with their transactions too: whoever else wants the store
// would wait for ever. The next who asks starts another one.
addEventListener("pagehide", endSearch);

/** The worker; started where there is none. */
export function searchClient(): SearchClient {
  if (client !== undefined) return client;
  const started = createSearchClient(new Worker(scriptAddress(searchWorker), { type: "module" }));
  started.onProgress((progress) => {
    for (const listener of listeners) listener(progress);
  });
  return (client = started);
}

/** Ends the worker, so that the next who asks starts a new one. */
export function endSearch(): void {
  client?.close();
  client = undefined;
}

/** Keeps the worker until the answer is called; it ends a while after nobody holds it. */
export function holdSearch(onProgress?: (progress: IndexProgress) => void): () => void {
  holders += 1;
  if (onProgress !== undefined) listeners.add(onProgress);
  return () => {
    holders -= 1;
    if (onProgress !== undefined) listeners.delete(onProgress);
    setTimeout(() => {
      if (holders === 0) endSearch();
    }, grace);
  };
}

/** Brings the index up to the library, without anybody looking for anything. Nobody waits for it. */
export async function keepIndex(): Promise<void> {
  const letGo = holdSearch();
  await searchClient().ask({ kind: "update" });
  letGo();
}
