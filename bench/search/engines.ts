// Ours and the peers, each behind the same two calls.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import {
  createSearchIndex,
  type SearchIndex,
  type SearchLanguages,
} from "../../src/device/search.ts";
import type { Text } from "./texts.ts";

export interface Engine {
  readonly name: string;
  /** Milliseconds of taking in each article. */
  readonly adding: readonly number[];
  /** Numbers of the articles found. */
  search(query: string): Promise<ReadonlySet<number>> | ReadonlySet<number>;
  /** One query alone, for the clock. */
  ask(query: string): unknown;
  close(): void;
}

export function openOurs(
  texts: readonly Text[],
  languages: SearchLanguages,
): Engine & { index: SearchIndex } {
  const index = createSearchIndex(languages);
  const adding = timed(texts, ({ title, paragraphs }, number) =>
    index.add({
      id: String(number),
      version: "1",
      language: "uk",
      title,
      summary: "",
      tags: [],
      date: "2026-11-20",
      text: paragraphs,
    }),
  );
  return {
    name: "Soniakh",
    index,
    adding,
    search: (query) => new Set(index.search(query).hits.map(({ id }) => Number(id))),
    ask: (query) => index.search(query),
    close: () => undefined,
  };
}

/** Milliseconds by the clock. */
export function time(act: () => unknown): number {
  const begun = performance.now();
  act();
  return performance.now() - begun;
}

const timed = (texts: readonly Text[], add: (text: Text, number: number) => void): number[] =>
  texts.map((text, number) => time(() => add(text, number)));

interface MiniSearchIndex {
  add(document: object): void;
  search(query: string): readonly { readonly id: number }[];
}
type MiniSearch = new (options: object) => MiniSearchIndex;
interface Stemmer {
  stem(word: string): string;
}

const here = join(import.meta.dirname, "..");
const load = createRequire(join(here, "package.json"));

/** Installs what bench/package.json names where it is not there. False, with npm's words printed, where that fails. */
export function installPeers(): boolean {
  if (existsSync(join(here, "node_modules/minisearch"))) return true;
  console.log("Installing what bench/package-lock.json names ...");
  const options = ["ci", "--no-audit", "--no-fund", "--loglevel=error"];
  return spawnSync("npm", options, { cwd: here, stdio: "inherit", shell: false }).status === 0;
}

/** MiniSearch as it comes, or with the Ukrainian stemmer of `natural` for its terms. */
export function openMiniSearch(texts: readonly Text[], stemming: boolean): Engine {
  const MiniSearch: MiniSearch = load("minisearch");
  const stemmer: Stemmer = load("natural/lib/natural/stemmers/porter_stemmer_uk.js");
  const processTerm = (term: string): string =>
    stemmer.stem(term.toLowerCase().replace(/[’ʼ`]/g, "'"));
  const index = new MiniSearch({ fields: ["title", "text"], ...(stemming && { processTerm }) });
  const adding = timed(texts, ({ title, paragraphs }, id) =>
    index.add({ id, title, text: paragraphs.join("\n") }),
  );
  return {
    name: stemming ? "MiniSearch + natural's Ukrainian stemmer" : "MiniSearch as it comes",
    adding,
    search: (query) => new Set(index.search(query).map(({ id }) => id)),
    ask: (query) => index.search(query),
    close: () => undefined,
  };
}
