// The index in a real browser; called from outside, some articles at a time.
import { createSearchIndex, loadSearchLanguages } from "../../src/device/search.ts";
import type { Text } from "./texts.ts";

const opened = loadSearchLanguages().then(createSearchIndex);
let count = 0;

async function add(texts: readonly Text[]): Promise<readonly number[]> {
  const index = await opened;
  return texts.map(({ title, paragraphs }) => {
    const begun = performance.now();
    index.add({
      id: String(count),
      version: "1",
      language: "uk",
      title,
      summary: "",
      tags: [],
      date: "2026-11-20",
      text: paragraphs,
    });
    count += 1;
    return performance.now() - begun;
  });
}

/** Milliseconds of each query; each was asked once before, unmeasured. */
async function ask(queries: readonly string[]): Promise<readonly number[]> {
  const index = await opened;
  for (const query of queries) index.search(query);
  return queries.map((query) => {
    const begun = performance.now();
    index.search(query);
    return performance.now() - begun;
  });
}

Object.assign(globalThis, { bench: { add, ask } });
