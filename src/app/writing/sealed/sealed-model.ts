import { type ReadonlySignal, signal } from "@preact/signals";
import type { Facts } from "../../../device/facts.ts";
import type { Wake } from "../../../device/planning.ts";
import {
  type Carrier,
  type MediaChoices,
  type NetworkKind,
  usualMediaChoices,
} from "../../../device/sending-choices.ts";
import type { StoryChoices } from "../../../device/story-choices.ts";
import type { StoryId } from "../../../protocol/intake.ts";
import type { EarlierTerms } from "../../../device/earlier-terms.ts";
import type { Telling } from "../../../device/note-writing.ts";
import type { OutboxEntry } from "../../../device/outbox.ts";
import type { Answers, TermsWords } from "../../sending/terms.ts";
import { ChangingModel } from "./changing-model.ts";
import { tell, type TellingDeps, type Told } from "./telling.ts";
import { createModel } from "../../ui/create-model.ts";
import type { LineState } from "../stories.ts";

export interface SealedDeps {
  readonly outbox: Pick<StoryChoices, "pause" | "resume" | "sendMediaBy" | "letGo">;
  readonly facts: Pick<Facts, "get" | "set">;
  readonly line: ReadonlySignal<LineState>;
  readonly wake: (by: Wake) => void;
  readonly network: () => NetworkKind;
  readonly telling: TellingDeps;
  readonly earlier: EarlierTerms<Answers>;
}

/** What an author decides about stories that were sealed. Each is done on disk, then the list shows it. */
export const SealedModel = createModel((deps: SealedDeps) => {
  const { outbox, facts, line, wake, network } = deps;
  const choices = signal<MediaChoices>(usualMediaChoices);
  /** The line looks again once it is on disk. Where storage is away nothing changed, and the row goes on saying so. */
  const then = (done: Promise<void>, by: Wake): void =>
    void done.then(
      () => wake(by),
      () => undefined,
    );
  /** What was told goes at once, where there is a network. */
  const tellAndWake = async (id: StoryId, telling: Telling): Promise<Told> => {
    const told = await tell(deps.telling, id, telling);
    if (told === "told") wake("put");
    return told;
  };
  return {
    /** Takes a story back, for good. */
    withdraw: (id: StoryId) => tellAndWake(id, { kind: "withdraw" }),
    beginChanging: (entry: OutboxEntry, words: () => TermsWords, onChanged: () => void) =>
      new ChangingModel({
        entry,
        earlier: deps.earlier,
        words,
        tell: (terms) => tellAndWake(entry.id, { kind: "terms", terms }),
        onChanged,
      }),
    /** Over which network photos and sound go. */
    choices,
    line,
    network,
    async open() {
      choices.value = { ...usualMediaChoices, ...(await facts.get("mediaChoices")) };
    },
    choose(next: MediaChoices) {
      const before = choices.peek();
      choices.value = next;
      void facts.set("mediaChoices", next).then(
        () => wake("put"),
        () => (choices.value = before),
      );
    },
    tryNow: () => wake("button"),
    pause: (id: StoryId) => then(outbox.pause(id), "put"),
    resume: (id: StoryId) => then(outbox.resume(id), "button"),
    sendMediaBy: (id: StoryId, carrier: Carrier | undefined) =>
      then(outbox.sendMediaBy(id, carrier), "button"),
    letGo: (id: StoryId, part: number) => then(outbox.letGo(id, part), "button"),
  };
});
export type SealedStories = InstanceType<typeof SealedModel>;
