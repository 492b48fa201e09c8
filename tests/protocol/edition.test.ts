import fc from "fast-check";
import { expect, test } from "vitest";
import { type Entry, parseEntryLine, parseHead, segmentOf } from "../../src/protocol/edition.ts";
import { parseStory } from "../../src/protocol/story.ts";
import { aHash, anArticle, anId, aStory } from "../support/makers.ts";

const anEntry = (): Entry => {
  const { id, work, slug, language, title, summary, date, provenance, tags } = anArticle();
  const seen = { id, work, slug, language, title, summary, date, provenance, tags };
  return { format: 1, ...seen, minutes: 5, article: aHash(1), bytes: 900, pictures: [] };
};

test("an entry belongs to the month of its article", () => {
  expect(parseEntryLine(JSON.stringify(anEntry()))).toEqual({ ok: true, value: anEntry() });
  expect(segmentOf(anEntry())).toBe("2026-11");
});

test("a line may say that an article is unlisted, and nothing else with it", () => {
  expect(
    parseEntryLine(JSON.stringify({ format: 1, id: anId(1), unlisted: true, title: "x" })),
  ).toEqual({
    ok: true,
    value: { format: 1, id: anId(1), unlisted: true },
  });
  expect(parseEntryLine(JSON.stringify({ ...anEntry(), unlisted: false })).ok).toBe(false);
});

test("a head with a number below one, a day without a minute or a strange month is refused", () => {
  const head = {
    format: 1,
    number: 474_000,
    publishedAt: "2026-11-23T14:05Z",
    segments: [],
    restored: 0,
  };

  expect(parseHead(JSON.stringify(head)).ok).toBe(true);
  expect(parseHead(JSON.stringify({ ...head, number: 0 })).ok).toBe(false);
  expect(parseHead(JSON.stringify({ ...head, publishedAt: "2026-11-23" })).ok).toBe(false);
  expect(
    parseHead(JSON.stringify({ ...head, segments: [{ id: "2026-13", count: 1, hash: aHash() }] }))
      .ok,
  ).toBe(false);
});

test("lines from outside never make a parser throw", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (line) => {
      expect(parseEntryLine(line).ok).toBe(false);
      expect(parseHead(line).ok).toBe(false);
      expect(parseStory(line).ok).toBe(false);
    }),
  );
});

test("spaces behind a story are padding", () => {
  expect(parseStory(JSON.stringify(aStory()).padEnd(16_000))).toEqual({
    ok: true,
    value: aStory(),
  });
});

test("a story whose figure points to a file by a path is refused", () => {
  const blocks = [{ kind: "figure", media: "../../secret", alt: "", caption: [] }];

  expect(parseStory(JSON.stringify({ ...aStory(), blocks })).ok).toBe(false);
});
