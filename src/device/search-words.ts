/** A word of a text. `start` and `end` are UTF-16 units of the original, on code-point borders. */
export interface Word {
  /** As it is compared: lower case, without apostrophes, stress marks and soft hyphens; ґ is г, ё is е. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Joined to the word before it by a hyphen: such words are looked for side by side. */
  readonly joined: boolean;
}

// Apostrophes as people and keyboards write them, stress and other combining marks, soft hyphens, joiners.
const silent = "'’ʼ`‘′´ʹ՚＇\\u0300-\\u036f\\u00ad\\u200b-\\u200d\\u2060\\ufeff";
const wordPattern = new RegExp(
  `[\\p{L}\\p{N}](?:[${silent}]*[\\p{L}\\p{N}])*[\\u0300-\\u036f]*`,
  "gu",
);
const silentPattern = new RegExp(`[${silent}]`, "gu");
const hyphens = "-‐‑–";
/** What is longer is no word but a key or an address; only its beginning is looked for. */
const longestWord = 48;

const latinLooks = "aceiopxyhkmtb";
const cyrillicLooks = "асеіорхункмтв";
const onlyLatinLooks = /^[aceiopxyABCEHIKMOPTXaceiopxy]+$/;

/** The words of a text in order. */
export function wordsOf(text: string): readonly Word[] {
  const words: Word[] = [];
  let last = -1;
  for (const { 0: match, index } of text.matchAll(wordPattern)) {
    const end = index + match.length;
    const folded = fold(match);
    if (folded === "") continue;
    const joined = last >= 0 && index - last === 1 && hyphens.includes(text.charAt(last));
    words.push({ text: folded, start: index, end, joined });
    last = end;
  }
  return words;
}

/** One word as it is compared. */
export function fold(word: string): string {
  const lower = word.toLowerCase();
  if (oneAlphabet.test(lower)) return lower.slice(0, longestWord);
  // Composed first, so that й and ї keep their marks and stress loses its own.
  const composed = word.normalize("NFKC").toLowerCase().normalize("NFC");
  // Cyrillic й and ї are letters of their own; ï, é and ż are Latin letters with a mark.
  const unmarked = latinMarks.test(composed) ? composed.normalize("NFD") : composed;
  const folded = unmarked.replace(silentPattern, "").replaceAll("ґ", "г").replaceAll("ё", "е");
  return unmix(folded).slice(0, longestWord);
}

const latinMarks = /[à-ɏḁ-ỹ]/;

/** Most words: nothing of them needs folding. */
const oneAlphabet = /^(?:[абвгдеєжзиіїйклмнопрстуфхцчшщьюяыэъ]+|[a-z0-9]+)$/;

/** A word of two alphabets was typed or scanned with letters that look alike; it is one of one alphabet. */
function unmix(word: string): string {
  if (!/[a-z]/.test(word) || !/[а-яіїєґ]/.test(word)) return word;
  const latin = word.replace(/[^a-z]/g, "");
  if (onlyLatinLooks.test(latin)) return swap(word, latinLooks, cyrillicLooks);
  const cyrillic = word.replace(/[^а-яіїє]/g, "");
  return Array.from(cyrillic).every((letter) => cyrillicLooks.includes(letter))
    ? swap(word, cyrillicLooks, latinLooks)
    : word;
}

function swap(word: string, from: string, to: string): string {
  return word.replace(/./gu, (letter) => to[from.indexOf(letter)] ?? letter);
}
