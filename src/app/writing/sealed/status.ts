import type { OutboxEntry } from "../../../device/outbox.ts";
import type { LineState } from "../stories.ts";
import type { SealedMessages } from "./sealed-messages.ts";

/** The words for a story that was sealed. */
export type StoryStatus =
  | "waiting"
  | "wifi"
  | "sending"
  | "paused"
  | "sent"
  | "needs-you"
  /** Taken back: the newsroom is yet to hear of it, has heard of it, or has done it (or never had the story). */
  | "withdrawal-waits"
  | "withdrawal-there"
  | "withdrawn";

/** The status that follows from what is on disk and from what the line is doing. 'Sent' only by a stored receipt. */
export function statusOf(entry: OutboxEntry, line: LineState, restsForWifi = false): StoryStatus {
  const { state, paused } = entry;
  if (entry.takenBack !== undefined) return takenBackStatus(entry);
  if (state.kind === "sent" || state.kind === "needs-you") return state.kind;
  if (paused) return "paused";
  if (restsForWifi) return "wifi";
  return line.kind === "moving" ? "sending" : "waiting";
}

const words = {
  waiting: "waiting",
  wifi: "waitsForWifi",
  sending: "sending",
  paused: "paused",
  sent: "sent",
  "needs-you": "needsYou",
  "withdrawal-waits": "withdrawalWaits",
  "withdrawal-there": "withdrawalThere",
  withdrawn: "withdrawn",
} as const satisfies Readonly<Record<StoryStatus, keyof SealedMessages>>;

function takenBackStatus({ state, takenBack, notes }: OutboxEntry): StoryStatus {
  const isDone = state.kind === "sent" && state.newsroom === "withdrawn";
  if (takenBack === "never-went" || isDone) return "withdrawn";
  return notes.some((note) => note.state === "waiting" || note.state === "refused")
    ? "withdrawal-waits"
    : "withdrawal-there";
}

const newsroomOf = ({ state }: OutboxEntry) => (state.kind === "sent" ? state.newsroom : undefined);

/** A note can be written while the story's key is here, and nothing final was said. */
export const mayWithdraw = (entry: OutboxEntry): boolean =>
  entry.own !== undefined && entry.takenBack === undefined && newsroomOf(entry) !== "withdrawn";

/** 'You can change them until the story is published'; after that it can only be taken back. */
export const mayChangeTerms = (entry: OutboxEntry): boolean => {
  const newsroom = newsroomOf(entry);
  return mayWithdraw(entry) && newsroom !== "published" && newsroom !== "declined";
};

/** A status in its settled words. */
export const wordOf = (status: StoryStatus, messages: SealedMessages): string =>
  messages[words[status]];
