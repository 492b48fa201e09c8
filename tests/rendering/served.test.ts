import { readFileSync } from "node:fs";
import { h } from "preact";
import { renderToString } from "preact-render-to-string";
import { expect, test } from "vitest";
import type { Article, ArticleMedia, Slug } from "../../src/protocol/article.ts";
import { writeArticle } from "../../src/protocol/article.ts";
import type { Block } from "../../src/protocol/block.ts";
import type { Hash } from "../../src/protocol/bytes.ts";
import type { Entry } from "../../src/protocol/edition.ts";
import { ArticleView } from "../../src/rendering/article-view.ts";
import { dayInWords } from "../../src/rendering/dates.ts";
import {
  servedArticle,
  servedFront,
  servedMissing,
  servedPrivacy,
  servedShell,
  servedTag,
  servedWithdrawn,
} from "../../src/rendering/served.ts";
import { intoTemplate } from "../../src/rendering/template.ts";
import { wordsIn } from "../../src/rendering/words-in.ts";

const hash = (letter: string): Hash => letter.repeat(43) as Hash;
const newsroom = { name: { uk: "Сонях", en: "Soniakh" }, origin: "https://news.example" };

const picture = {
  colour: "#f8e9c4",
  files: [
    { hash: hash("A"), type: "avif", width: 360, height: 214, bytes: 5_000 },
    { hash: hash("B"), type: "avif", width: 720, height: 428, bytes: 15_000 },
    { hash: hash("C"), type: "jpg", width: 360, height: 214, bytes: 9_000 },
    { hash: hash("D"), type: "jpg", width: 720, height: 428, bytes: 25_000 },
  ],
} as const;

function anArticle(overrides: Partial<Article> = {}): Article {
  return {
    format: 1,
    id: "a".repeat(22),
    work: "w".repeat(22),
    slug: "try-zymy",
    language: "uk",
    title: "Три зими бабусиної кухні",
    summary: "Першої зими ми рахували години.",
    date: "2026-11-09",
    provenance: "told-to-us",
    tags: ["Розповідь"],
    corrections: [],
    body: [{ kind: "paragraph", runs: [{ text: "Щовечора вона ставила свічку." }] }],
    ...overrides,
  } as Article;
}

function anEntry(overrides: Partial<Entry> = {}): Entry {
  const { body: _body, corrections: _corrections, ...shared } = anArticle();
  return {
    ...shared,
    minutes: 7,
    article: hash("E"),
    bytes: 1_234,
    pictures: [],
    lead: { ...picture, alt: "Свічка" },
    ...overrides,
  } as Entry;
}

const render = (article: Article): string =>
  renderToString(h(ArticleView, { article, words: wordsIn("uk") }));
const withBody = (...body: Block<ArticleMedia>[]): string => render(anArticle({ body }));

test("every kind of block becomes its element", () => {
  const html = withBody(
    { kind: "heading", level: 2, runs: [{ text: "Зима" }] },
    {
      kind: "list",
      ordered: true,
      items: [[{ kind: "paragraph", runs: [{ text: "перше", strong: true }] }]],
    },
    { kind: "quote", blocks: [{ kind: "paragraph", runs: [{ text: "Сідайте", emphasis: true }] }] },
    { kind: "table", head: [[{ text: "День" }]], rows: [[[{ text: "Вівторок" }]]] },
    { kind: "rule" },
    { kind: "unknown", text: "щось новіше" },
  );

  expect(html).toContain("<h2>Зима</h2>");
  expect(html).toContain("<ol><li><strong>перше</strong></li></ol>");
  expect(html).toContain("<blockquote><p><em>Сідайте</em></p></blockquote>");
  expect(html).toContain('role="region" tabindex="0" aria-label="Таблиця, її можна гортати вбік"');
  expect(html).toContain('<th scope="col">День</th>');
  expect(html).toContain("<hr/>");
  expect(html).toContain("<p>щось новіше</p>");
});

test("a picture offers both formats, keeps its place and says what it shows", () => {
  const html = withBody({
    kind: "figure",
    media: { kind: "picture", ...picture },
    alt: "Свічка на вікні",
    caption: [{ text: "Січень" }],
  });

  expect(html).toContain(
    `srcset="/library/media/${hash("A")}.avif 360w, /library/media/${hash("B")}.avif 720w"`,
  );
  expect(html).toContain(`src="/library/media/${hash("D")}.jpg"`);
  expect(html).toContain('alt="Свічка на вікні" width="720" height="428"');
  expect(html).toContain('fill="#f8e9c4"');
  expect(html).toContain("<figcaption>Січень</figcaption>");
});

