import type { Hash } from "../protocol/bytes.ts";
import { type Head, parseHead, parseWithdrawn, type Withdrawn } from "../protocol/edition.ts";
import type { KeyList } from "../protocol/keys.ts";
import type { Parsed } from "../protocol/parsing.ts";
import { routes } from "../protocol/routes.ts";
import { parseSignedFile, signedBytes, type SignedKind } from "../protocol/signed-file.ts";
import { type Arriving, ask, type Patience, wholeOf } from "./arriving.ts";
import type { HeldEdition, Signed } from "./facts.ts";
import { hashOf } from "./hashing.ts";
import { acceptKeyList } from "./key-list.ts";
import { createVerify, type LoadFallback } from "./signatures.ts";

/** What asking for signed files needs. */
export interface Asking {
  readonly fetch: typeof globalThis.fetch;
  readonly patience: Patience;
  /** The root that is built into the app, base64url. */
  readonly rootKey: string;
  readonly loadFallback: LoadFallback;
}

/** Why what came was not taken. */
export type RefusalReason = "signature" | "rollback" | "fork" | "keys" | "lines";

/** A way for catching up to end before its end; caught in `catching-up.ts` and nowhere else. */
export class Ended extends Error {
  override readonly name = "Ended";
  readonly outcome:
    | { readonly kind: "unreachable"; readonly because: "no-answer" | "portal" | "server" }
    | { readonly kind: "refused"; readonly because: RefusalReason; readonly why: string }
    | { readonly kind: "outdated" };
  constructor(outcome: Ended["outcome"]) {
    super(outcome.kind);
    this.outcome = outcome;
  }
}

/** A head whose signature fits, and the file that it came in. */
export interface SignedHead {
  readonly head: Head;
  /** SHA-256 of the body. */
  readonly hash: Hash;
  /** The signed file as it came: it is what is handed on to another phone. */
  readonly file: Uint8Array<ArrayBuffer>;
}

/** What came is not to be believed. */
export const refusal = (because: RefusalReason, why: string): Ended =>
  new Ended({ kind: "refused", because, why });

/** Somebody else's answer stands in the place of ours. */
export const portal = (): Ended => new Ended({ kind: "unreachable", because: "portal" });

const longestSignedFile = 4_194_304;

/** True for JSON that says of itself that it was written for a newer app. */
export function isNewer(text: string): boolean {
  const match = /^\{"format":(\d+)[,}]/.exec(text);
  return match !== null && Number(match[1]) > 1;
}

/** Asks for the head; undefined where no listed key signed what came. Throws {@link Ended} or `Unreachable`. */
export async function askHead(asking: Asking, keys: KeyList): Promise<SignedHead | undefined> {
  const signed = await askSigned(asking, routes.head, "head", keys);
  if (signed === undefined) return undefined;
  const { body, file } = signed;
  return { head: parsed(body, parseHead), hash: await hashOf(body), file };
}

/** The list of withdrawn articles of that hash; undefined where other or unsigned bytes came. Throws {@link Ended} or `Unreachable`. */
export async function askWithdrawn(
  asking: Asking,
  keys: KeyList,
  hash: Hash,
): Promise<(Withdrawn & Signed) | undefined> {
  const signed = await askSigned(asking, routes.withdrawn(hash), "withdrawn", keys, hash);
  return signed && { ...parsed(signed.body, parseWithdrawn), file: signed.file };
}

/** Asks for the key list. Throws {@link Ended} where what came is not to be believed, `Unreachable` where nothing came. */
export async function askKeys(
  asking: Asking,
  held: KeyList | undefined,
): Promise<KeyList & Signed> {
  const file = await askFile(asking, routes.keys, "keys");
  const outcome = await acceptKeyList(file, asking.rootKey, held, asking.loadFallback);
  if (outcome.kind === "accepted") return { ...outcome.list, file };
  throw refusal("keys", outcome.why);
}

/** Refuses a head that is older than what the phone holds, or another one of the same number. */
export function refuseRollback({ head, hash }: SignedHead, held: HeldEdition | undefined): void {
  if (held === undefined || head.number > held.number) return;
  if (head.number === held.number && hash === held.hash) return;
  const because = head.number < held.number ? "rollback" : "fork";
  throw refusal(because, `${head.number} after ${held.number}`);
}

async function askSigned(
  asking: Asking,
  path: string,
  kind: SignedKind,
  keys: KeyList,
  hash?: Hash,
): Promise<
  { readonly body: Uint8Array<ArrayBuffer>; readonly file: Uint8Array<ArrayBuffer> } | undefined
> {
  const file = await askFile(asking, path, kind);
  const parts = parseSignedFile(file, kind);
  // `askFile` saw to it that it parses.
  if (!parts.ok) throw portal();
  const { keyId, signature, body } = parts.value;
  const verify = createVerify(keys.edition, asking.loadFallback);
  const fits = await verify(keyId, signature, signedBytes(kind, body));
  return fits && (hash === undefined || (await hashOf(file)) === hash) ? { body, file } : undefined;
}

/** The bytes of a signed file. Whatever is none (a portal's page, a proxy's error) counts as no network. */
async function askFile(
  asking: Asking,
  path: string,
  kind: SignedKind,
): Promise<Uint8Array<ArrayBuffer>> {
  // Revalidated every time: an unchanged file costs one 304.
  const arriving = await ask(asking.fetch, path, asking.patience, { cache: "no-cache" });
  if (!arriving.response.ok) throw notOurs(arriving);
  const bytes = await wholeOf(arriving, asking.patience, longestSignedFile);
  if (bytes === undefined || !parseSignedFile(bytes, kind).ok) throw notOurs(arriving);
  return bytes;
}

/** Our own server's failure, or somebody else's answer in its place. */
export function notOurs({ response, cut }: Arriving): Ended {
  cut();
  const isServer =
    !response.ok &&
    response.status !== 511 &&
    !/html/.test(response.headers.get("content-type") ?? "");
  return isServer ? new Ended({ kind: "unreachable", because: "server" }) : portal();
}

function parsed<T>(body: Uint8Array<ArrayBuffer>, parse: (text: string) => Parsed<T>): T {
  const text = new TextDecoder().decode(body);
  const value = parse(text);
  if (value.ok) return value.value;
  if (isNewer(text)) throw new Ended({ kind: "outdated" });
  throw refusal("lines", value.why);
}
