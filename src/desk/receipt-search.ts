/** A receipt's code in both alphabets, as the server says it. */
export interface ReceiptCodes {
  readonly uk: string;
  readonly en: string;
}

// Cyrillic letters that look like Latin ones: a code read from a screen is typed on whichever keyboard is at hand.
const lookalikes: Readonly<Record<string, string>> = {
  А: "A",
  В: "B",
  Е: "E",
  І: "I",
  К: "K",
  М: "M",
  Н: "H",
  О: "O",
  Р: "P",
  С: "C",
  Т: "T",
  У: "Y",
  Х: "X",
};

const bare = (text: string): string => text.toUpperCase().replace(/[^\p{L}\p{N}]/gu, "");
const folded = (text: string): string =>
  bare(text).replace(/./gu, (letter) => lookalikes[letter] ?? letter);

/** Three letters are enough to look for; fewer would find half the newsroom. */
const shortest = 3;

/** True where the query is the beginning of a receipt's code, in either alphabet, with or without its hyphen. */
export function isReceipt(codes: ReceiptCodes, query: string): boolean {
  const wanted = folded(query);
  if (wanted.length < shortest) return false;
  return folded(codes.uk).startsWith(wanted) || folded(codes.en).startsWith(wanted);
}
