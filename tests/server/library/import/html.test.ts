import { expect, test } from "vitest";
import { deepest, plainText } from "../../../../src/protocol/block.ts";
import { readHtml } from "../../../../src/server/library/import/markup/html.ts";
import { depthOf, runsIn } from "./block-reading.ts";
import { processorTime } from "../../../support/processor-time.ts";

const read = (html: string, language = "uk") =>
  readHtml(html, { base: "https://news.example/a/", language });
const blocksOf = (html: string, language = "uk") => read(html, language).blocks;
const text = (words: string) => ({ kind: "paragraph", runs: [{ text: words }] });

test("paragraphs, headings, lists, quotes and rules", () => {
  const blocks = blocksOf(
    "<h1><strong>Перша</strong></h1><p>Раз <b>два</b> <i>три</i></p><hr><h4>Друга</h4><ul><li>а<ol><li>б</li></ol></li></ul><blockquote><p>ц</p></blockquote>",
  );

  expect(blocks).toEqual([
    { kind: "heading", level: 2, runs: [{ text: "Перша" }] },
    {
      kind: "paragraph",
      runs: [
        { text: "Раз " },
        { text: "два", strong: true },
        { text: " " },
        { text: "три", emphasis: true },
      ],
    },
    { kind: "rule" },
    { kind: "heading", level: 3, runs: [{ text: "Друга" }] },
    {
      kind: "list",
      ordered: false,
      items: [[text("а"), { kind: "list", ordered: true, items: [[text("б")]] }]],
    },
    { kind: "quote", blocks: [text("ц")] },
  ]);
});

test("text of the old days: line breaks for paragraphs, fonts, sections in sections", () => {
  expect(blocksOf("<font>Раз<br>два<br><br>три</font><div><div>чотири</div></div>п’ять")).toEqual([
    text("Раз\nдва"),
    text("три"),
    text("чотири"),
    text("п’ять"),
  ]);
});

test("links lead to http, https and mailto alone; the words of every other stay, with a remark", () => {
  const { blocks, remarks } = read(
    '<a href="../b?x=1">раз</a> <a href="mailto:o@x.example">два</a> <a href="javascript:alert(1)">три</a> <a href="data:text/html,x">чотири</a> <a href="java&#10;script:alert(1)">п’ять</a> <a href="https://u:p@x.example/">шість</a> <a href="tel:+380">сім</a>',
  );

  expect(runsIn(blocks).flatMap(({ href }) => href ?? [])).toEqual([
    "https://news.example/b?x=1",
    "mailto:o@x.example",
    "https://x.example/",
  ]);
  expect(plainText(blocks)).toBe("раз два три чотири п’ять шість сім");
  expect(remarks).toHaveLength(4);
});

test("scripts, styles, forms, hidden things and the furniture of sites vanish", () => {
  const hostile =
    '<script>alert(1)</script><style>p{}</style><form>ім’я<input></form><p hidden>x</p><p style="display: none">x</p><svg onload=alert(1)><text>x</text></svg><div class="sharedaddy sd-sharing">Поділитися</div><template>x</template><p onclick="alert(1)">слово</p><textarea><script>x</script></textarea>';

  expect(blocksOf(hostile)).toEqual([text("слово")]);
});

test("a picture: the size that is wide enough, its caption, its description from wherever it is told", () => {
  const blocks = blocksOf(
    '<figure><img src="/b-300x200.jpg" srcset="/b-300x200.jpg 300w, /b-768x512.jpg 768w, /b.jpg 3000w" alt="IMG_2041.jpg"><figcaption>Хліб <em>на столі</em></figcaption></figure>' +
      '<p>до <img src="/c.png" alt="Сіль"> після</p><img src="data:image/gif;base64,R0" data-src="/d.jpg" title="Вода"><noscript><img src="/d.jpg"></noscript>',
  );

  expect(blocks).toEqual([
    {
      kind: "figure",
      media: "https://news.example/b-768x512.jpg",
      alt: "Хліб на столі",
      caption: [{ text: "Хліб " }, { text: "на столі", emphasis: true }],
    },
    text("до"),
    { kind: "figure", media: "https://news.example/c.png", alt: "Сіль", caption: [] },
    text("після"),
    { kind: "figure", media: "https://news.example/d.jpg", alt: "Вода", caption: [] },
  ]);
});

test("counters of readers are nothing, and signs in the text are their words", () => {
  expect(
    blocksOf(
      '<p>так <img class="wp-smiley" src="/s.svg" alt="🙂"><img src="/p.gif" width="1" height="1"></p>',
    ),
  ).toEqual([text("так 🙂")]);
});

