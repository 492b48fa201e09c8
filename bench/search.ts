// npm run bench -- search [--corpus DIR] [--queries N] [--seeds 1,2,3] [--articles N] [--hold-out SHARE [--rules FILE]] [--dictionary DIR [--newer DIR]]
// How well and how fast Ukrainian words are found, beside peers in the same run. Prints; judges nothing.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { brotliCompressSync } from "node:zlib";
import { loadSearchLanguages, type SearchLanguages } from "../src/device/search.ts";
import { readRules, type WrittenRules } from "../src/device/search-rules.ts";
import { holdOut } from "../tools/search/holding-out.ts";
import { debianDictionaries, type Lemma, readLemmas } from "../tools/search/hunspell.ts";
import { createRandom, generateTexts } from "./reading/generated-texts.ts";
import { installPeers } from "./peers/installing.ts";
import { type Engine, openMiniSearch, openOurs, time } from "./search/engines.ts";
import { searchInChromium } from "./search/in-chromium.ts";
import { createJudge, judge } from "./search/judge.ts";
import { openKiwix } from "./search/kiwix.ts";
import { generateTextsOf, mixTexts, readTexts, type Text, textOf } from "./search/texts.ts";

const { values } = parseArgs({
  options: {
    corpus: { type: "string" },
    queries: { type: "string", default: "300" },
    seeds: { type: "string", default: "1,2,3" },
    articles: { type: "string", default: "5000" },
    "hold-out": { type: "string" },
    rules: { type: "string" },
    dictionary: { type: "string", default: debianDictionaries },
    /** A newer edition of the dictionary: judged are the words of which the other has no form. */
    newer: { type: "string" },
  },
});
const root = join(import.meta.dirname, "..");

async function measure(): Promise<void> {
  const lemmas = values.newer === undefined ? findLemmas() : findNewLemmas(values.newer);
  const texts = values.corpus === undefined ? makeTexts(lemmas, 200) : readTexts(values.corpus);
  const languages = values["hold-out"] === undefined ? await loadSearchLanguages() : learnAnew();
  const peers = installPeers();
  const engines: Engine[] = [openOurs(texts, languages)];
  if (peers) engines.push(openMiniSearch(texts, false), openMiniSearch(texts, true));
  const kiwix = await openKiwix(texts);
  if (kiwix === undefined)
    console.log("Kiwix is not measured: kiwix-tools and zim-tools are not installed.");
  else engines.push(kiwix);
  if (lemmas === undefined) {
    console.log(
      "Recall and precision are not judged: hunspell-uk is not installed (apt-get install hunspell-uk).",
    );
  } else await printQuality(lemmas, texts, engines);
  for (const engine of engines) engine.close();
  await printSpeed(lemmas, languages, peers);
  printBytes();
}

function findLemmas(): readonly Lemma[] | undefined {
  const there = existsSync(join(values.dictionary, "uk_UA.dic"));
  return there ? readLemmas(values.dictionary) : undefined;
}

/** What came to a dictionary since: no rule can have learnt of it. */
function findNewLemmas(newer: string): readonly Lemma[] {
  const known = new Set(readLemmas(values.dictionary).flatMap(({ forms }) => forms));
  return readLemmas(newer).filter(({ forms }) => !forms.some((form) => known.has(form)));
}

const makeTexts = (lemmas: readonly Lemma[] | undefined, count: number): readonly Text[] =>
  lemmas === undefined
    ? generateTexts(count).map(textOf)
    : generateTextsOf(lemmas, count, 5_100, 11);

/** Rules that have never seen a part of the dictionary: what happens to words that nobody listed. */
function learnAnew(): SearchLanguages {
  if (values.rules !== undefined) return languagesOf(readFileSync(values.rules, "utf8"));
  const folder = mkdtempSync(join(tmpdir(), "soniakh-rules-"));
  const out = join(folder, "rules.json");
  const args = [
    "--hold-out",
    values["hold-out"] ?? "0",
    "--dictionary",
    values.dictionary,
    "--json",
    out,
  ];
  const { status } = spawnSync(process.execPath, [join(root, "tools/learn-words.ts"), ...args], {
    stdio: "inherit",
  });
  if (status !== 0) throw new Error("The rules could not be learnt; see above.");
  const rules = readFileSync(out, "utf8");
  rmSync(folder, { recursive: true });
  return languagesOf(rules);
}

function languagesOf(json: string): SearchLanguages {
  const rules: { lemmaRules: WrittenRules; formRules: WrittenRules } = JSON.parse(json);
  const { lemmaRules, formRules } = rules;
  return { version: "held out", keysOf: readRules(lemmaRules), formsOf: readRules(formRules) };
}

