import type { Block } from "../../../protocol/block.ts";
import type { ReadSource } from "./source.ts";

const longestTitle = 90;

/**
 * A plain text as an article: its first sentence, cut at a word within 90 characters, is the title, and the text
 * stays whole. The language is guessed by its letters.
 */
export function readPlainText(text: string): ReadSource {
  const paragraphs = paragraphsOf(text);
  const [first] = paragraphs;
  if (first === undefined) return { ok: false, why: "is empty" };
  return {
    ok: true,
    source: {
      title: titleOf(first),
      summary: "",
      language: guessLanguage(text),
      provenance: "report",
      tags: [],
      corrections: [],
      withdrawn: false,
      body: paragraphs.map((paragraph): Block<string> => ({
        kind: "paragraph",
        runs: [{ text: paragraph }],
      })),
      remarks: [],
    },
  };
}

/** A line is a paragraph; one that begins with a small letter goes on from the line before (texts wrapped at a width). */
function paragraphsOf(text: string): readonly string[] {
  return text
    .replaceAll("\r\n", "\n")
    .replace(/([^\n])\n(?=\p{Ll})/gu, "$1 ")
    .split("\n")
    .map((line) => line.replace(/\s+/g, " ").trim())
    .filter((line) => line !== "");
}

/** The first sentence; where it is longer than 90 characters, its words that fit, and an ellipsis. */
export function titleOf(text: string): string {
  // A full stop ends a sentence where a capital letter, a quotation mark or a dash follows; «м. Київ», «вул. Садова» do not.
  const end = /(?<!(?:^|[\s(«"])\p{L}{1,3})[.!?…]+[»”"]?(?=\s+[\p{Lu}«“"—–\d])/u.exec(text);
  const sentence = (end === null ? text : text.slice(0, end.index + end[0].length)).replace(
    /(?<!\.)\.$/,
    "",
  );
  const letters = Array.from(sentence);
  if (letters.length <= longestTitle) return sentence;
  const cut = letters.slice(0, longestTitle - 1).join("");
  const space = cut.lastIndexOf(" ");
  return `${(space > 0 ? cut.slice(0, space) : cut).replace(/[\s,;:—–-]+$/u, "")}…`;
}

/** `uk`, `ru` or `en`, by which letters are there. */
export function guessLanguage(text: string): string {
  const count = (letters: RegExp): number => text.match(letters)?.length ?? 0;
  if (count(/[a-z]/gi) > count(/\p{Script=Cyrillic}/gu)) return "en";
  return count(/[ыэъё]/gi) > count(/[іїєґ]/gi) ? "ru" : "uk";
}
