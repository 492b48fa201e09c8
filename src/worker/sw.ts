import { getCacheKeyForURL } from "workbox-precaching";
import { databaseName, openStore } from "../device/database.ts";
import { createFacts } from "../device/facts.ts";
import { findMedia } from "../device/finding-media.ts";
import { keepShell, serveMedia, serveWriting } from "./caching.ts";
import { createGivingWay } from "./giving-way.ts";
import { answerShare, markShare, takeShares } from "./sharing.ts";
import { withStartPage } from "./starting.ts";

declare const self: ServiceWorkerGlobalScope;

const store = openStore(databaseName, () => undefined);
const givingWay = createGivingWay(() => performance.now());

const isOfThisBuild = (path: string): boolean => getCacheKeyForURL(path) !== undefined;

keepShell(
  self.__WB_MANIFEST,
  async (page, url) =>
    (await markShare(page, url)) ?? withStartPage(page, url, { store, isOfThisBuild }),
);
serveWriting(caches, (input, init) => fetch(input, init));
takeShares(caches);
serveMedia(
  (hash) => findMedia(store, hash),
  (input, init) => fetch(input, init),
  async () => (await createFacts(store).settings()).download !== "text",
);

interface InstallEvent extends ExtendableEvent {
  addRoutes?(rule: object): Promise<void>;
}

// Routes that Chromium goes by itself. While a worker starts, it sends the navigation to the network too
// (ServiceWorkerAutoPreload), for an answer that nobody reads: a kilobyte for each start of the app. And what the page
// itself fetches from the newsroom, or brings there, is none of the worker's business: a worker that is woken by the next
// picture as soon as the last one is here does not give way to a new one for minutes.
const routes = [
  { condition: { requestMode: "navigate" }, source: "fetch-event" },
  ...["/library/*", "/intake/*"].map((urlPattern) => ({
    condition: { urlPattern, requestDestination: "" },
    source: "network",
  })),
];
self.addEventListener("install", (event) => {
  // A browser that knows other rules installs the worker all the same.
  for (const route of routes)
    void (event as InstallEvent).addRoutes?.(route).catch(() => undefined);
});
// A new version waits until the page asks, because a reader may be in the middle of a sentence.
self.addEventListener(
  "message",
  (event) => event.data?.type === "SKIP_WAITING" && self.skipWaiting(),
);
self.addEventListener("message", answerShare);
self.addEventListener("message", givingWay.answerWhenQuiet);
self.addEventListener("fetch", givingWay.noteAsked);
// The first visit is ready for offline without a reload.
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
