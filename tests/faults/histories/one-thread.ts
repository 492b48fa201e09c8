// WebCrypto and files without the threads that Node gives them: what a history does then depends on its seed alone. The
// same algorithms (node:crypto) and the same files; every answer still comes in a later turn of the loop, as a browser's
// does, and how much later is drawn from the seed.
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  diffieHellman,
  type KeyObject,
  sign,
  verify,
} from "node:crypto";
import * as sync from "node:fs";
import fs, { type FileHandle } from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { seededRandom } from "../virtual-clock.ts";

let random = seededRandom(0);
let under = 0;

/** From now on chance is that of this seed: random bytes, and which of two answers comes first. */
export const seedChance = (seed: number): void => void (random = seededRandom(seed ^ 0x5eed));

/** Operations of the platform that are under way. */
export const underWay = (): number => under;

/** An answer in one of the next turns. */
async function later<T>(work: () => T): Promise<T> {
  under += 1;
  try {
    for (let turns = random() < 0.8 ? 1 : Math.ceil(random() * 6); turns > 0; turns -= 1)
      await new Promise((resolve) => setImmediate(resolve));
    return work();
  } finally {
    under -= 1;
  }
}

type Bytes = NodeJS.ArrayBufferView | ArrayBuffer;
const view = (bytes: Bytes): Buffer =>
  bytes instanceof ArrayBuffer
    ? Buffer.from(bytes)
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const own = (bytes: Uint8Array): ArrayBuffer => Uint8Array.from(bytes).buffer;
/** What is behind the keys that were imported here. */
const opened = new WeakMap<object, KeyObject>();
function keyOf(key: CryptoKey): KeyObject {
  const found = opened.get(key);
  if (found === undefined) throw new DOMException("Not a key of this history", "DataError");
  return found;
}
const nameOf = (algorithm: AlgorithmIdentifier): string =>
  typeof algorithm === "string" ? algorithm : algorithm.name;
const tag = 16;

interface Gcm {
  readonly iv: Bytes;
  readonly additionalData?: Bytes;
}

const spki = {
  X25519: Buffer.from("302a300506032b656e032100", "hex"),
  Ed25519: Buffer.from("302a300506032b6570032100", "hex"),
};

function openKey(format: string, bytes: Buffer, name: string): KeyObject {
  if (name === "AES-GCM") return createSecretKey(bytes);
  if (name !== "X25519" && name !== "Ed25519") throw new Error(`No ${name} here`);
  if (format === "pkcs8") return createPrivateKey({ key: bytes, format: "der", type: "pkcs8" });
  if (format !== "raw") throw new Error(`No ${format} here`);
  return createPublicKey({ key: Buffer.concat([spki[name], bytes]), format: "der", type: "spki" });
}

function decryptGcm({ iv, additionalData }: Gcm, key: CryptoKey, data: Bytes): ArrayBuffer {
  const bytes = view(data);
  const cipher = createDecipheriv("aes-256-gcm", keyOf(key), view(iv));
  if (additionalData !== undefined) cipher.setAAD(view(additionalData));
  cipher.setAuthTag(bytes.subarray(-tag));
  try {
    return own(Buffer.concat([cipher.update(bytes.subarray(0, -tag)), cipher.final()]));
  } catch {
    throw new DOMException("The operation failed", "OperationError");
  }
}

function encryptGcm({ iv, additionalData }: Gcm, key: CryptoKey, data: Bytes): ArrayBuffer {
  const cipher = createCipheriv("aes-256-gcm", keyOf(key), view(iv));
  if (additionalData !== undefined) cipher.setAAD(view(additionalData));
  return own(Buffer.concat([cipher.update(view(data)), cipher.final(), cipher.getAuthTag()]));
}

