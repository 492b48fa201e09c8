/**
 * Search in a passed-on file: beginnings of words, apostrophes and ґ folded, the last letters of a word left open, so that
 * most forms of it are found. The app's own search knows forms; its data alone is three times as long as this reader.
 */

const fold = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[’'ʼ`´]/g, "")
    .replaceAll("ґ", "г");

/** A text as it is looked through: folded words with a space before each. */
export const folded = (text: string): string =>
  fold(text)
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .replace(/^ ?/, " ");

/** The beginnings that all must stand in a text. */
export const beginnings = (query: string): readonly string[] =>
  folded(query)
    .split(" ")
    .filter((word) => word !== "")
    .map((word) => word.slice(0, word.length - (word.length > 6 ? 2 : word.length > 3 ? 1 : 0)));

/** 0 where a beginning is missing, 2 where all stand in the title, else 1. */
export function rank(wanted: readonly string[], title: string, text: string): number {
  const inside = (where: string): boolean => wanted.every((word) => where.includes(` ${word}`));
  return inside(title) ? 2 : inside(title + text) ? 1 : 0;
}

/** The text in pieces: each found word is one of its own, at an odd place. */
export function split(text: string, wanted: readonly string[]): readonly string[] {
  const pieces = text.split(/([\p{L}\p{N}’'ʼ`´]+)/u);
  return pieces.reduce<string[]>(
    (all, piece, at) => {
      const isFound = at % 2 === 1 && wanted.some((word) => fold(piece).startsWith(word));
      if (isFound) all.push(piece, "");
      else all[all.length - 1] += piece;
      return all;
    },
    [""],
  );
}

/** About so many characters around the first found word. */
export function snippet(text: string, wanted: readonly string[]): string {
  const before = split(text, wanted)[0] ?? "";
  if (before.length === text.length) return "";
  const from = Math.max(0, before.lastIndexOf(" ", Math.max(0, before.length - 50)));
  return `${from > 0 ? "…" : ""}${text.slice(from, from + 160).trim()}…`;
}
