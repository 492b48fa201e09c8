import { plainText } from "../protocol/block.ts";
import type { StoryId } from "../protocol/intake.ts";
import { parseStory, type Story } from "../protocol/story.ts";
import type { DeskKey } from "./key-file.ts";

/** A story as the desk could open it, or which of its layers was wrong. */
export type OpenedStory =
  | { readonly kind: "opened"; readonly story: Story; readonly words: string }
  /** Not sealed for this key, or changed on its way. */
  | { readonly kind: "closed" }
  /** It opens, and what is inside is no story. */
  | { readonly kind: "broken"; readonly why: string };

/**
 * Opens a sealed text part. Never rejects, whatever it is given: a hostile story is a line in the list like another.
 * A text that was sealed as another story is broken too, so that nobody's words can be sent again under a new id.
 */
export async function openStory(
  key: DeskKey,
  id: StoryId,
  sealed: Uint8Array,
): Promise<OpenedStory> {
  let opened: Uint8Array;
  try {
    opened = await key.open(sealed);
  } catch {
    return { kind: "closed" };
  }
  const text = decode(opened);
  if (text === undefined) return { kind: "broken", why: "story: not UTF-8" };
  const parsed = parseStory(text);
  if (!parsed.ok) return { kind: "broken", why: parsed.why };
  if (parsed.value.id !== id) return { kind: "broken", why: "story: sealed as another one" };
  return { kind: "opened", story: parsed.value, words: plainText(parsed.value.blocks) };
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** The first words of a story, for its line in the list. */
export const firstWords = (words: string): string =>
  words.slice(0, 200).replace(/\s+/g, " ").trim();

/** Words of a text, counted as people do. */
export const countWords = (words: string): number =>
  words.match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}'’ʼ-]*/gu)?.length ?? 0;
