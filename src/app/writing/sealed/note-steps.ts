import type { EntryNote } from "../../../device/entry-notes.ts";
import type { OutboxEntry } from "../../../device/outbox.ts";
import type { SealedMessages } from "./sealed-messages.ts";
import type { PathStep } from "./story-path.ts";

/** What its author told the newsroom about a story later: the newest word on its terms, and that it was taken back. */
export function noteSteps(entry: OutboxEntry, messages: SealedMessages): readonly PathStep[] {
  const { notes } = entry;
  const terms = notes.findLast(({ own }) => own?.kind === "terms");
  const withdrawal = notes.find(({ own }) => own?.kind === "withdraw");
  return [
    ...(terms === undefined ? [] : [termsStep(terms, messages)]),
    ...(withdrawal === undefined ? [] : withdrawalSteps(entry, withdrawal, messages)),
  ];
}

const isOnItsWay = ({ state }: EntryNote): boolean => state === "waiting" || state === "refused";

const refused = ({ state }: EntryNote, messages: SealedMessages): { readonly note?: string } =>
  state === "refused" ? { note: messages.noteRefused } : {};

const writtenAt = ({ own }: EntryNote): { readonly at?: number } =>
  own === undefined ? {} : { at: own.writtenAt };

const termsStep = (note: EntryNote, messages: SealedMessages): PathStep => ({
  seed: isOnItsWay(note) ? "now" : "done",
  title: isOnItsWay(note) ? messages.termsWait : messages.termsThere,
  ...writtenAt(note),
  ...refused(note, messages),
});

function withdrawalSteps(
  { state, takenBack }: OutboxEntry,
  note: EntryNote,
  messages: SealedMessages,
): readonly PathStep[] {
  const at = writtenAt(note);
  if (takenBack === "never-went")
    return [{ seed: "done", title: messages.withdrawn, note: messages.neverWent, ...at }];
  if (isOnItsWay(note))
    return [{ seed: "now", title: messages.withdrawalWaits, ...at, ...refused(note, messages) }];
  // The newsroom's own word stands on the path already.
  if (state.kind === "sent" && state.newsroom === "withdrawn") return [];
  return [{ seed: "done", title: messages.withdrawalThere, ...at }];
}
