import fc from "fast-check";
import { expect, test } from "vitest";
import { parseArticle } from "../../../../src/protocol/article.ts";
import { deepest, isSafeHref } from "../../../../src/protocol/block.ts";
import { parseMoment } from "../../../../src/server/library/import/feeds/dates.ts";
import {
  languageOf,
  summaryWords,
  titleWords,
} from "../../../../src/server/library/import/feeds/item-words.ts";
import { readFeed } from "../../../../src/server/library/import/feeds/read-feed.ts";
import { decodeText } from "../../../../src/server/library/import/markup/decoding.ts";
import { readHtml, wordsOf } from "../../../../src/server/library/import/markup/html.ts";
import { readPosts } from "../../../../src/server/library/import/wordpress/posts.ts";
import { bending, bentText, mutantOf, timed } from "../../../support/fuzzing.ts";
import { anArticle } from "../a-library.ts";
import { aPost } from "./a-wordpress.ts";
import { depthOf, picturesIn, runsIn, withoutFigures } from "./block-reading.ts";
import { now, shapes } from "./feed-corpus.ts";

const url = "https://news.example/feed";
const second = 1_000;

const piece = fc.constantFrom(
  "<p>",
  "</p>",
  "<div>",
  "</div>",
  "<b>",
  "</i>",
  "<a href='",
  "javascript:alert(1)",
  "https://x.example/",
  "'>",
  "</a>",
  "<img src=",
  "data:image/svg+xml,<svg onload=alert(1)>",
  " onerror=alert(1) ",
  "<script>",
  "</script>",
  "<style>",
  "<svg>",
  "<math>",
  "<table>",
  "<tr>",
  "<td colspan=999999>",
  "<td rowspan=9999>",
  "<ul>",
  "<li>",
  "<blockquote>",
  "<figure>",
  "<figcaption>",
  "<noscript>",
  "<iframe src=//x.example>",
  "<template>",
  "<textarea>",
  "<title>",
  "<!--",
  "-->",
  "<![CDATA[",
  "]]>",
  "&#x6a;",
  "&#0;",
  "&#x110000;",
  "&nbsp;",
  "&",
  "<",
  ">",
  "\u0000",
  "\ud800",
  "<sup>",
  "<a href=#fn1>1</a>",
  "<li id=fn1>",
  '[vc_row a="',
  "[",
  "]",
  "<br>",
  "<pre>",
  "слово ",
  "\n\n",
  "srcset='a 1w, b 2x,'",
  "<object data=",
  "<base href=//evil.example>",
  "<form>",
  "<select>",
  "<p hidden>",
  "<frameset>",
);

const markup = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: piece },
      { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 12 }) },
    ),
    { maxLength: 80 },
  )
  .map((parts) => parts.join(""));

