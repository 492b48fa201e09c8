import { type Hash, toBase64url } from "../../../src/protocol/bytes.ts";
import { parseManifest, type StoryId } from "../../../src/protocol/intake.ts";
import { intakeRoutes } from "../../../src/protocol/intake-routes.ts";
import type { Store, StoreName, StoryRecord, Transaction } from "../../../src/device/database.ts";
import type { Accepted, DeliveryRequests } from "../../../src/device/delivery.ts";
import { DeviceError } from "../../../src/device/errors.ts";
import { dropParts, readStories, stateOf } from "../../../src/device/outbox.ts";
import type { Beside, Bend } from "../window.ts";

type Transact = Store["transact"];
const week = 7 * 24 * 3_600_000;

/** Calls the real one with what another transaction does. */
const bent =
  (
    change: <T>(
      store: Store,
      stores: readonly StoreName[],
      mode: "readonly" | "readwrite",
      again: () => Promise<T>,
    ) => Promise<T>,
  ) =>
  (store: Store): Store => ({
    ...store,
    transact: ((stores, mode, ...rest) =>
      change(store, stores, mode, () => store.transact(stores, mode, ...rest))) as Transact,
  });

/**
 * Bugs that a peer has or had, planted through the seams and not by changing the code; by their names. Each is a new one
 * at each call: some of them remember.
 */
export const planted: Readonly<Record<string, () => Bend>> = {
  "a 500 counts as sent": () => ({ delivery: (real) => believing(real, "newsroom") }),
  "a page of a captive portal counts as sent": () => ({
    delivery: (real) => believing(real, "portal"),
  }),
  "a story is removed before its receipt": () => ({
    delivery: (real, store) => ({
      ...real,
      async sendText(id, ...rest) {
        await store.transact(["stories"], "readwrite", (t) => t.objectStore("stories").delete(id));
        return real.sendText(id, ...rest);
      },
    }),
  }),
  "a story is sent before it is stored": () => ({ store: sendingFirst }),
  "sealing takes several transactions": () => ({ store: inPieces }),
  "a receipt counts before it is on disk": () => ({
    delivery: (real, store) => ({
      ...real,
      async sendText(id, ...rest) {
        const state = { kind: "sent", receipt: null, newsroom: "received" } as const;
        await store.transact(["stories"], "readwrite", async (t) => {
          const record = await t.objectStore("stories").get(id);
          if (record !== undefined) await t.objectStore("stories").put({ ...record, state });
        });
        return real.sendText(id, ...rest);
      },
    }),
  }),
  "the text's receipt counts for the photos too": () => ({
    delivery: (real) => ({
      ...real,
      async sendText(id, manifest, ...rest) {
        const ended = await real.sendText(id, manifest, ...rest);
        const named = parseManifest(new TextDecoder().decode(manifest));
        if (ended.kind !== "accepted" || !named.ok) return ended;
        const parts = named.value.parts.map((part) => part.id);
        return {
          ...ended,
          value: { ...ended.value, receipt: { ...ended.value.receipt, parts } },
        };
      },
    }),
  }),
  "what waits for a week by the clock is dropped": () => {
    const seen = new Map<string, number>();
    return { store: (store, { wall }) => expiring(store, wall, seen) };
  },
  "nothing is locked": () => ({
    locks: (real) => ({
      request: ((name: string, options: unknown, work?: (lock: unknown) => unknown) =>
        work === undefined || (options as { signal?: unknown }).signal !== undefined
          ? real.request(name, options as LockOptions, work as LockGrantedCallback<unknown>)
          : Promise.resolve(work({ name }))) as LockManager["request"],
    }),
  }),
  "a refused story is tried again, before all others": () => ({
    delivery: (real) => ({
      ...real,
      async sendText(...story) {
        const ended = await real.sendText(...story);
        if (ended.kind !== "refused") return ended;
        return { kind: "held", by: "newsroom" } as const;
      },
    }),
  }),
  "another window's words are overwritten": () => ({
    store: watching((name, method, result) =>
      name === "drafts" && method === "get" ? undefined : result,
    ),
  }),
  "a newsroom in trouble is asked again at once": () => ({
    delivery: (real) => ({
      ...real,
      async ask(ids) {
        let ended = await real.ask(ids);
        for (let tries = 0; tries < 60; tries += 1)
          if (ended.kind === "held") ended = await real.ask(ids);
        return ended;
      },
    }),
  }),
  "an attachment goes on behind the leaf that is missing": () => ({
    delivery: (real) => ({
      ...real,
      async sendLeaves(leaves) {
        const ended = await real.sendLeaves(leaves);
        return ended.kind === "accepted"
          ? { kind: "accepted", value: { ...ended.value, held: leaves.leaves } }
          : { kind: "accepted", value: { held: leaves.leaves, complete: true } };
      },
      look: async (blob) => {
        const ended = await real.look(blob);
        return ended.kind === "accepted"
          ? { kind: "accepted", value: { ...ended.value, held: ended.value.held + 1 } }
          : ended;
      },
    }),
  }),
  "a full disk is not told": () => ({
    store: bent(async (_store, _stores, _mode, again) => {
      try {
        return await again();
      } catch (error) {
        if (error instanceof DeviceError && error.code === "storage-full") return true as never;
        throw error;
      }
    }),
  }),
};

function believing(real: DeliveryRequests, whom: "newsroom" | "portal"): DeliveryRequests {
  return {
    ...real,
    async sendText(id, manifest, manifestHash, text) {
      const ended = await real.sendText(id, manifest, manifestHash, text);
      return ended.kind === "held" && ended.by === whom
        ? { kind: "accepted", value: aMadeUpReceipt(id, manifestHash) }
        : ended;
    },
  };
}

