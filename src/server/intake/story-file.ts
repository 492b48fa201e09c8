import { createHash } from "node:crypto";
import type { Hash } from "../../protocol/bytes.ts";
import {
  attachmentBuckets,
  type BlobId,
  leafSize,
  mostLeaves,
  type StoryId,
} from "../../protocol/intake.ts";
import { layOutStoryFile, type StoryFileLayout, type Stretch } from "../../protocol/story-file.ts";
import type { Intake } from "./intake.ts";
import type { Refused } from "./refusals.ts";
import { hashOf, isSealed } from "./sealed.ts";
import { longestManifest, readManifestLine, readStory } from "./stories.ts";

/** Bytes that can be read in any order. */
export interface StoryFileBytes {
  readonly size: number;
  /** As many bytes as there are from `from`, at most `bytes`. */
  read(from: number, bytes: number): Promise<Uint8Array<ArrayBuffer>>;
}

/** A story file of which every byte was checked. */
export interface StoryFile {
  readonly kind: "sound";
  readonly id: StoryId;
  readonly manifestHash: Hash;
  readonly text: Stretch;
  readonly parts: readonly (Stretch & {
    readonly id: BlobId;
    readonly leafList: Uint8Array<ArrayBuffer>;
  })[];
}

/** A file that cannot be taken; `why` is a sentence for the operator that follows the file's name. */
export interface Unfit {
  readonly kind: "unfit";
  readonly why: string;
}

/** What came of a file. `news`: attachments that were not here before. */
export interface TakenFile {
  readonly kind: "taken";
  readonly created: boolean;
  readonly news: number;
}

const unfit = (why: string): Unfit => ({ kind: "unfit", why });

/**
 * Checks a story file whole, as the wire checks what travels: manifest, sizes, hashes, and that each piece is an age file.
 * Nothing is stored. Never more than a leaf or the text is in memory. Rejects only where the file cannot be read.
 */
export async function checkStoryFile(file: StoryFileBytes): Promise<StoryFile | Unfit> {
  const head = readManifestLine(await file.read(0, longestManifest + 1));
  if (head?.manifest === undefined) {
    return unfit(
      isNewer(head?.line)
        ? "was written by a newer version of Soniakh; update this one."
        : "is not a story file of Soniakh.",
    );
  }
  const { line, manifest } = head;
  const layout = layOutStoryFile(manifest, line.length);
  if (layout.bytes !== file.size) {
    return unfit(
      `is not whole: it has ${file.size} bytes, and its first line tells of ${layout.bytes}.`,
    );
  }
  const body = await file.read(0, layout.text.from + layout.text.bytes);
  const story = readStory(manifest.id, body, "");
  if (story.kind === "refused") return unfit(`is damaged: ${inside(story)}`);
  const parts = await checkParts(file, layout);
  if ("kind" in parts) return parts;
  return {
    kind: "sound",
    id: manifest.id,
    manifestHash: story.value.manifestHash,
    text: layout.text,
    parts,
  };
}

/** True for the first line of a story whose format is higher than ours. */
function isNewer(line: Uint8Array | undefined): boolean {
  try {
    const { format, id, text } = JSON.parse(new TextDecoder().decode(line));
    return typeof format === "number" && format > 1 && id !== undefined && text !== undefined;
  } catch {
    // Not JSON, or no object.
    return false;
  }
}

async function checkParts(
  file: StoryFileBytes,
  layout: StoryFileLayout,
): Promise<StoryFile["parts"] | Unfit> {
  const parts: StoryFile["parts"][number][] = [];
  for (const [index, part] of layout.parts.entries()) {
    const named = `attachment ${index + 1}`;
    if (!attachmentBuckets.includes(part.bytes))
      return unfit(`is damaged: ${named} has a size that is no bucket.`);
    const leafList = await hashLeaves(file, part);
    if (leafList === undefined) return unfit(`is damaged: ${named} is not an age file.`);
    if (hashOf(leafList) !== (part.id as string))
      return unfit(`is damaged: ${named} is not the one that its first line names.`);
    parts.push({ ...part, leafList });
  }
  return parts;
}

/** SHA-256 of each leaf, one after another; undefined where it does not begin as an age file does. */
async function hashLeaves(
  file: StoryFileBytes,
  { from, bytes }: Stretch,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const list = new Uint8Array(Math.ceil(bytes / leafSize) * 32);
  for (let at = 0; at < bytes; at += leafSize) {
    const leaf = await file.read(from + at, Math.min(leafSize, bytes - at));
    if (at === 0 && !isSealed(leaf)) return undefined;
    list.set(createHash("sha256").update(leaf).digest(), (at / leafSize) * 32);
  }
  return list;
}

/**
 * Takes a checked file in through the same doors as the wire: the story first, which counts alone, then its attachments. One
 * that was taken before is known again, with the same receipt. A refusal in the middle leaves what a connection that dies
 * would leave: the next try goes on.
 */
export async function takeStoryFile(
  intake: Intake,
  file: StoryFileBytes,
  story: StoryFile,
): Promise<TakenFile | Refused> {
  const body = await file.read(0, story.text.from + story.text.bytes);
  const put = await intake.putStory(story.id, streamOf(body));
  if (put.kind === "refused") return put;
  let news = 0;
  for (const part of story.parts) {
    const held = await intake.findHeld(part.id);
    if (held.kind === "refused") return held;
    if (held.complete) continue;
    const refused = await putPart(intake, file, part);
    if (refused !== undefined) return refused;
    news += 1;
  }
  return { kind: "taken", created: put.created, news };
}

async function putPart(
  intake: Intake,
  file: StoryFileBytes,
  { id, from, bytes, leafList }: StoryFile["parts"][number],
): Promise<Refused | undefined> {
  const leaves = leafList.length / 32;
  for (let leaf = 0; leaf < leaves; leaf += mostLeaves) {
    const at = leaf * leafSize;
    const body = await file.read(from + at, Math.min(mostLeaves * leafSize, bytes - at));
    const listFirst = leaf === 0;
    const put = await intake.putLeaves(
      id,
      { leaf, leaves, bytes, listFirst },
      listFirst ? streamOf(leafList, body) : streamOf(body),
    );
    if (put.kind === "refused") return put;
  }
  return undefined;
}

const streamOf = (...pieces: readonly Uint8Array<ArrayBuffer>[]): ReadableStream<Uint8Array> =>
  new Blob([...pieces]).stream();

/** A refusal's sentence within another. */
const inside = ({ problem }: Refused): string =>
  `${problem.title.slice(0, 1).toLowerCase()}${problem.title.slice(1)}.`;

/** What an operator reads of a refusal, behind the file's name. */
export const refusalOf = (refused: Refused): string => `was not taken: ${inside(refused)}`;

/** SHA-256 in base64url as bytes, for the receipt's letters. */
export const bytesOfHash = (hash: Hash): Uint8Array => Buffer.from(hash, "base64url");
