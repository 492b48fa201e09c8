import { expect, test, vi } from "vitest";
import { createKeyringAnswers, type KeyringPlaces } from "../../src/device/keyring-file.ts";
import {
  eraseSlot,
  readSlots,
  type SlotFile,
  slotSize,
  writeSlot,
} from "../../src/device/keyring-slots.ts";
import { createKeyFinder, createKeyring, type KeyringPort } from "../../src/device/keyring.ts";
import { anId } from "../support/device.ts";

test("a key that was written is read back under its id, and only there", () => {
  const file = aFile();

  writeSlot(file, anId(1), aKey(1));
  writeSlot(file, anId(2), aKey(2));

  expect([...readSlots(file.bytes())]).toEqual([
    [anId(1), aKey(1)],
    [anId(2), aKey(2)],
  ]);
});

test("a key is flushed before writing it is over", () => {
  const file = aFile();

  writeSlot(file, anId(1), aKey(1));

  expect(readSlots(file.flushed()).has(anId(1))).toBe(true);
});

test("an erased key is in no byte of the file, and the file keeps its length", () => {
  const file = aFile();
  writeSlot(file, anId(1), aKey(77));
  writeSlot(file, anId(2), aKey(2));
  const length = file.getSize();

  eraseSlot(file, anId(1));

  expect(Buffer.from(file.flushed()).includes(Buffer.from(aKey(77)))).toBe(false);
  expect(file.getSize()).toBe(length);
  expect([...readSlots(file.flushed()).keys()]).toEqual([anId(2)]);
});

test("a freed slot is used again", () => {
  const file = aFile();
  for (let n = 1; n <= 64; n += 1) writeSlot(file, anId(n), aKey(n));
  eraseSlot(file, anId(10));

  writeSlot(file, anId(65), aKey(65));

  expect(file.getSize()).toBe(64 * slotSize);
  expect(readSlots(file.bytes()).size).toBe(64);
});

test("a slot that power cut in half is no key, and its place is used again", () => {
  const file = aFile();
  writeSlot(file, anId(1), aKey(1));
  file.write(new Uint8Array(20), { at: 30 });

  expect(readSlots(file.bytes()).size).toBe(0);
  writeSlot(file, anId(2), aKey(2));

  expect([...readSlots(file.bytes()).keys()]).toEqual([anId(2)]);
});

test("the same id is never given a second key", () => {
  const file = aFile();
  writeSlot(file, anId(1), aKey(1));

  expect(() => writeSlot(file, anId(1), aKey(2))).toThrow("taken");
});

test("a file that does not give back what was written is no place for keys", () => {
  const file = aFile();
  const forgetful: SlotFile = { ...file, write: (bytes) => bytes.length };

  expect(() => writeSlot(forgetful, anId(1), aKey(1))).toThrow("not kept");
});

test("a page makes a key, another realm finds it, and a destroyed one is found by nobody new", async () => {
  const places = aFileSystem();
  const page = await createKeyring(aWorker(places));
  const sealed = await seal(await page.create(anId(1)));

  const elsewhere = await createKeyFinder(places.storage).find(anId(1));
  await page.destroy(anId(1));

  expect(page.durable).toBe(true);
  expect(await open(elsewhere!, sealed)).toBe("words");
  expect(await createKeyFinder(places.storage).find(anId(1))).toBeUndefined();
  expect(await page.find(anId(1))).toBeUndefined();
});

test("hundreds of keys that are asked for at once are read together, each as it is, one that is asked for twice too", async () => {
  const places = aFileSystem();
  const before = await createKeyring(aWorker(places));
  const slots = Array.from({ length: 100 }, (_, n) => anId(n + 1));
  const sealed = [];
  for (const slot of slots) sealed.push(await seal(await before.create(slot)));
  const worker = aWorker(places);
  const asked: unknown[] = [];
  const page = await createKeyring({
    ...worker,
    postMessage(message) {
      asked.push((message as { ask: { kind: string } }).ask.kind);
      worker.postMessage(message);
    },
  });

  const keys = await Promise.all([...slots, ...slots].map((slot) => page.find(slot)));

  for (const [at, key] of keys.entries())
    expect(await open(key!, sealed[at % slots.length]!)).toBe("words");
  expect(asked).toEqual(["open", "read"]);
});

