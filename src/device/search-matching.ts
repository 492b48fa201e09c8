import { readVarint } from "./search-bytes.ts";
import type { Asked } from "./search-query.ts";
import { slipsIn } from "./search-spelling.ts";
import { type Indexed, type Matches, Tally } from "./search-tally.ts";

/** The word as it was typed weighs a little more than other forms of it. */
const asTyped = 1.2;
/** As many words are tried for the beginning of one. */
const mostBegun = 120;
const mostNear = 12;
const shortestStart = 4;
/** What is shorter is hardly a form of a word that nobody listed. */
const shortestGuess = 4;

/** Finds one thing that was asked for. Where it is not there, its beginning, a likely spelling, the start of it. */
export function match(indexed: Indexed, asked: Asked, typing: boolean): Matches {
  return asked.words.length > 1 ? matchPhrase(indexed, asked) : matchWord(indexed, asked, typing);
}

function matchWord(
  indexed: Indexed,
  { words: [word = ""], quoted, last }: Asked,
  typing: boolean,
): Matches {
  const { vocabulary } = indexed;
  const tally = new Tally(indexed);
  const own = vocabulary.find(word);
  for (const form of quoted ? [own] : formsOf(indexed, word)) {
    if (form >= 0) tally.add(form, form === own ? asTyped : 1, 0);
  }
  if (quoted || (!tally.isEmpty && !(typing && last))) return tally;
  if (last || tally.isEmpty) {
    for (const begun of vocabulary.beginningWith(word, mostBegun)) tally.add(begun, 1, 1);
  }
  if (!tally.isEmpty) return tally;
  tally.isGuess = true;
  for (const near of spellingsOf(indexed, word)) tally.add(near, 1, 2);
  return tally;
}

/** Words that the forms of this one are, itself among them where it is known. */
function formsOf(indexed: Indexed, word: string): readonly number[] {
  const { vocabulary, keysOf } = indexed;
  const forms = new Set([vocabulary.find(word)]);
  for (const key of keysOf(word)) {
    const sharing = vocabulary.sharing([key]);
    for (const form of sharing) forms.add(form);
    if (sharing.length > 1) for (const form of listedElsewhere(indexed, key)) forms.add(form);
  }
  forms.delete(-1);
  return [...forms];
}

/**
 * Words that look as the forms of this lemma should. Most share its key anyway; the others are known as forms of another word
 * alone, because nobody listed this one. Only for lemmas that more than one word speaks for.
 */
function listedElsewhere({ vocabulary, formsOf }: Indexed, lemma: string): readonly number[] {
  if (formsOf === undefined || lemma.length < shortestGuess) return [];
  const forms = formsOf(lemma).filter((form) => form.length >= shortestGuess);
  return forms.map((form) => vocabulary.find(form));
}

/** What was probably meant: words a slip or two away with all their forms, or else words that begin alike. */
function spellingsOf(indexed: Indexed, word: string): readonly number[] {
  const { vocabulary } = indexed;
  const isThere = isInAnArticle(indexed);
  const near = vocabulary.near(word, slipsIn(word.length));
  for (const alike of near) {
    const meant = alike.filter(isThere).slice(0, mostNear);
    if (meant.length === 0) continue;
    return [...new Set(meant.flatMap((one) => formsOf(indexed, vocabulary.wordAt(one))))];
  }
  for (let cut = 1; cut <= 3 && word.length - cut >= shortestStart; cut += 1) {
    const begun = vocabulary.beginningWith(word.slice(0, -cut), mostBegun).filter(isThere);
    if (begun.length > 0) return begun.slice(0, mostNear);
  }
  return [];
}

/** Words of articles that are gone stay in the vocabulary. */
const isInAnArticle =
  ({ postings, articles }: Indexed) =>
  (word: number): boolean => {
    let found = false;
    postings.read(word, (article, count, cursor) => {
      for (let rest = count; rest > 0; rest -= 1) readVarint(cursor);
      found ||= articles.there[article] === 1;
    });
    return found;
  };

/** Words side by side; in quotes as they are written, otherwise (and where that finds nothing) in any form. */
function matchPhrase(indexed: Indexed, asked: Asked): Matches {
  const { vocabulary, keysOf } = indexed;
  const exact = asked.words.map((word) => [vocabulary.find(word)].filter((form) => form >= 0));
  const tally = new Tally(indexed);
  if (asked.quoted) {
    addPhrase(indexed, tally, exact, 0);
    if (!tally.isEmpty) return tally;
  }
  const forms = asked.words.map((word) => formsOf(indexed, word));
  addPhrase(indexed, tally, forms, asked.quoted ? 1 : 0);
  const joined = asked.words.join("");
  for (const form of [vocabulary.find(joined), ...vocabulary.sharing(keysOf(joined))]) {
    if (form >= 0 && !asked.quoted) tally.add(form, 1, 0);
  }
  if (asked.last && tally.isEmpty) {
    const begun = vocabulary.beginningWith(asked.words.at(-1) ?? "", mostBegun);
    addPhrase(indexed, tally, [...forms.slice(0, -1), begun], 1);
  }
  return tally;
}

function addPhrase(
  indexed: Indexed,
  tally: Tally,
  slots: readonly (readonly number[])[],
  fit: number,
): void {
  let ends: ReadonlyMap<number, readonly number[]> | undefined;
  const known = new Map<string, ReadonlyMap<number, readonly number[]>>();
  for (const forms of slots) {
    const found = known.get(forms.join()) ?? placesOf(indexed, forms, ends);
    known.set(forms.join(), found);
    ends = ends === undefined ? found : followers(ends, found);
    if (ends.size === 0) return;
  }
  for (const [article, places] of ends ?? []) {
    for (const place of places) tally.addPlace(article, place, fit);
  }
  for (const form of slots.flat()) tally.taken.add(form);
}

/** Places right after those before, ascending as they are. */
function followers(
  before: ReadonlyMap<number, readonly number[]>,
  found: ReadonlyMap<number, readonly number[]>,
): Map<number, readonly number[]> {
  const followed = new Map<number, readonly number[]>();
  for (const [article, places] of found) {
    const ends = before.get(article) ?? [];
    let at = 0;
    const right = places.filter((place) => {
      while ((ends[at] ?? place) < place - 1) at += 1;
      return ends[at] === place - 1;
    });
    if (right.length > 0) followed.set(article, right);
  }
  return followed;
}

/** Where any of these words stand, ascending, among some articles or all. */
function placesOf(
  { postings, articles }: Indexed,
  forms: readonly number[],
  among: ReadonlyMap<number, unknown> | undefined,
): Map<number, readonly number[]> {
  const found = new Map<number, number[]>();
  for (const form of forms) {
    postings.read(form, (article, count, cursor) => {
      const wanted = articles.there[article] === 1 && (among === undefined || among.has(article));
      const places = wanted ? (found.get(article) ?? []) : undefined;
      let place = 0;
      for (let rest = count; rest > 0; rest -= 1) {
        place += readVarint(cursor);
        places?.push(place);
      }
      if (places !== undefined) found.set(article, places);
    });
  }
  if (forms.length > 1)
    for (const places of found.values()) places.sort((one, other) => one - other);
  return found;
}
