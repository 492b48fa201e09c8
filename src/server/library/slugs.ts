import type { Slug } from "../../protocol/article.ts";

/**
 * Ukrainian letters by resolution No. 55 of the Cabinet of Ministers (27 January 2010). The second spelling stands
 * at the beginning of a word. The soft sign and the apostrophe are not written; зг is zgh, so that it is not ж.
 */
const ukrainian: Readonly<Record<string, string | readonly [inside: string, first: string]>> = {
  а: "a",
  б: "b",
  в: "v",
  г: "h",
  ґ: "g",
  д: "d",
  е: "e",
  є: ["ie", "ye"],
  ж: "zh",
  з: "z",
  и: "y",
  і: "i",
  ї: ["i", "yi"],
  й: ["i", "y"],
  к: "k",
  л: "l",
  м: "m",
  н: "n",
  о: "o",
  п: "p",
  р: "r",
  с: "s",
  т: "t",
  у: "u",
  ф: "f",
  х: "kh",
  ц: "ts",
  ч: "ch",
  ш: "sh",
  щ: "shch",
  ь: "",
  ю: ["iu", "yu"],
  я: ["ia", "ya"],
};

/** Letters of the Cyrillic neighbours that the resolution does not know, so that a text in them has an address too. */
const neighbours: Readonly<Record<string, string>> = {
  ё: "io",
  ы: "y",
  э: "e",
  ъ: "",
  ў: "u",
  ј: "j",
  љ: "lj",
  њ: "nj",
};

const apostrophes = /['’ʼ`´]/gu;
const longest = 100;

/** Letters of Ukrainian (and its neighbours) in Latin ones; everything else stays. Lower case. */
export function transliterate(text: string): string {
  const letters = text.toLowerCase().replace(apostrophes, "").replaceAll("зг", "zgh");
  return letters.replace(/\p{L}/gu, (letter, at: number) => {
    const spelling = ukrainian[letter] ?? neighbours[letter] ?? letter;
    if (typeof spelling === "string") return spelling;
    return /\p{L}/u.test(letters.charAt(at - 1)) ? spelling[0] : spelling[1];
  });
}

/** A slug out of any text, cut at a word within 100 characters; undefined where nothing of it can be one. */
export function slugOf(text: string): Slug | undefined {
  const words = transliterate(text.normalize("NFC"))
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
  if (words === "") return undefined;
  return cut(words) as Slug;
}

function cut(words: string): string {
  if (words.length <= longest) return words;
  const end = words.lastIndexOf("-", longest);
  return words.slice(0, end > 0 ? end : longest);
}

/** `slug-2`, `slug-3`…: the way out where two plain texts have one name. */
export const numbered = (slug: Slug, number: number): Slug => `${slug}-${number}` as Slug;
