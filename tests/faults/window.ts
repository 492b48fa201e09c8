import type { RandomId } from "../../src/protocol/bytes.ts";
import { createCatchingUp, type Outcome } from "../../src/device/catching-up.ts";
import type { Store } from "../../src/device/database.ts";
import { createDelivery, type DeliveryRequests } from "../../src/device/delivery.ts";
import { createDraining, type Draining } from "../../src/device/draining.ts";
import type { Draft } from "../../src/device/draft.ts";
import { createDrafts, type Drafts } from "../../src/device/drafts.ts";
import { verifyInScript } from "../../src/device/ed25519-in-script.ts";
import { createFacts } from "../../src/device/facts.ts";
import type { Keyring } from "../../src/device/keyring.ts";
import * as noteSending from "../../src/device/note-sending.ts";
import { createOutbox, type Outbox } from "../../src/device/outbox.ts";
import { createReceiptVerify } from "../../src/device/receipt-keys.ts";
import { seal, sealAhead, type Sealing } from "../../src/device/sealing.ts";
import type { NetworkKind } from "../../src/device/sending-choices.ts";
import type { SealedTerms } from "../../src/protocol/story.ts";
import type { LibraryFixture } from "../support/library-fixture.ts";
import {
  createFaults,
  type Faults,
  keyringWithFaults,
  whileAlive,
  withFaults,
} from "./fault-shim.ts";
import type { VirtualClock } from "./virtual-clock.ts";

type Locks = Pick<LockManager, "request">;

/** What is put in the place of the real thing, for planting bugs and for watching. */
export interface Bend {
  readonly store?: (store: Store, beside: Beside) => Store;
  readonly delivery?: (delivery: DeliveryRequests, store: Store) => DeliveryRequests;
  readonly locks?: (locks: Locks) => Locks;
  /** How many connections the browser opens. */
  readonly connections?: number;
}

/** What a bent store may use. */
export interface Beside {
  readonly wall: () => number;
  readonly fetch: Fetch;
}

export type Fetch = (request: Request) => Promise<Response>;

/** One process of the phone's browser. */
export interface Window {
  /** Its way to the disk: it dies with the window. */
  readonly store: Store;
  readonly drafts: Drafts;
  readonly outbox: Outbox;
  readonly draining: Draining;
  readonly faults: Faults;
  readonly frozen: boolean;
  seal(draft: Draft): Promise<Sealing>;
  /** Catches up with a newsroom's library over the same line. */
  catchUp(library: LibraryFixture): Promise<Outcome>;
  /** Its timers stand still, as those of a page in the background do. */
  freeze(): void;
  thaw(): void;
  /** Drains, and lets so much time go by: timers fire, waits end. Also ends when the process dies. */
  live(milliseconds: number, by?: Parameters<Draining["wake"]>[0]): Promise<void>;
}

/** What a window stands on. */
export interface Ground {
  readonly store: Store;
  readonly keyring: Keyring;
  readonly locks: (died: Promise<void>) => Locks;
  readonly clock: VirtualClock;
  /** The clock on the wall, which people and operators turn. */
  readonly wall: () => number;
  readonly random: () => number;
  readonly newId: () => RandomId;
  readonly carry: (request: Request, faults: Faults, window: Window) => Promise<Response>;
  readonly read: (path: string) => Promise<void>;
  readonly network: { readonly kind: () => NetworkKind };
}

export const someTerms: SealedTerms = {
  answers: { publish: "read-only", adult: true, harm: "no" },
  wording: [],
  version: 1,
};

/** Opens a process over the phone's disk; it dies at the point with the number `killAt`. */
export function openWindow(ground: Ground, killAt?: number, bend: Bend = {}): Window {
  const { clock, random, newId } = ground;
  const faults = createFaults(killAt);
  const fetch: Fetch = (request) => whileAlive(faults, () => ground.carry(request, faults, window));
  const bent = bend.store?.(ground.store, { wall: ground.wall, fetch });
  const store = withFaults(bent ?? ground.store, faults);
  const keyring = keyringWithFaults(ground.keyring, faults);
  const facts = createFacts(store);
  const announce = (): void => undefined;
  const delivery = createDelivery({
    fetch,
    verify: createReceiptVerify(facts, async () => verifyInScript),
    newId,
    origin: "https://newsroom.example",
    after: clock.after,
  });
  let frozen: (() => void)[] | undefined;
  const after: VirtualClock["after"] = (milliseconds, call) =>
    clock.after(milliseconds, () => {
      if (faults.dead) return;
      if (frozen === undefined) call();
      else frozen.push(call);
    });
  const locks = ground.locks(faults.died);
  const opened = clock.now();
  const draining = createDraining({
    store,
    keyring,
    delivery: bend.delivery?.(delivery, store) ?? delivery,
    loadNoteSending: async () => noteSending,
    locks: bend.locks?.(locks) ?? locks,
    now: () => clock.now() - opened,
    random,
    after,
    announce,
    network: ground.network,
    ...(bend.connections === undefined ? {} : { connections: bend.connections }),
  });
  const deps = { store, keyring, newId, now: ground.wall, announce };
  const window: Window = {
    store,
    drafts: createDrafts(deps),
    outbox: createOutbox(deps),
    draining,
    faults,
    get frozen() {
      return frozen !== undefined;
    },
    freeze: () => void (frozen ??= []),
    thaw() {
      const calls = frozen ?? [];
      frozen = undefined;
      for (const call of calls) call();
    },
    catchUp: (library) =>
      createCatchingUp({
        store,
        locks,
        fetch: async (path, init) => {
          await ground.read(path as string);
          return library.fetch(path, init);
        },
        now: clock.now,
        rootKey: library.rootKey,
        loadFallback: async () => verifyInScript,
        download: async () => "everything",
        decodes: async () => true,
        announce,
      }).catchUp(),
    seal(draft) {
      const sealing = { ...deps, facts };
      const toSeal = { draft, language: "uk", terms: someTerms };
      return seal(sealing, toSeal, sealAhead(sealing, toSeal));
    },
    async live(milliseconds, by = "start") {
      const end = clock.now() + milliseconds;
      const alive = <T>(work: Promise<T>): Promise<T | void> => Promise.race([work, faults.died]);
      await alive(draining.wake(by));
      while (!faults.dead && clock.fireNext(end)) await alive(draining.settled());
      if (!faults.dead) clock.turnTo(end);
    },
  };
  return window;
}
