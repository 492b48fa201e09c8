import type { Provenance } from "../protocol/article.ts";
import type { InterfaceLanguage } from "../protocol/language.ts";

/** The words that stand on served pages, and on the same pages in the app. */
export interface PageWords {
  readonly language: InterfaceLanguage;
  readonly read: string;
  readonly shelf: string;
  readonly write: string;
  readonly places: string;
  readonly skip: string;
  readonly back: string;
  readonly minutes: (count: number) => string;
  readonly months: readonly string[];
  /** A day with its year: `11 листопада 2026`. */
  readonly day: (day: number, month: string, year?: string) => string;
  readonly updated: (day: string) => string;
  readonly provenance: Readonly<Record<Provenance, string>>;
  readonly verified: string;
  readonly warning: string;
  readonly openText: string;
  readonly corrections: string;
  readonly notes: string;
  readonly note: (number: number) => string;
  readonly backToText: string;
  readonly table: string;
  readonly recording: string;
  readonly seconds: (seconds: number) => string;
  readonly stored: Readonly<Record<"headline" | "text" | "complete", string>>;
  readonly otherLanguage: string;
  readonly inOtherLanguage: string;
  readonly older: string;
  readonly rest: string;
  readonly newsOf: (day: string) => string;
  readonly readAnywhere: string;
  readonly privacy: string;
  readonly privacyTitle: string;
  readonly withdrawn: string;
  readonly withdrawnMore: string;
  readonly missing: string;
  readonly missingMore: string;
  readonly toFront: string;
  readonly empty: string;
  readonly frontTitle: (newsroom: string) => string;
}

const twoDigits = (count: number): string => String(count).padStart(2, "0");
/** Seconds as minutes and seconds: `4:05`. */
export const clock = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${twoDigits(seconds % 60)}`;

/** The language that the switch leads to. */
export const otherLanguage = (language: InterfaceLanguage): InterfaceLanguage =>
  language === "uk" ? "en" : "uk";
