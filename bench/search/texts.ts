// Texts to search in: a folder, or made of a dictionary's words in all their forms, the frequent ones often.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Lemma } from "../../tools/search/hunspell.ts";
import { createRandom } from "../reading/generated-texts.ts";

export interface Text {
  readonly title: string;
  readonly paragraphs: readonly string[];
}

/** The files of a folder; the first line is the title. */
export function readTexts(folder: string): readonly Text[] {
  return readdirSync(folder)
    .filter((name) => /\.(txt|md)$/.test(name))
    .sort()
    .map((name) => textOf(readFileSync(join(folder, name), "utf8")));
}

export function textOf(whole: string): Text {
  const [title = "", ...paragraphs] = whole.split(/\n+/).filter((line) => line.trim() !== "");
  return { title, paragraphs };
}

/** The n-th word of a text is the r-th most frequent with a chance of about 1/r; of its forms any is as likely. */
export function generateTextsOf(
  lemmas: readonly Lemma[],
  count: number,
  length: number,
  seed: number,
): readonly Text[] {
  const random = createRandom(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  const inflected = lemmas.filter(
    ({ name, forms }) => forms.length > 1 && /^[а-яіїєґ']+$/.test(name),
  );
  const chosen = Array.from({ length: 30_000 }, () => inflected[below(inflected.length)]);
  const word = (): string => {
    const forms = chosen[Math.floor(chosen.length ** random()) - 1]?.forms ?? [];
    return forms[below(forms.length)] ?? "і";
  };
  const sentence = (): string => {
    const words = Array.from({ length: 6 + below(14) }, word).join(" ");
    return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
  };
  return Array.from({ length: count }, () => {
    const paragraphs: string[] = [];
    for (let left = length; left > 0; left -= paragraphs.at(-1)?.length ?? 1) {
      paragraphs.push(Array.from({ length: 2 + below(4) }, sentence).join(" "));
    }
    return { title: sentence(), paragraphs };
  });
}

/** As many articles as `made` has: paragraphs of real texts in another order, and one made paragraph for rare words. */
export function mixTexts(real: readonly Text[], made: readonly Text[]): readonly Text[] {
  const paragraphs = real.flatMap((text) => text.paragraphs);
  let next = 0;
  return made.map(({ title, paragraphs: [rare = ""] }, number) => {
    const mixed = [rare];
    for (
      let length = rare.length;
      length < 5_100;
      length += Math.max(1, mixed.at(-1)?.length ?? 1)
    ) {
      // A step without a common factor, so that neighbours change from round to round.
      next = (next + 997 + (number % 3)) % paragraphs.length;
      mixed.push(paragraphs[next] ?? "");
    }
    return { title: real[number % real.length]?.title ?? title, paragraphs: mixed };
  });
}
