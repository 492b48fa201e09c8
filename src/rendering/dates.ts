import { type Block, plainText } from "../protocol/block.ts";
import type { PageWords } from "./words.ts";

/**
 * A day of the calendar (`2026-11-11`) in words. It is read from the string itself, never through
 * `Date`, so that no time zone can move it; server and phone print the same.
 */
export function dayInWords(day: string, words: PageWords, withYear: boolean): string {
  const [year, month, date] = day.split("-");
  return words.day(
    Number(date),
    words.months[Number(month) - 1] ?? "",
    withYear ? year : undefined,
  );
}

/** Code points a minute: about 180 words of Ukrainian. */
const pace = 1_100;

/** Minutes of reading, at least one. */
export function minutesOf<Media>(summary: string, body: readonly Block<Media>[]): number {
  return Math.max(1, Math.round((summary.length + plainText(body).length) / pace));
}