test("a key that another window makes while the file is read is found by whoever asks after that", async () => {
  const places = aFileSystem();
  const [worker, other] = [aWorker(places), await createKeyring(aWorker(places))];
  const late: (() => void)[] = [];
  let isSlow = false;
  const page = await createKeyring({
    ...worker,
    addEventListener: (type, listener) =>
      worker.addEventListener(type, (event) =>
        isSlow ? void late.push(() => listener(event)) : listener(event),
      ),
  });
  await other.create(anId(1));
  isSlow = true;

  const first = page.find(anId(1));
  await vi.waitFor(() => expect(late).toHaveLength(1));
  await other.create(anId(2));
  const second = page.find(anId(2));
  isSlow = false;
  for (const answer of late) answer();

  expect(await first).toBeDefined();
  expect(await second).toBeDefined();
});

test("without a file system keys live in the window, and the keyring says so", async () => {
  const places: KeyringPlaces = {
    ...aFileSystem(),
    storage: { getDirectory: () => Promise.reject(new DOMException("", "SecurityError")) },
  };

  const keyring = await createKeyring(aWorker(places));
  const key = await keyring.create(anId(1));

  expect(keyring.durable).toBe(false);
  expect(await keyring.find(anId(1))).toBe(key);
  expect(await createKeyFinder(places.storage).find(anId(1))).toBeUndefined();
});

test("a worker that does not start leaves keys in the window", async () => {
  const port: KeyringPort = {
    postMessage: () => undefined,
    addEventListener: (type, listener) =>
      void (type === "error" && queueMicrotask(() => listener(new Event("error")))),
  };

  expect((await createKeyring(port)).durable).toBe(false);
});

test("a worker that does not start hides no earlier key, and none is destroyed without it", async () => {
  const places = aFileSystem();
  const before = await createKeyring(aWorker(places));
  const sealed = await seal(await before.create(anId(1)));
  const broken: KeyringPort = {
    postMessage: () => undefined,
    addEventListener: (type, listener) =>
      void (type === "error" && queueMicrotask(() => listener(new Event("error")))),
  };

  const keyring = await createKeyring(broken, createKeyFinder(places.storage));

  expect(await open((await keyring.find(anId(1)))!, sealed)).toBe("words");
  await expect(keyring.destroy(anId(1))).rejects.toThrow("Only the keyring's worker");
  expect(await keyring.find(anId(1))).toBeDefined();
});

const aKey = (n: number): Uint8Array<ArrayBuffer> => new Uint8Array(32).fill(n);

/** A file in memory with the face of a sync access handle; `flushed` is what a power cut would leave. */
function aFile(): SlotFile & {
  bytes(): Uint8Array<ArrayBuffer>;
  flushed(): Uint8Array<ArrayBuffer>;
} {
  let bytes = new Uint8Array(0);
  let flushed = new Uint8Array(0);
  return {
    getSize: () => bytes.length,
    read: (into, { at }) => {
      const part = bytes.subarray(at, at + into.length);
      into.set(part);
      return part.length;
    },
    write(from, { at }) {
      const grown = new Uint8Array(Math.max(bytes.length, at + from.length));
      grown.set(bytes);
      grown.set(from, at);
      bytes = grown;
      return from.length;
    },
    flush: () => void (flushed = bytes.slice()),
    bytes: () => bytes,
    flushed: () => flushed,
  };
}

/** An origin private file system with one file, as far as the keyring goes. */
function aFileSystem(): KeyringPlaces {
  const file = aFile();
  let exists = false;
  const handle = {
    createSyncAccessHandle: async () => ({ ...file, close: () => undefined }),
    getFile: async () => ({ arrayBuffer: async () => file.bytes().slice().buffer }),
  };
  const folder = {
    getFileHandle: async (_name: string, options?: { create?: boolean }) => {
      exists ||= options?.create === true;
      if (!exists) throw new DOMException("", "NotFoundError");
      return handle;
    },
  };
  return {
    storage: { getDirectory: async () => folder as unknown as FileSystemDirectoryHandle },
    locks: navigator.locks,
  };
}

/** What `keyring.worker.ts` does, without a thread. */
function aWorker(places: KeyringPlaces): KeyringPort {
  const answer = createKeyringAnswers(places);
  const listeners: ((event: Event) => void)[] = [];
  return {
    postMessage(message) {
      const { number, ask } = structuredClone(message) as {
        number: number;
        ask: Parameters<typeof answer>[0];
      };
      void answer(ask).then((reply) => {
        for (const listener of listeners)
          listener(new MessageEvent("message", { data: { number, reply } }));
      });
    },
    addEventListener: (type, listener) => void (type === "message" && listeners.push(listener)),
  };
}

const iv = new Uint8Array(12);
const seal = (key: CryptoKey): Promise<ArrayBuffer> =>
  crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, new TextEncoder().encode("words"));
const open = async (key: CryptoKey, sealed: ArrayBuffer): Promise<string> =>
  new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, sealed));
