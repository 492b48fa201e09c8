import { signal } from "@preact/signals";
import type { EarlierTerms } from "../../../device/earlier-terms.ts";
import type { OutboxEntry } from "../../../device/outbox.ts";
import type { SealedTerms } from "../../../protocol/story.ts";
import { type Answers, termsToSeal, type TermsWords } from "../../sending/terms.ts";
import { TermsModel } from "../../sending/terms-model.ts";
import { createModel } from "../../ui/create-model.ts";
import { nameOfPart } from "./media.ts";
import type { Told } from "./telling.ts";

export interface ChangingDeps {
  readonly entry: OutboxEntry;
  readonly earlier: EarlierTerms<Answers>;
  readonly words: () => TermsWords;
  readonly tell: (terms: SealedTerms) => Promise<Told>;
  readonly onChanged: () => void;
}

/** Other terms for a story that was sealed: the same questions, about what it carries, and one button. */
export const ChangingModel = createModel((deps: ChangingDeps) => {
  const kinds = deps.entry.parts.flatMap((bytes, at) =>
    bytes === 0 ? [] : [nameOfPart(deps.entry, at + 1).kind],
  );
  const about = signal({ photos: kinds.includes("photo"), sounds: kinds.includes("sound") });
  const terms = new TermsModel({ about, earlier: deps.earlier });
  const state = signal<"ready" | "sealing" | Exclude<Told, "told">>("ready");
  return {
    terms,
    state,
    /** Once: a second press while it runs does nothing. */
    async change() {
      const sealed = termsToSeal(terms.answers.peek(), about.peek(), deps.words());
      if (sealed === undefined || state.peek() === "sealing") return;
      state.value = "sealing";
      const told = await deps.tell(sealed);
      state.value = told === "told" ? "ready" : told;
      if (told === "told") deps.onChanged();
    },
  };
});
