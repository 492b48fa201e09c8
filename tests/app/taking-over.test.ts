// @vitest-environment happy-dom
import { h, hydrate } from "preact";
import { renderToString } from "preact-render-to-string";
import { beforeEach, expect, test } from "vitest";
import { readServedPage } from "../../src/app/shell/served-page.ts";
import { type Slug, writeArticle } from "../../src/protocol/article.ts";
import type { Hash } from "../../src/protocol/bytes.ts";
import { ArticlePage } from "../../src/rendering/pages.ts";
import { servedArticle } from "../../src/rendering/served.ts";
import { intoTemplate } from "../../src/rendering/template.ts";
import { wordsIn } from "../../src/rendering/words-in.ts";
import { articleNumber, hashed } from "../support/library-fixture.ts";

const article = articleNumber(1, {
  body: [
    {
      kind: "paragraph",
      runs: [{ text: "Раз", strong: true, note: "примітка" }, { text: ", два" }],
    },
    { kind: "list", ordered: false, items: [[{ kind: "paragraph", runs: [{ text: "три" }] }]] },
    { kind: "table", head: [], rows: [[[{ text: "чотири" }]]] },
  ],
  corrections: [{ date: "2026-11-10", text: "Було «п’ять»." }],
});
const newsroom = { name: { uk: "Сонях", en: "Soniakh" }, origin: "https://news.example" };
const template =
  '<!doctype html><html lang="en"><head><title>x</title><!--head--></head><body><div id="app"><!--app--></div><!--data--></body></html>';

beforeEach(() => {
  const served = servedArticle(newsroom, {
    article,
    json: writeArticle(article),
    translations: [{ language: "en", slug: "article-1" as Slug }],
    isListed: true,
  });
  const html = intoTemplate(template, served, { render: renderToString, hashOf: hashed });
  const page = new DOMParser().parseFromString(html, "text/html");
  document.documentElement.lang = page.documentElement.lang;
  document.head.replaceChildren(...page.head.childNodes);
  document.body.replaceChildren(...page.body.childNodes);
});

const hashOf = async (text: string): Promise<Hash> => hashed(text);

test("a served article is read from its own exact bytes, with its translation", async () => {
  const page = await readServedPage(document, hashOf);

  expect(page).toMatchObject({ kind: "article", language: "uk", translation: "/a/article-1" });
  expect(page?.kind === "article" && page.article).toEqual(article);
});

test("bytes that do not fit their hash are not used", async () => {
  const block = document.querySelector("#served")!;
  block.textContent = block.textContent!.replace("Раз", "Ні");

  expect(await readServedPage(document, hashOf)).toBeUndefined();
});

test("the same component takes the page over without touching a node of it", async () => {
  const page = await readServedPage(document, hashOf);
  if (page?.kind !== "article") throw new Error("no article was served");
  const root = document.querySelector("#app")!;
  const before = Array.from(root.querySelectorAll("*"));
  const html = root.innerHTML;

  const { translation } = page;
  hydrate(
    h(ArticlePage, { words: wordsIn("uk"), name: "Сонях", article: page.article, translation }),
    root,
  );

  expect(Array.from(root.querySelectorAll("*"))).toEqual(before);
  expect(root.innerHTML).toBe(html);
});
