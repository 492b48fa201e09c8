// A hunspell dictionary written out: every entry with all its forms. Ukrainian needs suffixes alone.
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** One entry of a dictionary. Forms are as the dictionary writes them, the entry itself is the first. */
export interface Lemma {
  readonly name: string;
  readonly forms: readonly string[];
}

interface Suffix {
  readonly strip: string;
  readonly add: string;
  readonly condition: RegExp;
}

/** Where Debian's package hunspell-uk puts its files. */
export const debianDictionaries = "/usr/share/hunspell";

/** All entries of `uk_UA.dic`. Throws where the files are not there. */
export function readLemmas(folder = debianDictionaries, name = "uk_UA"): readonly Lemma[] {
  const suffixes = readSuffixes(readFileSync(join(folder, `${name}.aff`), "utf8"));
  const [, ...lines] = readFileSync(join(folder, `${name}.dic`), "utf8").split("\n");
  return lines.flatMap((line) => {
    const [word = "", flags = ""] = line.trim().split("/");
    if (word === "") return [];
    const forms = new Set([word]);
    for (const flag of flags) {
      for (const suffix of suffixes.get(flag) ?? []) {
        if (word.endsWith(suffix.strip) && suffix.condition.test(word)) {
          forms.add(word.slice(0, word.length - suffix.strip.length) + suffix.add);
        }
      }
    }
    return [{ name: word, forms: [...forms] }];
  });
}

function readSuffixes(rules: string): ReadonlyMap<string, readonly Suffix[]> {
  const suffixes = new Map<string, Suffix[]>();
  for (const line of rules.split("\n")) {
    const [kind, flag = "", strip = "", add = "", condition] = line.split(/\s+/);
    if (kind !== "SFX" || condition === undefined || condition === "") continue;
    const suffix = {
      strip: strip === "0" ? "" : strip,
      add: add === "0" ? "" : add,
      condition: new RegExp(`${condition}$`),
    };
    suffixes.set(flag, [...(suffixes.get(flag) ?? []), suffix]);
  }
  return suffixes;
}
