import type { Obstacle, OutboxEntry } from "../../device/outbox.ts";
import { receiptCode, type StoryState } from "../../protocol/intake.ts";
import type { InterfaceLanguage } from "../../protocol/language.ts";
import { megabytes } from "../messages/plurals.ts";
import type { WritingMessages } from "./writing-messages.ts";

/** A seed on the string: behind the story, where it is now, before it, or where something is wrong. */
export interface PathStep {
  readonly seed: "done" | "now" | "todo" | "trouble";
  readonly title: string;
  readonly note?: string;
  /** Milliseconds since 1970, for showing. */
  readonly at?: number;
  /** From 0 to 1. */
  readonly progress?: number;
}

/** The way of a story to the newsroom and what became of it there: nothing but what is on disk. */
export function pathOf(
  entry: OutboxEntry,
  messages: WritingMessages,
  language: InterfaceLanguage,
): readonly PathStep[] {
  const code = receiptCode(entry.hash, language);
  return [
    sealedStep(entry, messages),
    textStep(entry, messages, code),
    ...photosStep(entry, messages, language),
    ...newsroomSteps(entry, messages),
  ];
}

const sealedStep = ({ own }: OutboxEntry, messages: WritingMessages): PathStep => ({
  seed: "done",
  title: messages.sealed,
  note: messages.onlyNewsroomOpens,
  ...(own === undefined ? {} : { at: own.sealedAt }),
});

function textStep({ state }: OutboxEntry, messages: WritingMessages, code: string): PathStep {
  if (state.kind === "sent")
    return { seed: "done", title: messages.textThere, note: messages.receiptForAll(code) };
  if (state.kind === "sending" || (state.kind === "needs-you" && state.receipt !== undefined))
    return { seed: "done", title: messages.textThere, note: messages.receipt(code) };
  return state.kind === "needs-you"
    ? { seed: "trouble", title: messages.textRefused }
    : { seed: "now", title: messages.textFirst, ...obstacleNote(state.obstacles, messages) };
}

function photosStep(
  { state, parts, heldBytes }: OutboxEntry,
  messages: WritingMessages,
  language: InterfaceLanguage,
): readonly PathStep[] {
  if (parts.length === 0) return [];
  const whole = parts.reduce((sum, bytes) => sum + bytes, 0);
  const size = megabytes(language, whole);
  if (state.kind === "sent") return [{ seed: "done", title: messages.photosThere }];
  if (state.kind === "waiting") return [{ seed: "todo", title: messages.photosToGo(size) }];
  const done = megabytes(language, heldBytes).replace(/\u00a0.*$/, "");
  const refused = state.kind === "needs-you" && state.receipt !== undefined;
  const obstacles = state.kind === "sending" ? state.obstacles : [];
  return [
    {
      seed: refused ? "trouble" : "now",
      title: messages.photosOnTheWay(done, size),
      note: messages.fromTheSamePlace,
      ...obstacleNote(obstacles, messages),
      progress: whole === 0 ? 1 : heldBytes / whole,
    },
  ];
}

/** A newsroom without room: nothing for the author to do, but to be told. */
const obstacleNote = (
  obstacles: readonly Obstacle[],
  { reasons }: WritingMessages,
): { readonly note?: string } =>
  obstacles.some(({ code }) => code === "full") ? { note: capitalised(reasons.full) } : {};

function newsroomSteps({ state }: OutboxEntry, messages: WritingMessages): readonly PathStep[] {
  if (state.kind !== "sent") return [{ seed: "todo", title: messages.willRead }];
  const { newsroom } = state;
  if (newsroom === "received") return [{ seed: "now", title: messages.hasNotRead }];
  const read: PathStep = { seed: "done", title: messages.hasRead };
  const word = newsroomWord(newsroom, messages);
  return newsroom === "opened" ? [read] : [read, { seed: "done", title: word }];
}

/** What became of a story at the newsroom, in its settled words. */
export function newsroomWord(state: StoryState, messages: WritingMessages): string {
  switch (state) {
    case "received":
      return messages.hasNotRead;
    case "opened":
      return messages.hasRead;
    case "answered":
      return messages.hasAnswered;
    case "published":
      return messages.published;
    case "declined":
      return messages.declined;
    case "withdrawn":
      return messages.withdrawn;
  }
}

/** Why a story needs its author, in words that follow «Потребує уваги:». */
export function reasonFor(refusals: readonly Obstacle[], { reasons }: WritingMessages): string {
  const first = refusals[0];
  switch (first?.code) {
    case "too-big":
      return first.part === undefined ? reasons.tooBigText : reasons.tooBigPhoto(first.part);
    case "outdated":
      return reasons.outdated;
    case "full":
      return reasons.full;
    default:
      return reasons.damaged;
  }
}

const capitalised = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
