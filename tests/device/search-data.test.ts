import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { expect, test } from "vitest";
import { loadSearchLanguages } from "../../src/device/search.ts";

const folder = join(import.meta.dirname, "../../src/device");
const modules = ["search-uk-data", "search-uk", "search-rules", "search-en", "search-languages"];

test("what is known of languages takes at most 70 KB on its way", () => {
  const sources = modules.map((name) => readFileSync(join(folder, `${name}.ts`)));

  expect(brotliCompressSync(Buffer.concat(sources)).length).toBeLessThanOrEqual(70_000);
});

test("the data names what it was learnt from, and under which licence", () => {
  const head = readFileSync(join(folder, "search-uk-data.ts"), "utf8").slice(0, 1_500);

  expect(head).toContain("hunspell-uk");
  expect(head).toContain("MPL-1.1");
  expect(head).toContain("Apache-2.0");
});

test("keys are few, never empty, and the same each time", async () => {
  const { keysOf } = await loadSearchLanguages();
  for (const word of [
    "а",
    "щ",
    "книгами",
    "ьььь",
    "їїїї",
    "найнеймовірнішими",
    "stories",
    "x",
    "вышли",
    "2024",
    "東京",
  ]) {
    const keys = keysOf(word);
    expect(keys.length).toBeGreaterThan(0);
    expect(keys.length).toBeLessThan(16);
    expect(keys.every((key) => key !== "" || word.length < 3)).toBe(true);
    expect(keysOf(word)).toEqual(keys);
  }
});
