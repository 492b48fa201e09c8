import type { OutboxEntry } from "../../../device/outbox.ts";
import type { LineState } from "../stories.ts";
import type { SealedMessages } from "./sealed-messages.ts";

/** The words for a story that was sealed. */
export type StoryStatus = "waiting" | "wifi" | "sending" | "paused" | "sent" | "needs-you";

/** The status that follows from what is on disk and from what the line is doing. 'Sent' only by a stored receipt. */
export function statusOf(
  { state, paused }: OutboxEntry,
  line: LineState,
  restsForWifi = false,
): StoryStatus {
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
} as const satisfies Readonly<Record<StoryStatus, keyof SealedMessages>>;

/** A status in its settled words. */
export const wordOf = (status: StoryStatus, messages: SealedMessages): string =>
  messages[words[status]];
