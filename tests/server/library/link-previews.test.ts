// What messengers and search engines read of a page.
import { expect, test } from "vitest";
import { aLibrary, anArticle, aPicture, type Place } from "./a-library.ts";

const origin = "https://news.example";

async function metasOf(place: Place, path: string) {
  const html = await (await place.ask(path)).text();
  const metas = [...html.matchAll(/<meta (?:property|name)="([^"]+)" content="([^"]*)"\/>/g)];
  const links = [...html.matchAll(/<link rel="alternate" hreflang="([^"]+)" href="([^"]*)"\/>/g)];
  return {
    metas: Object.fromEntries(metas.map(([, name, content]) => [name, content])),
    links: links.map(([, language, href]) => [language, href]),
    canonical: /<link rel="canonical" href="([^"]*)"/.exec(html)?.[1],
    facts: /<script type="application\/ld\+json">([^<]*)<\/script>/.exec(html)?.[1],
  };
}

test("a link to an article shows its title, its first words and a JPEG, by whole addresses", async () => {
  const place = await aLibrary();
  const made = await place.media.addPicture(await aPicture(1600, 1000));
  if (!made.ok) throw new Error(made.why);
  const article = anArticle({ lead: { ...made.picture, alt: "Хліб" }, updatedAt: "2026-11-22" });
  await place.library.publish([article]);
  const jpeg = made.picture.files
    .filter(({ type }) => type === "jpg")
    .toSorted((one, other) => other.width - one.width)[0]!;

  const { metas, canonical } = await metasOf(place, "/a/khlib-na-vsikh");

  const image = `${origin}/library/media/${jpeg.hash}.jpg`;
  expect(canonical).toBe(`${origin}/a/khlib-na-vsikh`);
  expect(metas).toMatchObject({
    "og:type": "article",
    "og:title": article.title,
    "og:description": article.summary,
    "og:url": canonical,
    "og:site_name": "Сонях",
    "og:locale": "uk_UA",
    "og:image": image,
    "og:image:type": "image/jpeg",
    "og:image:width": String(jpeg.width),
    "og:image:height": String(jpeg.height),
    "og:image:alt": "Хліб",
    "article:published_time": "2026-11-20",
    "article:modified_time": "2026-11-22",
    "twitter:card": "summary_large_image",
    description: article.summary,
  });
  // Facebook shows nothing smaller than 600 wide at full size; messengers take no more than some hundred kilobytes.
  expect(jpeg.width).toBeGreaterThanOrEqual(600);
  expect(jpeg.bytes).toBeLessThan(300_000);
  const answer = await place.ask(new URL(image).pathname);
  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "image/jpeg"]);
});

test.each(["/uk/", "/uk/t/mitka", "/a/khlib-na-vsikh"])(
  "a page without a picture of its own, %s, has the newsroom's",
  async (path) => {
    const place = await aLibrary();
    await place.library.publish([anArticle({ tags: ["Мітка"] })]);

    const { metas, canonical } = await metasOf(place, path);

    expect(metas).toMatchObject({
      "og:image": `${origin}/icons/share.jpg`,
      "og:url": canonical,
      "twitter:card": "summary_large_image",
    });
    expect(metas["og:title"]).not.toBe("");
    expect(metas["og:description"]).not.toBe("");
  },
);

test("both versions of a text name each other, and the same one for everybody else", async () => {
  const place = await aLibrary();
  const article = anArticle();
  await place.library.publish([
    article,
    anArticle({ language: "en", slug: "bread" as never, work: article.work }),
  ]);
  const all = [
    ["en", `${origin}/a/bread`],
    ["uk", `${origin}/a/khlib-na-vsikh`],
    ["x-default", `${origin}/a/khlib-na-vsikh`],
  ];

  expect((await metasOf(place, "/a/bread")).links).toEqual(all);
  expect((await metasOf(place, "/a/khlib-na-vsikh")).links).toEqual(all);
  expect((await metasOf(place, "/en/")).links).toEqual([
    ["uk", `${origin}/uk/`],
    ["en", `${origin}/en/`],
    ["x-default", `${origin}/`],
  ]);
});

test("search engines find an article's facts as schema.org's NewsArticle, with no way out of the block", async () => {
  const place = await aLibrary();
  const title = "</script><script>alert(1)</script>";
  await place.library.publish([anArticle({ title, byline: "Оксана К." })]);

  const { facts } = await metasOf(place, "/a/khlib-na-vsikh");

  expect(JSON.parse(facts!)).toMatchObject({
    "@type": "NewsArticle",
    headline: title,
    inLanguage: "uk",
    datePublished: "2026-11-20",
    author: { "@type": "Person", name: "Оксана К." },
    publisher: { name: "Сонях", url: origin },
    mainEntityOfPage: `${origin}/a/khlib-na-vsikh`,
  });
});

test("no search engine lists what is gone, missing or a frame", async () => {
  const place = await aLibrary();
  const article = anArticle();
  await place.library.publish([article]);
  await place.library.withdraw(article.id);
  for (const path of ["/a/khlib-na-vsikh", "/a/nichoho", "/shelf"])
    expect((await metasOf(place, path)).metas["robots"]).toBe("noindex");
  expect((await metasOf(place, "/uk/")).metas["robots"]).toBeUndefined();
});
