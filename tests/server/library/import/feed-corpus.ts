import { expect } from "vitest";
import type { Feed } from "../../../../src/server/library/import/feeds/feed.ts";
import { readFeed } from "../../../../src/server/library/import/feeds/read-feed.ts";

export const now = Date.UTC(2026, 10, 23, 12);

/** Reads bytes as if they had come from https://news.example/feed. */
export const read = (text: string | Uint8Array, contentType?: string) =>
  readFeed({
    bytes: typeof text === "string" ? Buffer.from(text) : text,
    url: "https://news.example/feed",
    now,
    ...(contentType === undefined ? {} : { contentType }),
  });

/** The feed, or an error with the reason why there is none. */
export function feedOf(text: string | Uint8Array, contentType?: string): Feed {
  const found = read(text, contentType);
  if (!found.ok) throw new Error(found.why);
  return found.feed;
}

export const rss = (items: string, channel = ""): string =>
  `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Новини</title><link>https://news.example/</link>${channel}${items}</channel></rss>`;

export const atom = (entries: string, feed = ""): string =>
  `<feed xmlns="http://www.w3.org/2005/Atom"><title>Новини</title><id>urn:feed</id>${feed}${entries}</feed>`;

/** Letters as single bytes of an old Cyrillic table. */
export function inBytes(text: string, encoding: "windows-1251" | "koi8-u"): Uint8Array {
  const table = new Map(
    Array.from({ length: 256 }, (_, byte) => [
      new TextDecoder(encoding).decode(Uint8Array.of(byte)),
      byte,
    ]),
  );
  return Uint8Array.from(Array.from(text, (letter) => table.get(letter) ?? 0x3f));
}

const long =
  "Щовечора вона ставила на підвіконня свічку, щоб сусіди знали: тут є кому відчинити. ".repeat(12);
const item = (inside: string): string => `<item>${inside}</item>`;

/** A shape of feed that is found in the world, and what its first item must be. */
export interface Shape {
  readonly name: string;
  readonly bytes: string | Uint8Array;
  readonly contentType?: string;
  readonly first: Readonly<Record<string, unknown>>;
}

const windows =
  "<?xml version='1.0' encoding='windows-1251'?><rss version='2.0'><channel><item><title>Хліб на всіх</title></item></channel></rss>";

