import type { Obstacle } from "../../../device/line.ts";
import type { OutboxEntry } from "../../../device/outbox.ts";
import type { InterfaceLanguage } from "../../../protocol/language.ts";
import { megabytes } from "../../messages/plurals.ts";
import { nameOfPart } from "./media.ts";
import type { SealedMessages } from "./sealed-messages.ts";

/** Why a story needs its author, in words that follow «Потребує уваги:». */
export function reasonFor(
  entry: OutboxEntry,
  refusals: readonly Obstacle[],
  messages: SealedMessages,
  language: InterfaceLanguage,
): string {
  const { reasons } = messages;
  const [first] = refusals;
  const { code, part } = first ?? { code: "malformed" as const };
  switch (code) {
    case "too-big":
      return part === undefined ? reasons.tooBigText : tooBig(entry, part, messages, language);
    case "outdated":
      return reasons.outdated;
    case "full":
      return reasons.full;
    case "conflict":
      return reasons.conflict;
    case "digest":
    case "unknown":
    case "parts-missing":
      return part === undefined ? reasons.garbled : damaged(entry, part, messages);
    case "damaged":
      return part === undefined ? reasons.damaged : damaged(entry, part, messages);
    case "malformed":
    case "not-sealed":
    case "wrong-size":
      return part === undefined ? reasons.notTaken : damaged(entry, part, messages);
    // The line waits for these two by itself, and makes no refusal of them.
    case "too-many":
    case "busy":
      return messages.newsroomSilent;
  }
}

function tooBig(
  entry: OutboxEntry,
  part: number,
  { reasons }: SealedMessages,
  language: InterfaceLanguage,
): string {
  const { kind, number } = nameOfPart(entry, part);
  const size = megabytes(language, entry.parts[part - 1] ?? 0);
  return kind === "sound" ? reasons.tooBigSound(size) : reasons.tooBigPhoto(number, size);
}

function damaged(entry: OutboxEntry, part: number, { reasons }: SealedMessages): string {
  const { kind, number } = nameOfPart(entry, part);
  return kind === "sound" ? reasons.damagedSound : reasons.damagedPhoto(number);
}

/** What mends a refused story. */
export type Remedy = "fix" | "update" | "discard";

/** Whether the author must change the story, only the app, or nothing any more: a later revision of it was sealed. */
export function remedyFor(refusals: readonly Obstacle[], isSuperseded: boolean): Remedy {
  if (isSuperseded) return "discard";
  return refusals.some(({ code }) => code === "outdated") ? "update" : "fix";
}
