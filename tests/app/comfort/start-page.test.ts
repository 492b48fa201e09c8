// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { makeStartPage, type Showing } from "../../../src/app/reading/comfort/start-page.ts";
import type { Settings } from "../../../src/device/facts.ts";
import { type Slug, writeArticle } from "../../../src/protocol/article.ts";
import { articleNumber, hashed } from "../../support/library-fixture.ts";

const article = articleNumber(1, {
  body: [
    { kind: "paragraph", runs: [{ text: "Раз <b>два</b>" }] },
    { kind: "paragraph", runs: [{ text: "три" }] },
  ],
});
const template =
  '<!doctype html><html lang="en"><head><meta name="theme-color" content="#FBF8F1" media="(prefers-color-scheme: light)" /><meta name="theme-color" content="#14150F" media="(prefers-color-scheme: dark)" /><title>x</title><!--head--></head><body><div id="app"><!--app--></div><!--data--></body></html>';
const settings: Settings = { look: "phone", size: 0 };

/** What the reader's phone keeps, parsed as a browser would. */
function keep(
  showing: Partial<Showing> = {},
  { json = writeArticle(article), translation = undefined as Slug | undefined } = {},
): Document | undefined {
  const html = makeStartPage(
    template,
    document.implementation.createHTMLDocument(""),
    { article, hash: hashed(json), json },
    translation,
    { language: "uk", name: { uk: "Сонях", en: "Soniakh" }, settings, ...showing },
  );
  return html === undefined ? undefined : new DOMParser().parseFromString(html, "text/html");
}

test("the page shows the article, each block with its number, and nothing of the text becomes markup", () => {
  const page = keep();

  const blocks = [...(page?.querySelectorAll("[data-block]") ?? [])];
  expect(blocks.map((block) => block.getAttribute("data-block"))).toEqual(["0", "1"]);
  expect(blocks.map(({ textContent }) => textContent)).toEqual(["Раз <b>два</b>", "три"]);
  expect(page?.documentElement.lang).toBe("uk");
  expect(page?.documentElement.dataset["awaits"]).toBe("app");
  expect(page?.title).toBe("Сонях");
  expect(page?.querySelector("#served")?.getAttribute("data-hash")).toBe(
    hashed(writeArticle(article)),
  );
});

test("it names the translation as the newsroom's own page does, where there is one", () => {
  const other = keep({}, { translation: "article-one" as Slug })?.querySelector("link[hreflang]");

  expect(other?.getAttribute("hreflang")).toBe("en");
  expect(other?.getAttribute("href")).toBe("/a/article-one");
  expect(keep()?.querySelector("link[hreflang]")).toBeNull();
});

test("it looks as the reader chose, the system's bar too", () => {
  const colours = (page: Document | undefined): readonly unknown[] =>
    [...(page?.querySelectorAll('meta[name="theme-color"]') ?? [])].map((meta) =>
      meta.getAttribute("content"),
    );

  const dark = keep({ settings: { look: "dark", size: 2, width: "wide" } });

  expect(dark?.documentElement.dataset).toMatchObject({
    look: "dark",
    size: "largest",
    width: "wide",
  });
  expect(colours(dark)).toEqual(["#14150F", "#14150F"]);
  expect(colours(keep({ settings: { look: "light", size: 0 } }))).toEqual(["#FBF8F1", "#FBF8F1"]);
  expect(colours(keep())).toEqual(["#FBF8F1", "#14150F"]);
});

test("no page is kept of bytes that could end their block, nor with the words of another language", () => {
  expect(keep({}, { json: '{"</script><script>":1}' })).toBeUndefined();
  // English is loaded only where it is asked for.
  expect(keep({ language: "en" })).toBeUndefined();
});