function aMadeUpReceipt(story: StoryId, manifest: Hash): Accepted {
  const receipt = {
    format: 1,
    story,
    manifest,
    parts: [],
    sequence: 1,
    date: "2026-11-23",
  } as const;
  const header = `soniakh-1 receipt ${"A".repeat(11)} ${toBase64url(new Uint8Array(64))}\n`;
  return { receipt, file: new TextEncoder().encode(header + JSON.stringify(receipt)) };
}

/** Each time that stories are read, those that have waited too long are gone first. */
function expiring(store: Store, wall: () => number, seen: Map<string, number>): Store {
  const drop = async (): Promise<void> => {
    for (const record of await readStories(store)) {
      const since = seen.get(record.id) ?? wall();
      seen.set(record.id, since);
      if (wall() - since <= week || stateOf(record).kind === "sent") continue;
      await store.transact(["stories", "parts"], "readwrite", async (transaction) => {
        await transaction.objectStore("stories").delete(record.id);
        await dropParts(transaction, record.id);
      });
    }
  };
  return {
    ...store,
    transact: (async (stores, mode, ...rest) => {
      if (mode === "readonly" && stores.join() === "stories") await drop();
      return store.transact(stores, mode, ...rest);
    }) as Transact,
  };
}

/** A store whose every request is a transaction of its own, wherever several stores change together. */
const inPieces = (store: Store): Store => ({
  ...store,
  transact: ((stores, mode, work, durability) =>
    stores.length < 2
      ? store.transact(stores, mode, work, durability)
      : again(() => Promise.resolve(work(piecewise(store, mode))))) as Transact,
});

/** As the real one does after a lost connection. */
async function again<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      const full = error instanceof Error && error.name === "QuotaExceededError";
      if (full) throw new DeviceError("storage-full", error.message);
      if (tries === 3) throw new DeviceError("storage-lost", String(error));
    }
  }
}

function piecewise(store: Store, mode: "readonly" | "readwrite"): never {
  const objectStore = (name: StoreName): unknown =>
    eachRequest((method, args) =>
      store.transact([name], mode, (transaction) =>
        request(transaction.objectStore(name), method, args),
      ),
    );
  // As much of a transaction as sealing asks for.
  return { objectStore, commit: () => undefined } as never;
}

/** A store of which each answer is seen, and can be another. */
const watching =
  (
    change: (name: StoreName, method: string, result: unknown, args: readonly unknown[]) => unknown,
  ) =>
  (store: Store): Store => ({
    ...store,
    transact: ((stores, mode, work, durability) =>
      mode === "readonly"
        ? store.transact(stores, mode, work, durability)
        : store.transact(
            stores,
            mode,
            (transaction) => work(watched(transaction as Transaction, change) as never),
            durability,
          )) as Transact,
  });

function watched(
  transaction: Transaction,
  change: (name: StoreName, method: string, result: unknown, args: readonly unknown[]) => unknown,
): unknown {
  return {
    commit: () => transaction.commit(),
    abort: () => transaction.abort(),
    objectStore: (name: StoreName) =>
      eachRequest((method, args) =>
        Promise.resolve(request(transaction.objectStore(name), method, args)).then((result) =>
          change(name, method, result, args),
        ),
      ),
  };
}

const eachRequest = (make: (method: string, args: readonly unknown[]) => unknown): object =>
  new Proxy(
    {},
    {
      get:
        (_, method) =>
        (...args: unknown[]) =>
          make(String(method), args),
    },
  );

const request = (store: object, method: string, args: readonly unknown[]): unknown =>
  Reflect.apply(Reflect.get(store, method, store) as () => unknown, store, args);

/** What is about to be sealed is read off a transaction that is taken back, sent, and only then stored. */
function sendingFirst(store: Store, { fetch }: Beside): Store {
  return {
    ...store,
    transact: (async (stores, mode, work, durability) => {
      const seals = mode === "readwrite" && stores.includes("parts") && stores.includes("drafts");
      if (seals) await sendFirst(store, stores, work as never, fetch);
      return store.transact(stores, mode, work, durability);
    }) as Transact,
  };
}

async function sendFirst(
  store: Store,
  stores: readonly StoreName[],
  work: (transaction: unknown) => unknown,
  fetch: Beside["fetch"],
): Promise<void> {
  let story: StoryRecord | undefined;
  let text: ArrayBuffer | undefined;
  const notYet = new Error("not yet");
  await store
    .transact(stores, "readwrite", async (transaction) => {
      await work(
        watched(transaction as unknown as Transaction, (name, method, result, [value]) => {
          if (method === "put" && name === "stories") story = value as StoryRecord;
          const part = value as {
            readonly part: number;
            readonly chunk: number;
            bytes: ArrayBuffer;
          };
          if (method === "put" && name === "parts" && part.part === 0 && part.chunk === 0)
            text = part.bytes;
          return result;
        }),
      );
      throw notYet;
    })
    .catch((error: unknown) => {
      if (error !== notYet) throw error;
    });
  if (story === undefined || text === undefined) return;
  const body = Buffer.concat([
    new Uint8Array(story.manifest),
    Buffer.from("\n"),
    new Uint8Array(text),
  ]);
  const path = intakeRoutes.story(story.id as StoryId);
  // Nobody waits for the answer: what counts here is that the bytes have left before they are on disk.
  void fetch(new Request(`https://newsroom.example${path}`, { method: "PUT", body })).catch(
    () => undefined,
  );
}
