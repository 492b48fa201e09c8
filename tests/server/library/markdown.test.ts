import fc from "fast-check";
import { expect, test } from "vitest";
import { parseArticle } from "../../../src/protocol/article.ts";
import {
  type Block,
  deepest,
  isSafeHref,
  plainText,
  type Run,
} from "../../../src/protocol/block.ts";
import { readMarkdown } from "../../../src/server/library/import/markdown.ts";
import { anArticle } from "./a-library.ts";

function blocksOf(markdown: string): readonly Block<string>[] {
  const read = readMarkdown(markdown);
  if (!read.ok) throw new Error(read.why);
  return read.blocks;
}

const runsIn = (blocks: readonly Block<string>[]): readonly Run[] =>
  blocks.flatMap((block): readonly Run[] => {
    if (block.kind === "paragraph" || block.kind === "heading") return block.runs;
    if (block.kind === "quote") return runsIn(block.blocks);
    if (block.kind === "list") return block.items.flatMap(runsIn);
    return block.kind === "table" ? [block.head, ...block.rows].flat(2) : [];
  });

const depthOf = (blocks: readonly Block<string>[]): number =>
  1 +
  Math.max(
    0,
    ...blocks.map((block) =>
      block.kind === "quote"
        ? depthOf(block.blocks)
        : block.kind === "list"
          ? Math.max(0, ...block.items.map(depthOf))
          : 0,
    ),
  );

test("paragraphs, headings, emphasis and links become runs", () => {
  expect(
    blocksOf(
      "# Раз\n\n### Два\n\nПросто **сильно *й косо*** [далі](https://a.example/b) `код`\nі знову",
    ),
  ).toEqual([
    { kind: "heading", level: 2, runs: [{ text: "Раз" }] },
    { kind: "heading", level: 3, runs: [{ text: "Два" }] },
    {
      kind: "paragraph",
      runs: [
        { text: "Просто " },
        { text: "сильно ", strong: true },
        { text: "й косо", strong: true, emphasis: true },
        { text: " " },
        { text: "далі", href: "https://a.example/b" },
        { text: " код і знову" },
      ],
    },
  ]);
});

test("lists, quotes, rules, tables and code become blocks", () => {
  expect(
    blocksOf(
      "1. раз\n2. два\n\n> цитата\n\n---\n\n|а|б|\n|-|-|\n|в|**г**|\n\n```\nx = 1\ny = 2\n```\n\n- [x] готово",
    ),
  ).toEqual([
    {
      kind: "list",
      ordered: true,
      items: [
        [{ kind: "paragraph", runs: [{ text: "раз" }] }],
        [{ kind: "paragraph", runs: [{ text: "два" }] }],
      ],
    },
    { kind: "quote", blocks: [{ kind: "paragraph", runs: [{ text: "цитата" }] }] },
    { kind: "rule" },
    {
      kind: "table",
      head: [[{ text: "а" }], [{ text: "б" }]],
      rows: [[[{ text: "в" }], [{ text: "г", strong: true }]]],
    },
    { kind: "paragraph", runs: [{ text: "x = 1" }] },
    { kind: "paragraph", runs: [{ text: "y = 2" }] },
    {
      kind: "list",
      ordered: false,
      items: [[{ kind: "paragraph", runs: [{ text: "☑ готово" }] }]],
    },
  ]);
});

test("a footnote's text stands at the run that it belongs to", () => {
  expect(blocksOf("Слово[^1] далі.\n\n[^1]: Пояснення\n    в *два* рядки.")).toEqual([
    {
      kind: "paragraph",
      runs: [{ text: "Слово", note: "Пояснення в два рядки." }, { text: " далі." }],
    },
  ]);
});

test("pictures in a paragraph become figures in their place", () => {
  expect(blocksOf('До ![Хліб](../p/a.png "Перша хлібина") після')).toEqual([
    { kind: "paragraph", runs: [{ text: "До" }] },
    { kind: "figure", media: "../p/a.png", alt: "Хліб", caption: [{ text: "Перша хлібина" }] },
    { kind: "paragraph", runs: [{ text: "після" }] },
  ]);
});

