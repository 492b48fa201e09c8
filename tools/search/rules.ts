// Rules by endings, learnt: a tree of endings read from a word's last letter; the longest one that has a rule decides.
import type { Examples } from "./examples.ts";

/** An ending. `letter` is the one it adds in front, "^" where the word begins there. */
export interface Rule {
  readonly letter: string;
  /** The changes to make; undefined where a shorter ending's hold. */
  readonly changes: readonly number[] | undefined;
  readonly longer: readonly Rule[];
}

/** What a rule costs in bytes, roughly. Only the product with the price of a byte matters. */
const bytesOfRule = 1.5;
/** Where more forms share an ending, every n-th is asked. */
const mostAsked = 4_000;

export interface RuleOptions {
  /** What a byte is worth, in loss. */
  readonly price: number;
  /** Of one rule, at most: the likeliest are tried. */
  readonly mostChanges: number;
}

interface Ending {
  readonly letter: string;
  readonly label: readonly number[];
  readonly children: readonly Ending[];
  /** By the number of the ending above whose rule would hold otherwise: is a rule of its own worth its bytes? */
  readonly earns: readonly boolean[];
  readonly costs: readonly number[];
}

/**
 * The rules that lose least, where a byte is worth `price` of loss. For every ending the best set of changes is each one
 * that brings more than it harms; which endings get a rule is then decided exactly, from the longest up, for each rule
 * that could hold above it.
 */
export function learnRules(examples: Examples, { price, mostChanges }: RuleOptions): Rule {
  const { forms } = examples;
  const keep: readonly number[] = [
    examples.changes.findIndex(({ strip, add }) => strip === 0 && add === ""),
  ];
  const root = solve(0, forms.length, 0, "", [keep]);
  return extract(root, 0, 1) ?? { letter: "", changes: keep, longer: [] };

  function solve(
    from: number,
    to: number,
    depth: number,
    letter: string,
    above: readonly (readonly number[])[],
  ): Ending {
    const label = bestLabel(examples, from, to, mostChanges);
    const rulePrice = price * bytesOfRule;
    const own = lossOf(label, Number.POSITIVE_INFINITY);
    const same = above.map((other) => other.join() === label.join());
    if (to - from === 1 || own <= rulePrice) {
      const losses = above.map((other, at) =>
        same[at] === true ? own : lossOf(other, own + rulePrice),
      );
      const earns = losses.map((loss) => loss > own + rulePrice);
      return {
        letter,
        label,
        children: [],
        earns,
        costs: losses.map((loss) => Math.min(loss, own + rulePrice)),
      };
    }
    const children = splitByLetter(from, to, depth).map(([start, end, next]) =>
      solve(start, end, depth + 1, next, [...above, label]),
    );
    const sums = [...above, label].map((_, at) =>
      children.reduce((sum, child) => sum + (child.costs[at] ?? 0), 0),
    );
    const alone = rulePrice + (sums.at(-1) ?? 0);
    const earns = above.map((_, at) => same[at] !== true && alone < (sums[at] ?? 0));
    return {
      letter,
      label,
      children,
      earns,
      costs: earns.map((earn, at) => (earn ? alone : (sums[at] ?? 0))),
    };

    function lossOf(changes: readonly number[], limit: number): number {
      let loss = 0;
      for (let at = from; at < to && loss <= limit; at += 1) loss += lossAt(examples, at, changes);
      return loss;
    }
  }

  function splitByLetter(from: number, to: number, depth: number): [number, number, string][] {
    const ranges: [number, number, string][] = [];
    for (let start = from; start < to;) {
      const letter = letterAt(start, depth);
      let end = start + 1;
      while (end < to && letterAt(end, depth) === letter) end += 1;
      ranges.push([start, end, letter]);
      start = end;
    }
    return ranges;
  }

  function letterAt(at: number, depth: number): string {
    const form = forms[at] ?? "";
    return form[form.length - 1 - depth] ?? "^";
  }
}

function lossAt({ right, missed, harm }: Examples, at: number, changes: readonly number[]): number {
  const mine = right[at] ?? [];
  let loss = 0;
  for (const [place, change] of mine.entries()) {
    if (!changes.includes(change)) loss += missed[at]?.[place] ?? 0;
  }
  for (const change of changes) if (!mine.includes(change)) loss += harm(at, change);
  return loss;
}

function bestLabel(
  examples: Examples,
  from: number,
  to: number,
  mostChanges: number,
): readonly number[] {
  const step = Math.max(1, Math.floor((to - from) / mostAsked));
  const gains = new Map<number, number>();
  for (let at = from; at < to; at += step) {
    for (const [place, change] of (examples.right[at] ?? []).entries()) {
      gains.set(change, (gains.get(change) ?? 0) + (examples.missed[at]?.[place] ?? 0));
    }
  }
  const candidates = [...gains].sort(([, one], [, other]) => other - one).slice(0, mostChanges);
  return candidates
    .filter(([change, gain]) => {
      let harm = 0;
      for (let at = from; at < to && harm < gain; at += step) {
        if (examples.right[at]?.includes(change) !== true) harm += examples.harm(at, change);
      }
      return gain > harm;
    })
    .map(([change]) => change)
    .sort((one, other) => one - other);
}

function extract(ending: Ending, above: number, depth: number): Rule | undefined {
  const earns = ending.earns[above] === true;
  const longer = ending.children.flatMap(
    (child) => extract(child, earns ? depth : above, depth + 1) ?? [],
  );
  if (!earns && longer.length === 0) return undefined;
  return { letter: ending.letter, changes: earns ? ending.label : undefined, longer };
}
