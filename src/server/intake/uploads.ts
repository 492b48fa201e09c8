import {
  attachmentBuckets,
  type BlobId,
  leafSize,
  mostLeaves,
  readBlobId,
} from "../../protocol/intake.ts";
import { parsing } from "../../protocol/parsing.ts";
import type { Upload } from "../storage/upload.ts";
import { type Body, bodySentences } from "./body.ts";
import { retryAfter } from "./admission.ts";
import type { IntakeDependencies } from "./intake.ts";
import { type Refused, refuse } from "./refusals.ts";
import { isSealed } from "./sealed.ts";

/** Where a blob stands. */
export interface Held {
  readonly kind: "held";
  /** The first leaf that is missing; the number of leaves where the blob is complete. */
  readonly held: number;
  readonly complete: boolean;
}

/** What the address and headers of a PUT say, not yet believed. */
export interface LeavesRequest {
  /** The first leaf that the body carries. */
  readonly leaf: number;
  /** How many leaves the blob has. */
  readonly leaves: number;
  /** Its size in bytes. */
  readonly bytes: number;
  /** The body begins with the leaf list. */
  readonly listFirst: boolean;
}

const hashSize = 32;
const parseId = parsing(readBlobId, "id");

/** Where a blob stands; for one that nobody has sent anything of, at its beginning. */
export async function findHeld(deps: IntakeDependencies, id: string): Promise<Held | Refused> {
  const parsed = parseId(id);
  if (!parsed.ok) return refuse("malformed", "That is not the id of an attachment");
  if (await isComplete(deps, parsed.value))
    return { kind: "held", held: await countLeaves(deps, parsed.value), complete: true };
  const upload = await deps.blobs.resume(parsed.value);
  return { kind: "held", held: (await upload?.held()) ?? 0, complete: false };
}

async function countLeaves(deps: IntakeDependencies, id: BlobId): Promise<number> {
  return Math.ceil(((await deps.blobs.findSize(id)) ?? 0) / leafSize);
}

/** True also for a file whose process died before it could write the row: the row is written now. */
async function isComplete(deps: IntakeDependencies, id: BlobId): Promise<boolean> {
  return (await deps.storage.hasBlob(id)) || settle(deps, id);
}

/**
 * Takes up to 32 leaves of a blob. Each that is whole and verifies is kept, whatever becomes of the rest of the body.
 * Only sealed files of a bucket's size get in, and nothing is kept before the first leaf has shown that.
 */
export async function takeLeaves(
  deps: IntakeDependencies,
  name: string,
  request: LeavesRequest,
  body: Body,
): Promise<Held | Refused> {
  const parsed = parseId(name);
  if (!parsed.ok) return refuse("malformed", "That is not the id of an attachment");
  const id = parsed.value;
  const odd = checkRequest(request, id);
  if (odd !== undefined) return odd;
  if (await isComplete(deps, id)) return { kind: "held", held: request.leaves, complete: true };
  if ((await deps.freeBytes()) < deps.bounds.attachmentReserve) {
    return refuse("full", "The newsroom's disk has no room for attachments", { part: id });
  }
  const begun = request.listFirst ? await begin(deps, id, request, body) : undefined;
  if (begun !== undefined) return begun;
  const upload = await deps.blobs.resume(id);
  if (upload === undefined)
    return refuse("unknown", "Nothing of this attachment is here; send its leaf list first", {
      part: id,
      held: 0,
    });
  try {
    return await readLeaves(deps, id, request, body, upload);
  } finally {
    await upload.close();
  }
}

function checkRequest({ leaf, leaves, bytes }: LeavesRequest, part: BlobId): Refused | undefined {
  if (bytes > Math.max(...attachmentBuckets))
    return refuse("too-big", "The attachment is too big", { part });
  if (!attachmentBuckets.includes(bytes))
    return refuse("wrong-size", "The attachment has a size that is no bucket", { part });
  if (leaves !== Math.ceil(bytes / leafSize))
    return refuse("wrong-size", "The size and the number of leaves do not fit", { part });
  if (!Number.isInteger(leaf) || leaf < 0 || leaf >= leaves)
    return refuse("malformed", "There is no such leaf", { part });
  return undefined;
}

async function begin(
  deps: IntakeDependencies,
  id: BlobId,
  { leaves }: LeavesRequest,
  body: Body,
): Promise<Refused | undefined> {
  const list = await body.read(leaves * hashSize);
  if (list.kind !== "bytes") return refuseRead(deps, list.kind, id, 0);
  if (list.bytes.length < leaves * hashSize)
    return refuse("malformed", "The leaf list is cut short", { part: id, held: 0 });
  if (await deps.blobs.begin(id, list.bytes)) return undefined;
  return refuse("digest", "The leaf list is not the one that the id names", { part: id, held: 0 });
}

async function readLeaves(
  deps: IntakeDependencies,
  id: BlobId,
  { leaf: first, leaves, bytes }: LeavesRequest,
  body: Body,
  upload: Upload,
): Promise<Held | Refused> {
  const last = Math.min(first + mostLeaves, leaves);
  for (let leaf = first; leaf < last; leaf += 1) {
    const size = Math.min(leafSize, bytes - leaf * leafSize);
    const piece = await body.read(size);
    if (piece.kind !== "bytes") return refuseRead(deps, piece.kind, id, await upload.held());
    if (piece.bytes.length < size) break;
    if (leaf === 0 && !isSealed(piece.bytes))
      return refuse("not-sealed", "The attachment is not an age file", { part: id, held: 0 });
    const kept = await upload.keep(leaf, piece.bytes);
    if (kept === "complete" && (await settle(deps, id)))
      return { kind: "held", held: leaves, complete: true };
    if (kept === "digest" || kept === "gap")
      return refuse("digest", sentences[kept], { part: id, held: await upload.held() });
  }
  return { kind: "held", held: await upload.held(), complete: false };
}

const sentences = {
  digest: "A leaf is not the one that the leaf list names; send it again",
  gap: "An earlier leaf is missing; go on from the one that the header names",
} as const;

const settle = (deps: IntakeDependencies, id: BlobId): Promise<boolean> =>
  deps.blobs.settle(id, (bytes) => deps.storage.recordBlob(id, bytes));

const refuseRead = (
  deps: IntakeDependencies,
  why: keyof typeof bodySentences,
  part: BlobId,
  held: number,
): Refused =>
  refuse("busy", bodySentences[why], { part, held, retryAfter: retryAfter(deps.random) });
