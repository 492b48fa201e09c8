import fc from "fast-check";
import { expect, test } from "vitest";
import { parseArticle, parseArticleJson, writeArticle } from "../../src/protocol/article.ts";
import { type Block, deepest, isSafeHref, plainText } from "../../src/protocol/block.ts";
import { anArticle } from "../support/makers.ts";

const quoted = (levels: number): Block<never> =>
  levels === 0 ? { kind: "rule" } : { kind: "quote", blocks: [quoted(levels - 1)] };

test("an article is what was written, and its file can stand inside a page", () => {
  const article = anArticle({ title: "</script><b>Так</b>\nі ні" });

  const file = writeArticle(article);

  expect(file).not.toContain("<");
  expect(file).not.toContain("\n");
  expect(parseArticleJson(file)).toEqual({ ok: true, value: article });
});

test("a block of a kind from the future shows its text", () => {
  const parsed = parseArticle({
    ...anArticle(),
    body: [{ kind: "poem", text: "Садок вишневий", metre: 4 }],
  });

  expect(parsed).toMatchObject({
    ok: true,
    value: { body: [{ kind: "unknown", text: "Садок вишневий" }] },
  });
});

test("an article of a newer format says that the app is older", () => {
  expect(parseArticle({ ...anArticle(), format: 2 })).toMatchObject({
    ok: false,
    why: expect.stringContaining("a newer format"),
  });
});

test("quotes nest six deep and no deeper", () => {
  expect(parseArticle(anArticle({ body: [quoted(deepest)] })).ok).toBe(true);
  expect(parseArticle(anArticle({ body: [quoted(deepest + 1)] })).ok).toBe(false);
});

test("a body nested a hundred thousand deep is a sentence, not a crash", () => {
  const json = writeArticle(anArticle()).replace(
    '"body":[',
    `"body":[${'{"kind":"quote","blocks":['.repeat(100_000)}`,
  );

  expect(parseArticleJson(json).ok).toBe(false);
});

test.each([
  "javascript:alert(1)",
  "JaVaScRiPt:alert(1)",
  "java\nscript:alert(1)",
  " javascript:alert(1)",
  "data:text/html,<script>",
  "vbscript:x",
  "//evil.example/x",
  "/\\evil.example",
  "https:evil",
  "",
])("%j stands behind no link", (href) => {
  expect(isSafeHref(href)).toBe(false);
  expect(
    parseArticle(anArticle({ body: [{ kind: "paragraph", runs: [{ text: "x", href }] }] })).ok,
  ).toBe(false);
});

test.each([
  "https://example.org/a?b#c",
  "http://example.org",
  "mailto:desk@example.org",
  "tel:+380441234567",
  "/a/slug",
  "#note-1",
])("%j may stand behind a link", (href) => {
  expect(isSafeHref(href)).toBe(true);
});

test("whatever comes instead of an article, the parser answers and does not throw", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (input) => {
      expect(parseArticle(input).ok).toBe(false);
    }),
  );
});

test("an article with any one field spoilt is refused with the field's name", () => {
  const spoilt = [
    "id",
    "work",
    "slug",
    "language",
    "title",
    "date",
    "provenance",
    "tags",
    "corrections",
    "body",
  ] as const;
  for (const field of spoilt) {
    expect(parseArticle({ ...anArticle(), [field]: { nested: true } })).toMatchObject({
      ok: false,
      why: expect.stringContaining(field),
    });
  }
});

test("a text's words are its blocks' words, apart by lines", () => {
  const text = plainText<number>([
    { kind: "heading", level: 2, runs: [{ text: "Хліб" }] },
    { kind: "list", ordered: false, items: [[{ kind: "paragraph", runs: [{ text: "сіль" }] }]] },
    { kind: "rule" },
    { kind: "figure", media: 1, alt: "хлібина", caption: [{ text: "Перша хлібина" }] },
  ]);

  expect(text).toBe("Хліб\nсіль\nПерша хлібина");
});
