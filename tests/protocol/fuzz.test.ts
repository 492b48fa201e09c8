// Every parser that eats bytes from outside: nothing throws, nothing hangs, nothing that runs gets through, and what is
// taken is no larger than what came.
import fc from "fast-check";
import { h } from "preact";
import { renderToString } from "preact-render-to-string";
import { describe, expect, test } from "vitest";
import {
  type Article,
  parseArticle,
  parseArticleJson,
  writeArticle,
} from "../../src/protocol/article.ts";
import { isSafeHref, plainText } from "../../src/protocol/block.ts";
import { parseEntryLine, parseHead, parseWithdrawn } from "../../src/protocol/edition.ts";
import {
  parseLimits,
  parseManifest,
  parseReceipt,
  parseRefusal,
  parseStates,
  parseStatesQuery,
} from "../../src/protocol/intake.ts";
import { parseKeyList } from "../../src/protocol/keys.ts";
import type { Parsed } from "../../src/protocol/parsing.ts";
import { parseSignedFile, signedKinds } from "../../src/protocol/signed-file.ts";
import { ArticleView } from "../../src/rendering/article-view.ts";
import { wordsIn } from "../../src/rendering/words-in.ts";
import { bending, bentText, mutantOf, timed } from "../support/fuzzing.ts";
import { aHash, anArticle, anId } from "../support/makers.ts";

const picture = {
  files: [{ hash: aHash(1), type: "avif" as const, width: 720, height: 400, bytes: 9_000 }],
  colour: "#a0b0c0",
};
const article = anArticle({
  lead: { ...picture, alt: "Поле" },
  warning: "Про обстріл",
  corrections: [{ date: "2026-11-11", text: "Виправлено ім’я" }],
  body: [
    { kind: "heading", level: 2, runs: [{ text: "Зима" }] },
    {
      kind: "paragraph",
      runs: [{ text: "Слово", href: "https://newsroom.example/a", strong: true, note: "Примітка" }],
    },
    {
      kind: "list",
      ordered: false,
      items: [[{ kind: "paragraph", runs: [{ text: "сіль" }] }]],
    },
    { kind: "quote", blocks: [{ kind: "paragraph", runs: [{ text: "«…»" }] }] },
    { kind: "figure", media: { kind: "picture", ...picture }, alt: "Поле", caption: [] },
    {
      kind: "audio",
      media: { kind: "sound", hash: aHash(2), type: "mp3", bytes: 900, length: 12 },
      caption: [{ text: "Голос" }],
    },
    { kind: "table", head: [[{ text: "а" }]], rows: [[[{ text: "б" }]]] },
    { kind: "rule" },
  ],
});
const { format, id, work, slug, language, title, summary, date, provenance, tags } = article;
const entry = {
  format,
  id,
  work,
  slug,
  language,
  title,
  summary,
  date,
  provenance,
  tags,
  minutes: 3,
  article: aHash(3),
  bytes: 4_000,
  lead: { ...picture, alt: "Поле" },
  pictures: [picture],
};
const head = {
  format: 1,
  number: 471_000,
  publishedAt: "2026-11-23T14:05Z",
  segments: [{ id: "2026-11", count: 2, hash: aHash(4) }],
  withdrawn: aHash(5),
  restored: 0,
};
const keys = {
  format: 1,
  epoch: 1,
  edition: [{ id: "A".repeat(11), key: aHash(6) }],
  receipt: [{ id: "B".repeat(11), key: aHash(7) }],
  desk: [
    { recipient: `age1${"q".repeat(58)}`, holder: "desk" },
    { recipient: `age1${"p".repeat(58)}`, holder: "recovery" },
  ],
  notAfter: "2099-01-01",
};
const part = { id: aHash(9), bytes: 98_304 };
const manifest = {
  format: 1,
  id: anId(3),
  text: { hash: aHash(8), bytes: 16_384 },
  parts: [part, { id: aHash(10), bytes: 65_536 }],
  epoch: 1,
  noteKey: aHash(11),
  version: 1,
};
const receipt = {
  format: 1,
  story: anId(3),
  manifest: aHash(8),
  parts: [part.id],
  sequence: 7,
  date: "2026-11-11",
};
const states = {
  format: 1,
  nonce: anId(4),
  date: "2026-11-11",
  stories: [{ id: anId(3), manifest: aHash(8), state: "opened", parts: [part.id] }],
};
const query = { format: 1, nonce: anId(4), stories: [anId(3), anId(5)] };
const limits = {
  format: 1,
  text: 1_048_576,
  attachment: 50_331_648,
  attachments: 20,
  leaf: 65_536,
  epoch: 1,
  version: 1,
};
const refusal = {
  type: "urn:soniakh:refusal:too-big",
  status: 413,
  code: "too-big",
  title: "t",
  part: part.id,
};

const json = (parse: (input: unknown) => Parsed<unknown>) => (text: string) => {
  let input: unknown;
  try {
    input = JSON.parse(text);
  } catch {
    return { ok: false, why: "not JSON" } as const;
  }
  return parse(input);
};

