import type { StoryId } from "../protocol/intake.ts";
import {
  allowanceAt,
  isPassing,
  type Line,
  type LineEvent,
  longestRest,
  mostAllowance,
  type ObstacleCode,
  type PlannedPart,
  type PlannedStory,
  type Trouble,
  type Wake,
} from "./line.ts";
import { afterAnswer, afterFailure } from "./pacing.ts";

const second = 1_000;
const minute = 60 * second;
/** First window of the back-off; it doubles with each failure. */
const firstWindow = 30 * second;
/** The same for leaves that were cut off on a line that had moved just before: on weak networks it is back at once. */
const movingWindow = 2 * second;
const widest: Readonly<Record<Trouble, number>> = {
  unreachable: 5 * minute,
  portal: 5 * minute,
  newsroom: 15 * minute,
};
/** Bytes that arrive garbled this often are damaged here. */
const mostGarbled = 5;

/** The line after something happened. */
export function advance(line: Line, event: LineEvent): Line {
  switch (event.kind) {
    case "read":
      return {
        ...line,
        stories: event.stories.map((story) => merge(line, story)),
        notes: event.notes.map((note) => line.notes.find(({ id }) => id === note.id) ?? note),
      };
    case "woken":
      return wake(line, event.by, event.now);
    case "requested":
      return {
        ...line,
        allowance: Math.max(0, allowanceAt(line, event.now) - (event.count ?? 1)),
        allowanceAt: event.now,
      };
    case "paced":
      return { ...line, pace: afterAnswer(line.pace, event, event.took) };
    case "answered":
      return { ...line, asked: true };
    case "accepted":
      return progress(
        changeStory(line, event.id, (story) => accept(story, event.whole, event.partsHeld)),
      );
    case "noted":
      return progress({ ...line, notes: line.notes.filter(({ id }) => id !== event.note) });
    case "note-refused":
      return {
        ...line,
        notes: line.notes.map((note) =>
          note.id === event.note ? { ...note, obstacle: event.code } : note,
        ),
      };
    case "held":
      return hold(line, event.id, event.part, event.held);
    case "refused":
      return refuse(line, event);
    case "failed":
      return fail(line, event);
  }
}

// What is on disk says what is sealed and receipted; what this line learnt since it began says more about each part.
function merge(line: Line, story: PlannedStory): PlannedStory {
  const known = line.stories.find(({ id }) => id === story.id);
  if (known === undefined) return story;
  return {
    ...story,
    obstacle: stillThere(known.obstacle, story.obstacle),
    parts: story.parts.map((part, index) => learn(known.parts[index], part)),
  };
}

const learn = (known: PlannedPart | undefined, part: PlannedPart): PlannedPart =>
  // What the author let go of has no leaves any more.
  known?.leaves !== part.leaves
    ? part
    : {
        ...known,
        stays: part.stays,
        obstacle: stillThere(known.obstacle, part.obstacle),
      };

const stillThere = (
  known: ObstacleCode | undefined,
  onDisk: ObstacleCode | undefined,
): ObstacleCode | undefined => onDisk ?? (isPassing(known) ? known : undefined);

function wake(line: Line, by: Wake, now: number): Line {
  if (by === "timer" && line.restUntil > now) return line;
  // After an hour, at a start, or when somebody asks, a full newsroom may have room again.
  const again = by === "start" || by === "timer" || by === "button" ? withRoom(line) : line;
  // A network that came back ends a wait for the network; a newsroom in trouble is left its time, unless a person asks.
  const early = line.trouble === "newsroom" ? by === "button" : by !== "timer" && by !== "put";
  const doubting = by === "restored" ? { ...again, asked: false } : again;
  return early ? { ...doubting, restUntil: Math.min(again.restUntil, now) } : doubting;
}

const withRoom = (line: Line): Line => ({
  ...line,
  notes: line.notes.map(({ obstacle, ...note }) =>
    obstacle === undefined || obstacle === "full" ? note : { ...note, obstacle },
  ),
  stories: line.stories.map((story) => ({
    ...story,
    obstacle: story.obstacle === "full" ? undefined : story.obstacle,
    parts: story.parts.map((part) =>
      part.obstacle === "full" ? { ...part, obstacle: undefined } : part,
    ),
  })),
});

