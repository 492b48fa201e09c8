// The HTML of any page travels in one round trip; what is too long for it carries its beginning and a link to the whole.
import { brotliDecompressSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { ArticleMedia } from "../../../src/protocol/article.ts";
import { type Block, plainText } from "../../../src/protocol/block.ts";
import { beginningOf } from "../../../src/server/library/export/beginning.ts";
import { oneRoundTrip } from "../../../src/server/library/export/fitting.ts";
import { someText } from "../../support/some-text.ts";
import { aLibrary, anArticle, type Place } from "./a-library.ts";

const paragraphs = (count: number): Block<ArticleMedia>[] =>
  Array.from({ length: count }, (_, n) => ({
    kind: "paragraph",
    runs: [{ text: `Абзац ${n}. ${someText(60, n + 1)}` }],
  }));

async function ask(place: Place, path: string): Promise<{ bytes: number; html: string }> {
  const answer = await place.ask(path, { headers: { "accept-encoding": "br" } });
  expect(answer.status, path).toBe(200);
  const body = Buffer.from(await answer.arrayBuffer());
  return { bytes: body.length, html: brotliDecompressSync(body).toString() };
}

test.each([
  ["many paragraphs", paragraphs(120)],
  ["one endless paragraph", [{ kind: "paragraph", runs: [{ text: someText(8_000) }] }]],
  [
    "one endless list",
    [{ kind: "list", ordered: true, items: paragraphs(150).map((one) => [one]) }],
  ],
  ["an endless quote", [{ kind: "quote", blocks: paragraphs(120) }]],
  [
    "an endless table",
    [
      {
        kind: "table",
        head: [[{ text: "День" }]],
        rows: paragraphs(150).map((one) => ("runs" in one ? [one.runs] : [])),
      },
    ],
  ],
] as [string, Block<ArticleMedia>[]][])("the page of %s is under 14 KB", async (_, body) => {
  const place = await aLibrary();
  await place.library.publish([anArticle({ body })]);

  const page = await ask(place, "/a/khlib-na-vsikh");
  const whole = await ask(place, "/a/khlib-na-vsikh/whole");

  expect(page.bytes).toBeLessThanOrEqual(oneRoundTrip);
  // As much of the text as the round trip carries, and not one paragraph.
  expect(page.bytes).toBeGreaterThan(12_000);
  expect(page.html).toContain('href="/a/khlib-na-vsikh/whole"');
  expect(page.html).toContain("data-part");
  expect(whole.html).toContain('rel="canonical" href="https://news.example/a/khlib-na-vsikh"');
  expect(whole.html).not.toContain("data-part");
  expect(whole.bytes).toBeGreaterThan(page.bytes);
});

test("an article that fits is whole on its own page", async () => {
  const place = await aLibrary();
  await place.library.publish([anArticle({ body: paragraphs(6) })]);

  const { html } = await ask(place, "/a/khlib-na-vsikh");

  expect(html).toContain("Абзац 5");
  expect(html).not.toContain("/whole");
});

test("a front page and a tag's page hold as many articles as one round trip carries, the others a link away", async () => {
  const place = await aLibrary();
  const many = Array.from({ length: 20 }, (_, n) =>
    anArticle({
      slug: `a-${n}` as never,
      title: `Стаття ${n}.`,
      summary: someText(130, n + 50).slice(0, 1_900),
      tags: ["Мітка"],
    }),
  );
  await place.library.publish(many);

  for (const first of ["/uk/", "/uk/t/mitka"]) {
    const seen = new Set<string>();
    let path: string | undefined = first;
    while (path !== undefined) {
      const page = await ask(place, path);
      expect(page.bytes, path).toBeLessThanOrEqual(oneRoundTrip);
      for (const [, slug = ""] of page.html.matchAll(/href="\/a\/([^"]+)"/g)) seen.add(slug);
      path = /href="([^"]*\/from\/\d+)" target="_self"/.exec(page.html)?.[1];
    }
    expect(seen.size).toBe(20);
  }
});

test("a beginning is the tree's own beginning, at any length", () => {
  const text = plainText;
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 30_000 }), (length) => {
      const body: Block<ArticleMedia>[] = [
        { kind: "heading", level: 2, runs: [{ text: "Початок" }] },
        { kind: "list", ordered: false, items: [paragraphs(3), paragraphs(2)] },
        { kind: "quote", blocks: paragraphs(4) },
        ...paragraphs(5),
      ];
      const begin = beginningOf(body, length);
      const squeeze = (blocks: readonly Block<ArticleMedia>[]) => text(blocks).replace(/\s/g, "");
      expect(squeeze(body).startsWith(squeeze(begin))).toBe(true);
      expect(begin.length).toBeLessThanOrEqual(body.length);
    }),
    { numRuns: 60 },
  );
});
