import { decodeHTML } from "entities";
import { guessLanguage } from "../plain-text.ts";
import { wordsOf } from "../markup/html.ts";

/** Markup that people put into titles; any other angle bracket is a part of the title. */
const titleMarkup =
  /<\/?(?:a|abbr|b|big|br|cite|code|del|div|em|font|h[1-6]|i|img|ins|mark|p|s|small|span|strike|strong|sub|sup|tt|u|wbr)(?:\s[^<>]*)?\/?>/gi;

/** A title in plain words: its markup out, its entities decoded, even where they were written twice. */
export function titleWords(text: string): string {
  const once = decodeHTML(
    text
      .slice(0, 5_000)
      .replace(titleMarkup, (tag) => (/^<(?:br|\/?p|\/?div)/i.test(tag) ? " " : "")),
  );
  const twice =
    /&(?:#\d{2,5}|#x[\da-f]{2,4}|nbsp|amp|quot|laquo|raquo|mdash|ndash|hellip|rsquo|lsquo);/i.test(
      once,
    )
      ? decodeHTML(once)
      : once;
  return twice.replace(titleMarkup, "").replace(/\s+/g, " ").trim().slice(0, 500).trim();
}

/** A summary's plain words: without the words that lead on, cut at a word. */
export function summaryWords(html: string): string {
  const words = wordsOf(html)
    .replace(
      /\s*(?:Continue reading|Read more|Читати далі|Читать далее|Детальніше)(?!\p{L}).{0,200}$/iu,
      "",
    )
    .replace(/\s*The post .{0,600}(?:appeared first on|first appeared on).{0,200}$/i, "")
    .replace(/\s*(?:\[\s*(?:…|\.\.\.)\s*\]|\(\s*(?:…|\.\.\.)\s*\))\s*$/u, "…")
    .trim();
  if (words.length <= 600) return words;
  const cut = words.slice(0, 600);
  return `${cut.slice(0, Math.max(1, cut.lastIndexOf(" "))).replace(/[\s,;:—–-]+$/u, "")}…`;
}

const noTags = /^(?:uncategori[sz]ed|без категорі[їи]|без рубрик[иі]|без категории|без рубрики)$/i;

/** Up to 20 different tags of at most 80 letters, in order. */
export function tagWords(tags: readonly string[]): readonly string[] {
  const different = new Map<string, string>();
  for (const tag of tags) {
    const words = titleWords(tag).replace(/^#/, "").slice(0, 80).trim();
    if (words !== "" && !noTags.test(words) && !different.has(words.toLowerCase()))
      different.set(words.toLowerCase(), words);
  }
  return [...different.values()].slice(0, 20);
}

/** Names, without addresses; undefined where nobody is named who signs texts. */
export function bylineWords(names: readonly (string | undefined)[]): string | undefined {
  const signed = names.flatMap((name) => {
    const words = titleWords(name ?? "");
    // RSS 2.0 asks for an address with the name in brackets.
    const named =
      /^\S+@\S+\s*\((.+)\)$/.exec(words)?.[1] ?? words.replace(/<?\S+@\S+>?/g, "").trim();
    return named === "" ||
      /^(?:admin|administrator|root|user|редактор|editor|noreply|no-?author|unknown|https?:.*)$/i.test(
        named,
      )
      ? []
      : [named];
  });
  const all = [...new Set(signed)].join(", ").slice(0, 200).trim();
  return all === "" ? undefined : all;
}

const others: Readonly<Record<string, string>> = {
  ua: "uk",
  ukr: "uk",
  eng: "en",
  rus: "ru",
  russian: "ru",
  ukrainian: "uk",
  english: "en",
};

/** A declared language by its first part: `uk-UA`, `uk_UA`, `ua` are `uk`; undefined where it is none. */
export function languageTag(declared: string | undefined): string | undefined {
  const first = /^\s*([a-z]{2,9})(?:[-_].*)?\s*$/i.exec(declared ?? "")?.[1]?.toLowerCase();
  if (first === undefined) return undefined;
  return others[first] ?? (first.length <= 3 ? first : undefined);
}

const cyrillic = new Set(["uk", "ru", "be", "bg", "sr", "mk", "kk", "ky", "mn", "tg"]);
const otherScripts = new Set(["el", "he", "ar", "fa", "ka", "hy", "ja", "zh", "ko", "hi", "th"]);

/**
 * A text's language: as it was declared, unless its letters say otherwise. (WordPress declares en-US until somebody
 * changes it.)
 */
export function languageOf(declared: string | undefined, text: string): string {
  const tag = languageTag(declared);
  const sample = text.slice(0, 3_000);
  const letters = sample.match(/\p{L}/gu)?.length ?? 0;
  if (tag !== undefined && (letters < 40 || otherScripts.has(tag))) return tag;
  const share = (sample.match(/\p{Script=Cyrillic}/gu)?.length ?? 0) / Math.max(1, letters);
  const guessed = guessLanguage(sample);
  if (tag === undefined) return guessed;
  if (cyrillic.has(tag)) {
    if (share < 0.2) return guessed;
    // Letters that one of the two has and the other has not.
    return (tag === "uk" || tag === "ru") && hasOwnLetters(guessed, sample) ? guessed : tag;
  }
  return share > 0.6 ? guessed : tag;
}

const hasOwnLetters = (language: string, text: string): boolean =>
  (text.match(language === "ru" ? /[ыэъё]/giu : /[іїєґ]/giu)?.length ?? 0) >= 5;