const parsers: readonly [string, unknown, (text: string) => Parsed<unknown>][] = [
  ["head", head, parseHead],
  ["keys", keys, parseKeyList],
  ["withdrawn", { format: 1, ids: [id] }, parseWithdrawn],
  ["manifest", manifest, parseManifest],
  ["receipt", receipt, parseReceipt],
  ["states", states, parseStates],
  ["states query", query, json(parseStatesQuery)],
  ["limits", limits, json(parseLimits)],
  ["refusal", refusal, json(parseRefusal)],
  ["entry", entry, parseEntryLine],
  ["unlisted entry", { format: 1, id, unlisted: true }, parseEntryLine],
  ["article", article, parseArticleJson],
];

const runs = { numRuns: 2_000 };
const second = 1_000;

describe.each(parsers)("%s", (_name, valid, parse) => {
  const text = JSON.stringify(valid);

  test("what the others are mutants of is taken", () => {
    expect(parse(text)).toMatchObject({ ok: true });
  });

  test("any text, any JSON and any mutant of a valid one ends in a value or a sentence, at once", () => {
    const input = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.json(),
      mutantOf(valid),
      bentText(text),
    );
    fc.assert(
      fc.property(input, (given) => {
        const { value, took } = timed(() => parse(given));
        expect(typeof (value.ok ? value.value : value.why)).not.toBe("undefined");
        expect(took).toBeLessThan(second);
        // Nothing grows on its way in.
        if (value.ok)
          expect(JSON.stringify(value.value).length).toBeLessThanOrEqual(given.length * 6);
      }),
      runs,
    );
  });

  test.each([
    ["nested a million deep", "[".repeat(1_000_000)],
    ["nested and closed", "[".repeat(500_000) + "]".repeat(500_000)],
    ["objects in objects", '{"body":'.repeat(200_000) + "1" + "}".repeat(200_000)],
    ["four megabytes of nothing", " ".repeat(4_000_000)],
    ["four megabytes in one string", JSON.stringify("а".repeat(2_000_000))],
    ["a million empty lists", `[${"[],".repeat(1_000_000)}[]]`],
  ])("%s is a sentence within a second", (_what, given) => {
    const { value, took } = timed(() => parse(given));

    expect(value.ok).toBe(false);
    expect(took).toBeLessThan(second);
  });

  test("nobody's prototype changes", () => {
    parse(
      text.replace(
        "{",
        '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},',
      ),
    );

    expect(({} as { polluted?: true }).polluted).toBeUndefined();
  });
});

/** Every address anywhere in a value. */
const hrefs = (value: unknown): readonly string[] =>
  typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([name, inside]) =>
        name === "href" ? [String(inside)] : hrefs(inside),
      )
    : [];

test("what an article may say runs nothing: its addresses are safe, and its page has no markup but ours", () => {
  let taken = 0;
  const kinds = [
    "javascript:alert(1)",
    " javascript:x",
    "JaVaScRiPt:x",
    "//evil.example",
    "vbscript:x",
  ];
  const hostile = fc.constantFrom(
    ...kinds,
    "<img src=x onerror=alert(1)>",
    "\u2028</script><script>",
  );
  const bodies = fc.array(
    fc.record({
      kind: fc.constantFrom("paragraph", "heading", "script", "html", "figure"),
      level: fc.constant(2),
      runs: fc.array(fc.record({ text: hostile, href: fc.oneof(hostile, fc.webUrl()) })),
      text: hostile,
    }),
  );
  fc.assert(
    fc.property(
      fc.oneof(
        mutantOf(article).map((text) => JSON.parse(text ?? "null") as unknown),
        bodies.map((body): unknown => ({ ...article, title: "<script>", body })),
      ),
      (given) => {
        const parsed = parseArticle(given);
        if (!parsed.ok) return;
        taken += 1;
        expect(hrefs(parsed.value).every(isSafeHref)).toBe(true);
        plainText(parsed.value.body);
        const html = renderToString(
          h(ArticleView, { article: parsed.value, words: wordsIn("uk") }),
        );
        const tags = html.replaceAll(/"[^"]*"/g, '""');
        expect(tags).not.toMatch(/<(script|iframe|object|embed)|<[a-z]+[^>]* on[a-z]+=/i);
        expect(html).not.toMatch(/(href|src)="\s*(javascript|vbscript|data):/i);
      },
    ),
    runs,
  );
  expect(taken).toBeGreaterThan(50);
});

test("an article's file never ends the script block that it stands in", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const file = writeArticle(
        anArticle({ title: `</script>${text}`.slice(0, 400), body: [] }) as Article,
      );
      expect(file).not.toMatch(/[<\n]/);
    }),
  );
});

test.each(signedKinds)("a signed file of kind %s: any bytes end in parts or a sentence", (kind) => {
  const file = new TextEncoder().encode(
    `soniakh-1 ${kind} ${"A".repeat(11)} ${"A".repeat(86)}\n${JSON.stringify(head)}\n`,
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uint8Array({ maxLength: 400 }),
        bending.map((bend) => bend(file)),
      ),
      (bytes) => {
        const { value, took } = timed(() => parseSignedFile(Uint8Array.from(bytes), kind));
        expect(took).toBeLessThan(second);
        if (value.ok) expect(value.value.signature).toHaveLength(64);
      },
    ),
    runs,
  );
});
