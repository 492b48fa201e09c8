import { concat, type Hash, type RandomId } from "../protocol/bytes.ts";
import {
  type BlobId,
  type Limits,
  mediaTypes,
  parseLimits,
  parseReceipt,
  parseRefusal,
  parseStates,
  type Receipt,
  type Refusal,
  type States,
  type StatesQuery,
  type StoryId,
} from "../protocol/intake.ts";
import type { Parsed } from "../protocol/parsing.ts";
import { routes } from "../protocol/routes.ts";
import { parseSignedFile, signedBytes, type Verify } from "../protocol/signed-file.ts";
import { readRetryAfter } from "./retry-after.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** How one attempt ended. Only what the newsroom signed, or said in its own media type, is believed. */
export type Delivery<T> =
  | { readonly kind: "accepted"; readonly value: T }
  | { readonly kind: "refused"; readonly refusal: Refusal }
  /** No answer, or none that is whole: no network, a connection that died, a time-out. */
  | { readonly kind: "unreachable" }
  /** Somebody else answered (a login page), or the newsroom cannot now. `retryAfter` in milliseconds. */
  | { readonly kind: "held"; readonly by: "portal" | "newsroom"; readonly retryAfter?: number };

/** A verified receipt, and the signed file that proves it. */
export interface Accepted {
  readonly receipt: Receipt;
  readonly file: Bytes;
}

/** How far a blob got at the newsroom: leaves from the first one, without a gap. */
export interface HeldLeaves {
  readonly held: number;
  readonly complete: boolean;
}

/** Leaves on their way. The list of all leaves goes with the first of them. */
export interface LeavesToSend {
  readonly blob: BlobId;
  readonly first: number;
  readonly leaves: number;
  /** Of the whole blob. */
  readonly bytes: number;
  readonly list: Bytes | undefined;
  readonly body: Bytes;
}

/** The requests of the sending part. None of them ever rejects. */
export interface DeliveryRequests {
  limits(): Promise<Delivery<Limits>>;
  /** Which of these do you have, and in what state? */
  ask(ids: readonly StoryId[]): Promise<Delivery<States>>;
  /** `manifestHash` is what the receipt must be about. */
  sendText(
    id: StoryId,
    manifest: Bytes,
    manifestHash: Hash,
    text: Bytes,
  ): Promise<Delivery<Accepted>>;
  look(blob: BlobId): Promise<Delivery<HeldLeaves>>;
  sendLeaves(leaves: LeavesToSend): Promise<Delivery<HeldLeaves>>;
}

export interface DeliveryDeps {
  readonly fetch: (request: Request) => Promise<Response>;
  /** Checks against the receipt keys of the accepted key list. */
  readonly verify: Verify;
  readonly newId: () => RandomId;
  /** Where the intake is: an origin, no slash at the end. */
  readonly origin: string;
  /** Calls back after so many milliseconds; gives what stops it. */
  readonly after: (milliseconds: number, call: () => void) => () => void;
}

const second = 1_000;
/** A small request that has not begun to be answered by then counts as offline. */
const smallPatience = 3 * second;
/** A body is given this much more for each of its bytes: the slowest line that is worth waiting for, about 1 KB/s. */
const patiencePerByte = 1;
/** Text and leaves are answered when they are on disk. */
const diskPatience = 15 * second;

/** The requests over a fetch. */
export function createDelivery(deps: DeliveryDeps): DeliveryRequests {
  return {
    limits: () =>
      exchange(
        deps,
        routes.limits,
        {},
        { type: "application/json", patience: smallPatience },
        async (response) => {
          const limits = parseLimits(await readJson(response));
          return limits.ok ? { kind: "accepted", value: limits.value } : portal;
        },
      ),
    async ask(ids) {
      const query: StatesQuery = { format: 1, nonce: deps.newId(), stories: ids };
      const init = {
        method: "POST",
        body: JSON.stringify(query),
        headers: { "content-type": "application/json" },
      };
      const expected = {
        type: mediaTypes.states,
        patience: smallPatience + init.body.length * patiencePerByte,
      };
      return exchange(deps, routes.receipts, init, expected, async (response) => {
        const file = await readSigned(deps.verify, response, "states", parseStates);
        return file?.value.nonce === query.nonce ? { kind: "accepted", value: file.value } : portal;
      });
    },
    async sendText(id, manifest, manifestHash, text) {
      const body = concat(manifest, Uint8Array.of(10), text);
      const init = { method: "PUT", body, headers: { "content-type": mediaTypes.story } };
      const expected = {
        type: mediaTypes.receipt,
        patience: diskPatience + body.length * patiencePerByte,
      };
      return exchange(deps, routes.story(id), init, expected, async (response) => {
        const file = await readSigned(deps.verify, response, "receipt", parseReceipt);
        const fits = file?.value.story === id && file.value.manifest === manifestHash;
        return file && fits
          ? { kind: "accepted", value: { receipt: file.value, file: file.bytes } }
          : portal;
      });
    },
    look: (blob) =>
      exchange(
        deps,
        routes.blob(blob),
        { method: "HEAD" },
        { type: undefined, patience: smallPatience },
        readHeld,
      ),
    async sendLeaves({ blob, first, leaves, bytes, list, body }) {
      const path = `${routes.blob(blob)}?leaf=${first}&leaves=${leaves}&bytes=${bytes}`;
      const whole = list === undefined ? body : concat(list, body);
      const listed = list === undefined ? {} : { "soniakh-leaf-list": "1" };
      const init = {
        method: "PUT",
        body: whole,
        headers: { "content-type": mediaTypes.leaves, ...listed },
      };
      const expected = { type: undefined, patience: diskPatience + whole.length * patiencePerByte };
      return exchange(deps, path, init, expected, readHeld);
    },
  };
}

