// @vitest-environment happy-dom
// An article's page stands before the second style sheet: nothing that it shows may be drawn by that one.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { renderToString } from "preact-render-to-string";
import { expect, test } from "vitest";
import type { Article } from "../../src/protocol/article.ts";
import type { Hash } from "../../src/protocol/bytes.ts";
import { servedArticle, servedFront } from "../../src/rendering/served.ts";

const styles = join(import.meta.dirname, "../../src/app/styles");
const newsroom = { name: { uk: "Сонях", en: "Soniakh" }, origin: "https://news.example" };
const hash = (letter: string): Hash => letter.repeat(43) as Hash;
const picture = {
  colour: "#f8e9c4",
  alt: "Свічка",
  caption: "Свічка на столі",
  files: [{ hash: hash("C"), type: "jpg", width: 360, height: 214, bytes: 9_000 }],
} as const;

const text = "Щовечора вона ставила свічку.";
const paragraph = { kind: "paragraph", runs: [{ text, note: text, href: "https://a.example/" }] };
const article = {
  format: 1,
  id: "a".repeat(22),
  work: "w".repeat(22),
  slug: "try-zymy",
  language: "uk",
  title: "Три зими",
  summary: text,
  byline: "Хтось",
  verified: text,
  warning: text,
  date: "2026-11-09",
  provenance: "told-to-us",
  tags: ["Розповідь"],
  lead: picture,
  corrections: [{ date: "2026-11-10", text }],
  body: [
    paragraph,
    { kind: "heading", level: 2, runs: [{ text }] },
    { kind: "heading", level: 3, runs: [{ text }] },
    { kind: "list", ordered: false, items: [[paragraph]] },
    { kind: "list", ordered: true, items: [[paragraph]] },
    { kind: "quote", blocks: [paragraph] },
    { kind: "figure", media: { kind: "picture", ...picture }, alt: "Свічка", caption: [{ text }] },
    { kind: "rule" },
    { kind: "unknown", text },
  ],
} as unknown as Article;

/** Rules of a sheet, those within `@media` too where it is about the screen's width. */
function selectorsOf(css: string): readonly string[] {
  const selectors: string[] = [];
  const plain = css.replace(/\/\*[^]*?\*\//g, "");
  const rules = /([^{}]+)\{((?:[^{}]|\{[^{}]*\})*)\}/g;
  for (const [, head = "", body = ""] of plain.matchAll(rules)) {
    const name = head.trim();
    if (name.startsWith("@media") && name.includes("width")) selectors.push(...selectorsOf(body));
    else if (!name.startsWith("@")) selectors.push(name);
  }
  return selectors;
}

const imports = Array.from(
  readFileSync(join(styles, "reading.css"), "utf8").matchAll(/@import "\.\/(.+)"/g),
  ([, file]) => file!,
);
const second = imports.slice(imports.indexOf("rest.css") + 1);
const selectors = second.flatMap((file) => selectorsOf(readFileSync(join(styles, file), "utf8")));

/** The rules of the second sheet that would be missed; what comes before and after an element is part of it. */
function missed(html: string): readonly string[] {
  const page = new DOMParser().parseFromString(html, "text/html");
  return selectors.filter((selector) =>
    selector
      .split(/,(?![^(]*\))/)
      .some((one) => page.querySelector(one.replace(/::?(before|after|marker|backdrop)/g, ""))),
  );
}

test.each([
  ["whole, with all that an article can have", article, undefined],
  ["with nothing but text", { ...article, warning: undefined, lead: undefined }, undefined],
  ["the beginning of a long one", article, article.body.slice(0, 2)],
] as const)("an article's page, %s, is drawn by the first sheet alone", (_, shown, beginning) => {
  const served = servedArticle(newsroom, {
    article: shown as Article,
    json: "{}",
    translations: [{ language: "en", slug: "three-winters" as Article["slug"] }],
    isListed: true,
    ...(beginning === undefined ? {} : { beginning }),
  });

  expect(missed(renderToString(served.body))).toEqual([]);
});

test("a list's page needs the second sheet, and the look at it would see that", () => {
  const served = servedFront(newsroom, "uk", { entries: [], from: 0 });

  expect(selectors.length).toBeGreaterThan(80);
  expect(missed(renderToString(served.body))).toContain(".masthead");
});
