// node tools/run.mjs tools/learn-words.ts [--dictionary FOLDER] [--model FILE] [--price N] [--rare N] [--hold-out SHARE] [--out FILE | --json FILE]
// Learns how forms of Ukrainian words are recognised and writes src/device/search-uk-data.ts. Needs Debian's packages hunspell-uk,
// tesseract-ocr and tesseract-ocr-ukr. The same packages give the same file. With --hold-out nothing is learnt from that share
// of the lemmas, which is how npm run bench -- search --hold-out SHARE judges on words that no rule has seen.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { brotliCompressSync } from "node:zlib";
import type { WrittenRules } from "../src/device/search-rules.ts";
import { createExamples, type Examples, groupForms } from "./search/examples.ts";
import { debianModel, readFrequentWords } from "./search/frequent-words.ts";
import { holdOut } from "./search/holding-out.ts";
import { debianDictionaries, readLemmas } from "./search/hunspell.ts";
import { gatherSplit } from "./search/irregular.ts";
import { createParadigms } from "./search/paradigms.ts";
import { learnRules } from "./search/rules.ts";
import { moduleOf, writeRules } from "./search/write-rules.ts";

const { values } = parseArgs({
  options: {
    dictionary: { type: "string", default: debianDictionaries },
    model: { type: "string", default: debianModel },
    price: { type: "string", default: "0.2" },
    "forms-price": { type: "string", default: "100" },
    rare: { type: "string", default: "0.15" },
    "hold-out": { type: "string", default: "0" },
    json: { type: "string" },
    out: { type: "string", default: join(import.meta.dirname, "../src/device/search-uk-data.ts") },
  },
});

const lemmas = readLemmas(values.dictionary);
const groups = groupForms([...lemmas, ...gatherSplit(lemmas)]);
const options = {
  weights: readFrequentWords(values.model),
  rare: Number(values.rare),
  isHeldOut: holdOut(Number(values["hold-out"])),
};
const learn = (examples: Examples, price: string, mostChanges: number): WrittenRules =>
  writeRules(learnRules(examples, { price: Number(price), mostChanges }), examples.changes);

const examples = createExamples(groups, options);
console.log(`${groups.size} lemmas, ${examples.forms.length} forms to learn from`);
const lemmaRules = learn(examples, values.price, 12);
const formRules = learn(createParadigms(groups, options), values["forms-price"], 60);
const source = moduleOf(lemmaRules, formRules);
if (values.json === undefined) writeFileSync(values.out, source);
else writeFileSync(values.json, JSON.stringify({ lemmaRules, formRules }));
const bytes = brotliCompressSync(source).length;
console.log(
  `${lemmaRules.tree.length} and ${formRules.tree.length} letters of endings, ${bytes} bytes compressed: ${values.json ?? values.out}`,
);
