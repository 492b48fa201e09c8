import type { Store, StoreName, Transaction } from "../../src/device/database.ts";
import { DeviceError } from "../../src/device/errors.ts";
import type { Keyring } from "../../src/device/keyring.ts";

/** What storage does wrong: from so many requests on, so many times. */
export interface Trouble {
  readonly kind:
    /** QuotaExceededError, at writes only. */
    | "full"
    /** UnknownError, as WebKit and Chromium have it. */
    | "unknown"
    /** The browser drops the connection: the request is made, and then the transaction is aborted. */
    | "closed"
    /** The transaction is committed, and the connection drops before the word of it comes. */
    | "unheard";
  readonly after: number;
  readonly times: number;
}

/** Counts every point at which a process can die or storage can fail, and lets it happen at one of them. */
export interface Faults {
  /** Dies after so many more points. */
  killIn(points: number): void;
  /** From now on. */
  trouble(trouble: Trouble | undefined): void;
  /** Gives what goes wrong at this point of a transaction, if anything does. */
  befall(at: "read" | "write" | "commit"): Trouble["kind"] | undefined;
  /** True where storage ever failed in this process. */
  readonly troubled: boolean;
  /** Passes one point. Throws {@link Killed} at the chosen one and at every later one. */
  point(name: string): void;
  /** The points passed so far. */
  readonly passed: readonly string[];
  readonly dead: boolean;
  /** Resolves when the process dies. */
  readonly died: Promise<void>;
  /** Dies now. */
  kill(): void;
}

/** The process is gone: whoever waited for it waits for ever. */
export class Killed extends Error {}

/** Faults that kill at the point with this number, from 0; none for a process that lives. */
export function createFaults(killAt?: number): Faults {
  const passed: string[] = [];
  let dead = false;
  let die: () => void = () => undefined;
  const died = new Promise<void>((resolve) => (die = resolve));
  const kill = (): void => {
    dead = true;
    die();
  };
  let last = killAt;
  let ahead: Trouble | undefined;
  let troubled = false;
  return {
    killIn: (points) => void (last = passed.length + points),
    trouble(trouble) {
      ahead = trouble;
      troubled ||= trouble !== undefined;
    },
    get troubled() {
      return troubled;
    },
    befall(at) {
      if (ahead === undefined || !meets(ahead.kind, at)) return undefined;
      const { kind, after, times } = ahead;
      if (after > 0) {
        ahead = { kind, after: after - 1, times };
        return undefined;
      }
      ahead = times > 1 ? { kind, after, times: times - 1 } : undefined;
      return kind;
    },
    point(name) {
      if (!dead && passed.length === last) kill();
      if (dead) throw new Killed(name);
      passed.push(name);
    },
    passed,
    get dead() {
      return dead;
    },
    died,
    kill,
  };
}

const meets = (kind: Trouble["kind"], at: "read" | "write" | "commit"): boolean =>
  kind === "full" ? at === "write" : kind === "unheard" ? at === "commit" : at !== "commit";

const errorNames = {
  full: "QuotaExceededError",
  unknown: "UnknownError",
} as const;

/** A promise that never settles: what the code of a dead process would have waited for. */
const never = <T>(): Promise<T> => new Promise<T>(() => undefined);

/** Runs work of a process: once it is dead, nobody hears of it again. */
export async function whileAlive<T>(faults: Faults, work: () => Promise<T> | T): Promise<T> {
  try {
    faults.point("begin");
    const result = await work();
    faults.point("end");
    return result;
  } catch (error) {
    if (faults.dead || error instanceof Killed) return never();
    throw error;
  }
}

const requests = new Set([
  "get",
  "getKey",
  "getAll",
  "getAllKeys",
  "put",
  "add",
  "delete",
  "count",
  "openCursor",
  "openKeyCursor",
]);

/** The real store, with a point before each request, before each commit, and between a commit and the word of it. */
export function withFaults(store: Store, faults: Faults): Store {
  return {
    transact: <T, Mode extends "readonly" | "readwrite">(
      stores: readonly StoreName[],
      mode: Mode,
      work: (transaction: Transaction<Mode>) => Promise<T> | T,
      durability?: "relaxed" | "strict",
    ): Promise<T> =>
      whileAlive(faults, () =>
        store.transact(
          stores,
          mode,
          async (transaction) => {
            const result = await work(watched(transaction, faults));
            faults.point(`commit ${stores.join("+")}`);
            const trouble = mode === "readwrite" ? faults.befall("commit") : undefined;
            if (trouble === undefined) return result;
            transaction.commit();
            throw new DOMException("The connection was lost", "UnknownError");
          },
          durability,
        ),
      ),
    close: () => store.close(),
  };
}

/** The keyring of a process that can die before and after each write. */
export const keyringWithFaults = (keyring: Keyring, faults: Faults): Keyring => ({
  durable: keyring.durable,
  create: (slot) =>
    whileAlive(faults, () => {
      if (faults.befall("write") !== "full") return keyring.create(slot);
      throw new DeviceError("storage-full", "No room for a key");
    }),
  find: (slot) => keyring.find(slot),
  destroy: (slot) => whileAlive(faults, () => keyring.destroy(slot)),
});

function watched<Mode extends "readonly" | "readwrite">(
  transaction: Transaction<Mode>,
  faults: Faults,
): Transaction<Mode> {
  return new Proxy(transaction, {
    get(target, name) {
      if (name === "commit") return () => target.commit();
      if (name !== "objectStore") return Reflect.get(target, name, target);
      return (store: StoreName) =>
        watchedStore(target.objectStore(store), store, faults, () => abortUnlessOver(target));
    },
  });
}

function abortUnlessOver(transaction: { abort(): void }): void {
  try {
    transaction.abort();
  } catch {
    // It ended by itself meanwhile: then the connection drops between two transactions.
  }
}

const writes = new Set(["put", "add", "delete"]);

function watchedStore<S extends object>(
  store: S,
  storeName: string,
  faults: Faults,
  abort: () => void,
): S {
  return new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== "function") return member;
      return (...args: unknown[]): unknown => {
        if (!requests.has(String(name))) return Reflect.apply(member, target, args) as unknown;
        try {
          faults.point(`${storeName}.${String(name)}`);
          const trouble = faults.befall(writes.has(String(name)) ? "write" : "read");
          if (trouble === "closed") queueMicrotask(abort);
          else if (trouble === "full" || trouble === "unknown")
            throw new DOMException("", errorNames[trouble]);
        } catch (error) {
          // As a request fails: later, and its siblings are aborted with it.
          return Promise.reject(error instanceof Error ? error : new Error(String(error)));
        }
        return Reflect.apply(member, target, args) as unknown;
      };
    },
  });
}
