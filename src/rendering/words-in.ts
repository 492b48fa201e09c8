import type { InterfaceLanguage } from "../protocol/language.ts";
import { wordsEn } from "./words-en.ts";
import { wordsUk } from "./words-uk.ts";
import type { PageWords } from "./words.ts";

const all: Readonly<Record<InterfaceLanguage, PageWords>> = { uk: wordsUk, en: wordsEn };

/** The words of a page, for whoever has all languages at hand: the server and the desk. The app learns them one by one. */
export const wordsIn = (language: InterfaceLanguage): PageWords => all[language];
