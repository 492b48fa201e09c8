import { expect, test } from "vitest";
import { atom, feedOf, read, rss, shapes } from "./feed-corpus.ts";
import { processorTime } from "../../../support/processor-time.ts";

/** The same names, all undefined: what is expected to be absent. */
const absent = (wanted: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.keys(wanted).map((name) => [name, undefined]));

test.each(shapes)("$name is read", ({ bytes, contentType, first }) => {
  const { items } = feedOf(bytes, contentType);

  expect(items).toHaveLength(1);
  expect({ ...absent(first), ...items[0] }).toMatchObject(first);
});

test("what the feed says of itself: name, language, how long to wait", () => {
  const about =
    "<language>uk-UA</language><ttl>90</ttl><atom:link rel='self' href='https://news.example/rss'/>";

  const feed = feedOf(rss("", about));

  expect(feed).toMatchObject({ kind: "RSS 2.0", title: "Новини", language: "uk-UA", minutes: 90 });
  expect(feed.self).toBe("https://news.example/rss");
});

test("an item that comes twice is one, as its later version says", () => {
  const twice = ["2024-03-05", "2024-03-06"].map(
    (day) => `<entry><id>1</id><title>${day}</title><updated>${day}T10:00:00Z</updated></entry>`,
  );

  expect(feedOf(atom(twice.join(""))).items.map(({ title }) => title)).toEqual(["2024-03-06"]);
});

test("a guid that every item shares is none: their pages are told apart", () => {
  const items = ["a", "b"].map(
    (name) =>
      `<item><title>${name}</title><guid>https://news.example/</guid><link>https://news.example/${name}</link></item>`,
  );

  const keys = feedOf(rss(items.join(""))).items.map(({ key }) => key);

  expect(keys).toEqual(["https://news.example/a", "https://news.example/b"]);
});

test("tombstones name what was deleted", () => {
  const grave =
    '<at:deleted-entry xmlns:at="http://purl.org/atompub/tombstones/1.0" ref="tag:1" when="2024-03-05T10:00:00Z"/>';

  expect(feedOf(atom(grave)).deleted).toEqual(["tag:1"]);
});

test("an item without a word is refused by its address, and so are pages, drafts and secrets of an export", () => {
  const feed = feedOf(
    rss(
      "<item><link>https://news.example/1</link></item>" +
        "<item><title>Про нас</title><wp:post_type>page</wp:post_type></item>" +
        "<item><title>Нове</title><wp:status>draft</wp:status></item>" +
        "<item><title>Таємне</title><wp:post_password>x</wp:post_password></item>",
    ),
  );

  expect(feed.items).toEqual([]);
  expect(feed.remarks.toSorted()).toEqual([
    "holds 1 of the kind page, which are no articles",
    "https://news.example/1 has neither a title nor a text",
    "Нове is not published there (draft)",
    "Таємне is behind a password",
  ]);
});

test("a page tells where its feeds and its WordPress are", () => {
  const found = read(
    '<!doctype html><html lang="uk"><link rel="alternate" type="application/rss+xml" href="/comments/feed/"><link rel="alternate" type="application/atom+xml" href="/atom"><link rel="https://api.w.org/" href="https://news.example/wp-json/">',
  );

  expect(found).toMatchObject({
    ok: false,
    page: {
      feeds: ["https://news.example/atom", "https://news.example/comments/feed/"],
      rest: "https://news.example/wp-json/",
      language: "uk",
    },
  });
});

test.each([
  ["", "is empty"],
  ["just words", "is no RSS, Atom or JSON Feed"],
  [
    '{"version":"https://jsonfeed.org/version/1","items":[{"id',
    "is JSON that broke off or has a mistake in it",
  ],
  ["[1,2]", "is JSON, but no JSON Feed"],
  ["<svg/>", "is no RSS, Atom or JSON Feed"],
])("%j is refused in a clause", (text, why) => {
  expect(read(text)).toMatchObject({ ok: false, why });
});

test("thousands of items are read within a second, and entities that multiply stay as they are written", () => {
  const bomb =
    '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>';
  const many = Array.from(
    { length: 4_000 },
    (_, at) =>
      `<item><title>${at} &c;</title><description>&lt;p&gt;текст&lt;/p&gt;</description></item>`,
  );

  const begun = processorTime();
  const { items } = feedOf(bomb + rss(many.join("")));

  expect(items).toHaveLength(4_000);
  expect(items[0]?.title).toBe("0 &c;");
  expect(processorTime() - begun).toBeLessThan(5_000);
});
