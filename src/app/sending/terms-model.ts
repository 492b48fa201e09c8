import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { EarlierTerms } from "../../device/earlier-terms.ts";
import {
  type Answers,
  type AskedAbout,
  type Choice,
  missingFrom,
  offeredAgain,
  type Question,
} from "./terms.ts";
import { createModel } from "../ui/create-model.ts";

/** What the questions are asked about, and the answers of the last story. */
export interface TermsDeps {
  readonly about: ReadonlySignal<AskedAbout>;
  readonly earlier: Pick<EarlierTerms<Answers>, "find">;
}

/** The author's terms as they are being answered. Nothing is chosen beforehand. */
export const TermsModel = createModel(({ about, earlier }: TermsDeps) => {
  const answers = signal<Answers>({});
  const offered = signal<Answers | undefined>(undefined);
  const missing = computed(() => missingFrom(answers.value, about.value));
  const asked = signal<Question | undefined>(undefined);
  return {
    answers,
    about,
    missing,
    /** The question that 'Next' pointed to. */
    asked,
    /** True where the answers of the last story can be taken over. */
    canRepeat: computed(() => offered.value !== undefined),
    async openTerms() {
      const found = await earlier.find();
      offered.value = found && offeredAgain(found);
    },
    choose<Asked extends Question>(question: Asked, choice: Choice<Asked>) {
      answers.value = { ...answers.value, [question]: choice };
      if (asked.value === question) asked.value = undefined;
    },
    setName(name: string) {
      answers.value = { ...answers.value, name };
    },
    setDay(notBefore: string) {
      answers.value = { ...answers.value, notBefore };
    },
    repeat() {
      if (offered.value !== undefined) answers.value = offered.value;
    },
    /** True where every question is answered; otherwise points to the first that is not. */
    mayGoOn(): boolean {
      asked.value = missing.value[0];
      return missing.value.length === 0;
    },
  };
});
export type TermsAnswering = InstanceType<typeof TermsModel>;
