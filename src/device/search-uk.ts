import { readRules } from "./search-rules.ts";
import { ukrainianForms, ukrainianRules } from "./search-uk-data.ts";

/** A folded word that the rules speak of: Ukrainian letters alone. */
export const isUkrainian = (word: string): boolean => /^[а-щьюяєії]+$/.test(word);

/** What the forms of a Ukrainian word have in common: its lemma, or several where the form is of several words. */
export const ukrainianKeys = readRules(ukrainianRules);

/** The forms that a Ukrainian lemma has by its ending, whether a text has them or not. */
export const ukrainianFormsOf = readRules(ukrainianForms);
