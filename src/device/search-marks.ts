import type { Range, SearchLanguages, Snippet, Wanted } from "./search.ts";
import { type Word, wordsOf } from "./search-words.ts";

/** What to mark in a text: the words that were asked for and their forms, in order, none overlapping. */
export function marksOf(
  text: string,
  wanted: Wanted,
  languages: SearchLanguages,
): readonly Range[] {
  return marksAmong(wordsOf(text), wanted, languages).map(({ start, end }) => ({ start, end }));
}

interface Mark extends Range {
  /** Which of the things asked for it is, for telling them apart. */
  readonly name: string;
}

function marksAmong(
  words: readonly Word[],
  wanted: Wanted,
  { keysOf }: SearchLanguages,
): readonly Mark[] {
  const single = new Set(wanted.words);
  const keys = new Set(wanted.keys);
  const nameOf = (word: string): string | undefined =>
    keysOf(word).find((key) => keys.has(key)) ??
    (single.has(word) ? word : wanted.beginnings.find((start) => word.startsWith(start)));
  const marks: Mark[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at];
    if (word === undefined) break;
    const phrase = (wanted.phrases ?? []).find((some) => stands(some, words, at));
    const last = phrase === undefined ? word : (words[at + phrase.length - 1] ?? word);
    const name = phrase?.join(" ") ?? nameOf(word.text);
    if (name === undefined) continue;
    marks.push({ start: word.start, end: last.end, name });
    at += (phrase?.length ?? 1) - 1;
  }
  return marks;
}

const stands = (phrase: readonly string[], words: readonly Word[], at: number): boolean =>
  phrase.every((text, offset) => words[at + offset]?.text === text);

/**
 * The stretch of some paragraphs that has most of what was asked for, about `length` UTF-16 units long, cut between words,
 * with dots where something is left out.
 */
export function snippetOf(
  paragraphs: readonly string[],
  wanted: Wanted,
  languages: SearchLanguages,
  length: number,
): Snippet {
  let best = { paragraph: paragraphs.find((text) => text.trim() !== "") ?? "", at: 0, worth: 0 };
  for (const paragraph of paragraphs) {
    const { at, worth } = bestWindow(marksOfText(paragraph), length);
    if (worth > best.worth) best = { paragraph, at, worth };
  }
  return cut(best.paragraph, best.at, length);

  function marksOfText(text: string): readonly Mark[] {
    return marksAmong(wordsOf(text), wanted, languages);
  }

  function cut(text: string, mark: number, longest: number): Snippet {
    const from = startOfCut(text, mark, longest);
    const to = endOfCut(text, from, longest);
    const before = from > 0 ? "… " : "";
    const inside = text.slice(from, to);
    return {
      text: `${before}${inside}${to < text.length ? " …" : ""}`,
      marks: marksOf(inside, wanted, languages).map(({ start, end }) => ({
        start: start + before.length,
        end: end + before.length,
      })),
    };
  }
}

/** A paragraph with more marks than that is as good wherever it is cut. */
const mostTried = 1_000;

/** Where the most different marks stand close together; the first such place. */
function bestWindow(marks: readonly Mark[], length: number): { at: number; worth: number } {
  let best = { at: 0, worth: 0 };
  for (let first = 0; first < Math.min(marks.length, mostTried); first += 1) {
    const start = marks[first]?.start ?? 0;
    const names = new Set<string>();
    let count = 0;
    for (let at = first; at < marks.length && count < 20; at += 1, count += 1) {
      const mark = marks[at];
      if (mark === undefined || mark.end - start > length * 0.7) break;
      names.add(mark.name);
    }
    const worth = names.size + Math.min(count, 5) / 10;
    if (worth > best.worth) best = { at: start, worth };
  }
  return best;
}

/** A quarter of the stretch stands before its first mark; it begins with a sentence where one begins there. */
function startOfCut(text: string, mark: number, length: number): number {
  if (text.length <= length) return 0;
  const latest = Math.max(0, text.length - length);
  const earliest = Math.max(0, Math.min(mark - Math.floor(length / 4), latest));
  if (earliest === 0) return 0;
  const sentence = /[.!?…]\s+/u.exec(text.slice(earliest, mark));
  if (sentence !== null) return earliest + sentence.index + sentence[0].length;
  const space = /\s+/u.exec(text.slice(earliest, mark));
  return space === null ? onBorder(text, mark) : earliest + space.index + space[0].length;
}

function endOfCut(text: string, from: number, length: number): number {
  if (text.length - from <= length) return text.length;
  const end = from + length;
  const space = Math.max(text.lastIndexOf(" ", end), text.lastIndexOf("\n", end));
  return space > from + length / 2 ? space : onBorder(text, end);
}

/** Not between the halves of a code point. */
const onBorder = (text: string, at: number): number =>
  /[\uDC00-\uDFFF]/.test(text.charAt(at)) && /[\uD800-\uDBFF]/.test(text.charAt(at - 1))
    ? at - 1
    : at;