function accept(story: PlannedStory, whole: boolean, partsHeld: readonly boolean[]): PlannedStory {
  const parts = story.parts.map((part, index) => {
    if (partsHeld[index] === true) return { ...part, held: part.leaves, doubt: false };
    // Taken for whole, and the newsroom says it is not: it is asked how far it got.
    return part.leaves > 0 && part.held === part.leaves ? doubtful(part) : part;
  });
  return { ...story, receipt: whole ? "whole" : "text", obstacle: undefined, parts };
}

function hold(line: Line, id: StoryId, part: number, held: number): Line {
  let moved = false;
  const after = changePart(line, id, part, (before) => {
    moved = held > before.held;
    if (moved) return { ...before, held, doubt: false, garbled: 0 };
    // Leaves were sent, and none of them stayed: the same again, and not for ever.
    return before.doubt ? { ...before, held, doubt: false } : doubtful({ ...before, held });
  });
  return moved ? progress(after) : after;
}

const progress = (line: Line): Line => ({
  ...line,
  failures: 0,
  trouble: undefined,
  restUntil: 0,
  allowance: mostAllowance,
});

function refuse(line: Line, event: Extract<LineEvent, { kind: "refused" }>): Line {
  const { id, part, code, now, random } = event;
  switch (code) {
    case "too-many":
    case "busy":
      return fail(line, { why: "newsroom", retryAfter: undefined, now, random });
    case "digest":
    case "unknown":
    case "parts-missing":
      return garble(line, id, part, now, random);
    default:
      return part === undefined
        ? changeStory(line, id, (story) => ({ ...story, obstacle: code }))
        : changePart(line, id, part, (before) => ({ ...before, obstacle: code, doubt: false }));
  }
}

function garble(
  line: Line,
  id: StoryId,
  part: number | undefined,
  now: number,
  random: number,
): Line {
  return part === undefined
    ? fail(line, { why: "newsroom", retryAfter: undefined, now, random })
    : changePart(line, id, part, doubtful);
}

/**
 * Bytes changed on the way, or the newsroom lost what it had, or kept nothing: ask what it has, go on there; not for ever. What it had before
 * is remembered: to hear of that again is no progress.
 */
function doubtful(part: PlannedPart): PlannedPart {
  const garbled = part.garbled + 1;
  return {
    ...part,
    garbled,
    doubt: true,
    obstacle: garbled > mostGarbled ? "digest" : part.obstacle,
  };
}

type Failed = Omit<Extract<LineEvent, { kind: "failed" }>, "kind">;

function fail(line: Line, { why, retryAfter, leaves, now, random }: Failed): Line {
  const wasMoving = why === "unreachable" && leaves !== undefined && line.failures === 0;
  const window = wasMoving
    ? movingWindow
    : Math.min(widest[why], firstWindow * 2 ** Math.min(line.failures, 20));
  const rest = Math.min(longestRest, Math.max(random * window, retryAfter ?? 0));
  const doubting =
    leaves === undefined
      ? line
      : changePart(line, leaves.id, leaves.part, (part) => ({ ...part, doubt: true }));
  return {
    ...doubting,
    asked: false,
    pace: afterFailure(line.pace, leaves !== undefined),
    failures: line.failures + 1,
    trouble: why,
    restUntil: now + rest,
  };
}

const changeStory = (
  line: Line,
  id: StoryId,
  change: (story: PlannedStory) => PlannedStory,
): Line => ({
  ...line,
  stories: line.stories.map((story) => (story.id === id ? change(story) : story)),
});

const changePart = (
  line: Line,
  id: StoryId,
  part: number,
  change: (part: PlannedPart) => PlannedPart,
): Line =>
  changeStory(line, id, (story) => ({
    ...story,
    parts: story.parts.map((before, index) => (index === part - 1 ? change(before) : before)),
  }));
