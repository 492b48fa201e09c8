import type { Brand } from "./brand.ts";
import { type Hash, type RandomId, readHash, readRandomId } from "./bytes.ts";
import {
  parsing,
  parsingJson,
  readCount,
  readDay,
  readFormat,
  readList,
  readObject,
  readOneOf,
  readString,
  type Reader,
} from "./parsing.ts";

/** A story's name, made on the device; the intake takes each once. */
export type StoryId = Brand<RandomId, "StoryId">;
export const readStoryId = readRandomId as Reader<StoryId>;

/** A blob's name: SHA-256 over the SHA-256s of its leaves (of sealed bytes, so it means nothing). */
export type BlobId = Brand<Hash, "BlobId">;
export const readBlobId = readHash as Reader<BlobId>;

/** A blob is a row of leaves of this size; the last may be shorter. Bytes. */
export const leafSize = 65_536;
/** How many leaves one PUT carries at most. */
export const mostLeaves = 32;

/**
 * The sizes that a sealed file can have, in bytes: the server learns nothing finer.
 * Text parts take the first four; attachments any. Each step is at most 1.5 times the one before.
 */
export const buckets: readonly number[] = [16_384, 65_536, 262_144, 1_048_576];

/** Sizes of sealed attachments: 64 KiB · 2^n and 96 KiB · 2^n, up to 48 MiB. */
export const attachmentBuckets: readonly number[] = Array.from({ length: 10 }, (_, power) => [
  leafSize * 2 ** power,
  1.5 * leafSize * 2 ** power,
])
  .flat()
  .filter((size) => size <= 50_331_648);

/** The least bucket that holds `bytes`, or undefined where none does. */
export const bucketFor = (bytes: number, sizes: readonly number[]): number | undefined =>
  sizes.find((size) => size >= bytes);

/** How many stories one request may carry, with texts that are no longer together than as many of the least bucket. */
export const mostStories = 4;

/** What the intake takes; cached on the phone, so that too big a file is refused when it is attached. Bytes. */
export interface Limits {
  readonly format: 1;
  readonly text: number;
  readonly attachment: number;
  readonly attachments: number;
  readonly leaf: number;
  /** The epoch of the newest key list. */
  readonly epoch: number;
  /** The app must know at least this version of the protocol. */
  readonly version: number;
}

/** The version of the intake's protocol that this code speaks. */
export const intakeVersion = 1;

/** What the server sees of a story. Its bytes, as sent, are what the receipt's hash covers. */
export interface Manifest {
  readonly format: 1;
  readonly id: StoryId;
  /** The sealed text part, which rides behind the manifest: its SHA-256 and its size, one of {@link buckets}. */
  readonly text: { readonly hash: Hash; readonly bytes: number };
  /** Attachments, in order of their numbers. */
  readonly parts: readonly { readonly id: BlobId; readonly bytes: number }[];
  readonly epoch: number;
  /** The story's public key (Ed25519, base64url) that signs notes about it. */
  readonly noteKey: string;
  readonly version: number;
}

/** Signed proof of acceptance: the body of the signed file of kind `receipt`. */
export interface Receipt {
  readonly format: 1;
  readonly story: StoryId;
  /** SHA-256 over the manifest's bytes as they were sent. */
  readonly manifest: Hash;
  /** The attachments that are there, whole and on disk. */
  readonly parts: readonly BlobId[];
  /** The server's own counter; never shown, since it would tell how many write. */
  readonly sequence: number;
  /** The day, UTC. */
  readonly date: string;
}

/** What became of a story at the newsroom. */
export const storyStates = [
  "received",
  "opened",
  "answered",
  "published",
  "declined",
  "withdrawn",
] as const;
export type StoryState = (typeof storyStates)[number];

/** After so many days without being opened the author is told, and the newsroom is warned. */
export const longWait = 14;

/** Whole days from one calendar day (`2026-11-23`) to another; negative where the second comes first. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);

/** The body of the signed file of kind `states`: the answer to 'which of these do you have?'. */
export interface States {
  readonly format: 1;
  /** What the phone sent along, so that an old answer cannot be played back. */
  readonly nonce: RandomId;
  readonly date: string;
  /** Only those that are known; the others were never received, or the server lost them. */
  readonly stories: readonly {
    readonly id: StoryId;
    readonly state: StoryState;
    readonly manifest: Hash;
    readonly parts: readonly BlobId[];
  }[];
}

