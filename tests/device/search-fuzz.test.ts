import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import {
  createSearchIndex,
  loadSearchLanguages,
  marksIn,
  type Range,
  type SavedPart,
  type SearchLanguages,
  snippetIn,
  wantedOf,
} from "../../src/device/search.ts";
import { anArticle } from "../support/searching.ts";
import { processorTime } from "../support/processor-time.ts";

let languages: SearchLanguages;
beforeAll(async () => {
  languages = await loadSearchLanguages();
});

/** Text of any kind: all of Unicode, halves of code points, and what this search treats in a way of its own. */
const special = fc.constantFrom(
  ...Array.from("'’ʼ`\u0301\u0308\u00ad\u200d-‑–\"«»“”ґёїй.…\n 🇺🇦👩‍👩‍👧ﬁ①İßＡ\u0000\ud83c\udfff"),
  "прем’єр-міністр",
  "хліб",
  "a".repeat(300),
);
const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.string({ unit: "grapheme", maxLength: 60 }),
  fc.array(special, { maxLength: 30 }).map((parts) => parts.join("")),
);
const anArticleOfAny = fc.record({
  title: anyText,
  summary: anyText,
  tags: fc.array(anyText, { maxLength: 3 }),
  text: fc.array(anyText, { maxLength: 5 }),
});

function expectInside(text: string, ranges: readonly Range[]): void {
  let last = 0;
  for (const { start, end } of ranges) {
    expect(start).toBeGreaterThanOrEqual(last);
    expect(end).toBeGreaterThan(start);
    expect(end).toBeLessThanOrEqual(text.length);
    for (const at of [start, end])
      expect(isBorder(text, at), `${at} in ${JSON.stringify(text)}`).toBe(true);
    last = end;
  }
}

const isBorder = (text: string, at: number): boolean =>
  !(/[\uDC00-\uDFFF]/.test(text.charAt(at)) && /[\uD800-\uDBFF]/.test(text.charAt(at - 1)));

test("any query in any articles is answered, and every mark lies inside its text on borders of code points", () => {
  fc.assert(
    fc.property(
      fc.array(anArticleOfAny, { maxLength: 4 }),
      anyText,
      fc.boolean(),
      (articles, query, typing) => {
        const index = createSearchIndex(languages);
        for (const [at, article] of articles.entries())
          index.add(anArticle({ id: `${at}`, ...article }));

        const { hits, total, wanted } = index.search(query, { typing });

        expect(total).toBe(hits.length);
        expect(new Set(hits.map(({ id }) => id)).size).toBe(total);
        for (const { title, text } of articles) {
          expectInside(title, marksIn(title, wanted, languages));
          const snippet = snippetIn(text, wanted, languages);
          expectInside(snippet.text, snippet.marks);
          expect(snippet.text.length).toBeLessThan(160 + 10);
          expect(snippet.text.isWellFormed() || !text.join("").isWellFormed()).toBe(true);
        }
      },
    ),
    { numRuns: 600 },
  );
});

test("an article is found by its own words, whatever they are made of", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const index = createSearchIndex(languages);
      index.add(anArticle({ id: "1", text: [text] }));
      const marks = marksIn(text, wantedOf(text, languages), languages);
      for (const { start, end } of marks.slice(0, 3)) {
        expect(index.search(text.slice(start, end)).total).toBe(1);
      }
    }),
    { numRuns: 400 },
  );
});

test.each([
  ["one endless word", "ж".repeat(100_000)],
  ["apostrophes alone", "'".repeat(100_000)],
  ["a letter and apostrophes", `а${"'".repeat(100_000)}`],
  ["stress marks alone", "\u0301".repeat(100_000)],
  ["a letter and its marks", `а${"\u0301".repeat(100_000)}!`],
  ["hyphens between letters", "а-".repeat(50_000)],
  ["quotes", '"а'.repeat(50_000)],
  ["many words", "слово за словом ".repeat(6_000)],
  ["halves of code points", "\ud83c".repeat(100_000)],
  ["no spaces, many scripts", "жa1東é".repeat(20_000)],
])("%s: as a text and as a query nothing takes a second", (_name, text) => {
  const index = createSearchIndex(languages);
  const within = <Result>(act: () => Result): Result => {
    const begun = processorTime();
    const result = act();
    expect(processorTime() - begun).toBeLessThan(1_000);
    return result;
  };

  within(() => index.add(anArticle({ id: "1", title: text, text: [text] })));
  const { wanted } = within(() => index.search(text));
  within(() => index.search(text, { typing: true }));
  within(() => index.search(`"${text}"`));
  within(() => marksIn(text, wanted, languages));
  const snippet = within(() => snippetIn([text], wanted, languages));
  expectInside(snippet.text, snippet.marks);
  expect(snippet.text.length).toBeLessThan(170);
});

test("parts of any bytes are refused or opened, and the index works on", () => {
  const good = createSearchIndex(languages);
  for (let at = 0; at < 20; at += 1) good.add(anArticle({ id: `${at}`, text: [`хліб сіль${at}`] }));
  const parts = good.save();
  const anyPart = fc.record({
    name: fc.constantFrom("index-1-1-1", "index-", "", ...parts.map(({ name }) => name)),
    bytes: fc.uint8Array({ maxLength: 60 }),
  });
  fc.assert(
    fc.property(fc.array(anyPart, { maxLength: 5 }), fc.boolean(), (strange, mixed) => {
      const index = createSearchIndex(languages);
      const given = [...(mixed ? parts : []), ...strange].map(({ name, bytes }): SavedPart => ({
        name,
        bytes: Uint8Array.from(bytes),
      }));

      const opened = index.load(given);

      expect(index.ids()).toHaveLength(opened ? 20 : 0);
      index.add(anArticle({ id: "new", text: ["вода"] }));
      expect(index.search("водою").total).toBe(1);
    }),
    { numRuns: 200 },
  );
});

test("what an index holds stays below the size of its texts", () => {
  const index = createSearchIndex(languages);
  let size = 0;
  for (let at = 0; at < 300; at += 1) {
    const text = Array.from(
      { length: 400 },
      (_, word) => `слово${((at * 31 + word * 7) % 5_000).toString(36)}`,
    ).join(" ");
    size += new TextEncoder().encode(text).length;
    index.add(anArticle({ id: `${at}`, text: [text] }));
  }

  expect(index.save().reduce((sum, { bytes }) => sum + bytes.length, 0)).toBeLessThan(size / 2);
});
