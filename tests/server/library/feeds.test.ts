// What goes out to feed readers: three forms, the same articles, read here by a parser that others wrote.
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from "feedsmith";
import fc from "fast-check";
import { SaxesParser } from "saxes";
import { expect, test } from "vitest";
import type { ArticleId } from "../../../src/protocol/article.ts";
import { cleanHtml } from "../../../src/server/library/export/clean-html.ts";
import { itemOf } from "../../../src/server/library/export/feed-items.ts";
import { writeAtom } from "../../../src/server/library/export/atom.ts";
import { writeRss } from "../../../src/server/library/export/rss.ts";
import { aLibrary, anArticle, aPicture, type Place } from "./a-library.ts";

const paths = ["/uk/feed.xml", "/uk/atom.xml", "/uk/feed.json"] as const;

const read = async (place: Place, path: string): Promise<string> => {
  const answer = await place.ask(path);
  expect(answer.status, path).toBe(200);
  return answer.text();
};
const rss = async (place: Place, path = "/uk/feed.xml") => parseRssFeed(await read(place, path));
const atom = async (place: Place) => parseAtomFeed(await read(place, "/uk/atom.xml"));
const json = async (place: Place) => parseJsonFeed(await read(place, "/uk/feed.json"));

/** Throws where the text is not well-formed XML with namespaces. */
function checkXml(text: string): void {
  const parser = new SaxesParser({ xmlns: true });
  parser.on("error", (error) => {
    throw error;
  });
  parser.write(text).close();
}

const titles = async (place: Place) => [
  (await rss(place)).items?.map(({ title }) => title),
  (await atom(place)).entries?.map(({ title }) => title?.value),
  (await json(place)).items?.map(({ title }) => title),
];

async function withPicture(place: Place) {
  const made = await place.media.addPicture(await aPicture());
  if (!made.ok) throw new Error(made.why);
  return made.picture;
}

test("each language has a feed of its own, newest first, with a title, a place and a way to itself", async () => {
  const place = await aLibrary();
  await place.library.publish([
    anArticle({ slug: "old" as never, title: "Давня", date: "2026-10-01" }),
    anArticle({ slug: "new" as never, title: "Нова", date: "2026-11-01" }),
    anArticle({ slug: "bread" as never, title: "Bread", language: "en" }),
  ]);

  expect(await titles(place)).toEqual([
    ["Нова", "Давня"],
    ["Нова", "Давня"],
    ["Нова", "Давня"],
  ]);
  const channel = await rss(place, "/en/feed.xml");
  expect(channel.items?.map(({ title }) => title)).toEqual(["Bread"]);
  expect([channel.title, channel.link, channel.language]).toEqual([
    "Soniakh",
    "https://news.example/en/",
    "en",
  ]);
  expect(channel.atom?.links).toMatchObject([
    { rel: "self", href: "https://news.example/en/feed.xml", type: "application/rss+xml" },
  ]);
  const feed = await atom(place);
  expect([feed.id, feed.title?.value, feed.authors?.[0]?.name]).toEqual([
    "https://news.example/uk/atom.xml",
    "Сонях",
    "Сонях",
  ]);
  expect(feed.links?.map(({ rel, href }) => [rel, href])).toEqual([
    ["self", "https://news.example/uk/atom.xml"],
    ["alternate", "https://news.example/uk/"],
  ]);
  expect(JSON.parse(await read(place, "/uk/feed.json"))).toMatchObject({
    version: "https://jsonfeed.org/version/1.1",
    home_page_url: "https://news.example/uk/",
    feed_url: "https://news.example/uk/feed.json",
    language: "uk",
  });
});

