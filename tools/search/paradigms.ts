// The other way round: which forms a lemma has, learnt from the endings of lemmas. Where a form is listed as one of another
// word alone ('молоді' of 'молодь'), a lemma that nobody listed finds it by this.
import {
  chooseLearnt,
  createChanges,
  type ExampleOptions,
  type Examples,
  lemmasOfForms,
  sortByEnding,
} from "./examples.ts";

/** What it costs to take a form for one of this lemma that is one of another, where the dictionary has it. */
const listedHarm = 3;
/** A form that the dictionary does not know hardly ever stands in a text. */
const strangeHarm = 0.3;

/** Every lemma as an example of which changes lead to its forms. */
export function createParadigms(
  all: ReadonlyMap<string, ReadonlySet<string>>,
  { weights, rare, isHeldOut }: ExampleOptions,
): Examples {
  const groups = new Map([...all].filter(([lemma, forms]) => forms.size > 1 && !isHeldOut(lemma)));
  const weigh = (form: string): number => weights.get(form) ?? rare;
  const lemmasOf = lemmasOfForms(groups);
  const lemmas = sortByEnding([...chooseLearnt(groups, weights).keys()]);
  const { changes, changeTo } = createChanges();
  const formsOf = lemmas.map((lemma) =>
    [...(groups.get(lemma) ?? [])].filter((form) => form !== lemma),
  );
  return {
    forms: lemmas,
    changes,
    right: lemmas.map((lemma, at) => (formsOf[at] ?? []).map((form) => changeTo(lemma, form))),
    missed: formsOf.map((forms) => forms.map(weigh)),
    harm(at, number) {
      const lemma = lemmas[at] ?? "";
      const { strip, add } = changes[number] ?? { strip: 99, add: "" };
      if (lemma.length < strip) return 0;
      const form = lemma.slice(0, lemma.length - strip) + add;
      return lemmasOf.has(form) ? listedHarm * weigh(form) : strangeHarm * rare;
    },
  };
}
