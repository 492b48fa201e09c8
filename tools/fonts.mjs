// node tools/fonts.mjs: makes our subset of Literata anew, out of the package that package.json names. What it writes is
// checked in: a build needs neither the package nor the tool, and a phone gets the same bytes everywhere.
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import subsetFont from "subset-font";
import { root } from "./setup.mjs";

const source = join(root, "node_modules/@fontsource-variable/literata");
const target = join(root, "src/app/reading/comfort/fonts");

const ukrainian = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя";
// Neighbours' names and quotations.
const otherCyrillic = "ёўъыэ";
const range = (from, to) =>
  Array.from({ length: to - from + 1 }, (_, step) => String.fromCodePoint(from + step)).join("");
const ascii = range(0x20, 0x7e);
const latin = "àáâäåæçèéêëíîïñóôöøúüßłśżźćńęąšžčőůřěğışțăœ";
const punctuation = "\u00a0«»„“”‘’‚—–…·•№§©°±×÷−½¼¾′″€₴£←→↑↓↩\u2009\u202f\u2011";
const bothCases = (letters) => letters + letters.toUpperCase();

const faces = {
  cyrillic: `${bothCases(ukrainian)}${bothCases(otherCyrillic)}\u0301\u02bc№₴`,
  latin: `${ascii}${bothCases(latin)}${punctuation}\u02bc\u0301`,
};
// Text is 400, titles are 600; what lies between costs nothing more.
const variationAxes = { wght: { min: 400, max: 600, default: 400 } };

for (const [name, letters] of Object.entries(faces)) {
  const whole = readFileSync(join(source, `files/literata-${name}-wght-normal.woff2`));
  const part = await subsetFont(whole, letters, { targetFormat: "woff2", variationAxes });
  writeFileSync(join(target, `literata-${name}.woff2`), part);
  console.log(`literata-${name}.woff2: ${part.length} bytes of ${whole.length}`);
}
copyFileSync(join(source, "LICENSE"), join(target, "OFL.txt"));
