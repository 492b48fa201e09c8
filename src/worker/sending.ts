import { syncTag } from "../device/background-sync.ts";
import { openStore } from "../device/database.ts";
import { createDelivery } from "../device/delivery.ts";
import { createDraining } from "../device/draining.ts";
import { verifyInScript } from "../device/ed25519-in-script.ts";
import { createFacts } from "../device/facts.ts";
import { createKeyFinder } from "../device/keyring.ts";
import * as noteSending from "../device/note-sending.ts";
import { hasWaiting } from "../device/outbox.ts";
import { newRandomId } from "../device/random-id.ts";
import { createReceiptVerify } from "../device/receipt-keys.ts";
import { networkOf } from "../device/sending-choices.ts";

declare const self: ServiceWorkerGlobalScope;

interface SyncEvent extends ExtendableEvent {
  readonly tag: string;
}

self.addEventListener("install", () => void self.skipWaiting());

// lib.webworker has no Background Sync: Chromium alone knows it.
self.addEventListener("sync" as keyof ServiceWorkerGlobalScopeEventMap, (event) => {
  if ((event as SyncEvent).tag === syncTag) (event as SyncEvent).waitUntil(sendWaiting());
});

/** Drains once. Rejects while stories still wait, so that the browser tries again in its own time. */
async function sendWaiting(): Promise<void> {
  const store = openStore("soniakh", () => undefined);
  const channel = new BroadcastChannel("soniakh");
  const facts = createFacts(store);
  const after = (milliseconds: number, call: () => void): (() => void) => {
    const timer = setTimeout(call, milliseconds);
    return () => clearTimeout(timer);
  };
  const draining = createDraining({
    store,
    keyring: createKeyFinder(navigator.storage),
    delivery: createDelivery({
      fetch: (request) => fetch(request),
      verify: createReceiptVerify(facts, async () => verifyInScript),
      newId: newRandomId,
      origin: self.location.origin,
      after,
    }),
    loadNoteSending: async () => noteSending,
    locks: navigator.locks,
    now: () => performance.now(),
    random: Math.random,
    after,
    announce: (what) => channel.postMessage(what),
    network: networkOf(navigator),
  });
  try {
    await draining.wake("sync");
    if (await hasWaiting(store)) throw new Error("stories still wait");
  } finally {
    draining.stop();
    channel.close();
    store.close();
  }
}
