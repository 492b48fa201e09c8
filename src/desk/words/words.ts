import type { InterfaceLanguage } from "../../protocol/language.ts";
import { english } from "./english.ts";
import { ukrainian } from "./ukrainian.ts";

export type DeskWords = typeof ukrainian;

/** The words of the desk in a language. */
export const wordsOf = (language: InterfaceLanguage): DeskWords =>
  language === "uk" ? ukrainian : english;