/** The question that {@link States} answers. */
export interface StatesQuery {
  readonly format: 1;
  readonly nonce: RandomId;
  readonly stories: readonly StoryId[];
}

/** Why something was not taken, for programs; the app turns it into words and an action. */
export const refusalCodes = [
  "malformed", // 422: mend or report
  "not-sealed", // 422: no age file
  "wrong-size", // 422: not a bucket, or not what the manifest said
  "digest", // 422: the bytes are not those that were named; send again
  "too-big", // 413
  "conflict", // 409: another manifest under the same id
  "unknown", // 404: no such blob or story
  "parts-missing", // 424: never for text; a part was asked about that is not there
  "outdated", // 426: update the app
  "too-many", // 429: later
  "busy", // 503: later
  "full", // 507: the newsroom's disk is full; text may still be taken
] as const;
export type RefusalCode = (typeof refusalCodes)[number];

/** An RFC 9457 problem with our code. */
export interface Refusal {
  readonly type: string;
  readonly status: number;
  readonly code: RefusalCode;
  /** A sentence in English, for logs. */
  readonly title: string;
  /** The attachment that it is about. */
  readonly part?: BlobId;
}

export const parseRefusal = parsing<Refusal>(
  readObject(
    {
      type: readString(200),
      status: readCount(400, 599),
      code: readOneOf(...refusalCodes),
      title: readString(500),
    },
    { part: readBlobId },
  ),
  "refusal",
);

export const parseLimits = parsing<Limits>(
  readObject({
    format: readFormat,
    text: readCount(1),
    attachment: readCount(1),
    attachments: readCount(0),
    leaf: readCount(1),
    epoch: readCount(1),
    version: readCount(1),
  }),
  "limits",
);

const readPart = readObject({ id: readBlobId, bytes: readCount(1) });

export const parseManifest = parsingJson<Manifest>(
  readObject({
    format: readFormat,
    id: readStoryId,
    text: readObject({ hash: readHash, bytes: readCount(1) }),
    parts: readList(readPart, 40),
    epoch: readCount(1),
    noteKey: readHash,
    version: readCount(1),
  }),
  "manifest",
);

export const parseReceipt = parsingJson<Receipt>(
  readObject({
    format: readFormat,
    story: readStoryId,
    manifest: readHash,
    parts: readList(readBlobId, 40),
    sequence: readCount(1),
    date: readDay,
  }),
  "receipt",
);

export const parseStates = parsingJson<States>(
  readObject({
    format: readFormat,
    nonce: readRandomId,
    date: readDay,
    stories: readList(
      readObject({
        id: readStoryId,
        state: readOneOf(...storyStates),
        manifest: readHash,
        parts: readList(readBlobId, 40),
      }),
      1_000,
    ),
  }),
  "states",
);

export const parseStatesQuery = parsing<StatesQuery>(
  readObject({ format: readFormat, nonce: readRandomId, stories: readList(readStoryId, 1_000) }),
  "query",
);

/** The media types of the intake's answers; a portal's page or a proxy's JSON bears none of them. */
export const mediaTypes = {
  story: "application/vnd.soniakh.story",
  /** Some of them, one behind the other. */
  stories: "application/vnd.soniakh.stories",
  /** The receipts of those that were taken, each two lines. */
  receipts: "application/vnd.soniakh.receipts",
  receipt: "application/vnd.soniakh.receipt",
  states: "application/vnd.soniakh.states",
  leaves: "application/vnd.soniakh.leaves",
  problem: "application/problem+json",
} as const;

/** Letters and digits that look alike in both alphabets of the interface, or have a plain partner: Ukrainian and Latin. */
const receiptLetters = {
  uk: "23456789АБВГДЕЖКЛМНПРСТУФХЦШЮЯЄІ",
  en: "23456789ABVGDEZKLMNPRSTUFHCWYJQI",
} as const;

/**
 * The receipt as people see it, six characters of the manifest's hash: `7К2-Ф4Л`, or `7K2-F4L` in Latin.
 * The same story always has the same; 30 bits, for telling one's own stories apart, never a secret or a proof.
 */
export function receiptCode(manifestHash: Uint8Array, language: "uk" | "en"): string {
  const letters = receiptLetters[language];
  const code = Array.from({ length: 6 }, (_, at) => letters[manifestHash[at]! & 31]!).join("");
  return `${code.slice(0, 3)}-${code.slice(3)}`;
}
