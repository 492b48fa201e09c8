import type { Block, Run } from "../protocol/block.ts";
import type { StoryId } from "../protocol/intake.ts";
import {
  type Attachment,
  parseStory,
  type SealedTerms,
  type Story,
  storyLimits,
} from "../protocol/story.ts";
import { DeviceError } from "./errors.ts";
import { type DraftContent, type Piece, textOf } from "./draft-content.ts";

/** What a story is made of, beside its page. */
export interface StoryFrame {
  readonly id: StoryId;
  readonly language: string;
  readonly terms: SealedTerms;
  readonly answersTo: string;
  readonly noteKey: string;
  readonly revision: number;
  readonly parent: StoryId | undefined;
  readonly attachments: readonly Attachment[];
}

const mostParagraphs = 4_000;

/** A piece that goes as an attachment. */
export type Attached = Exclude<Piece, { kind: "text" }>;

/**
 * The page's photos and recordings in order, each once: the first is attachment 1. Where there are no words, the story is
 * in the recordings, and they go first.
 */
export function attachedTo(content: DraftContent): readonly Attached[] {
  const all = content.pieces.filter((piece) => piece.kind !== "text");
  const each = all.filter((piece, index) => findIn(all, piece) === index);
  if (content.pieces.some((piece) => piece.kind === "text" && piece.text.trim() !== ""))
    return each;
  const sounds = each.filter(({ kind }) => kind === "sound");
  return [...sounds, ...each.filter((piece) => !sounds.includes(piece))];
}

const findIn = (all: readonly Attached[], piece: Attached): number =>
  all.findIndex((other) => nameOf(other) === nameOf(piece));

const nameOf = (piece: Attached): string =>
  piece.kind === "photo" ? `photo ${piece.photo}` : `sound ${piece.sound}`;

/** `story.json` as text. Throws {@link DeviceError} `sealing-refused` where the desk could not read it again. */
export function writeStory(content: DraftContent, frame: StoryFrame): string {
  const { parent, ...rest } = frame;
  const story: Story = {
    format: 1,
    ...rest,
    title: content.title.slice(0, storyLimits.title),
    blocks: [...longTitle(content.title), ...blocksOf(content)],
    ...(parent === undefined ? {} : { parent }),
  };
  const text = JSON.stringify(story);
  const read = parseStory(text);
  if (!read.ok) throw new DeviceError("sealing-refused", read.why);
  return text;
}

/** A title that is longer than a title can be stands whole in the text as well. */
const longTitle = (title: string): readonly Block<number>[] =>
  title.length > storyLimits.title ? [{ kind: "paragraph", runs: [{ text: title }] }] : [];

function blocksOf(content: DraftContent): readonly Block<number>[] {
  const attached = attachedTo(content);
  return content.pieces.flatMap((piece): readonly Block<number>[] => {
    if (piece.kind === "text") return paragraphs(piece.text);
    const [media, caption] = [findIn(attached, piece) + 1, runs(textOf(piece))];
    return [
      piece.kind === "photo"
        ? { kind: "figure", media, alt: "", caption }
        : { kind: "audio", media, caption },
    ];
  });
}

function paragraphs(text: string): readonly Block<number>[] {
  const lines = text.split(/\n+/).filter((line) => line.trim() !== "");
  const own = lines.slice(0, mostParagraphs - 1);
  const rest = lines.slice(mostParagraphs - 1).join("\n");
  return [...own, rest]
    .filter((line) => line !== "")
    .map((line) => ({ kind: "paragraph", runs: runs(line) }));
}

/** Longer than any run may be, a text stands in several. UTF-16 units. */
const longestRun = 200_000;

function runs(text: string): readonly Run[] {
  const all: Run[] = [];
  for (let at = 0; at < text.length; at += longestRun)
    all.push({ text: text.slice(at, at + longestRun) });
  return all;
}