/** RSS, Atom and JSON Feed as people publish them. */
export const shapes: readonly Shape[] = [
  {
    name: "RSS 2.0 of WordPress",
    bytes: rss(
      item(
        `<title>Хліб на всіх</title><link>https://news.example/bread/</link><dc:creator><![CDATA[Олена Ткач]]></dc:creator><pubDate>Tue, 05 Mar 2024 22:30:00 +0000</pubDate><category><![CDATA[Життя]]></category><category><![CDATA[Без категорії]]></category><guid isPermaLink="false">https://news.example/?p=7</guid><description><![CDATA[Коротко [&#8230;]]]></description><content:encoded><![CDATA[<p>${long}</p>]]></content:encoded>`,
      ),
    ),
    first: {
      key: "https://news.example/?p=7",
      title: "Хліб на всіх",
      link: "https://news.example/bread/",
      byline: "Олена Ткач",
      tags: ["Життя"],
      isExcerpt: false,
      summary: "Коротко…",
      date: { day: "2024-03-05", time: Date.UTC(2024, 2, 5, 22, 30) },
    },
  },
  {
    name: "RSS 2.0 whose guid is the address, and no link",
    bytes: rss(
      item(`<title>a</title><guid>https://news.example/a</guid><description>${long}</description>`),
    ),
    first: { key: "https://news.example/a", link: "https://news.example/a", isExcerpt: false },
  },
  {
    name: "RSS 2.0 with a guid that is no address",
    bytes: rss(
      item(
        "<title>a</title><guid isPermaLink='false'>https://x.example/id</guid><description>b</description>",
      ),
    ),
    first: { key: "https://x.example/id", isExcerpt: true },
  },
  {
    name: "RSS 0.91 with its DTD, relative addresses and a title with markup",
    bytes: `<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss version="0.91"><channel><title>t</title><link>https://old.example/news/</link><item><title>&lt;b&gt;Хліб&lt;/b&gt; &amp;amp; сіль</title><link>../a.html</link></item></channel></rss>`,
    first: { title: "Хліб & сіль", link: "https://old.example/a.html" },
  },
  {
    name: "RSS 1.0 (RDF), items beside the channel",
    bytes: `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:d="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://r.example/"><title>t</title><link>https://r.example/</link></channel><item rdf:about="https://r.example/1"><title>Хліб</title><link>https://r.example/1</link><description>${long}</description><d:date>2024-03-05T10:00+02:00</d:date><d:creator>Олена</d:creator><d:subject>Дім; Місто</d:subject></item></rdf:RDF>`,
    first: {
      key: "https://r.example/1",
      byline: "Олена",
      tags: ["Дім", "Місто"],
      date: { day: "2024-03-05", time: Date.UTC(2024, 2, 5, 8) },
    },
  },
  {
    name: "prefixes of one's own, all declared",
    bytes: `<rss version="2.0" xmlns:c="http://purl.org/rss/1.0/modules/content/" xmlns:who="http://purl.org/dc/elements/1.1/"><channel><item><title>a</title><who:creator>Олена</who:creator><c:encoded>&lt;p&gt;${long}&lt;/p&gt;</c:encoded></item></channel></rss>`,
    first: { byline: "Олена", html: expect.stringContaining("<p>Щовечора") as unknown },
  },
  {
    name: "prefixes that nobody declared, names in capitals",
    bytes: `<RSS><CHANNEL><ITEM><TITLE>a</TITLE><DC:CREATOR>Олена</DC:CREATOR><PUBDATE>2024-03-05</PUBDATE><CONTENT:ENCODED><![CDATA[<p>b</p>]]></CONTENT:ENCODED></ITEM></CHANNEL></RSS>`,
    first: {
      byline: "Олена",
      html: "<p>b</p>",
      date: { day: "2024-03-05", time: Date.UTC(2024, 2, 5) },
    },
  },
  {
    name: "a podcast",
    bytes: rss(
      item(
        `<title>Випуск 1</title><itunes:summary>${long}</itunes:summary><itunes:image href="https://p.example/1.jpg"/><enclosure url="https://p.example/1.mp3" type="audio/mpeg" length="1"/><guid isPermaLink="false">ep1</guid><itunes:author>Студія</itunes:author>`,
      ),
    ),
    first: {
      key: "ep1",
      byline: "Студія",
      enclosures: [{ url: "https://p.example/1.mp3", type: "audio/mpeg" }],
      picture: { url: "https://p.example/1.jpg", alt: "" },
    },
  },
  {
    name: "Media RSS: the widest picture, with its description",
    bytes: rss(
      item(
        `<title>a</title><media:thumbnail url="https://m.example/t.jpg" width="90"/><media:group><media:content url="https://m.example/s.jpg" medium="image" width="300"/><media:content url="https://m.example/b.jpg" medium="image" width="1200"><media:description>Хліб на столі</media:description></media:content></media:group>`,
      ),
    ),
    first: {
      picture: { url: "https://m.example/b.jpg", alt: "Хліб на столі", caption: "Хліб на столі" },
    },
  },
  {
    name: "Atom 1.0 with xhtml, xml:base and xml:lang, several links",
    bytes: atom(
      `<entry xml:lang="en"><id>tag:1</id><title type="html">A &amp;amp; B</title><link rel="edit" href="edit"/><link rel="alternate" type="application/json" href="j"/><link href="page"/><published>2024-03-05T23:30:00+02:00</published><updated>2024-03-07T10:00:00Z</updated><author><name>Olena</name><email>o@x.example</email></author><category term="home" label="Home"/><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Hello <b>there</b></p></div></content></entry>`,
      `<updated>2024-03-07T10:00:00Z</updated>`,
    ).replace("<feed ", '<feed xml:base="https://a.example/b/" '),
    first: {
      key: "tag:1",
      title: "A & B",
      link: "https://a.example/b/page",
      language: "en",
      byline: "Olena",
      tags: ["Home"],
      date: { day: "2024-03-05", time: Date.UTC(2024, 2, 5, 21, 30) },
      updated: { day: "2024-03-07", time: Date.UTC(2024, 2, 7, 10) },
      html: expect.stringContaining("<p>Hello <b>there</b></p>") as unknown,
    },
  },
  {
    name: "Atom whose elements all have a prefix",
    bytes: `<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:entry><a:id>1</a:id><a:title>Хліб</a:title><a:content type="html">&lt;p&gt;сіль&lt;/p&gt;</a:content></a:entry></a:feed>`,
    first: { key: "1", title: "Хліб", html: "<p>сіль</p>" },
  },
  {
    name: "Atom 0.3",
    bytes: `<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><id>1</id><title mode="escaped">Хліб</title><link rel="alternate" type="text/html" href="https://a.example/1"/><issued>2004-03-05T10:00:00</issued><modified>2004-03-06T10:00:00Z</modified><content type="text/html" mode="escaped">&lt;p&gt;сіль&lt;/p&gt;</content></entry></feed>`,
    first: { html: "<p>сіль</p>", date: { day: "2004-03-05", time: Date.UTC(2004, 2, 5, 10) } },
  },
  {
    name: "Atom text that is text: angle brackets stay",
    bytes: atom(
      "<entry><id>1</id><title>1 &lt; 2</title><content type='text'>a &lt;b> c\n\nd</content></entry>",
    ),
    first: { title: "1 < 2", html: "<p>a &lt;b> c</p><p>d</p>" },
  },
  {
    name: "JSON Feed 1.1",
    bytes: JSON.stringify({
      version: "https://jsonfeed.org/version/1.1",
      title: "t",
      home_page_url: "https://j.example/",
      language: "uk",
      authors: [{ name: "Олена" }],
      items: [
        {
          id: 7,
          url: "/7",
          title: "Хліб",
          content_html: "<p>сіль</p>",
          date_published: "2024-03-05T10:00:00+02:00",
          tags: ["Дім"],
          image: "/i.png",
          attachments: [{ url: "/a.mp3", mime_type: "audio/mpeg" }],
        },
      ],
    }),
    first: {
      key: "7",
      link: "https://j.example/7",
      byline: "Олена",
      tags: ["Дім"],
      picture: { url: "https://j.example/i.png", alt: "" },
      enclosures: [{ url: "https://j.example/a.mp3", type: "audio/mpeg" }],
    },
  },
  {
    name: "JSON Feed 1.0 of plain text",
    bytes: `\ufeff${JSON.stringify({ version: "https://jsonfeed.org/version/1", items: [{ id: "x", content_text: "a < b\n\nc", author: { name: "Олена" } }] })}`,
    first: { html: "<p>a &lt; b</p><p>c</p>", byline: "Олена" },
  },
  {
    name: "a byte order mark",
    bytes: `\ufeff${rss(item("<title>Хліб</title>"))}`,
    first: { title: "Хліб" },
  },
  {
    name: "UTF-16 with its mark",
    bytes: Buffer.from(`\ufeff${rss(item("<title>Хліб</title>"))}`, "utf16le"),
    first: { title: "Хліб" },
  },
  {
    name: "stray bytes before the declaration",
    bytes: `\n\n  PHP Notice: x\n${rss(item("<title>Хліб</title>"))}`,
    first: { title: "Хліб" },
  },
  {
    name: "windows-1251 that says so",
    bytes: inBytes(windows, "windows-1251"),
    first: { title: "Хліб на всіх" },
  },
  {
    name: "koi8-u by the header",
    bytes: inBytes(
      rss(item("<title>Хліб на всіх</title>")).replace(' encoding="UTF-8"', ""),
      "koi8-u",
    ),
    contentType: "text/xml; charset=KOI8-U",
    first: { title: "Хліб на всіх" },
  },
  {
    name: "windows-1251 under the label of UTF-8",
    bytes: inBytes(rss(item("<title>Хліб на всіх</title>")), "windows-1251"),
    contentType: "application/rss+xml; charset=utf-8",
    first: { title: "Хліб на всіх" },
  },
  {
    name: "UTF-8 under the label of windows-1251",
    bytes: windows,
    first: { title: "Хліб на всіх" },
  },
  {
    name: "a label that writes cp-1251",
    bytes: inBytes(windows.replace("windows-1251", "CP-1251"), "windows-1251"),
    first: { title: "Хліб на всіх" },
  },
  {
    name: "the wrong type",
    bytes: rss(item("<title>Хліб</title>")),
    contentType: "text/html",
    first: { title: "Хліб" },
  },
  {
    name: "entities of HTML that nobody declared",
    bytes: rss(item("<title>Хліб&nbsp;&mdash; &laquo;сіль&raquo;</title>")),
    first: { title: "Хліб — «сіль»" },
  },
  {
    name: "ampersands that nobody escaped",
    bytes: rss(item("<title>Хліб & сіль</title><link>https://x.example/?a=1&b=2&copy=3</link>")),
    first: { title: "Хліб & сіль", link: "https://x.example/?a=1&b=2&copy=3" },
  },
  {
    name: "markup that nobody escaped",
    bytes: rss(
      item(
        `<title>a</title><description><p>Хліб <b>і</b> <img src="s.png"> сіль</p></description>`,
      ),
    ),
    first: {
      html: expect.stringMatching(/<p>Хліб <b>і<\/b> <img src="s\.png"> сіль<\/p>/) as unknown,
    },
  },
  {
    name: "a file that broke off",
    bytes: rss(item("<title>Хліб</title><description>Сіль і во")).slice(0, -30),
    first: { title: "Хліб" },
  },
  {
    name: "a letter that broke off",
    bytes: Buffer.from(rss(item("<title>Хліб</title><description>сіль"))).subarray(0, -27),
    first: { title: "Хліб" },
  },
  {
    name: "control characters",
    bytes: rss(item("<title>Хл\u0000\u0008іб\u001f</title>")),
    first: { title: "Хліб" },
  },
  {
    name: "an empty title and a text",
    bytes: rss(item(`<title/><description>${long}</description>`)),
    first: { title: "", html: expect.stringContaining("Щовечора") as unknown },
  },
  {
    name: "an address with its name in brackets for an author",
    bytes: rss(item("<title>a</title><author>o@x.example (Олена Ткач)</author>")),
    first: { byline: "Олена Ткач" },
  },
  {
    name: "an admin for an author",
    bytes: rss(item("<title>a</title><dc:creator>admin</dc:creator>")),
    first: { byline: undefined },
  },
  {
    name: "a date from a clock that was never set",
    bytes: rss(item("<title>a</title><pubDate>Thu, 01 Jan 1970 00:00:00 +0000</pubDate>")),
    first: { date: undefined },
  },
  {
    name: "the link of FeedBurner's original",
    bytes: rss(
      item(
        "<title>a</title><link>https://feeds.example/~r/1</link><feedburner:origLink>https://news.example/1</feedburner:origLink>",
      ),
    ),
    first: { link: "https://news.example/1" },
  },
  {
    name: "an address that runs",
    bytes: rss(item("<title>a</title><link>javascript:alert(1)</link>")),
    first: { link: undefined },
  },
  {
    name: "an export of WordPress",
    bytes: rss(
      item(
        "<title>Хліб</title><wp:post_type>post</wp:post_type><wp:status>publish</wp:status><content:encoded><![CDATA[сіль]]></content:encoded><excerpt:encoded><![CDATA[]]></excerpt:encoded>",
      ),
    ),
    first: { title: "Хліб", html: "сіль" },
  },
];
