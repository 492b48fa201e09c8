import { newsroom } from "virtual:newsroom";
import { newsTag } from "../device/background-news.ts";
import { createCatchingUp } from "../device/catching-up.ts";
import { databaseName, openStore } from "../device/database.ts";
import { verifyInScript } from "../device/ed25519-in-script.ts";
import { createFacts, startingDownload } from "../device/facts.ts";

// A bonus for installed apps in Chromium, at a scope of its own: readers whose browser does not wake it carry nothing of it.

declare const self: ServiceWorkerGlobalScope & {
  readonly registration: { readonly sync?: { register(tag: string): Promise<void> } };
};

interface TaggedEvent extends ExtendableEvent {
  readonly tag: string;
}

interface Connection {
  readonly saveData?: boolean;
  readonly type?: string;
}

self.addEventListener("install", () => void self.skipWaiting());

// lib.webworker knows neither event: Chromium alone has them.
for (const kind of ["periodicsync", "sync"])
  self.addEventListener(kind as keyof ServiceWorkerGlobalScopeEventMap, (event) => {
    if ((event as TaggedEvent).tag === newsTag) (event as TaggedEvent).waitUntil(catchUpOnce());
  });

/** The page's own engine, under the page's own lock. Where there is no network the browser is asked to call again. */
async function catchUpOnce(): Promise<void> {
  const store = openStore(databaseName, () => undefined);
  const channel = new BroadcastChannel("soniakh");
  const facts = createFacts(store);
  const engine = createCatchingUp({
    store,
    fetch: (path, init) => fetch(path, init),
    locks: navigator.locks,
    now: () => Date.now(),
    rootKey: newsroom.rootKey,
    loadFallback: async () => verifyInScript,
    decodes: (picture) => createImageBitmap(picture).then(Boolean, () => false),
    download: async () =>
      (await facts.settings()).download ?? startingDownload(await circumstances()),
    announce: () => channel.postMessage("library"),
  });
  try {
    const { kind } = await engine.catchUp();
    // Refused by browsers without one-off sync, and while the permission is withheld.
    if (kind === "unreachable")
      await self.registration.sync?.register(newsTag).catch(() => undefined);
  } finally {
    channel.close();
    store.close();
  }
}

async function circumstances() {
  const { connection } = navigator as WorkerNavigator & { readonly connection?: Connection };
  const { usage = 0, quota } = await navigator.storage.estimate();
  return {
    saveData: connection?.saveData ?? false,
    cellular: connection?.type === "cellular",
    freeBytes: quota === undefined ? undefined : quota - usage,
  };
}
