import type { Store, StoreName, Transaction } from "../../src/device/database.ts";
import type { Keyring } from "../../src/device/keyring.ts";

/** Counts every point at which a process can die or storage can fail, and lets it happen at one of them. */
export interface Faults {
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
  return {
    point(name) {
      if (!dead && passed.length === killAt) kill();
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
            return result;
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
  create: (slot) => whileAlive(faults, () => keyring.create(slot)),
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
      return (store: StoreName) => watchedStore(target.objectStore(store), store, faults);
    },
  });
}

function watchedStore<S extends object>(store: S, storeName: string, faults: Faults): S {
  return new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== "function") return member;
      return (...args: unknown[]): unknown => {
        if (!requests.has(String(name))) return Reflect.apply(member, target, args) as unknown;
        try {
          faults.point(`${storeName}.${String(name)}`);
        } catch (error) {
          // As a request fails: later, and its siblings are aborted with it.
          return Promise.reject(error instanceof Error ? error : new Error(String(error)));
        }
        return Reflect.apply(member, target, args) as unknown;
      };
    },
  });
}
