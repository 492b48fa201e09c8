import { isOurs, leave } from "./leaving.ts";

// The kill switch: what the server answers for the workers of readers and authors while the operator has turned them off
// (`npm run newsroom -- worker off`). It takes over at once, clears what the old worker answered from, and goes; the
// next opening comes from the network. Windows that are open stay as they are: somebody may be writing in one. Articles,
// drafts and stories lie in the database and are not touched.
declare const self: ServiceWorkerGlobalScope;

self.addEventListener("install", () => void self.skipWaiting());
self.addEventListener("activate", (event) =>
  event.waitUntil(leave(caches, self.registration, isOurs)),
);