test("whatever the HTML, phones take what comes out, and no address in it is unsafe", () => {
  fc.assert(
    fc.property(markup, (html) => {
      const { value, took } = timed(() => readHtml(html, { base: url, language: "uk" }));
      const { blocks } = value;
      expect(parseArticle(anArticle({ body: withoutFigures(blocks) }))).toMatchObject({ ok: true });
      for (const { href } of runsIn(blocks)) {
        if (href === undefined) continue;
        expect(isSafeHref(href)).toBe(true);
        expect(href).toMatch(/^(?:https?:\/\/|mailto:)/i);
      }
      for (const picture of picturesIn(blocks)) expect(picture).toMatch(/^https?:\/\//);
      expect(depthOf(blocks)).toBeLessThanOrEqual(deepest);
      expect(took).toBeLessThan(second);
    }),
    { numRuns: 1_500 },
  );
});

test("whatever is done to a feed's text, reading it never throws and takes no second", () => {
  const texts = shapes.map(({ bytes }) => Buffer.from(bytes).toString("utf8"));
  const bent = fc.constantFrom(...texts).chain(bentText);
  fc.assert(
    fc.property(
      fc.oneof(
        bent,
        markup.map((html) => `<rss><item>${html}`),
      ),
      (text) => {
        const { value, took } = timed(() => readFeed({ bytes: Buffer.from(text), url, now }));
        if (value.ok)
          for (const { link } of value.feed.items) expect(link ?? "https:").toMatch(/^https?:/);
        expect(took).toBeLessThan(second);
      },
    ),
    { numRuns: 1_500 },
  );
});

test("bytes that are flipped and cut off are a feed or a clause", () => {
  fc.assert(
    fc.property(fc.constantFrom(...shapes), bending, ({ bytes, contentType }, bend) => {
      const bent = bend(typeof bytes === "string" ? Buffer.from(bytes) : bytes);
      const found = readFeed({
        bytes: bent,
        url,
        now,
        ...(contentType === undefined ? {} : { contentType }),
      });
      expect(found.ok || found.why.length > 0).toBe(true);
    }),
    { numRuns: 1_000 },
  );
});

test("JSON of any kind is a feed, posts or a clause", () => {
  const jsonFeed = JSON.parse(
    String(shapes.find(({ name }) => name === "JSON Feed 1.1")?.bytes),
  ) as unknown;
  fc.assert(
    fc.property(
      fc
        .oneof(mutantOf(jsonFeed), mutantOf([aPost(7), aPost(8)]))
        .filter((json) => typeof json === "string"),
      (json) => {
        const asking = { bytes: Buffer.from(json), url, now };
        const { took } = timed(() => [readFeed(asking), readPosts(asking)]);
        expect(took).toBeLessThan(second);
      },
    ),
    { numRuns: 1_500 },
  );
});

test("any bytes under any label are text", () => {
  const label = fc.oneof(
    fc.constantFrom("utf-8", "windows-1251", "utf-16", "koi8-u", "x-user-defined", "iso-2022-jp"),
    fc.string({ maxLength: 12 }),
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), label, (bytes, name) => {
      expect(typeof decodeText(bytes, `text/xml; charset=${name}`)).toBe("string");
    }),
  );
});

test("any words are a title, a summary, a language and perhaps a date", () => {
  fc.assert(
    fc.property(fc.oneof(markup, fc.string({ unit: "binary", maxLength: 200 })), (text) => {
      expect(titleWords(text).length).toBeLessThanOrEqual(500);
      expect(summaryWords(text).length).toBeLessThanOrEqual(601);
      expect(languageOf(text, text)).toMatch(/^[a-z]{2,3}$/);
      expect(parseMoment(text, now)?.day ?? "2024-01-01").toMatch(/^\d{4}-\d\d-\d\d$/);
    }),
    { numRuns: 1_500 },
  );
});

const megabyte = 1_000_000;
const floods: readonly (readonly [string, string])[] = [
  ["open tags", "<b>".repeat(megabyte)],
  ["closed tags", "</p>".repeat(megabyte)],
  ["brackets", "<".repeat(3 * megabyte)],
  ["ampersands", "&am".repeat(megabyte)],
  ["attributes", `<a ${"x=1 ".repeat(megabyte)}>`],
  ["one attribute", `<a href="${"a".repeat(3 * megabyte)}">x</a>`],
  ["comments", "<!--".repeat(megabyte)],
  ["sections", "<![CDATA[".repeat(300_000)],
  ["square brackets", "[a ".repeat(megabyte)],
  ["a shortcode that never ends", `[vc_row ${'a="b '.repeat(300_000)}`],
  ["spaces", " ".repeat(3 * megabyte)],
  ["candidates", `<img srcset="${"a.jpg 1w, ".repeat(200_000)}">`],
  ["notes", "<a href=#a>1</a><p id=a>x".repeat(60_000)],
  ["line breaks", "<br>".repeat(400_000)],
  ["cells", `<table>${"<tr><td rowspan=1000 colspan=1000>".repeat(20_000)}`],
  ["lists", "<ul><li>".repeat(200_000)],
  ["digits", "1".repeat(megabyte)],
  ["rules", "<hr>".repeat(400_000)],
];

test.each(floods)("a flood of %s ends within seconds, as a text and as a feed", (_, flood) => {
  const { took } = timed(() => {
    readHtml(flood, { base: url, language: "uk" });
    readFeed({
      bytes: Buffer.from(`<rss><item><title>${flood}</title><description>${flood}`),
      url,
      now,
    });
    wordsOf(flood);
    parseMoment(flood, now);
    titleWords(flood);
  });

  // Beside the server stands a process with a limit of its own, see markup-reader.ts.
  expect(took).toBeLessThan(6 * second);
});
