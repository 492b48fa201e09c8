import type { IndexedArticle } from "./search-articles.ts";
import type { Places } from "./search-segments.ts";
import type { SearchableArticle } from "./search.ts";
import type { Vocabulary } from "./search-vocabulary.ts";
import { type Word, wordsOf } from "./search-words.ts";

/** Words of one article that follow each other have places that follow each other; not over the end of a paragraph. */
export interface ArticlePlaces extends Pick<IndexedArticle, "ends" | "length"> {
  readonly places: Places;
}

const gap = 2;
/** Compounds up to so many letters are also one word: Wi-Fi is wifi, он-лайн is онлайн. */
const longestCompound = 16;

/** Where each word of an article stands; new words get a number. */
export function placesIn(article: SearchableArticle, vocabulary: Vocabulary): ArticlePlaces {
  const places = new Map<string, number[]>();
  let next = 0;
  let length = 0;

  const put = (word: string, place: number): void => {
    const known = places.get(word);
    if (known === undefined) places.set(word, [place]);
    else if (known.at(-1) !== place) known.push(place);
  };
  const read = (text: string): void => {
    const words = wordsOf(text);
    for (const [at, word] of words.entries()) {
      put(word.text, next + at);
      const compound = compoundAt(words, at);
      if (compound !== undefined) put(compound, next + at);
    }
    next += words.length + gap;
    length += words.length;
  };

  read(article.title);
  const title = next;
  for (const tag of article.tags) read(tag);
  const tags = next;
  read(article.summary);
  const summary = next;
  for (const paragraph of article.text) read(paragraph);
  const numbered = Array.from(places, ([word, at]): [number, number[]] => [
    vocabulary.use(word),
    at,
  ]);
  return {
    places: numbered.sort(([one], [other]) => one - other),
    ends: [title, tags, summary],
    length,
  };
}

/** The whole of a compound that begins here. */
function compoundAt(words: readonly Word[], at: number): string | undefined {
  if (words[at]?.joined === true || words[at + 1]?.joined !== true) return undefined;
  let text = words[at]?.text ?? "";
  for (
    let next = at + 1;
    words[next]?.joined === true && text.length <= longestCompound;
    next += 1
  ) {
    text += words[next]?.text ?? "";
  }
  return text.length <= longestCompound ? text : undefined;
}
