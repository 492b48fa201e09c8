import type { StoryId } from "../protocol/intake.ts";
import type { NoteId } from "../protocol/note.ts";
import { allowanceAt, type Line, longestRest, refillEvery, type ObstacleCode } from "./line.ts";
import type { Turn } from "./order.ts";
import { isWary } from "./pacing.ts";

export type { Trouble, Wake } from "./line.ts";

/** What is to be done next. Parts are numbered from 1. */
export type Step =
  | { readonly kind: "ask"; readonly ids: readonly StoryId[] }
  /** `beside`: further texts that go at the same time, where the line is quick. */
  | { readonly kind: "send-text"; readonly id: StoryId; readonly beside: readonly StoryId[] }
  /** A note about the story. */
  | { readonly kind: "send-note"; readonly id: StoryId; readonly note: NoteId }
  | { readonly kind: "look"; readonly id: StoryId; readonly part: number }
  | {
      readonly kind: "send-leaves";
      readonly id: StoryId;
      readonly part: number;
      readonly first: number;
      readonly count: number;
      /** The answer is to end the connection: see `pacing.ts`. */
      readonly wary: boolean;
    }
  /** Nothing now; again at `until`, where there is something left to do. */
  | { readonly kind: "rest"; readonly until: number | undefined };

/** Whose turn a step is in the order of a minute of network. A text that goes once more for the receipt of its photos goes with them. */
export const turnOf = ({ stories }: Line, step: Exclude<Step, { kind: "rest" }>): Turn =>
  step.kind === "ask" ||
  step.kind === "send-note" ||
  (step.kind === "send-text" &&
    stories.some(({ id, receipt }) => id === step.id && receipt === "none"))
    ? "texts-up"
    : "media-up";

/** An attempt takes up to three: ask, look, send. */
const attempt = 3;
/** As many ids go into one question: about 2.5 KB, which the slowest line takes in its 3 seconds. */
const mostAsked = 100;

/**
 * What to do next. The order of a minute of network (`order.ts`, with reading's part in it): receipts are asked for, then
 * texts go, then notes about earlier stories, then attachments, each in the order of sealing. What is refused stands in nobody's way.
 */
export function plan(line: Line, now: number): Step {
  const step = findStep(line);
  if (step === undefined) return { kind: "rest", until: laterOf(line, now) };
  const until = restOf(line, now);
  return until > now ? { kind: "rest", until } : step;
}

function findStep(line: Line): Step | undefined {
  return findQuestion(line) ?? findText(line) ?? findNote(line) ?? findMedia(line);
}

function findQuestion({ asked, stories }: Line): Step | undefined {
  const ids = stories.filter(({ final }) => !final).map(({ id }) => id);
  // The newest are asked about where there are too many: the oldest were answered before.
  return asked || ids.length === 0 ? undefined : { kind: "ask", ids: ids.slice(-mostAsked) };
}

function findText({ stories, pace }: Line): Step | undefined {
  const ids: StoryId[] = [];
  for (const { id, receipt, obstacle, paused, takenBack } of stories) {
    if (ids.length === pace.texts) break;
    if (receipt === "none" && obstacle === undefined && !paused && takenBack === undefined)
      ids.push(id);
  }
  const [id, ...beside] = ids;
  return id && { kind: "send-text", id, beside };
}

/** A note goes as soon as the newsroom can have its story. Of one whose copy was thrown away nothing but the note is left. */
function findNote({ stories, notes }: Line): Step | undefined {
  const note = notes.find(({ story: about, obstacle }) => {
    const story = stories.find(({ id }) => id === about);
    const isThere =
      story === undefined || story.receipt !== "none" || story.takenBack?.noteMayGo === true;
    return obstacle === undefined && isThere;
  });
  return note && { kind: "send-note", id: note.story, note: note.id };
}

function findMedia({ stories, pace }: Line): Step | undefined {
  for (const { id, receipt, obstacle, parts, paused, takenBack } of stories) {
    if (receipt !== "text" || paused || takenBack !== undefined) continue;
    const index = parts.findIndex(
      ({ leaves, held, obstacle, doubt, stays }) =>
        obstacle === undefined && !stays && (doubt || held < leaves),
    );
    const part = parts[index];
    if (part?.doubt === true) return { kind: "look", id, part: index + 1 };
    if (part !== undefined) {
      const count = Math.min(pace.leaves, part.leaves - part.held);
      const wary = isWary(pace);
      return { kind: "send-leaves", id, part: index + 1, first: part.held, count, wary };
    }
    // All of it is there: the text once more, and the receipt names every part. Once only, if it is refused.
    const isThere = parts.every((one) => one.held === one.leaves && one.obstacle === undefined);
    if (obstacle === undefined && isThere) return { kind: "send-text", id, beside: [] };
  }
  return undefined;
}

function restOf(line: Line, now: number): number {
  if (line.trouble !== "newsroom") return line.restUntil;
  const missing = (line.asked ? 1 : attempt) - allowanceAt(line, now);
  return missing > 0
    ? Math.max(line.restUntil, Math.ceil(now + missing * refillEvery))
    : line.restUntil;
}

/** With nothing to do, the line looks again only where the newsroom had no room. */
function laterOf({ stories, notes }: Line, now: number): number | undefined {
  const isFull = ({ obstacle }: { readonly obstacle?: ObstacleCode | undefined }): boolean =>
    obstacle === "full";
  const full = notes.some(isFull) || stories.some((one) => isFull(one) || one.parts.some(isFull));
  return full ? now + longestRest : undefined;
}
