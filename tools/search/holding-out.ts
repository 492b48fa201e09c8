import { hash } from "./examples.ts";

/** Which lemmas nothing is learnt from: the same in every run, a share of all. */
export const holdOut =
  (share: number): ((lemma: string) => boolean) =>
  (lemma) =>
    hash(lemma) % 1_000 < share * 1_000;
