import { whenQuiet } from "../device/giving-way.ts";
import { isOurs, leave } from "./leaving.ts";

// The kill switch: what the server answers for the workers of readers and authors while the operator has turned them off
// (`npm run newsroom -- worker off`). It takes over as soon as the old one is quiet, or does not say so in time (Chromium
// may let it wait for minutes otherwise: see `giving-way.ts`), clears what the old worker answered from, and goes; the
// next opening comes from the network. Windows that are open stay as they are: somebody may be writing in one. Articles,
// drafts and stories lie in the database and are not touched.
declare const self: ServiceWorkerGlobalScope;

self.addEventListener("install", (event) =>
  event.waitUntil(
    // Whatever the old one makes of being asked, it goes.
    whenQuiet(self.registration.active)
      .catch(() => undefined)
      .then(() => self.skipWaiting()),
  ),
);
self.addEventListener("activate", (event) =>
  event.waitUntil(leave(caches, self.registration, isOurs)),
);
