import { englishKeys } from "./search-en.ts";
import type { SearchLanguages } from "./search.ts";
import { isUkrainian, ukrainianFormsOf, ukrainianKeys } from "./search-uk.ts";
import { ukrainianRules } from "./search-uk-data.ts";

/** Ukrainian and English, told apart by their letters. Other words stand for themselves. */
export const searchLanguages: SearchLanguages = {
  version: `2 ${ukrainianRules.version}`,
  keysOf(word) {
    if (isUkrainian(word)) return ukrainianKeys(word);
    return /^[a-z]+$/.test(word) ? englishKeys(word) : [word];
  },
  formsOf: (lemma) => (isUkrainian(lemma) ? ukrainianFormsOf(lemma) : []),
};
