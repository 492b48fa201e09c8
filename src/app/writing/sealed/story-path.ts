import type { Obstacle } from "../../../device/line.ts";
import type { OutboxEntry } from "../../../device/outbox.ts";
import { receiptCode, type StoryState } from "../../../protocol/intake.ts";
import type { InterfaceLanguage } from "../../../protocol/language.ts";
import { megabytes } from "../../messages/plurals.ts";
import { mediaNames } from "./media.ts";
import { noteSteps } from "./note-steps.ts";
import type { SealedMessages } from "./sealed-messages.ts";

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
  messages: SealedMessages,
  language: InterfaceLanguage,
  waitsForWifi = false,
): readonly PathStep[] {
  const code = receiptCode(entry.hash, language);
  // Taken back, nothing more of it goes: steps that lie ahead would not be true.
  const own = [
    sealedStep(entry, messages),
    textStep(entry, messages, code),
    ...mediaStep(entry, messages, language, waitsForWifi),
    ...newsroomSteps(entry, messages),
  ];
  const passed = entry.takenBack === undefined ? own : own.filter(({ seed }) => seed === "done");
  // What lies ahead stays last: the newsroom reads a story with its newest terms.
  const ahead = passed.at(-1)?.seed === "todo" ? passed.slice(-1) : [];
  const behind = passed.slice(0, passed.length - ahead.length);
  return [...behind, ...noteSteps(entry, messages), ...ahead];
}

const sealedStep = ({ own }: OutboxEntry, messages: SealedMessages): PathStep => ({
  seed: "done",
  title: messages.sealed,
  note: messages.onlyNewsroomOpens,
  ...(own === undefined ? {} : { at: own.sealedAt }),
});

function textStep({ state }: OutboxEntry, messages: SealedMessages, code: string): PathStep {
  if (state.kind === "sent")
    return { seed: "done", title: messages.textThere, note: messages.receiptForAll(code) };
  if (state.kind === "sending" || (state.kind === "needs-you" && state.receipt !== undefined))
    return { seed: "done", title: messages.textThere, note: messages.receipt(code) };
  return state.kind === "needs-you"
    ? { seed: "trouble", title: messages.textRefused }
    : { seed: "now", title: messages.textFirst, ...obstacleNote(state.obstacles, messages) };
}

function mediaStep(
  entry: OutboxEntry,
  messages: SealedMessages,
  language: InterfaceLanguage,
  waitsForWifi: boolean,
): readonly PathStep[] {
  const { state, parts, heldBytes } = entry;
  const whole = parts.reduce((sum, bytes) => sum + bytes, 0);
  if (whole === 0) return [];
  const size = megabytes(language, whole);
  const names = mediaNames(entry);
  if (state.kind === "sent") return [{ seed: "done", title: messages.mediaThere(names) }];
  if (state.kind === "waiting") return [{ seed: "todo", title: messages.mediaToGo(names, size) }];
  const done = megabytes(language, heldBytes).replace(/\u00a0.*$/, "");
  const refused = state.kind === "needs-you" && state.receipt !== undefined;
  const obstacles = state.kind === "sending" ? state.obstacles : [];
  return [
    {
      seed: refused ? "trouble" : "now",
      title: messages.mediaOnTheWay(names, done, size),
      ...(refused ? {} : { note: noteOf(waitsForWifi, messages) }),
      ...obstacleNote(obstacles, messages),
      progress: heldBytes / whole,
    },
  ];
}

const noteOf = (waitsForWifi: boolean, messages: SealedMessages): string =>
  waitsForWifi ? messages.waitsForWifi : messages.fromTheSamePlace;

/** A newsroom without room: nothing for the author to do, but to be told. */
const obstacleNote = (
  obstacles: readonly Obstacle[],
  { reasons }: SealedMessages,
): { readonly note?: string } =>
  obstacles.some(({ code }) => code === "full") ? { note: capitalised(reasons.full) } : {};

function newsroomSteps({ state }: OutboxEntry, messages: SealedMessages): readonly PathStep[] {
  if (state.kind !== "sent") return [{ seed: "todo", title: messages.willRead }];
  const { newsroom } = state;
  if (newsroom === "received")
    return [
      state.longUnread === true
        ? { seed: "now", title: messages.hasNotRead, note: messages.hasNotReadMore }
        : { seed: "todo", title: messages.willRead },
    ];
  if (newsroom === "withdrawn") return [{ seed: "done", title: messages.withdrawn }];
  const read: PathStep = { seed: "done", title: messages.hasRead };
  const word = newsroomWord(newsroom, messages);
  return newsroom === "opened" ? [read] : [read, { seed: "done", title: word }];
}

/** What became of a story at the newsroom, in its settled words. */
export function newsroomWord(state: StoryState, messages: SealedMessages): string {
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

const capitalised = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