test("HTML becomes its text or vanishes; scripts vanish whole", () => {
  const hostile =
    '<script>alert(1)</script>\n\n<div onclick="x()">слова <b>тут</b></div>\n\nі <img src=x onerror=alert(1)>тут\n\n<!-- нічого -->\n\n<svg onload=alert(1)>';
  expect(blocksOf(hostile)).toEqual([
    { kind: "paragraph", runs: [{ text: "слова тут" }] },
    { kind: "paragraph", runs: [{ text: "і тут" }] },
  ]);
});

test.each([
  "[a](javascript:alert(1))",
  "[a](JaVaScRiPt:alert(1))",
  "[a](<java\tscript:alert(1)>)",
  "[a](data:text/html,x)",
  "[a](vbscript:x)",
  "[a](//evil.example/x)",
  "[a](&#106;avascript:alert(1))",
  "[a][r]\n\n[r]: javascript:alert(1)",
  "<javascript:alert(1)>",
])("an unsafe link leaves its words: %s", (markdown) => {
  const read = readMarkdown(markdown);
  if (!read.ok) throw new Error(read.why);
  expect(runsIn(read.blocks).some(({ href }) => href !== undefined)).toBe(false);
  expect(read.remarks.join()).toMatch(/link/);
});

test("what is nested too deep for blocks is lifted up, its words stay", () => {
  const blocks = blocksOf(`${"> ".repeat(20)}слово`);
  expect(depthOf(blocks)).toBe(deepest);
  expect(plainText(blocks)).toBe("слово");
});

test("thousands of marks in each other are refused at once", () => {
  expect(readMarkdown(`перше\n${">".repeat(500_000)}слово`)).toEqual({
    ok: false,
    why: "is nested too deep (line 2 of its text)",
  });
  expect(readMarkdown("- ".repeat(400_000))).toMatchObject({ ok: false });
});

const mark = fc.constantFrom(
  "#",
  "> ",
  "- ",
  "1. ",
  "*",
  "**",
  "_",
  "`",
  "```\n",
  "[",
  "](",
  ")",
  "![",
  "<",
  "<script>",
  "</script>",
  "|",
  "|-|-|\n",
  "[^1]",
  "\n[^1]: ",
  "\n\n",
  "\n",
  "    ",
  "javascript:",
  "data:",
  "https://a.example ",
  "\\",
  "&#x6a;",
  "~~",
  "---\n",
  "\u0000",
  "\ud800",
  "onerror=",
  "слово ",
);

test("whatever the Markdown, reading never throws, phones take what comes out, and no link is unsafe", () => {
  const markdown = fc.array(
    fc.oneof(
      { weight: 3, arbitrary: mark },
      { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 12 }) },
    ),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(markdown, (parts) => {
      const read = readMarkdown(parts.join(""));
      if (!read.ok) return;
      const body = withoutFigures(read.blocks);
      expect(parseArticle(anArticle({ body }))).toMatchObject({ ok: true });
      for (const { href } of runsIn(read.blocks))
        if (href !== undefined) expect(isSafeHref(href)).toBe(true);
      expect(depthOf(read.blocks)).toBeLessThanOrEqual(deepest);
    }),
    { numRuns: 1_500 },
  );
});

/** Figures name paths here, not yet pictures. */
function withoutFigures(blocks: readonly Block<string>[]): readonly Block<never>[] {
  return blocks.flatMap((block): readonly Block<never>[] => {
    if (block.kind === "figure" || block.kind === "audio") return [];
    if (block.kind === "quote") return [{ ...block, blocks: withoutFigures(block.blocks) }];
    if (block.kind === "list") return [{ ...block, items: block.items.map(withoutFigures) }];
    return [block];
  });
}