test("galleries and captions of WordPress, old and new", () => {
  const blocks = blocksOf(
    '<figure class="wp-block-gallery"><figure><img src="/1.jpg" alt="а"></figure><figure><img src="/2.jpg" alt="б"></figure><figcaption>Разом</figcaption></figure>' +
      '<div class="gallery"><dl class="gallery-item"><dt><a href="/x"><img src="/3.jpg" alt="в"></a></dt><dd class="wp-caption-text">Третя</dd></dl></div>' +
      '<div class="wp-caption"><img src="/4.jpg"><p class="wp-caption-text">Четверта</p></div>',
  );

  expect(
    blocks.map((block) =>
      block.kind === "figure" ? [block.alt, plainText([block])] : plainText([block]),
    ),
  ).toEqual([["а", ""], ["б", ""], "Разом", ["в", "Третя"], ["Четверта", "Четверта"]]);
});

test("what plays elsewhere is a link with words in the article's language", () => {
  const html =
    '<iframe src="//www.youtube.com/embed/abcdefghijk?rel=0" title="YouTube video player"></iframe><audio><source src="/a.mp3"></audio><figure class="wp-block-embed"><div>\nhttps://t.example/1\n</div></figure>';

  expect(runsIn(blocksOf(html))).toEqual([
    { text: "Відео: youtube.com", href: "https://www.youtube.com/watch?v=abcdefghijk" },
    { text: "Аудіо: a.mp3", href: "https://news.example/a.mp3" },
    { text: "https://t.example/1", href: "https://t.example/1" },
  ]);
  expect(runsIn(blocksOf(html, "en"))[0]?.text).toBe("Video: youtube.com");
});

test("tables of figures are tables, with spans; tables that lay out a page are not", () => {
  const blocks = blocksOf(
    '<table><thead><tr><th>Рік<th>Число<th>Ще</thead><tr><td rowspan="2">2022<td colspan="2">11<tr><td>12<td>13</table><table><tr><td><table><tr><td>а</table><td><h2>б</h2></table>',
  );

  const cell = (words: string) => [{ text: words }];
  expect(blocks).toEqual([
    {
      kind: "table",
      head: [cell("Рік"), cell("Число"), cell("Ще")],
      rows: [
        [cell("2022"), cell("11"), []],
        [[], cell("12"), cell("13")],
      ],
    },
    text("а"),
    { kind: "heading", level: 2, runs: [{ text: "б" }] },
  ]);
});

test("footnotes stand behind their marks, of WordPress and of anybody", () => {
  const blocks = blocksOf(
    '<p>Раз<sup data-fn="u"><a href="#u" id="u-link">1</a></sup>, два<a href="#_ftn2">[2]</a>.</p><ol class="wp-block-footnotes"><li id="u">Перша <a href="#u-link">↩︎</a></li></ol><hr><p id="_ftn2"><a href="#_ftnref2">[2]</a> Друга.</p>',
  );

  expect(blocks).toEqual([
    {
      kind: "paragraph",
      runs: [{ text: "Раз", note: "Перша" }, { text: ", два", note: "Друга." }, { text: "." }],
    },
  ]);
});

test("definitions, details, code, quotations and powers keep their meaning", () => {
  expect(
    blocksOf(
      "<dl><dt>Слово</dt><dd>Що значить</dd></dl><details><summary>Більше</summary>Тут</details><pre>a\n  b</pre><q>ц</q> м<sup>2</sup>",
    ),
  ).toEqual([
    { kind: "paragraph", runs: [{ text: "Слово", strong: true }] },
    text("Що значить"),
    { kind: "paragraph", runs: [{ text: "Більше", strong: true }] },
    text("Тут"),
    text("a\n  b"),
    text("«ц» м²"),
  ]);
});

test("shortcodes that nobody carried out are gone, other brackets stay", () => {
  expect(
    plainText(
      blocksOf(
        '<p>[contact-form-7 id=&#8221;5&#8243; title=&#8221;Форма&#8221;]Текст [1] [sic][vc_row el="a"] і [/vc_row]далі […]</p>',
      ),
    ),
  ).toBe("Текст [1] [sic] і далі […]");
});

test("lists and quotes in each other are lifted up at the sixth level", () => {
  const blocks = blocksOf(`${"<blockquote><ul><li>".repeat(30)}слово`);

  expect(depthOf(blocks)).toBe(deepest);
  expect(plainText(blocks)).toBe("слово");
});

test("ten megabytes of tags in each other end within a second", () => {
  const begun = processorTime();
  const { remarks } = read("<div><b><span>".repeat(720_000));

  expect(remarks.join()).toContain("too deep");
  expect(processorTime() - begun).toBeLessThan(1_500);
});

test("a text longer than an article may be is cut, with a remark", () => {
  const { blocks, remarks } = read("<p>слово за словом</p>".repeat(6_000));

  expect(blocks.length).toBeLessThan(5_000);
  expect(remarks).toEqual(["is longer than an article may be; the rest was left out"]);
});
