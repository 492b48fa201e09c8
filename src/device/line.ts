import type { RefusalCode, StoryId } from "../protocol/intake.ts";
import type { NoteId } from "../protocol/note.ts";
import { firstPace, type Pace, type Paced } from "./pacing.ts";

/** Why something is not sent: the newsroom's word, or `damaged`: what lies on this phone is not whole any more. */
export type ObstacleCode = RefusalCode | "damaged";

/** An attachment on its way. `held` leaves of `leaves` are with the newsroom, as far as is known. */
export interface PlannedPart {
  readonly leaves: number;
  readonly held: number;
  /** An attempt ended without an answer: the newsroom is asked what it has before anything is sent again. */
  readonly doubt: boolean;
  /** Refused for good, or until the newsroom has room. */
  readonly obstacle: ObstacleCode | undefined;
  /** How often the newsroom said that bytes had changed on the way. */
  readonly garbled: number;
  /** Waits for Wi-Fi, by its author's choice. */
  readonly stays: boolean;
}

/** A story on its way. */
export interface PlannedStory {
  readonly id: StoryId;
  /** The receipt that is stored: none, one for the text, one for everything. */
  readonly receipt: "none" | "text" | "whole";
  readonly obstacle: ObstacleCode | undefined;
  /** Its author holds it back: it is asked about, and nothing of it is sent. */
  readonly paused: boolean;
  readonly parts: readonly PlannedPart[];
  /** The newsroom's last word is final: nothing more is asked about it. */
  readonly final: boolean;
  /** The author took it back: nothing more of it goes. `noteMayGo`: the newsroom has it, as far as is known. */
  readonly takenBack?: { readonly noteMayGo: boolean };
}

/** A note about a story, on its way. */
export interface PlannedNote {
  readonly id: NoteId;
  readonly story: StoryId;
  /** Refused since this line began: it is tried again at the next start. */
  readonly obstacle?: RefusalCode;
}

/** What stands in the way of a story, or of one of its attachments (`part`, from 1; none is the text). */
export interface Obstacle {
  readonly code: ObstacleCode;
  readonly part?: number;
}

/** Why the line rests. `newsroom`: it answered that it cannot now. */
export type Trouble = "unreachable" | "portal" | "newsroom";

/** All that decides what is done next. Times are milliseconds of a clock that only runs forward. */
export interface Line {
  readonly stories: readonly PlannedStory[];
  readonly notes: readonly PlannedNote[];
  /** Receipts were asked for since the start or the last doubt. */
  readonly asked: boolean;
  /** Failed attempts since the last that brought something forward. */
  readonly failures: number;
  readonly trouble: Trouble | undefined;
  /** No request before this. */
  readonly restUntil: number;
  /** Requests that may still be made while the newsroom is in trouble; refilled by time, filled up by progress. */
  readonly allowance: number;
  readonly allowanceAt: number;
  readonly pace: Pace;
}

/** Why somebody wants the line to move. `restored`: the newsroom was put back from a backup, and may have lost what it had. */
export type Wake =
  | "start"
  | "online"
  | "visible"
  | "timer"
  | "button"
  | "sync"
  | "put"
  | "restored";

/** What happened. `now` as in {@link Line}; `random` from 0 up to 1. */
export type LineEvent =
  | {
      readonly kind: "read";
      readonly stories: readonly PlannedStory[];
      readonly notes: readonly PlannedNote[];
    }
  | { readonly kind: "woken"; readonly by: Wake; readonly now: number }
  /** `count` requests, one where it is not said. */
  | { readonly kind: "requested"; readonly now: number; readonly count?: number }
  /** All that went together was answered and settled so many milliseconds after it began to go. */
  | ({ readonly kind: "paced"; readonly took: number } & Paced)
  | { readonly kind: "answered" }
  | {
      readonly kind: "accepted";
      readonly id: StoryId;
      readonly whole: boolean;
      readonly partsHeld: readonly boolean[];
    }
  | { readonly kind: "noted"; readonly note: NoteId }
  | { readonly kind: "note-refused"; readonly note: NoteId; readonly code: RefusalCode }
  | { readonly kind: "held"; readonly id: StoryId; readonly part: number; readonly held: number }
  | {
      readonly kind: "refused";
      readonly id: StoryId;
      readonly part: number | undefined;
      readonly code: RefusalCode;
      readonly now: number;
      readonly random: number;
    }
  | {
      readonly kind: "failed";
      readonly why: Trouble;
      /** Milliseconds, as the newsroom asked for. */
      readonly retryAfter: number | undefined;
      /** The attachment whose leaves were under way: how many of them arrived, nobody knows. */
      readonly leaves?: { readonly id: StoryId; readonly part: number };
      readonly now: number;
      readonly random: number;
    };

const minute = 60_000;
/** The longest wait, whoever asks for it. Milliseconds. */
export const longestRest = 60 * minute;
/** So many requests at once, and one more each six minutes: at most 20 in any hour in which nothing moves. */
export const mostAllowance = 10;
export const refillEvery = 6 * minute;

/** The line before anything is known. */
export const emptyLine: Line = {
  stories: [],
  notes: [],
  asked: false,
  failures: 0,
  trouble: undefined,
  restUntil: 0,
  allowance: mostAllowance,
  allowanceAt: 0,
  pace: firstPace,
};

/** Requests that may be made at `now`. */
export const allowanceAt = (line: Line, now: number): number =>
  Math.min(mostAllowance, line.allowance + Math.max(0, now - line.allowanceAt) / refillEvery);

/** Room may come, and the app may be updated: these two are remembered by the line alone, so that a new start tries again. */
export const isPassing = (code: ObstacleCode | undefined): boolean =>
  code === "full" || code === "outdated";

/** What stands in the way of a story or of a part of it that did not before. */
export function newObstacles(before: Line, after: Line, story: StoryId): readonly Obstacle[] {
  const [was, is] = [before, after].map(({ stories }) => stories.find(({ id }) => id === story));
  if (is === undefined) return [];
  const found: Obstacle[] = [];
  if (is.obstacle !== undefined && is.obstacle !== was?.obstacle) found.push({ code: is.obstacle });
  for (const [at, { obstacle: code }] of is.parts.entries())
    if (code !== undefined && code !== was?.parts[at]?.obstacle) found.push({ code, part: at + 1 });
  return found;
}
