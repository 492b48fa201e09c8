import { createHash, randomBytes } from "node:crypto";
import { Encrypter, generateIdentity, identityToRecipient } from "age-encryption";
import { concat, type Hash, toBase64url } from "../../src/protocol/bytes.ts";
import {
  type BlobId,
  leafSize,
  type Manifest,
  mediaTypes,
  mostLeaves,
  type StoryId,
} from "../../src/protocol/intake.ts";

/** Anything that answers requests: an app, or `fetch` itself. */
export type Send = (request: Request) => Promise<Response>;

/** A sealed attachment and what its id is made of. */
export interface SealedPart {
  readonly id: BlobId;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** SHA-256 of each leaf, one after another. */
  readonly leafList: Uint8Array<ArrayBuffer>;
  readonly leaves: number;
}

/** A story as it travels. */
export interface SealedStory {
  readonly id: StoryId;
  readonly manifest: Manifest;
  /** The bytes that the receipt's hash covers. */
  readonly manifestBytes: Uint8Array<ArrayBuffer>;
  readonly text: Uint8Array<ArrayBuffer>;
  /** Manifest line, newline, text. */
  readonly body: Uint8Array<ArrayBuffer>;
  readonly parts: readonly SealedPart[];
}

/** Two throw-away recipients, as a key list has at least two. */
export const someRecipients = async (): Promise<readonly string[]> => [
  await identityToRecipient(await generateIdentity()),
  await identityToRecipient(await generateIdentity()),
];

const sha256 = (bytes: Uint8Array): Buffer => createHash("sha256").update(bytes).digest();

/** SHA-256 as the protocol writes it. */
export const hashOf = (bytes: Uint8Array): Hash => toBase64url(sha256(bytes)) as Hash;

/** 16 random bytes in base64url. */
export const aStoryId = (): StoryId => toBase64url(randomBytes(16)) as StoryId;

/** A real age file of exactly `size` bytes that holds `plain` and then zeros, or other padding. */
export async function aSealedFile(
  size: number,
  plain: Uint8Array = new Uint8Array(),
  recipients?: readonly string[],
  padding = 0,
): Promise<Uint8Array<ArrayBuffer>> {
  const encrypter = new Encrypter();
  for (const recipient of recipients ?? (await someRecipients())) encrypter.addRecipient(recipient);
  const seal = async (bytes: Uint8Array) => Uint8Array.from(await encrypter.encrypt(bytes));
  // An age file is a header, a nonce, and 16 bytes more for each 64 KiB chunk; an empty one has one chunk.
  const tag = 16;
  const overhead = (await seal(new Uint8Array())).length - tag;
  const chunks = Math.ceil((size - overhead) / (65_536 + tag));
  const padded = new Uint8Array(size - overhead - chunks * tag).fill(padding);
  padded.set(plain);
  return seal(padded);
}

/** The attachment whose sealed bytes these are. */
export function aPartOf(bytes: Uint8Array<ArrayBuffer>): SealedPart {
  const leaves = Math.ceil(bytes.length / leafSize);
  const hashes = Array.from({ length: leaves }, (_, at) =>
    sha256(bytes.subarray(at * leafSize, (at + 1) * leafSize)),
  );
  const leafList = concat(...hashes);
  return { id: hashOf(leafList) as unknown as BlobId, bytes, leafList, leaves };
}

/** A sealed attachment of a bucket's size. */
export const aPart = async (size = leafSize, recipients?: readonly string[]): Promise<SealedPart> =>
  aPartOf(await aSealedFile(size, randomBytes(100), recipients));

/** A sealed story that the intake takes; `change` bends its manifest. */
export async function aSealedStory(
  options: {
    readonly plain?: Uint8Array;
    readonly textSize?: number;
    readonly parts?: readonly SealedPart[];
    readonly recipients?: readonly string[];
    readonly change?: Partial<Record<keyof Manifest, unknown>>;
  } = {},
): Promise<SealedStory> {
  const text = await aSealedFile(
    options.textSize ?? 16_384,
    options.plain ?? randomBytes(100),
    options.recipients,
  );
  const parts = options.parts ?? [];
  const manifest: Manifest = {
    format: 1,
    id: aStoryId(),
    text: { hash: hashOf(text), bytes: text.length },
    parts: parts.map(({ id, bytes }) => ({ id, bytes: bytes.length })),
    epoch: 1,
    noteKey: toBase64url(randomBytes(32)),
    version: 1,
    ...(options.change as Partial<Manifest>),
  };
  const manifestBytes = new TextEncoder().encode(JSON.stringify(manifest));
  const body = concat(manifestBytes, Uint8Array.of(10), text);
  return { id: manifest.id, manifest, manifestBytes, text, body, parts };
}

/** PUT of a story. */
export const storyRequest = (
  story: { readonly id: string; readonly body: Uint8Array<ArrayBuffer> },
  origin = "http://newsroom.test",
): Request =>
  new Request(`${origin}/intake/stories/${story.id}`, {
    method: "PUT",
    headers: { "content-type": mediaTypes.story },
    body: story.body,
  });

/** PUT of some leaves of an attachment, by default as many as one request carries; the list goes with the first. */
export function leavesRequest(
  part: SealedPart,
  leaf = 0,
  count = mostLeaves,
  origin = "http://newsroom.test",
): Request {
  const leaves = part.bytes.slice(leaf * leafSize, (leaf + count) * leafSize);
  return new Request(leavesAddress(part, leaf, origin), {
    method: "PUT",
    headers: {
      "content-type": mediaTypes.leaves,
      ...(leaf === 0 ? { "soniakh-leaf-list": "1" } : {}),
    },
    body: leaf === 0 ? concat(part.leafList, leaves) : leaves,
  });
}

export const leavesAddress = (
  part: SealedPart,
  leaf = 0,
  origin = "http://newsroom.test",
): string =>
  `${origin}/intake/blobs/${part.id}?leaf=${leaf}&leaves=${part.leaves}&bytes=${part.bytes.length}`;

/** Sends a whole attachment, request after request; the last answer. */
export async function sendPart(send: Send, part: SealedPart, origin?: string): Promise<Response> {
  let answer = await send(leavesRequest(part, 0, mostLeaves, origin));
  for (let leaf = mostLeaves; leaf < part.leaves && answer.ok; leaf += mostLeaves) {
    answer = await send(leavesRequest(part, leaf, mostLeaves, origin));
  }
  return answer;
}

/** The same story as a file: what travels, and behind it its attachments. */
export const storyFileOf = (story: SealedStory): Uint8Array<ArrayBuffer> =>
  concat(story.body, ...story.parts.map(({ bytes }) => bytes));
