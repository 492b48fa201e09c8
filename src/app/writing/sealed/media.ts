import type { OutboxEntry } from "../../../device/outbox.ts";
import {
  type MediaChoices,
  type NetworkKind,
  waitsForWifi,
} from "../../../device/sending-choices.ts";
import { leafSize } from "../../../protocol/intake.ts";
import type { MediaNames } from "./sealed-messages.ts";

/** An attachment by the name that people give it: `photo 2` is the second photo, whatever stands between. */
export interface PartName {
  readonly kind: "photo" | "sound";
  readonly number: number;
}

const isSound = ({ chosen }: OutboxEntry, part: number): boolean =>
  chosen.sound?.includes(part) === true;

/** What an attachment (from 1) is called. */
export function nameOfPart(entry: OutboxEntry, part: number): PartName {
  const sound = isSound(entry, part);
  const before = Array.from({ length: part }, (_, at) => at + 1);
  return {
    kind: sound ? "sound" : "photo",
    number: before.filter((one) => isSound(entry, one) === sound).length,
  };
}

/** What a story carries beside its text, without what its author let go of. */
export function mediaNames(entry: OutboxEntry): MediaNames {
  const here = entry.parts.flatMap((bytes, at) => (bytes === 0 ? [] : [isSound(entry, at + 1)]));
  if (!here.includes(true)) return "photos";
  return here.includes(false) ? "both" : "sound";
}

/** True where the newsroom has the text and nothing moves because all that is missing waits for Wi-Fi. */
export function restsForWifi(
  entry: OutboxEntry,
  choices: MediaChoices,
  network: NetworkKind,
): boolean {
  const { state, parts, chosen } = entry;
  if (state.kind !== "sending") return false;
  const missing = parts.flatMap((bytes, at) =>
    (state.held[at] ?? 0) * leafSize < bytes ? [at + 1] : [],
  );
  return (
    missing.length > 0 && missing.every((part) => waitsForWifi(chosen, part, choices, network))
  );
}
