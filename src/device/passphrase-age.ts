import { Decrypter, Encrypter, type Identity, type Recipient, Stanza } from "age-encryption";
import { asciiBytes, concat, fromBase64url, toBase64url } from "../protocol/bytes.ts";

/**
 * Age files under a passphrase (age-encryption.org/v1, the scrypt recipient): any `age -d` opens them. The slow part is done
 * by a worker, the rest piece by piece, so that the page never freezes.
 */

/** What is asked of the worker. */
export interface PassphraseQuestion {
  readonly kind: "wrap" | "unwrap";
  readonly passphrase: string;
  readonly salt: Uint8Array;
  readonly logN: number;
  readonly bytes: Uint8Array;
}

/** What it answers. `part` is from 0 to 1; no bytes: other words. */
export type PassphraseAnswer =
  | { readonly kind: "progress"; readonly part: number }
  | { readonly kind: "done"; readonly bytes: Uint8Array | undefined }
  | { readonly kind: "failed" };

/** The worker's end, as a page sees it. */
export interface PassphrasePort {
  postMessage(message: PassphraseQuestion): void;
  addEventListener(type: "message" | "error", listener: (event: Event) => void): void;
  terminate(): void;
}

export interface PassphraseDeps {
  /** Starts the worker; it is ended after one question. */
  readonly start: () => PassphrasePort;
  /** Lets the page have its turn. */
  readonly rest: () => Promise<void>;
  /** From 0 to 1. */
  readonly onProgress: (part: number) => void;
}

/** 2^16: 64 MiB and a few seconds on the oldest phones. With 70 bits of words each guess costs that much. */
const usualWork = 16;
/** What is opened at all: 256 MiB. */
const mostWork = 18;
const label = asciiBytes("age-encryption.org/v1/scrypt");
/** Bytes that are handed over at a time. */
const stretch = 262_144;
/** How much of the whole time the words take, roughly. */
const wordsPart = 0.7;

const toBase64 = (bytes: Uint8Array): string =>
  toBase64url(bytes).replaceAll("-", "+").replaceAll("_", "/");
const fromBase64 = (text: string): Uint8Array | undefined =>
  /[-_]/.test(text) ? undefined : fromBase64url(text.replaceAll("+", "-").replaceAll("/", "_"));

function ask(
  { start, onProgress }: PassphraseDeps,
  question: PassphraseQuestion,
): Promise<Uint8Array | undefined> {
  const worker = start();
  const asked = new Promise<Uint8Array | undefined>((resolve, reject) => {
    const fail = (): void => reject(new Error("The words could not be made into a key"));
    worker.addEventListener("message", (event) => {
      const { data } = event as MessageEvent<PassphraseAnswer>;
      if (data.kind === "progress") onProgress(data.part * wordsPart);
      else if (data.kind === "done") resolve(data.bytes);
      else fail();
    });
    worker.addEventListener("error", fail);
    worker.postMessage(question);
  });
  return asked.finally(() => worker.terminate());
}

/** An age file that only these words open. Rejects where the phone has no memory for it. */
export async function sealWithWords(
  deps: PassphraseDeps,
  plain: Uint8Array<ArrayBuffer>,
  passphrase: string,
): Promise<Blob> {
  const recipient: Recipient = {
    async wrapFileKey(fileKey) {
      const salt = crypto.getRandomValues(new Uint8Array(16));
      const body = await ask(deps, {
        kind: "wrap",
        passphrase,
        salt: concat(label, salt),
        logN: usualWork,
        bytes: fileKey,
      });
      return [new Stanza(["scrypt", toBase64(salt), String(usualWork)], body ?? new Uint8Array())];
    },
  };
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  const sealed = await encrypter.encrypt(inStretches(deps, plain));
  return new Blob((await allOf(sealed, Infinity)) ?? [], { type: "application/octet-stream" });
}

/** What came of opening. `too-much`: made for a larger machine than a phone, or larger than `most`. */
export type Opened =
  | { readonly kind: "opened"; readonly plain: Uint8Array<ArrayBuffer> }
  | { readonly kind: "not-ours" | "wrong-words" | "damaged" | "too-much" };

/** Opens an age file with words; at most `most` bytes of it are kept. Rejects where the phone has no memory for it. */
export async function openWithWords(
  deps: PassphraseDeps,
  file: Uint8Array<ArrayBuffer>,
  passphrase: string,
  most: number,
): Promise<Opened> {
  const so: { far: "not-ours" | "too-much" | "wrong-words" | "opening" | "failed" } = {
    far: "not-ours",
  };
  const identity: Identity = {
    async unwrapFileKey(stanzas) {
      const [stanza] = stanzas;
      const read = stanzas.length === 1 ? readStanza(stanza) : undefined;
      if (read === undefined) return null;
      so.far = "too-much";
      if (read.logN > mostWork) return null;
      so.far = "failed";
      const bytes = await ask(deps, { kind: "unwrap", passphrase, ...read });
      so.far = bytes === undefined ? "wrong-words" : "opening";
      return bytes ?? null;
    },
  };
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  try {
    const pieces = await allOf(await decrypter.decrypt(inStretches(deps, file)), most);
    return pieces === undefined
      ? { kind: "too-much" }
      : { kind: "opened", plain: concat(...pieces) };
  } catch (error) {
    if (so.far === "failed") throw error;
    return { kind: so.far === "opening" ? "damaged" : so.far };
  }
}

function readStanza(
  stanza: Stanza | undefined,
): Pick<PassphraseQuestion, "salt" | "logN" | "bytes"> | undefined {
  const [kind, text = "", work = ""] = stanza?.args ?? [];
  const salt = fromBase64(text);
  if (stanza === undefined || kind !== "scrypt" || stanza.args.length !== 3) return undefined;
  if (salt?.length !== 16 || !/^[1-9]\d?$/.test(work) || stanza.body.length !== 32)
    return undefined;
  return { salt: concat(label, salt), logN: Number(work), bytes: stanza.body };
}

/** Bytes as a stream whose reader breathes. */
function inStretches(
  { rest, onProgress }: PassphraseDeps,
  bytes: Uint8Array<ArrayBuffer>,
): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    async pull(controller) {
      if (at > 0) await rest();
      if (at > 0) onProgress(wordsPart + (1 - wordsPart) * Math.min(1, at / bytes.length));
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.slice(at, at + stretch));
      at += stretch;
    },
  });
}

async function allOf(
  stream: ReadableStream<Uint8Array>,
  most: number,
): Promise<Piece[] | undefined> {
  const pieces: Piece[] = [];
  const reader = stream.getReader();
  let length = 0;
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return pieces;
    length += value.length;
    if (length > most) {
      await reader.cancel();
      return undefined;
    }
    pieces.push(Uint8Array.from(value));
  }
}
type Piece = Uint8Array<ArrayBuffer>;
