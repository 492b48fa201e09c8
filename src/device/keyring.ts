import type { RandomId } from "../protocol/bytes.ts";
import { DeviceError } from "./errors.ts";
import {
  type KeyringAnswer,
  type KeyringAsk,
  type KeyringPlaces,
  readKeys,
} from "./keyring-file.ts";

/** Where drafts and stories find their keys: AES-256-GCM, one for each slot, never extractable once handed out. */
export interface KeyFinder {
  /** Undefined where the key was destroyed, or was kept in the memory of a window that has closed. */
  find(slot: RandomId): Promise<CryptoKey | undefined>;
}

/** One key for each draft and each story, kept where overwriting erases it. */
export interface Keyring extends KeyFinder {
  /** False: keys live only as long as this window, and the screen says so. */
  readonly durable: boolean;
  /** Makes a key. When it resolves, the key is flushed to disk (where `durable`): only then may anything be encrypted under it. */
  create(slot: RandomId): Promise<CryptoKey>;
  /** Overwrites the key in place. What was encrypted under it cannot be read again by anyone. */
  destroy(slot: RandomId): Promise<void>;
}

/** The worker's end, as a page sees it: `new Worker(…)` fits, and so does one end of a `MessageChannel`. */
export interface KeyringPort {
  postMessage(message: unknown): void;
  addEventListener(type: "message" | "error", listener: (event: Event) => void): void;
}

/**
 * A keyring that writes through the worker behind `port`, or keeps keys in memory where the worker cannot keep any. Then
 * `kept` still finds those of earlier days: a worker that does not start must not hide what was written.
 */
export async function createKeyring(port: KeyringPort, kept?: KeyFinder): Promise<Keyring> {
  const ask = createAsk(port);
  const opened = await ask({ kind: "open" }).catch(() => undefined);
  return opened?.kind === "opened" && opened.durable
    ? createFileKeyring(ask)
    : createMemoryKeyring(kept);
}

/** Keys that live as long as this object, beside those that `kept` finds, which it cannot destroy: it throws `no-key` there. */
export function createMemoryKeyring(kept?: KeyFinder): Keyring {
  const keys = new Map<RandomId, CryptoKey>();
  return {
    durable: false,
    async create(slot) {
      const key = await importKey(newKey());
      keys.set(slot, key);
      return key;
    },
    find: async (slot) => keys.get(slot) ?? kept?.find(slot),
    async destroy(slot) {
      if (keys.delete(slot) || (await kept?.find(slot)) === undefined) return;
      throw new DeviceError("no-key", "Only the keyring's worker overwrites a key that is on disk");
    },
  };
}

/** Reads only: for the service worker, which cannot write in place. */
export function createKeyFinder(storage: KeyringPlaces["storage"]): KeyFinder {
  return {
    async find(slot) {
      try {
        return await found(await readKeys(storage), slot);
      } catch {
        // No such file system: then no key was ever kept there.
        return undefined;
      }
    },
  };
}

type Ask = (ask: KeyringAsk) => Promise<KeyringAnswer>;

function createFileKeyring(ask: Ask): Keyring {
  const held = new Map<RandomId, CryptoKey>();
  const read = createReading(ask);
  return {
    durable: true,
    async create(slot) {
      const raw = newKey();
      await ask({ kind: "write", slot, key: raw });
      const key = await importKey(raw);
      held.set(slot, key);
      return key;
    },
    async find(slot) {
      const key = held.get(slot) ?? (await read(slot));
      if (key !== undefined) held.set(slot, key);
      return key;
    },
    async destroy(slot) {
      held.delete(slot);
      await ask({ kind: "erase", slot });
    },
  };
}

/**
 * Finds keys in the file. All that are asked for before it is read again share that reading: a list of hundreds of stories
 * asks for hundreds of keys. None shares the one under way, which may have begun before its key was there.
 */
function createReading(ask: Ask): KeyFinder["find"] {
  type Next = {
    readonly keys: Promise<Keys>;
    readonly finding: Map<RandomId, Promise<CryptoKey | undefined>>;
  };
  let next: Next | undefined;
  let underWay: Promise<unknown> = Promise.resolve();
  const read = async (): Promise<Keys> => {
    next = undefined;
    const reply = await ask({ kind: "read" });
    return reply.kind === "keys" ? reply.keys : new Map();
  };
  return (slot) => {
    if (next === undefined) {
      const keys = underWay.then(read);
      underWay = keys.catch(() => undefined);
      next = { keys, finding: new Map() };
    }
    const { keys, finding } = next;
    // Each once: its raw bytes are overwritten when the engine has them.
    const key = finding.get(slot) ?? keys.then((all) => found(all, slot));
    finding.set(slot, key);
    return key;
  };
}

type Keys = ReadonlyMap<RandomId, Uint8Array<ArrayBuffer>>;

async function found(keys: Keys, slot: RandomId): Promise<CryptoKey | undefined> {
  const raw = keys.get(slot);
  return raw === undefined ? undefined : importKey(raw);
}

const newKey = (): Uint8Array<ArrayBuffer> => crypto.getRandomValues(new Uint8Array(32));

/** The raw bytes are overwritten once the engine holds its own copy. */
async function importKey(raw: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
  raw.fill(0);
  return key;
}

/** An error that came through the worker's messages is its name and its sentence. */
const failureOf = (why: string): DeviceError =>
  new DeviceError(why.startsWith("QuotaExceededError") ? "storage-full" : "no-key", why);

/** Pairs asks with answers by number. A worker that does not start answers nothing: its `error` event ends every ask. */
function createAsk(port: KeyringPort): Ask {
  const waiting = new Map<
    number,
    { resolve(answer: KeyringAnswer): void; reject(error: Error): void }
  >();
  let number = 0;
  let broken: Error | undefined;
  port.addEventListener("message", (event) => {
    const { number: of, reply } = (event as MessageEvent<{ number: number; reply: KeyringAnswer }>)
      .data;
    const asked = waiting.get(of);
    waiting.delete(of);
    if (reply.kind === "failed") asked?.reject(failureOf(reply.why));
    else asked?.resolve(reply);
  });
  port.addEventListener("error", () => {
    broken = new DeviceError("no-key", "The keyring's worker did not start");
    for (const asked of waiting.values()) asked.reject(broken);
    waiting.clear();
  });
  return (ask) =>
    new Promise((resolve, reject) => {
      if (broken !== undefined) return reject(broken);
      number += 1;
      waiting.set(number, { resolve, reject });
      port.postMessage({ number, ask });
    });
}
