import {
  attachmentBuckets,
  buckets,
  intakeVersion,
  type Manifest,
  mostStories,
  parseManifest,
  readStoryId,
  type StoryId,
} from "../../protocol/intake.ts";
import { parsing } from "../../protocol/parsing.ts";
import type { NewStory, StoredStory } from "../storage/intake-storage.ts";
import type { Refused } from "./refusals.ts";
import { refuse } from "./refusals.ts";
import { hashOf, isSealed } from "./sealed.ts";
import type { IntakeDependencies } from "./intake.ts";

/** The longest manifest, in bytes: 40 parts take about 4 KB. */
export const longestManifest = 16_384;
/** The longest body of a story: manifest, newline, sealed text. */
export const longestStory = longestManifest + 1 + Math.max(...buckets);

/** The longest body of several. */
export const longestStories = mostStories * (longestManifest + 1 + Math.min(...buckets));

/** A story was taken, now (`accepted`) or before (`known`). */
export interface Taken {
  readonly kind: "accepted" | "known";
  readonly story: StoredStory;
}

const newline = 10;
const parseId = parsing(readStoryId, "id");
const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * Takes a story out of its bytes (manifest line, newline, sealed text), whichever way they came. One that was taken
 * before is known again whatever the limits and the disk say today.
 */
export async function takeStory(
  deps: IntakeDependencies,
  id: string,
  body: Uint8Array,
): Promise<Taken | Refused> {
  const story = readStory(id, body, day(deps.now()));
  if (story.kind === "refused") return story;
  const refused = await findObstacle(deps, story.manifest, story.value);
  if (refused !== undefined) {
    const [known] = await deps.storage.find([story.value.id]);
    if (known === undefined) return refused;
  }
  const acceptance = await deps.storage.accept(story.value);
  return acceptance.kind === "conflict"
    ? refuse("conflict", "Another story bears this id")
    : acceptance;
}

/** The day, UTC: nothing finer is ever kept. */
export const day = (now: number): string => new Date(now).toISOString().slice(0, 10);

type ReadStory =
  | Refused
  | { readonly kind: "read"; readonly manifest: Manifest; readonly value: NewStory };

/** The manifest line at the beginning of these bytes, and what it says; undefined where there is none. */
export function readManifestLine(
  bytes: Uint8Array,
): { readonly line: Uint8Array; readonly manifest: Manifest | undefined } | undefined {
  const end = bytes.subarray(0, longestManifest + 1).indexOf(newline);
  if (end < 0) return undefined;
  const line = bytes.subarray(0, end);
  return { line, manifest: parseManifestLine(line) };
}

/** One of several stories in a body: its bytes as it would travel alone. */
export interface CutStory {
  readonly id: StoryId;
  readonly body: Uint8Array;
}

/** The whole stories at the beginning of these bytes, at most {@link mostStories}; each says itself how long it is. */
export function cutStories(bytes: Uint8Array): readonly CutStory[] {
  const stories: CutStory[] = [];
  let rest = bytes;
  while (stories.length < mostStories) {
    const { line, manifest } = readManifestLine(rest) ?? {};
    if (line === undefined || manifest === undefined) break;
    const length = line.length + 1 + manifest.text.bytes;
    if (rest.length < length) break;
    stories.push({ id: manifest.id, body: rest.subarray(0, length) });
    rest = rest.subarray(length);
  }
  return stories;
}

/** A story out of its bytes, with all that its manifest promises of the text; nothing is stored. */
export function readStory(id: string, body: Uint8Array, date: string): ReadStory {
  const head = readManifestLine(body);
  if (head === undefined) return refuse("malformed", "The body has no manifest line");
  const { line, manifest } = head;
  if (manifest === undefined || !parseId(id).ok)
    return refuse("malformed", "The manifest cannot be read");
  if (manifest.id !== id)
    return refuse("malformed", "The manifest bears another id than the address");
  const text = body.subarray(line.length + 1);
  const refused = checkSizes(manifest, text) ?? checkText(manifest, text);
  if (refused !== undefined) return refused;
  const value = {
    id: manifest.id,
    manifest: line,
    manifestHash: hashOf(line),
    text,
    parts: manifest.parts,
    date,
  };
  return { kind: "read", manifest, value };
}

function parseManifestLine(line: Uint8Array): Manifest | undefined {
  try {
    const parsed = parseManifest(utf8.decode(line));
    return parsed.ok ? parsed.value : undefined;
  } catch {
    // Not UTF-8, and so not JSON.
    return undefined;
  }
}

function checkSizes(manifest: Manifest, text: Uint8Array): Refused | undefined {
  if (!buckets.includes(manifest.text.bytes))
    return refuse("wrong-size", "The text has a size that is no bucket");
  if (text.length !== manifest.text.bytes)
    return refuse("wrong-size", "The text is not as long as its manifest says");
  const odd = manifest.parts.find(({ bytes }) => !attachmentBuckets.includes(bytes));
  return (
    odd && refuse("wrong-size", "An attachment has a size that is no bucket", { part: odd.id })
  );
}

function checkText(manifest: Manifest, text: Uint8Array): Refused | undefined {
  if (!isSealed(text)) return refuse("not-sealed", "The text is not an age file");
  if (hashOf(text) !== manifest.text.hash)
    return refuse("digest", "The text is not the one that its manifest names");
  return undefined;
}

/** What keeps a story out that is new. */
async function findObstacle(
  deps: IntakeDependencies,
  manifest: Manifest,
  story: NewStory,
): Promise<Refused | undefined> {
  if (manifest.version < intakeVersion)
    return refuse("outdated", "The app is too old for this newsroom; update it");
  const free = await deps.freeBytes();
  if (free - story.text.length < deps.bounds.textReserve)
    return refuse("full", "The newsroom's disk is full");
  return undefined;
}
