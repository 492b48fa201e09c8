import { readMatch, readOneOf } from "./parsing.ts";

/** A language of the interface. */
export const interfaceLanguages = ["uk", "en"] as const;
export type InterfaceLanguage = (typeof interfaceLanguages)[number];
export const readInterfaceLanguage = readOneOf(...interfaceLanguages);

/** The language of a text: a BCP 47 tag of a primary language and perhaps one subtag (`uk`, `en`, `ru`, `crh`). */
export const readLanguage = readMatch<string>(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$/, "a language tag");

/** The interface's language for a text: its own where we have it, else the first. */
export const interfaceLanguageOf = (language: string): InterfaceLanguage =>
  interfaceLanguages.find((one) => language === one || language.startsWith(`${one}-`)) ?? "uk";