/** Nothing of the browser's goes along, and nobody's redirect is followed: that would be a portal's. */
const plain = {
  credentials: "omit",
  redirect: "manual",
  cache: "no-store",
  referrerPolicy: "no-referrer",
} as const;

const unreachable = { kind: "unreachable" } as const;
const portal = { kind: "held", by: "portal" } as const;

/** The media type that an answer must bear, if it has a body, and the milliseconds until it must have begun. */
interface Expected {
  readonly type: string | undefined;
  readonly patience: number;
}

/** One request, and what its answer is worth. */
async function exchange<T>(
  deps: DeliveryDeps,
  path: string,
  init: RequestInit,
  { type, patience }: Expected,
  read: (response: Response) => Promise<Delivery<T>>,
): Promise<Delivery<T>> {
  const abort = new AbortController();
  let stop = deps.after(patience, () => abort.abort());
  try {
    const response = await deps.fetch(
      new Request(deps.origin + path, { ...plain, ...init, signal: abort.signal }),
    );
    stop();
    stop = deps.after(diskPatience, () => abort.abort());
    return await judge(response, type, read);
  } catch {
    // No network, a broken connection, a wrong certificate, a time-out: whoever was at the other end did not answer whole.
    return unreachable;
  } finally {
    stop();
  }
}

/** Tells our answer from anybody else's, and then reads it. */
async function judge<T>(
  response: Response,
  type: string | undefined,
  read: (response: Response) => Promise<Delivery<T>>,
): Promise<Delivery<T>> {
  if (response.type === "opaqueredirect" || (response.status >= 300 && response.status < 400))
    return portal;
  if (response.ok) return type === undefined || isOfType(response, type) ? read(response) : portal;
  return readRefusal(response);
}

async function readRefusal(response: Response): Promise<Delivery<never>> {
  const retryAfter = readRetryAfter(response.headers);
  const later = {
    kind: "held",
    by: "newsroom",
    ...(retryAfter === undefined ? {} : { retryAfter }),
  } as const;
  const refusal = isOfType(response, mediaTypes.problem)
    ? parseRefusal(await readJson(response))
    : undefined;
  if (refusal?.ok === true) {
    const { code } = refusal.value;
    return code === "too-many" || code === "busy"
      ? later
      : { kind: "refused", refusal: refusal.value };
  }
  // 511 is a portal by its own word (RFC 6585); other statuses of the 400s in a foreign type are as good as one.
  if (response.status === 511) return portal;
  return response.status >= 500 || response.status === 429 || isAnswerless(response)
    ? later
    : portal;
}

// The answer to a HEAD has no body and so no problem; the status is all there is.
const isAnswerless = (response: Response): boolean =>
  response.body === null && response.status === 404;

const isOfType = (response: Response, type: string): boolean =>
  response.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() === type;

async function readHeld(response: Response): Promise<Delivery<HeldLeaves>> {
  const held = response.headers.get("soniakh-leaves-held");
  const complete = response.headers.get("soniakh-complete");
  if (held === null || !/^\d{1,6}$/.test(held) || (complete !== "0" && complete !== "1"))
    return portal;
  return { kind: "accepted", value: { held: Number(held), complete: complete === "1" } };
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function readSigned<T>(
  verify: Verify,
  response: Response,
  kind: "receipt" | "states",
  parse: (text: string) => Parsed<T>,
): Promise<{ readonly value: T; readonly bytes: Bytes } | undefined> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  const file = parseSignedFile(bytes, kind);
  if (!file.ok) return undefined;
  const { keyId, signature, body } = file.value;
  if (!(await verify(keyId, signature, signedBytes(kind, body)))) return undefined;
  const parsed = parse(new TextDecoder().decode(body));
  return parsed.ok ? { value: parsed.value, bytes } : undefined;
}
