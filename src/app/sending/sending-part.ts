import { askForBackgroundSync } from "../../device/background-sync.ts";
import type { Store } from "../../device/database.ts";
import { createDelivery } from "../../device/delivery.ts";
import { createDraining, type Draining } from "../../device/draining.ts";
import type { Facts } from "../../device/facts.ts";
import { createKeyFinder, createKeyring, type Keyring } from "../../device/keyring.ts";
import keyringWorker from "../../device/keyring.worker.ts?worker&url";
import { createOutbox, hasWaiting, type Outbox } from "../../device/outbox.ts";
import type { Wake } from "../../device/planning.ts";
import { newRandomId } from "../../device/random-id.ts";
import { createReceiptVerify } from "../../device/receipt-keys.ts";
import { type NetworkKind, networkOf } from "../../device/sending-choices.ts";

/** What one window changes, every other window reads again. */
export type Changed = "library" | "drafts" | "outbox";

/** The outbox of this window and what moves it; made once. */
export interface SendingPart {
  readonly keyring: Keyring;
  readonly outbox: Outbox;
  readonly draining: Draining;
  /** True once the browser took it upon itself to send when the app is closed: having Background Sync is no promise yet. */
  readonly inBackground: boolean;
  /** What the browser says of the network now. */
  network(): NetworkKind;
  /** Says what changed, here and to other windows. */
  announce(what: Changed): void;
  /** Calls back when this window or another changed something. Gives what stops it. */
  onChanged(listener: (what: Changed) => void): () => void;
  /** A story was put in line: it goes now, and the browser is asked to send it in the background. */
  put(): void;
}

export interface SendingPartDeps {
  readonly store: Store;
  readonly facts: Facts;
  /** Makes an address for `new Worker` under Trusted Types. */
  readonly scriptAddress: (address: string) => string;
}

let opened: Promise<SendingPart> | undefined;

/** Opens the outbox and lets it move: now, when the network or the author comes back, and by the timer. One for each window. */
export function openSending(deps: SendingPartDeps): Promise<SendingPart> {
  opened ??= open(deps).catch((error: unknown) => {
    // The next call tries again.
    opened = undefined;
    throw error;
  });
  return opened;
}

async function open({ store, facts, scriptAddress }: SendingPartDeps): Promise<SendingPart> {
  const channel = new BroadcastChannel("soniakh");
  const listeners = new Set<(what: Changed) => void>();
  const tell = (what: Changed): void => {
    for (const listener of listeners) listener(what);
  };
  const announce = (what: Changed): void => {
    channel.postMessage(what);
    tell(what);
  };
  channel.addEventListener("message", ({ data }: MessageEvent<Changed>) => tell(data));
  const keyring = await createKeyring(
    new Worker(scriptAddress(keyringWorker), { type: "module" }),
    createKeyFinder(navigator.storage),
  );
  const network = networkOf(navigator);
  const draining = createDraining({
    store,
    keyring,
    delivery: createDelivery({
      fetch: (request) => fetch(request),
      verify: createReceiptVerify(facts, loadFallback),
      newId: newRandomId,
      origin: location.origin,
      after,
    }),
    loadNoteSending: () => import("../../device/note-sending.ts"),
    locks: navigator.locks,
    now: () => performance.now(),
    random: () => Math.random(),
    after,
    announce,
    network,
  });
  // No signal: a second entry that imports signals would split them off from reading's one file, for 0.7 KB and a request.
  let inBackground = false;
  const supported = "SyncManager" in window && "serviceWorker" in navigator;
  const workers = navigator.serviceWorker;
  const script = scriptAddress("/sending.js");
  const askTheBrowser = (): void => {
    void askForBackgroundSync({ workers, script, supported }).then((asked) => {
      inBackground = asked;
      tell("outbox");
    });
  };
  // Where storage is away the drainer tries again by its own timer.
  const wake = (by: Wake): void => void draining.wake(by).catch(() => undefined);
  wake("start");
  // Locks are given in the order in which they are asked for: when this one has answered, the drainer has its place in the
  // order of a minute of network, and whoever asks for news after that comes later.
  await navigator.locks.request("outbox", { ifAvailable: true }, () => undefined);
  // The browser forgets its promise after a few tries: it is asked again at each start, and whenever the author goes away.
  const askWhileWaiting = (): void =>
    void hasWaiting(store).then(
      (waits) => waits && askTheBrowser(),
      // Storage is away: the drainer's own timer says so, and tries again.
      () => undefined,
    );
  askWhileWaiting();
  let restored = (await facts.get("edition"))?.restored;
  /** A newsroom that was put back from a backup says so in its next edition: what it had may be gone there. */
  const askIfRestored = async (): Promise<void> => {
    const said = (await facts.get("edition"))?.restored ?? 0;
    if (restored !== undefined && said > restored) wake("restored");
    restored = said;
  };
  listeners.add((what) => {
    // Storage that is away now tells again with the next change.
    if (what === "library") askIfRestored().catch(() => undefined);
  });
  addEventListener("online", () => wake("online"));
  network.onChange(() => wake("online"));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") wake("visible");
    else askWhileWaiting();
  });
  // A page that the system froze while it was on the screen (https://wicg.github.io/page-lifecycle/).
  document.addEventListener("resume", () => wake("visible"));
  return {
    keyring,
    outbox: createOutbox({ store, keyring, announce }),
    draining,
    get inBackground() {
      return inBackground;
    },
    network: network.kind,
    announce,
    onChanged(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    put() {
      askTheBrowser();
      wake("put");
    },
  };
}

const loadFallback = async () => (await import("../../device/ed25519-in-script.ts")).verifyInScript;

/** Calls back after so many milliseconds; gives what stops it. */
export function after(milliseconds: number, call: () => void): () => void {
  const timer = setTimeout(call, milliseconds);
  return () => clearTimeout(timer);
}
