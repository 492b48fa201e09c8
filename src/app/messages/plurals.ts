import type { InterfaceLanguage } from "../../protocol/language.ts";

/** The forms of a word. Ukrainian has all three, fractions take `few`; English has `one` and `few`. */
export type Forms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & {
  readonly few: string;
};

/** The form of a word that goes with a number. */
export const plural = (language: InterfaceLanguage, count: number, forms: Forms): string =>
  forms[new Intl.PluralRules(language).select(count)] ?? forms.few;

const bytesInMegabyte = 1_000_000;
const units = { uk: ["МБ", "ГБ"], en: ["MB", "GB"] } as const;
/** Bytes as megabytes with a no-break space: `2,4 МБ`, from a thousand on as gigabytes. Anything above nothing is at least 0.1. */
export function megabytes(language: InterfaceLanguage, bytes: number): string {
  const size = bytes === 0 ? 0 : Math.max(0.1, bytes / bytesInMegabyte);
  const isGigabytes = size >= 1_000;
  const shown = isGigabytes ? size / 1_000 : size;
  const number = shown.toLocaleString(language, { maximumFractionDigits: shown >= 10 ? 0 : 1 });
  return `${number}\u00a0${units[language][isGigabytes ? 1 : 0]}`;
}

/** Hours and minutes of this phone's own clock: `14:05`, `8:10`. */
export const clockTime = (at: Date): string =>
  `${at.getHours()}:${String(at.getMinutes()).padStart(2, "0")}`;

/** Whether two moments fall on one day of this phone's calendar. */
export const isSameDay = (one: Date, other: Date): boolean =>
  one.toDateString() === other.toDateString();