test("an item carries the whole text, the picture, the tags, the author and both days, in every form", async () => {
  const place = await aLibrary();
  const picture = await withPicture(place);
  const sound = await place.media.addSound(new Uint8Array([1, 2, 3]), "mp3", 61);
  const article = anArticle({
    lead: { ...picture, alt: "Хліб", caption: "Пекарня" },
    tags: ["Розповідь", "Хліб"],
    byline: "Оксана К.",
    updatedAt: "2026-11-22",
    warning: "Тут про голод.",
    corrections: [{ date: "2026-11-23", text: "Було дев’ять, не вісім." }],
    body: [
      { kind: "heading", level: 2, runs: [{ text: "Піч" }] },
      {
        kind: "paragraph",
        runs: [
          { text: "Дім", href: "/a/dim", note: "Той самий." },
          { text: " і ", strong: true },
          { text: "угорі", href: "#x" },
        ],
      },
      { kind: "audio", media: { kind: "sound", ...sound }, caption: [] },
      { kind: "table", head: [[{ text: "День" }]], rows: [[[{ text: "1" }]]] },
    ] as never,
  });
  await place.library.publish([article]);
  const jpeg = picture.files.filter(({ type }) => type === "jpg").at(-1)!;
  const image = `https://news.example/library/media/${jpeg.hash}.jpg`;

  const [item] = (await rss(place)).items!;
  const [entry] = (await atom(place)).entries!;
  const [jsonItem] = (await json(place)).items!;

  const html = item!.content!.encoded!;
  expect([entry!.content?.value, jsonItem!.content_html]).toEqual([html, html]);
  for (const part of [
    "Тут про голод.",
    "<h2>Піч</h2>",
    `<img src="${image}" alt="Хліб" width="${jpeg.width}" height="${jpeg.height}"/>`,
    "<figcaption>Пекарня</figcaption>",
    '<a href="https://news.example/a/dim">Дім</a><sup>[1]</sup><strong> і </strong>угорі',
    "<th>День</th>",
    "Було дев’ять, не вісім.",
    "<li>Той самий.</li>",
  ])
    expect(html).toContain(part);
  const id = item!.guid!.value!;
  expect(id).toMatch(/^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  expect([item!.guid!.isPermaLink, entry!.id, jsonItem!.id]).toEqual([false, id, id]);
  expect([item!.link, entry!.links?.[0]?.href, jsonItem!.url]).toEqual(
    Array(3).fill("https://news.example/a/khlib-na-vsikh"),
  );
  expect(item!.categories?.map(({ name }) => name)).toEqual(["Розповідь", "Хліб"]);
  expect(jsonItem).toMatchObject({
    image,
    tags: ["Розповідь", "Хліб"],
    authors: [{ name: "Оксана К." }],
  });
  expect([item!.dc?.creators?.[0], entry!.authors?.[0]?.name]).toEqual(Array(2).fill("Оксана К."));
  expect(item!.enclosures).toEqual([
    { url: `https://news.example/library/media/${sound.hash}.mp3`, length: 3, type: "audio/mpeg" },
  ]);
  expect(entry!.links?.filter(({ rel }) => rel === "enclosure").map(({ type }) => type)).toEqual([
    "audio/mpeg",
    "image/jpeg",
  ]);
  expect(jsonItem!.attachments?.[0]).toMatchObject({ duration_in_seconds: 61, size_in_bytes: 3 });
  expect(new Date(item!.pubDate!).toISOString()).toBe("2026-11-20T00:00:00.000Z");
  // The correction is what happened last.
  expect([entry!.updated, jsonItem!.date_modified]).toEqual(
    Array(2).fill("2026-11-23T00:00:00.000Z"),
  );
});

test("an item keeps its id when its slug, its title and its text change", async () => {
  const place = await aLibrary();
  const article = anArticle();
  await place.library.publish([article]);
  const before = (await atom(place)).entries![0]!;
  const slug = "inakshe" as never;
  await place.library.publish([{ ...article, slug, title: "Інакше", updatedAt: "2026-11-22" }]);
  const after = (await atom(place)).entries![0]!;

  expect(after.id).toBe(before.id);
  expect([after.title?.value, after.links?.[0]?.href]).toEqual([
    "Інакше",
    "https://news.example/a/inakshe",
  ]);
  expect(after.updated! > before.updated!).toBe(true);
});

test("what is withdrawn or unlisted leaves every feed and the sitemap at once", async () => {
  const place = await aLibrary();
  const [stays, withdrawn, unlisted] = ["stays", "withdrawn", "unlisted"].map((slug) =>
    anArticle({ slug: slug as never, title: slug }),
  );
  await place.library.publish([stays!, withdrawn!, unlisted!]);
  for (const path of paths) expect(await read(place, path)).toContain("withdrawn");

  await place.library.withdraw(withdrawn!.id);
  await place.library.unlist([unlisted!.id as ArticleId]);

  expect(await titles(place)).toEqual([["stays"], ["stays"], ["stays"]]);
  const sitemap = await read(place, "/sitemap.xml");
  expect(sitemap).toContain("/a/stays");
  expect(sitemap).not.toMatch(/\/a\/(withdrawn|unlisted)/);
  // Who has its address may read what is unlisted; search engines are not to list it.
  expect(await (await place.ask("/a/unlisted")).text()).toContain(
    '<meta name="robots" content="noindex"/>',
  );
});

test.each(paths)(
  "%s is asked for each time and answered 304 while it is the same",
  async (path) => {
    const place = await aLibrary();
    await place.library.publish([anArticle()]);
    const first = await place.ask(path);
    const etag = first.headers.get("etag")!;
    const held = { headers: { "if-none-match": etag } };

    expect([first.headers.get("cache-control"), (await place.ask(path, held)).status]).toEqual([
      "no-cache",
      304,
    ]);
    await place.library.publish([anArticle({ slug: "a-2" as never, title: "Ще одна" })]);
    const changed = await place.ask(path, held);
    expect(changed.status).toBe(200);
    expect(await changed.text()).toContain("Ще одна");
  },
);

test("each form has its media type, and every page names all three", async () => {
  const place = await aLibrary();
  await place.library.publish([anArticle()]);
  const types = ["application/rss+xml", "application/atom+xml", "application/feed+json"];
  for (const [at, path] of paths.entries()) {
    expect((await place.ask(path)).headers.get("content-type")).toBe(`${types[at]}; charset=utf-8`);
  }
  for (const page of ["/uk/", "/a/khlib-na-vsikh"]) {
    const html = await read(place, page);
    for (const [at, path] of paths.entries())
      expect(html).toContain(
        `<link rel="alternate" type="${types[at]}" title="Сонях" href="${path}"/>`,
      );
  }
});

const hostile = [
  "</title><script>alert(1)</script>\"'&amp;<![CDATA[",
  "]]> &#x0; \u0000\u0001\u0008\u000b\u001f \ud800 \udc00 \ufffe \uffff",
  "<img src=x onerror=alert(1)>",
];

test.each(hostile)("a hostile title is text and nothing else: %j", async (title) => {
  const place = await aLibrary();
  const body = [{ kind: "paragraph", runs: [{ text: title, note: title }] }];
  await place.library.publish([anArticle({ title, summary: title, tags: [title], body } as never)]);

  for (const path of ["/uk/feed.xml", "/uk/atom.xml", "/sitemap.xml"])
    checkXml(await read(place, path));
  const [item] = (await rss(place)).items!;
  for (const html of [item!.content!.encoded!, (await json(place)).items![0]!.content_html!])
    expect(html).not.toMatch(/<(script|img)/i);
});

test("whatever an article says, both XML forms are well-formed", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" }), (one, two) => {
      const article = anArticle({
        title: one,
        summary: two,
        tags: [one],
        byline: two,
        body: [{ kind: "paragraph", runs: [{ text: one }, { text: two, emphasis: true }] }],
      });
      const items = [itemOf(article, "https://news.example")];
      const feed = {
        language: "uk" as const,
        title: one,
        description: two,
        origin: "https://news.example",
        items,
        updated: new Date(0),
      };
      checkXml(writeRss(feed));
      checkXml(writeAtom(feed));
    }),
    { numRuns: 300 },
  );
});

test("no address in a feed leads to a script, and none is half an address", () => {
  const runs = ["javascript:alert(1)", "data:text/html,x", "/a/dim", "#note", "https://e.org/"].map(
    (href) => ({ text: href, href }),
  );
  const html = cleanHtml(anArticle({ body: [{ kind: "paragraph", runs }] }), "https://n.example");

  const addresses = [...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href);
  expect(addresses).toEqual(["https://n.example/a/dim", "https://e.org/"]);
});

test("an empty newsroom's feeds are feeds too", async () => {
  const place = await aLibrary();
  checkXml(await read(place, "/uk/feed.xml"));
  checkXml(await read(place, "/en/atom.xml"));
  expect(JSON.parse(await read(place, "/en/feed.json"))).toMatchObject({ items: [] });
});
