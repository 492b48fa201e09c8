import { type Cipher, schemaVersion } from "./database.ts";
import { DeviceError } from "./errors.ts";

/** Where a record lies: its store and its key. Part of the AAD, so that no record can stand in for another. */
export type Place = readonly (string | number)[];

/** AES-256-GCM under a random 96-bit IV (two tabs write, so no counters); the AAD is place and schema version. */
export async function encrypt(
  key: CryptoKey,
  place: Place,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Cipher> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt(
    { name: "AES-GCM", iv, additionalData: aad(place, schemaVersion) },
    key,
    bytes,
  );
  return { iv: iv.buffer, data };
}

/** The bytes again. Throws {@link DeviceError} `damaged` where key, place or bytes do not fit. */
export async function decrypt(
  key: CryptoKey,
  place: Place,
  cipher: Cipher,
): Promise<Uint8Array<ArrayBuffer>> {
  // A record written before an upgrade bears the schema's version of its day.
  for (let version = schemaVersion; version >= 1; version -= 1) {
    const opened = await tryDecrypt(key, aad(place, version), cipher);
    if (opened !== undefined) return opened;
  }
  throw new DeviceError("damaged", `A record of ${String(place[0])} does not open`);
}

/** A value as JSON, encrypted. */
export const encryptJson = (key: CryptoKey, place: Place, value: unknown): Promise<Cipher> =>
  encrypt(key, place, new TextEncoder().encode(JSON.stringify(value)));

/** A value that {@link encryptJson} wrote: its own key vouches for its shape. */
export async function decryptJson<T>(key: CryptoKey, place: Place, cipher: Cipher): Promise<T> {
  return JSON.parse(new TextDecoder().decode(await decrypt(key, place, cipher))) as T;
}

/** What was decrypted, or undefined where it does not open. */
export const unlessDamaged = <T>(opening: Promise<T>): Promise<T | undefined> =>
  opening.catch((error: unknown) => {
    if (error instanceof DeviceError && error.code === "damaged") return undefined;
    throw error;
  });

const aad = (place: Place, version: number): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(JSON.stringify([...place, version]));

async function tryDecrypt(
  key: CryptoKey,
  additionalData: Uint8Array<ArrayBuffer>,
  { iv, data }: Cipher,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    return new Uint8Array(
      await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData }, key, data),
    );
  } catch {
    return undefined;
  }
}
