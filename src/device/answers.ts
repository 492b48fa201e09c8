import {
  mediaTypes,
  mostStories,
  parseReceipt,
  parseRefusal,
  type Receipt,
  type Refusal,
} from "../protocol/intake.ts";
import type { Parsed } from "../protocol/parsing.ts";
import { splitReceipts } from "../protocol/receipt-list.ts";
import {
  parseSignedFile,
  signedBytes,
  type SignedKind,
  type Verify,
} from "../protocol/signed-file.ts";
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

/** True where the line or the newsroom is in the way, and not what was sent. */
export const isTrouble = (
  delivery: Delivery<unknown>,
): delivery is Extract<Delivery<never>, { kind: "unreachable" | "held" }> =>
  delivery.kind === "unreachable" || delivery.kind === "held";

/** How far a blob got at the newsroom: leaves from the first one, without a gap. */
export interface HeldLeaves {
  readonly held: number;
  readonly complete: boolean;
}

/** Somebody else answered. */
export const portal = { kind: "held", by: "portal" } as const;

/** Tells our answer from anybody else's, and then reads it. */
export async function judge<T>(
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

/** How far a blob got, out of the headers. */
export async function readHeld(response: Response): Promise<Delivery<HeldLeaves>> {
  const held = response.headers.get("soniakh-leaves-held");
  const complete = response.headers.get("soniakh-complete");
  if (held === null || !/^\d{1,6}$/.test(held) || (complete !== "0" && complete !== "1"))
    return portal;
  return { kind: "accepted", value: { held: Number(held), complete: complete === "1" } };
}

/** The body as JSON, or undefined. */
export async function readJson(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A signed file that holds, and its bytes. */
export interface Proven<T> {
  readonly value: T;
  readonly bytes: Bytes;
}

/** A signed file of this kind, verified and parsed; undefined for anything else. */
export const readSigned = async <T>(
  verify: Verify,
  response: Response,
  kind: SignedKind,
  parse: (text: string) => Parsed<T>,
): Promise<Proven<T> | undefined> =>
  prove(verify, new Uint8Array(await response.arrayBuffer()), kind, parse);

/** Receipts, two lines each; those that do not hold are left out. */
export async function readReceipts(
  verify: Verify,
  response: Response,
): Promise<readonly Proven<Receipt>[]> {
  const files = splitReceipts(await response.text()).slice(0, mostStories);
  const receipts = await Promise.all(
    files.map((file) => prove(verify, new TextEncoder().encode(file), "receipt", parseReceipt)),
  );
  return receipts.filter((receipt) => receipt !== undefined);
}

async function prove<T>(
  verify: Verify,
  bytes: Bytes,
  kind: SignedKind,
  parse: (text: string) => Parsed<T>,
): Promise<Proven<T> | undefined> {
  const file = parseSignedFile(bytes, kind);
  if (!file.ok) return undefined;
  const { keyId, signature, body } = file.value;
  if (!(await verify(keyId, signature, signedBytes(kind, body)))) return undefined;
  const parsed = parse(new TextDecoder().decode(body));
  return parsed.ok ? { value: parsed.value, bytes } : undefined;
}
