/** How many words a passphrase has: of a list of 1,024, seven are 70 bits. */
export const passphraseWords = 7;
/** No word of a list begins with the same four letters as another. */
const tellingLetters = 4;

/** The words of a list as `passphrase-uk.ts` and `passphrase-en.ts` hold them. */
export const wordsOf = (list: string): readonly string[] => list.split(" ");

/** Seven words, each as likely as any other. `random` fills an array, as `crypto.getRandomValues` does. */
export function choosePassphrase(
  words: readonly string[],
  random: (into: Uint16Array<ArrayBuffer>) => Uint16Array<ArrayBuffer>,
): readonly string[] {
  // 65,536 is a multiple of 1,024: no word is likelier than another.
  if (words.length !== 1_024) throw new RangeError("not a list of 1,024 words");
  const numbers = random(new Uint16Array(passphraseWords));
  return Array.from(numbers, (number) => words[number % words.length]!);
}

/** The passphrase as it goes into the file: what a person types at the prompt of `age -d`. */
export const passphraseOf = (words: readonly string[]): string => words.join(" ");

/** Words as somebody copied them from paper, each as the list has it. What no list knows stays as it was typed. */
export function readPassphrase(typed: string, words: readonly string[]): string {
  const known = new Set(words);
  const byBeginning = new Map(words.map((word) => [word.slice(0, tellingLetters), word]));
  const plain = typed
    .normalize("NFC")
    .toLowerCase()
    .replace(/['’ʼ`´]/g, "")
    .replaceAll("ґ", "г");
  const read = plain.match(/\p{L}+/gu) ?? [];
  return passphraseOf(
    read.map((word) =>
      known.has(word) ? word : (byBeginning.get(word.slice(0, tellingLetters)) ?? word),
    ),
  );
}

/** How many words were typed. */
export const countPassphrase = (typed: string): number =>
  typed.replace(/['’ʼ`´]/g, "").match(/\p{L}+/gu)?.length ?? 0;

/** True where the words are written in Cyrillic letters. */
export const isCyrillic = (typed: string): boolean => /\p{Script=Cyrillic}/u.test(typed);