async function printQuality(
  lemmas: readonly Lemma[],
  texts: readonly Text[],
  engines: readonly Engine[],
): Promise<void> {
  const {
    queries: all,
    rightFor,
    lemmasOf,
  } = createJudge(
    lemmas,
    texts.map(({ title, paragraphs }) => [title, ...paragraphs].join("\n")),
  );
  const isHeldOut = holdOut(Number(values["hold-out"] ?? 0));
  const known =
    values["hold-out"] === undefined ? all : all.filter((word) => lemmasOf(word).every(isHeldOut));
  console.log(
    `${texts.length} articles; ${known.length} words of them that the dictionary inflects${values["hold-out"] === undefined ? "" : ", none of whose lemmas was learnt from"}`,
  );
  for (const seed of values.seeds.split(",").map(Number)) {
    const queries = choose(known, Number(values.queries), createRandom(seed));
    console.log(
      `\nseed ${seed}: ${queries.length} words, one a query (${queries.slice(0, 5).join(", ")}, ...)`,
    );
    console.log(row("", "recall", "precision", "mean of", "queries", "no hit"));
    for (const engine of engines) {
      const found = new Map<string, ReadonlySet<number>>();
      for (const query of queries) found.set(query, await engine.search(query));
      const { recall, precision, meanRecall, meanPrecision, withoutHit } = judge(
        queries,
        rightFor,
        found,
      );
      const shares = [recall, precision, meanRecall, meanPrecision].map(
        (share) => `${(share * 100).toFixed(1)} %`,
      );
      console.log(row(engine.name, ...shares, String(withoutHit)));
    }
  }
  console.log(row("target", "≥ 97 %", "≥ 95 %", "", "", "0"));
}

const row = (name: string, ...cells: string[]): string =>
  `${name.padEnd(44)}${cells.map((cell) => cell.padStart(12)).join("")}`;

function choose(from: readonly string[], count: number, random: () => number): readonly string[] {
  const rest = [...from];
  return Array.from({ length: Math.min(count, rest.length) }, () =>
    rest.splice(Math.floor(random() * rest.length), 1),
  ).flat();
}

async function printSpeed(
  lemmas: readonly Lemma[] | undefined,
  languages: SearchLanguages,
  peers: boolean,
): Promise<void> {
  const count = Number(values.articles);
  const own = makeTexts(lemmas, count);
  const texts = values.corpus === undefined ? own : mixTexts(readTexts(values.corpus), own);
  const random = createRandom(5);
  const words = texts
    .slice(0, 500)
    .flatMap(({ paragraphs }) => paragraphs.join(" ").match(/(?<=\s)[а-яіїєґ'’]{3,}/g) ?? []);
  const queries = choose([...new Set(words)], 200, random);
  console.log(
    `\n${count} articles of about 5,100 characters; ${queries.length} words, and pairs of them, milliseconds a query by the clock; mean of processor time, for a busy machine`,
  );
  console.log(row("", "median", "p95", "processor", "add median", "longest"));
  const ours = openOurs(texts, languages);
  printTimes(ours.name, ours, queries);
  const typed = { ...ours, ask: (query: string) => ours.index.search(query, { typing: true }, 30) };
  printTimes(
    "  as it is typed, 30 hits shown",
    typed,
    queries.map((query) => query.slice(0, 4)),
  );
  printTimes(
    "  two words",
    ours,
    queries.map((query, at) => `${query} ${queries[at + 1] ?? ""}`),
  );
  printTimes(
    "  with a slip",
    ours,
    queries.map((query) => `${query.slice(0, -2)}щ${query.slice(-1)}`),
  );
  printSaving(ours);
  if (values.rules === undefined && values["hold-out"] === undefined) {
    const { name, times, adding } = await searchInChromium(texts, queries);
    console.log(row(name, at(times, 0.5), at(times, 0.95), "", at(adding, 0.5), at(adding, 1)));
  }
  if (!peers) return;
  printTimes("MiniSearch as it comes", openMiniSearch(texts, false), queries);
  console.log(row("target", "≤ 5 ms"));
}

function printTimes(name: string, engine: Engine, queries: readonly string[]): void {
  for (const query of queries.slice(0, 40)) engine.ask(query);
  const before = process.threadCpuUsage();
  const times = queries.map((query) => time(() => engine.ask(query)));
  const { user, system } = process.threadCpuUsage(before);
  const mean = (user + system) / 1_000 / queries.length;
  const adding = engine.adding;
  console.log(
    row(name, at(times, 0.5), at(times, 0.95), mean.toFixed(2), at(adding, 0.5), at(adding, 1)),
  );
}

function at(numbers: readonly number[], share: number): string {
  const sorted = numbers.toSorted((one, other) => one - other);
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(2);
}

function printSaving({ index }: ReturnType<typeof openOurs>): void {
  const begun = performance.now();
  const parts = index.save();
  const saved = performance.now();
  index.load(parts);
  const loaded = performance.now();
  const bytes = parts.reduce((sum, part) => sum + part.bytes.length, 0);
  console.log(
    `  saved in ${parts.length} parts, ${(bytes / 1e6).toFixed(1)} MB, in ${(saved - begun).toFixed(0)} ms; opened in ${(loaded - saved).toFixed(0)} ms`,
  );
}

function printBytes(): void {
  const names = ["search-uk-data", "search-uk", "search-rules", "search-en", "search-languages"];
  const sources = names.map((name) => readFileSync(join(root, `src/device/${name}.ts`)));
  console.log(
    `\nbytes of language data and its code, brotli: ${brotliCompressSync(Buffer.concat(sources)).length} (target ≤ 70,000)`,
  );
}

await measure();
