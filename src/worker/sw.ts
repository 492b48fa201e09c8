import { databaseName, openStore } from "../device/database.ts";
import { findMedia } from "../device/finding-media.ts";
import { keepShell, serveMedia, serveWriting } from "./caching.ts";

declare const self: ServiceWorkerGlobalScope;

const store = openStore(databaseName, () => undefined);

keepShell(self.__WB_MANIFEST);
serveWriting(caches, (input, init) => fetch(input, init));
serveMedia(
  (hash) => findMedia(store, hash),
  (input, init) => fetch(input, init),
);

// A new version waits until the page asks, because a reader may be in the middle of a sentence.
self.addEventListener(
  "message",
  (event) => event.data?.type === "SKIP_WAITING" && self.skipWaiting(),
);
// The first visit is ready for offline without a reload.
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
