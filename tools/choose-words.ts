// node tools/run.mjs tools/choose-words.ts [--dictionary FOLDER]
// Chooses the words of passphrases out of our own lists of plain nouns (tools/words) and writes src/device/passphrase-*.ts. A word is
// short, has none of the letters that are typed in several ways, begins as no other does, and, in Ukrainian, stands in Debian's
// hunspell-uk (which only says yes or no: no word of it is shipped). The same lists give the same files.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { debianDictionaries, readLemmas } from "./search/hunspell.ts";

const { values } = parseArgs({
  options: { dictionary: { type: "string", default: debianDictionaries } },
});

/** Ten bits a word. */
const count = 1_024;
/** Nobody needs to write more of a word than this for it to be known. */
const tellingLetters = 4;
const letters = { uk: /^[абвгдеєжзиіїйклмнопрстуфхцчшщьюя]{3,9}$/, en: /^[a-z]{3,9}$/ };

const ukrainian = new Set(readLemmas(values.dictionary).map(({ name }) => name));

for (const [language, isWord] of [
  ["uk", (word: string) => ukrainian.has(word)],
  ["en", () => true],
] as const) {
  const listed = readFileSync(join(import.meta.dirname, "words", `${language}.txt`), "utf8");
  const chosen = choose(listed.trim().split("\n"), letters[language], isWord);
  const path = join(import.meta.dirname, `../src/device/passphrase-${language}.ts`);
  writeFileSync(
    path,
    "// Written by tools/choose-words.ts.\n\n" +
      "/** The words of passphrases, by the alphabet of their language. */\n" +
      `export const words =\n  "${chosen.join(" ")}";\n`,
  );
  console.log(`${chosen.length} words: ${path}`);
}

/** The shorter ones first, each with a beginning of its own; then as many as are needed, in their order. */
function choose(
  all: readonly string[],
  fits: RegExp,
  isWord: (word: string) => boolean,
): readonly string[] {
  const byBeginning = new Map<string, string>();
  for (const word of all.toSorted((one, other) => one.length - other.length)) {
    const beginning = word.slice(0, tellingLetters);
    if (fits.test(word) && isWord(word) && !byBeginning.has(beginning))
      byBeginning.set(beginning, word);
  }
  const chosen = [...byBeginning.values()].slice(0, count);
  if (chosen.length < count) throw new Error(`${chosen.length} words are too few`);
  return chosen.toSorted((one, other) => (one < other ? -1 : 1));
}
