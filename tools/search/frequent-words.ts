// Which words are frequent: Tesseract's word list for Ukrainian (Debian's tesseract-ocr-ukr, Apache-2.0), gathered from the
// web and cut at the frequent ones. It decides which rules earn their bytes; no word of it is shipped.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fold } from "../../src/device/search-words.ts";

/** Where Debian's package tesseract-ocr-ukr puts its model. */
export const debianModel = "/usr/share/tesseract-ocr/5/tessdata/ukr.traineddata";

/** Words that stand in nearly every text: the list knows no numbers, and to take another word for one of these harms most. */
const everywhere =
  `а або але без бо був була були було бути в вас вам весь ви від він вона вони воно все всі всіх вже для до є ж же з за зі із
й його йому її їй їм їх і коли лише між мене мені ми на навіть над нам нас не ні ніж об один по під після при про раз рік с сам
свій своє своїх се себе собі так та там те тебе ти тим тих тобі той того тоді тому ту тут у хто це цей цього ця через чи що щоб
ще я як яка який яке які якщо`.split(/\s+/);
const everywhereWeight = 200;

// A word that stands there in lower case, with a capital and in capitals is more frequent than one that stands once.
const weightOf = (times: number): number => (times === 1 ? 1 : times === 2 ? 3 : 10);

/** Folded words with their weights, 1 to 10, and more for those that stand everywhere. Needs `combine_tessdata` and `dawg2wordlist` of the package tesseract-ocr. */
export function readFrequentWords(model = debianModel): ReadonlyMap<string, number> {
  const folder = mkdtempSync(join(tmpdir(), "soniakh-words-"));
  try {
    const at = join(folder, "ukr.");
    execFileSync("combine_tessdata", ["-u", model, at], { stdio: "ignore" });
    const files = [`${at}lstm-unicharset`, `${at}lstm-word-dawg`, `${at}words`];
    execFileSync("dawg2wordlist", files, { stdio: "ignore" });
    return weigh(readFileSync(`${at}words`, "utf8").split("\n"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function weigh(lines: readonly string[]): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  for (const line of lines) {
    const word = fold(line.trim());
    if (/^[а-яіїє]+$/.test(word)) times.set(word, (times.get(word) ?? 0) + 1);
  }
  return new Map([
    ...[...times].map(([word, count]) => [word, weightOf(count)] as const),
    ...everywhere.map((word) => [fold(word), everywhereWeight] as const),
  ]);
}