const subtle = {
  importKey: (
    format: string,
    bytes: Bytes,
    algorithm: AlgorithmIdentifier,
    extractable: boolean,
    usages: KeyUsage[],
  ) => {
    // Copied at the call, as the specification says: the caller may overwrite its bytes at once.
    const copy = Buffer.from(view(bytes));
    const name = nameOf(algorithm);
    return later(() => {
      const object = openKey(format, copy, name);
      const key = object.toCryptoKey({ name }, extractable, usages);
      opened.set(key, object);
      return key;
    });
  },
  exportKey: (format: string, key: CryptoKey) =>
    later(() => {
      if (format !== "jwk") throw new Error(`No ${format} here`);
      return keyOf(key).export({ format: "jwk" });
    }),
  encrypt: (algorithm: Gcm, key: CryptoKey, data: Bytes) => {
    const copy = Buffer.from(view(data));
    return later(() => encryptGcm(algorithm, key, copy));
  },
  decrypt: (algorithm: Gcm, key: CryptoKey, data: Bytes) => {
    const copy = Buffer.from(view(data));
    return later(() => decryptGcm(algorithm, key, copy));
  },
  digest: (_: AlgorithmIdentifier, data: Bytes) => {
    const hash = createHash("sha256").update(view(data)).digest();
    return later(() => own(hash));
  },
  sign: (_: AlgorithmIdentifier, key: CryptoKey, data: Bytes) => {
    const copy = Buffer.from(view(data));
    return later(() => own(sign(null, copy, keyOf(key))));
  },
  verify: (_: AlgorithmIdentifier, key: CryptoKey, signature: Bytes, data: Bytes) => {
    const [signed, bytes] = [Buffer.from(view(signature)), Buffer.from(view(data))];
    return later(() => verify(null, bytes, keyOf(key), signed));
  },
  deriveBits: ({ public: peer }: { readonly public: CryptoKey }, key: CryptoKey) =>
    later(() => own(diffieHellman({ privateKey: keyOf(key), publicKey: keyOf(peer) }))),
};

function getRandomValues<T extends NodeJS.ArrayBufferView>(array: T): T {
  const bytes = view(array);
  let at = 0;
  for (; at + 4 <= bytes.length; at += 4) bytes.writeUInt32LE(Math.floor(random() * 2 ** 32), at);
  for (; at < bytes.length; at += 1) bytes[at] = Math.floor(random() * 256);
  return array;
}

/** One open file; as much of a handle as the intake asks for. */
const handleOf = (fd: number): Partial<FileHandle> => ({
  write: ((bytes: Uint8Array, offset: number, length: number, position: number) =>
    later(() => ({
      bytesWritten: sync.writeSync(fd, bytes, offset, length, position),
    }))) as unknown as FileHandle["write"],
  read: ((bytes: Uint8Array, offset: number, length: number, position: number) =>
    later(() => ({
      bytesRead: sync.readSync(fd, bytes, offset, length, position),
    }))) as unknown as FileHandle["read"],
  stat: (() => later(() => sync.fstatSync(fd))) as unknown as FileHandle["stat"],
  truncate: (length) => later(() => sync.ftruncateSync(fd, length)),
  utimes: (accessed, changed) => later(() => sync.futimesSync(fd, accessed, changed)),
  // In memory nothing is more durable than anything else; what fsync is for is seen where real servers are killed.
  sync: () => later(() => undefined),
  close: () => later(() => sync.closeSync(fd)),
});

const files = {
  open: (path: string, flags: string) =>
    later(() => handleOf(sync.openSync(path, flags)) as FileHandle),
  stat: (path: string) => later(() => sync.statSync(path)),
  readFile: (path: string) => later(() => sync.readFileSync(path)),
  writeFile: (path: string, bytes: Uint8Array) => later(() => sync.writeFileSync(path, bytes)),
  utimes: (path: string, accessed: number, changed: number) =>
    later(() => sync.utimesSync(path, accessed, changed)),
  rename: (from: string, to: string) => later(() => sync.renameSync(from, to)),
  readdir: (path: string) => later(() => sync.readdirSync(path)),
  mkdir: (path: string, options: sync.MakeDirectoryOptions) =>
    later(() => sync.mkdirSync(path, options)),
  rm: (path: string, options: sync.RmOptions) => later(() => sync.rmSync(path, options)),
};

Object.assign(fs, files);
syncBuiltinESMExports();
for (const [name, work] of Object.entries(subtle))
  Object.defineProperty(crypto.subtle, name, { value: work, configurable: true });
Object.defineProperty(crypto, "getRandomValues", { value: getRandomValues, configurable: true });
