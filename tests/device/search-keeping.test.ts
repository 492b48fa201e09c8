import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import {
  createSearchIndex,
  loadSearchLanguages,
  type SavedPart,
  type SearchableArticle,
  type SearchIndex,
  type SearchLanguages,
} from "../../src/device/search.ts";
import { anArticle, idsOf } from "../support/searching.ts";

let languages: SearchLanguages;
beforeAll(async () => {
  languages = await loadSearchLanguages();
});

const words =
  "хліб хліба сіль солі вода водою місто міста новий нового день дня сонях соняхи".split(" ");

/** The n-th of many articles, always the same: some twenty words, with one of its own. */
function theArticle(number: number, version = "1"): SearchableArticle {
  const at = (step: number): string =>
    words[(number * 7 + step * step * (version === "1" ? 3 : 5)) % words.length] ?? "";
  return anArticle({
    id: `a${number}`,
    version,
    title: `${at(1)} ${at(2)}`,
    summary: at(3),
    tags: [at(4)],
    date: `2026-0${(number % 9) + 1}-01`,
    text: [Array.from({ length: 15 }, (_, step) => at(step + 5)).join(" "), `число${number}`],
  });
}

const queries = [...words, "нов", "число3", "«новий день»", "хліб сіль", "водп"];
const answers = (index: SearchIndex) =>
  queries.map((query) => index.search(query).hits.map(({ id, found }) => `${id} ${found}`));
const filled = (articles: readonly SearchableArticle[]): SearchIndex => {
  const index = createSearchIndex(languages);
  for (const article of articles) index.add(article);
  return index;
};

test("an article that is replaced is found by what it says now, and no longer by what it said", () => {
  const index = filled([anArticle({ id: "1", text: ["криниця"] })]);

  index.add(anArticle({ id: "1", version: "2", text: ["колодязь"] }));

  expect(idsOf(index, "колодязя")).toEqual(["1"]);
  expect(idsOf(index, "криниця")).toEqual([]);
  expect([index.has("1", "1"), index.has("1", "2")]).toEqual([false, true]);
  expect(index.ids()).toEqual(["1"]);
});

test("an article that is removed is found by nothing", () => {
  const index = filled([theArticle(1), theArticle(2)]);

  index.remove("a1");
  index.remove("never there");

  expect(index.ids()).toEqual(["a2"]);
  expect(idsOf(index, "число1")).not.toContain("a1");
  for (const word of words) expect(idsOf(index, word)).not.toContain("a1");
});

test("after any history of adding, replacing and removing, the index answers as one that was filled with what is left", () => {
  const step = fc.record({ number: fc.nat(40), version: fc.constantFrom("1", "2", "gone") });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
      const index = createSearchIndex(languages);
      const left = new Map<string, SearchableArticle>();
      for (const { number, version } of steps) {
        left.delete(`a${number}`);
        if (version === "gone") index.remove(`a${number}`);
        else {
          const article = theArticle(number, version);
          left.set(article.id, article);
          index.add(article);
        }
      }

      expect(answers(index)).toEqual(answers(filled([...left.values()])));
    }),
    { numRuns: 40 },
  );
});

test("an index of many articles, merged in steps on the way, finds every one of them", () => {
  const index = filled(Array.from({ length: 700 }, (_, at) => theArticle(at)));

  for (let number = 0; number < 700; number += 1) {
    expect(idsOf(index, `число${number}`)[0]).toBe(`a${number}`);
  }
});

test("a saved index opens as it was, and goes on from there", () => {
  const index = filled(Array.from({ length: 90 }, (_, at) => theArticle(at)));
  index.remove("a5");

  const opened = createSearchIndex(languages);
  expect(opened.load(index.save())).toBe(true);

  expect(answers(opened)).toEqual(answers(index));
  expect(opened.ids()).toEqual(index.ids());
  for (const other of [index, opened]) {
    other.add(theArticle(7, "2"));
    other.add(theArticle(200));
    other.remove("a8");
  }
  expect(answers(opened)).toEqual(answers(index));
});

test("a part keeps its name while its bytes are the same, so that an article costs a few small parts", () => {
  const index = filled(Array.from({ length: 600 }, (_, at) => theArticle(at)));
  const before = new Map(index.save().map(({ name, bytes }) => [name, bytes]));
  const opened = createSearchIndex(languages);
  opened.load([...before].map(([name, bytes]) => ({ name, bytes })));

  opened.add(theArticle(600));

  const fresh = opened.save().filter(({ name }) => !before.has(name));
  const bytes = (parts: Iterable<Pick<SavedPart, "bytes">>): number =>
    [...parts].reduce((sum, part) => sum + part.bytes.length, 0);
  expect(bytes(fresh)).toBeLessThan(bytes(index.save()) / 2);
  for (const { name, bytes: again } of opened.save()) {
    expect(before.get(name) ?? again).toEqual(again);
  }
});

test("parts in any order, with others among them, open all the same", () => {
  const index = filled([theArticle(1), theArticle(2)]);
  const opened = createSearchIndex(languages);

  const stray = { name: "segment-5-of-another-time", bytes: Uint8Array.of(1, 2, 3) };
  expect(opened.load([...index.save(), stray].toReversed())).toBe(true);

  expect(answers(opened)).toEqual(answers(index));
});

test("parts of which one is missing or damaged are refused, and the index is then empty", () => {
  const parts = filled([theArticle(1), theArticle(2)]).save();
  for (const at of parts.keys()) {
    const opened = filled([theArticle(3)]);
    expect(opened.load(parts.filter((_, other) => other !== at))).toBe(false);
    expect(opened.ids()).toEqual([]);

    const damaged = parts.map(({ name, bytes }, other) => {
      const copy = bytes.slice();
      if (other === at) copy[copy.length >> 1] = (copy[copy.length >> 1] ?? 0) ^ 4;
      return { name, bytes: copy };
    });
    expect(opened.load(damaged)).toBe(false);
    opened.add(theArticle(4));
    expect(opened.ids()).toEqual(["a4"]);
  }
});

test("an index saved with other languages is refused: its keys mean nothing now", () => {
  const parts = filled([theArticle(1)]).save();

  expect(createSearchIndex({ ...languages, version: "other" }).load(parts)).toBe(false);
  expect(createSearchIndex(languages).load([])).toBe(false);
});
