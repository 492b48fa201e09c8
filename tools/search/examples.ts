// What rules are learnt from: every form with the lemmas it belongs to, and what it costs to get each of them wrong.
import { fold } from "../../src/device/search-words.ts";
import type { Lemma } from "./hunspell.ts";

/** Cuts `strip` letters from a form's end and adds `add`: the lemma. */
export interface Change {
  readonly strip: number;
  readonly add: string;
}

export interface Examples {
  /** Sorted by their letters from the last to the first. */
  readonly forms: readonly string[];
  readonly changes: readonly Change[];
  /** For each form, the changes that give its lemmas. */
  readonly right: readonly (readonly number[])[];
  /** What is lost where a right change is left out: the share of searches that miss something. */
  readonly missed: readonly (readonly number[])[];
  /** What is lost where a wrong change is made: the share of searches that find something else. */
  harm(form: number, change: number): number;
}

export interface ExampleOptions {
  readonly weights: ReadonlyMap<string, number>;
  /** The weight of a form that is on no list: the less, the less unknown words matter. */
  readonly rare: number;
  /** Lemmas that nothing is learnt from, to judge by later. */
  readonly isHeldOut: (lemma: string) => boolean;
}

/** Of lemmas without one frequent form, one in so many is enough to learn endings from. */
const oneOf = 4;
/** A lemma that the dictionary does not know does little harm: hardly anything else leads to it. */
const strangeHarm = 0.02;

/** Folded lemma → its folded forms; entries written alike are one. */
export function groupForms(lemmas: readonly Lemma[]): ReadonlyMap<string, ReadonlySet<string>> {
  const groups = new Map<string, Set<string>>();
  for (const { name, forms } of lemmas) {
    const key = fold(name);
    if (!/^[а-яіїє]+$/.test(key)) continue;
    const group = groups.get(key) ?? new Set();
    for (const form of forms) group.add(fold(form));
    groups.set(key, group);
  }
  return groups;
}

/** Form → lemmas. */
export function lemmasOfForms(
  groups: ReadonlyMap<string, ReadonlySet<string>>,
): ReadonlyMap<string, readonly string[]> {
  const lemmas = new Map<string, string[]>();
  for (const [lemma, forms] of groups) {
    for (const form of forms) {
      const known = lemmas.get(form);
      if (known === undefined) lemmas.set(form, [lemma]);
      else known.push(lemma);
    }
  }
  return lemmas;
}

export function createExamples(
  all: ReadonlyMap<string, ReadonlySet<string>>,
  { weights, rare, isHeldOut }: ExampleOptions,
): Examples {
  const groups = new Map([...all].filter(([lemma]) => !isHeldOut(lemma)));
  const weigh = (form: string): number => weights.get(form) ?? rare;
  const mass = new Map(
    [...groups].map(([lemma, forms]) => [
      lemma,
      forms.values().reduce((sum, form) => sum + weigh(form), 0),
    ]),
  );
  const learnt = chooseLearnt(groups, weights);
  // A frequent form's rare lemmas count too: they are what it can be mistaken for.
  const lemmasOf = lemmasOfForms(groups);
  const forms = sortByEnding([...lemmasOfForms(learnt).keys()]);
  const { changes, changeTo } = createChanges();
  const massOf = (lemma: string): number => mass.get(lemma) ?? 0;
  const others = forms.map((form) =>
    (lemmasOf.get(form) ?? []).reduce(
      (sum, lemma) => sum + massOf(lemma) - weigh(form),
      weigh(form),
    ),
  );
  return {
    forms,
    changes,
    right: forms.map((form) => (lemmasOf.get(form) ?? []).map((lemma) => changeTo(form, lemma))),
    missed: forms.map((form, at) =>
      (lemmasOf.get(form) ?? []).map(
        (lemma) => (2 * weigh(form) * (massOf(lemma) - weigh(form))) / (others[at] ?? 1),
      ),
    ),
    harm(at, number) {
      const form = forms[at] ?? "";
      const { strip, add } = changes[number] ?? { strip: 99, add: "" };
      if (form.length < strip) return 0;
      const found = mass.get(form.slice(0, form.length - strip) + add) ?? strangeHarm * weigh(form);
      return (2 * weigh(form) * found) / (found + (others[at] ?? 0));
    },
  };
}

/** The lemmas with a frequent form, and some of the others. */
export const chooseLearnt = (
  groups: ReadonlyMap<string, ReadonlySet<string>>,
  weights: ReadonlyMap<string, number>,
): ReadonlyMap<string, ReadonlySet<string>> =>
  new Map(
    [...groups].filter(
      ([lemma, forms]) =>
        hash(lemma) % oneOf === 0 || forms.values().some((form) => weights.has(form)),
    ),
  );

/** Changes, each once, by numbers. */
export function createChanges(): {
  readonly changes: readonly Change[];
  changeTo(word: string, other: string): number;
} {
  const changes: Change[] = [];
  const numbers = new Map<string, number>();
  return {
    changes,
    changeTo(word, other) {
      const common = commonStart(word, other);
      const change = { strip: word.length - common, add: other.slice(common) };
      const name = `${change.strip} ${change.add}`;
      const number = numbers.get(name) ?? changes.push(change) - 1;
      numbers.set(name, number);
      return number;
    },
  };
}

function commonStart(one: string, other: string): number {
  let at = 0;
  while (at < one.length && at < other.length && one[at] === other[at]) at += 1;
  return at;
}

export function sortByEnding(forms: readonly string[]): string[] {
  const turned = forms.map((form) => Array.from(form).reverse().join("")).sort();
  return turned.map((form) => Array.from(form).reverse().join(""));
}

/** The same lemma is learnt from, or held out, in every run. */
export function hash(word: string): number {
  let state = 7;
  for (let at = 0; at < word.length; at += 1) {
    state = Math.imul(state ^ word.charCodeAt(at), 0x5bd1e995) ^ (state >>> 13);
  }
  return (state ^ (state >>> 15)) >>> 0;
}
