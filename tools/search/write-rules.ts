// Rules as the module that phones load: printable text that compresses well.
import { createHash } from "node:crypto";
import {
  end,
  letters,
  withRule,
  without,
  writeNumber,
  type WrittenRules,
} from "../../src/device/search-rules.ts";
import type { Change } from "./examples.ts";
import type { Rule } from "./rules.ts";

/** The rules as they are read by a phone. Frequent sets and changes get short numbers. */
export function writeRules(root: Rule, changes: readonly Change[]): WrittenRules {
  const inOrder: string[] = [];
  let tree = "";
  const visit = ({ letter, changes: set, longer }: Rule): void => {
    const number = letters.indexOf(letter);
    if (letter !== "") tree += (set === undefined ? without : withRule).charAt(number);
    if (set !== undefined || letter === "") inOrder.push((set ?? []).join(" "));
    for (const rule of longer) visit(rule);
    if (letter !== "^") tree += end;
  };
  visit(root);
  const sets = byFrequency(inOrder);
  const used = byFrequency(sets.flatMap((set) => set.split(" ").filter((number) => number !== "")));
  const numberOfSet = new Map(sets.map((set, at) => [set, writeNumber(at)]));
  const numberOfChange = new Map(used.map((change, at) => [change, writeNumber(at)]));
  return {
    changes: used.map((number) => writeChange(changes[Number(number)])).join(" "),
    sets: sets
      .map((set) =>
        set
          .split(" ")
          .map((number) => numberOfChange.get(number) ?? "")
          .join(""),
      )
      .join(" "),
    tree: tree.replace(/\.+$/, ""),
    rules: inOrder.map((set) => numberOfSet.get(set) ?? "").join(""),
  };
}

/** The source of `search-uk-data.ts`. */
export function moduleOf(lemmas: WrittenRules, forms: WrittenRules): string {
  const version = createHash("sha256").update(JSON.stringify(lemmas)).digest("hex").slice(0, 8);
  return `// Written by tools/learn-words.ts; never edited by hand.
//
// Learnt from the Ukrainian dictionary of hunspell-uk (Debian; © Vladimir Yakovchuk, Oleg Podgurniy, Dmytro Kovalyov,
// Maksym Polyakov, Andriy Rysin, Valentyn Solomko, Volodymyr M. Lisivka, Eugeniy Meshcheryakov), which is under
// GPL-2.0-or-later or LGPL-2.1-or-later or MPL-1.1. This file is used under MPL-1.1 and may be used under any of them.
// Which rules are worth their bytes was decided by the word list of Tesseract's Ukrainian model (Apache-2.0).

/** From a form to its lemmas. */
export const ukrainianRules = {
${linesOf({ version, ...lemmas })}
};

/** From a lemma to its forms. */
export const ukrainianForms = {
${linesOf(forms)}
};
`;
}

const linesOf = (texts: object): string =>
  Object.entries(texts)
    .map(([name, text]) => `  ${name}:\n    ${JSON.stringify(text)},`)
    .join("\n");

const writeChange = (change: Change | undefined): string =>
  `${change?.strip ?? 0}${change?.add ?? ""}`;

function byFrequency(names: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .sort(([one, n], [other, m]) => m - n || (one < other ? -1 : 1))
    .map(([name]) => name);
}