test("notes are numbered in their order and lead there and back", () => {
  const html = withBody({
    kind: "paragraph",
    runs: [
      { text: "Раз", note: "перша" },
      { text: " два", note: "друга" },
    ],
  });

  expect(html).toMatch(
    /Раз<sup><a href="#note-1" id="note-mark-1"[^>]*>1<\/a><\/sup> два<sup><a href="#note-2"/,
  );
  expect(html).toMatch(/<li id="note-2">друга <a href="#note-mark-2"/);
});

test.each([
  "javascript:alert(1)",
  "JaVaScRiPt:alert(1)",
  "java\nscript:alert(1)",
  "data:text/html,<script>alert(1)</script>",
  "vbscript:x",
  "//evil.example",
  "\\\\evil.example",
])("an address like %j is text, not a link", (href) => {
  const html = withBody({ kind: "paragraph", runs: [{ text: "сюди", href }] });

  expect(html).toContain("<p>сюди</p>");
  expect(html).not.toContain('href="j');
});

test("markup in any text stays text", () => {
  const hostile = '"><script>alert(1)</script><img src=x onerror=alert(1)>';
  const html = render(
    anArticle({
      title: hostile,
      summary: hostile,
      byline: hostile,
      warning: hostile,
      verified: hostile,
      tags: [hostile],
      corrections: [{ date: "2026-11-10", text: hostile }],
      lead: { ...picture, alt: hostile, caption: hostile },
      body: [
        {
          kind: "paragraph",
          runs: [
            {
              text: hostile,
              note: hostile,
              href: `https://example.org/?${encodeURIComponent(hostile)}`,
            },
          ],
        },
        {
          kind: "figure",
          media: { kind: "picture", ...picture },
          alt: hostile,
          caption: [{ text: hostile }],
        },
        { kind: "unknown", text: hostile },
      ],
    }),
  );

  expect(html).not.toMatch(/<script/i);
  expect(html.replaceAll(/"[^"]*"/g, "")).not.toMatch(/<[^>]*onerror/i);
});

test("a content warning closes the text, not the title", () => {
  const html = render(anArticle({ warning: "Тут про поранення." }));

  expect(html).toMatch(
    /<h1>.*<\/h1>.*<details class="warning"><summary>.*Тут про поранення\..*<\/summary><div class="body">/,
  );
});

test("days are printed from their own digits", () => {
  expect(dayInWords("2026-11-09", wordsIn("uk"), true)).toBe("9\u00a0листопада\u00a02026");
  expect(dayInWords("2026-01-01", wordsIn("en"), false)).toBe("1\u00a0January");
});

const template =
  '<!doctype html><html lang="uk"><head><title>Сонях</title><!--head--></head><body><div id="app"><!--app--></div><!--data--></body></html>';
const fill = (served: Parameters<typeof intoTemplate>[1]): string =>
  intoTemplate(template, served, { render: renderToString, hashOf: () => hash("H") });

test("a served article holds its own exact bytes and no way to break out of them", () => {
  const article = anArticle({ title: "</script><script>alert(1)</script> $& $1" });
  const json = writeArticle(article);

  const html = fill(
    servedArticle(newsroom, {
      article,
      json,
      translations: [{ language: "en", slug: "three-winters" as Slug }],
      isListed: true,
    }),
  );

  expect(html).toContain(
    `<script type="application/json" id="served" data-hash="${hash("H")}">${json}</script>`,
  );
  expect(html.match(/<script/g)).toHaveLength(2);
  expect(html.match(/<script type="application\/(ld\+)?json"/g)).toHaveLength(2);
  expect(html).toContain(
    '<link rel="alternate" hreflang="en" href="https://news.example/a/three-winters"/>',
  );
  expect(html).toContain('<div id="app" data-served="article">');
});

test("what a page shows is drawn before it, and the rest after it: nothing twice, nothing lost", () => {
  const svg = readFileSync(new URL("../../src/rendering/drawings.svg", import.meta.url), "utf8");
  const built = template.replace(
    "</body>",
    () => `<div hidden>${svg.replace(/<!--[^]*?-->|\s*\n\s*| xmlns="[^"]*"/g, "")}</div></body>`,
  );
  const names = (html: string): readonly string[] =>
    Array.from(html.matchAll(/<(?:g|path|circle) id="([^"]+)"/g), ([, name]) => name!);

  const html = intoTemplate(
    built,
    servedArticle(newsroom, {
      article: anArticle(),
      json: "{}",
      translations: [],
      isListed: true,
    }),
    { render: renderToString, hashOf: () => hash("H") },
  );

  const [before, page, after] = html.split(/(<div id="app"[^]*)(?=<div hidden>)/) as [
    string,
    string,
    string,
  ];
  const used = new Set(
    Array.from(page.matchAll(/href="#(icon-[^"]+|seed|petal)"/g), ([, one]) => one!),
  );
  expect(used.size).toBeGreaterThan(3);
  expect(new Set(names(before))).toEqual(used);
  expect([...names(before), ...names(after)].toSorted()).toEqual([...names(svg)].toSorted());
});

test("an article's text stands before the second style sheet and the app's script, a list's after all", () => {
  const built = template.replace(
    "</head>",
    '<script type="module" crossorigin src="/assets/index-1.js"></script><style>p{margin:0}</style><style>.row{margin:0}</style></head>',
  );
  const filled = (served: Parameters<typeof intoTemplate>[1]): string =>
    intoTemplate(built, served, {
      render: renderToString,
      hashOf: () => hash("H"),
      textFirst: true,
    });
  const page = { article: anArticle(), json: "{}", translations: [], isListed: true };

  const article = filled(servedArticle(newsroom, page));
  const front = filled(servedFront(newsroom, "uk", { entries: [], from: 0 }));

  const order = (html: string): readonly string[] =>
    html.match(/<style>[^]*?<\/style>|<\/head>|<main|<\/main|<script type="\w+/g) ?? [];
  const [first, second] = ["<style>p{margin:0}</style>", "<style>.row{margin:0}</style>"];
  const [script, data] = ['<script type="module', '<script type="application'];
  const around = [first, "</head>", "<main", "</main"];
  expect(order(article)).toEqual([...around, script, second, data, data]);
  // What takes more than one round trip does not keep the app waiting for all of it.
  const long = filled({ ...servedArticle(newsroom, page), isLong: true });
  expect(order(long).slice(0, 5)).toEqual([script, first, second, "</head>", "<main"]);
  expect(order(front).slice(0, 5)).toEqual([script, first, second, "</head>", "<main"]);
});

test("no served page has a style attribute, and each has one h1, a main and a language", () => {
  const body: Block<ArticleMedia>[] = [
    { kind: "paragraph", runs: [{ text: "Ми не знаємо, хто ви." }] },
  ];
  const pages = (["uk", "en"] as const).flatMap((language) => [
    servedArticle(newsroom, {
      article: anArticle({ language, lead: { ...picture, alt: "Свічка" } }),
      json: "{}",
      translations: [],
      isListed: true,
    }),
    servedFront(newsroom, language, {
      entries: [anEntry(), anEntry({ id: "b".repeat(22) as Entry["id"] })],
      from: 0,
      next: 20,
    }),
    servedFront(newsroom, language, { entries: [], from: 0 }),
    servedTag(newsroom, language, "Порада", { entries: [anEntry()], from: 0 }),
    servedPrivacy(newsroom, language, body),
    servedWithdrawn(newsroom, language),
    servedMissing(newsroom, language),
    servedShell(newsroom, language),
  ]);

  for (const page of pages) {
    const html = fill(page);
    expect(html).not.toMatch(/<[^>]*\sstyle=/);
    expect(html).toContain(`<html lang="${page.language}"`);
    expect(html.match(/<main /g)).toHaveLength(1);
    if (page.kind !== "shell") expect(html.match(/<h1/g)).toHaveLength(1);
    expect(html.match(/<title>/g)).toHaveLength(1);
  }
});

test("a withdrawn article answers 410 and a missing one 404", () => {
  expect(servedWithdrawn(newsroom, "uk").status).toBe(410);
  expect(fill(servedWithdrawn(newsroom, "uk"))).toContain("Цю статтю відкликано");
  expect(servedMissing(newsroom, "en").status).toBe(404);
});

test("a list prints the year only where it is not the newest article's", () => {
  const html = fill(
    servedFront(newsroom, "uk", {
      entries: [anEntry({ date: "2026-11-09" }), anEntry({ date: "2022-11-11" })],
      from: 0,
    }),
  );

  expect(html).toContain(">9\u00a0листопада</time>");
  expect(html).toContain(">11\u00a0листопада\u00a02022</time>");
});

test("writing has no address of its own", () => {
  const html = fill(servedFront(newsroom, "en", { entries: [anEntry()], from: 0 }));

  expect(html).toContain('<a href="/en/" data-place="write">');
});
