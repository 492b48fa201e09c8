import { type Word, wordsOf } from "./search-words.ts";

/** One thing that is asked for: a word, or words side by side. */
export interface Asked {
  readonly words: readonly string[];
  /** In quotes: as it is written, not in other forms. */
  readonly quoted: boolean;
  /** The last of the query and not in quotes: it may be the beginning of a word. */
  readonly last: boolean;
  /** Too common to tell articles apart: welcome, not needed. */
  readonly optional: boolean;
}

/** Longer queries are cut: nobody reads what would be found. */
const longestQuery = 400;
const mostAsked = 16;
const longestPhrase = 24;

const quotes = /["«»“”„‟]/u;
const common = new Set(
  "і й та а в у на з із зі до що як не за по від для про це the a an of in on to and or is at by for".split(
    " ",
  ),
);

/** What a query asks for, in order, nothing twice. Words joined by hyphens are one thing. */
export function parseQuery(query: string): readonly Asked[] {
  const stretches = query.slice(0, longestQuery).split(quotes);
  const asked = stretches.flatMap((stretch, at): Pick<Asked, "words" | "quoted">[] => {
    // A quote that is never closed is none.
    const quoted = at % 2 === 1 && at < stretches.length - 1;
    const words = wordsOf(stretch);
    if (quoted)
      return words.length === 0 ? [] : [{ words: phraseOf(words.map(({ text }) => text)), quoted }];
    return compounds(words).map((compound) => ({ words: phraseOf(compound), quoted }));
  });
  const known = new Set<string>();
  const once = asked.filter(({ words, quoted }) => {
    const name = `${quoted} ${words.join(" ")}`;
    return !known.has(name) && known.add(name);
  });
  const all = once.slice(0, mostAsked);
  const telling = all.some((one) => !isCommon(one));
  return all.map((one, at) => ({
    ...one,
    last: !one.quoted && at === all.length - 1,
    optional: telling && isCommon(one),
  }));
}

const phraseOf = (words: readonly string[]): readonly string[] => words.slice(0, longestPhrase);

const isCommon = ({ words, quoted }: Pick<Asked, "words" | "quoted">): boolean =>
  !quoted && words.length === 1 && common.has(words[0] ?? "");

/** Words, those joined by hyphens together. */
export function compounds(words: readonly Word[]): readonly string[][] {
  const groups: string[][] = [];
  for (const { text, joined } of words) {
    const open = groups.at(-1);
    if (joined && open !== undefined) open.push(text);
    else groups.push([text]);
  }
  return groups;
}
