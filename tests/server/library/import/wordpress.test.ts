import { expect, test } from "vitest";
import { addressOf, restRoot } from "../../../../src/server/library/import/wordpress/rest.ts";
import { aPicture } from "../a-library.ts";
import { aServer } from "./a-server.ts";
import { aNewsroom, type Newsroom } from "./a-newsroom.ts";
import { type AWordPress, aWordPress } from "./a-wordpress.ts";

/** A WordPress with so many posts, and a newsroom beside it. */
async function both(count: number, folder = "") {
  const site = aWordPress(folder);
  for (let id = 1; id <= count; id += 1) site.put(id);
  const picture = await aPicture(1_600, 1_000, "jpeg");
  const origin = await aServer((asked) =>
    asked.url.pathname === "/a.jpg" ? { type: "image/jpeg", body: picture } : site.answer(asked),
  );
  const newsroom = await aNewsroom();
  return { site, origin, newsroom, url: `${origin}${folder}/` };
}

const titlesOf = async (newsroom: Newsroom): Promise<readonly string[]> =>
  (await newsroom.articles()).map(({ title }) => title.replace(/ &.*$/, ""));

test("posts come by REST with all that belongs to them", async () => {
  const { site, newsroom, url, origin } = await both(2);
  site.put(2, {
    title: "Хліб &#8220;на всіх&#8221; &#038; <em>сіль</em>",
    excerpt: "<p>Рукою написаний уривок. <a>Читати далі</a></p>",
    featured: { url: `${origin}/a.jpg`, alt: "Хліб на столі", caption: "<p>Фото: Олена</p>" },
    modified: "2026-11-20T10:00:00",
  });

  const lines = await newsroom.take(url);

  expect(lines).toEqual([`${url} (WordPress): 2 new, 0 changed, 0 as they were, 0 refused.`]);
  const article = await newsroom.article("khlib-na-vsikh-sil");
  expect(article).toMatchObject({
    title: "Хліб “на всіх” & сіль",
    summary: "Рукою написаний уривок.",
    language: "uk",
    date: "2026-10-03",
    updatedAt: "2026-11-20",
    byline: "Олена Ткач",
    tags: ["Життя & дім", "Херсон"],
    provenance: "report",
    source: `${origin}/2026/stattia-2/`,
    lead: { alt: "Хліб на столі", caption: "Фото: Олена" },
  });
  expect(site.asked.some((path) => path.startsWith("/a.jpg"))).toBe(false);
});

test("an excerpt that WordPress made of the text's beginning does not stand above it; the letters tell the language", async () => {
  const { site, newsroom, url } = await both(0);
  site.put(1, {
    title: "Хліб",
    excerpt:
      "<p>Ми ділили кожну хлібину на дев’ять частин, і ніхто не питав, чия була мука [&hellip;]</p>",
    content:
      "<style>.gallery{margin:auto;float:left;text-align:center;width:50%}</style><p>Ми ділили кожну хлібину</p><figure><img src='/a.jpg' alt='Хліб'><figcaption>Фото</figcaption></figure><p>на дев’ять частин, і ніхто не питав, чия була мука. Потім прийшла зима.</p>",
    more: { lang: "en_US" },
  });

  await newsroom.take(url);

  expect(await newsroom.article("khlib")).toMatchObject({ summary: "", language: "uk" });
});

test.each([
  ["in a folder", "/blog", "pretty"],
  ["with plain permalinks", "", "plain"],
  ["in a folder with plain permalinks", "/blog", "plain"],
] as const)("a site %s is found and read", async (_, folder, permalinks) => {
  const { site, newsroom, url } = await both(3, folder);
  site.permalinks = permalinks;

  expect(await newsroom.take(url)).toEqual([
    `${url} (WordPress): 3 new, 0 changed, 0 as they were, 0 refused.`,
  ]);
});

test("pages follow each other to the last; at most as many posts as were asked for", async () => {
  const { site, newsroom, url } = await both(65);
  await newsroom.take(url, { most: 45 });
  expect(await newsroom.articles()).toHaveLength(45);
  const pages = site.asked.filter((path) => path.includes("/wp/v2/posts?"));
  expect(pages).toHaveLength(3);
});

test.each([
  ["of today", false],
  ["before 5.7", true],
])(
  "a WordPress %s is asked for what has changed alone, and a correction keeps id and address",
  async (_, isOld) => {
    const { site, newsroom, url } = await both(60);
    site.isOld = isOld;
    await newsroom.take(url);
    const before = await newsroom.article("stattia-7-lapky");
    site.put(7, {
      title: "Виправлена",
      content: "<p>Новий текст, зовсім інший, ніж був.</p>",
      modified: "2026-11-20T10:00:00",
    });
    site.asked.length = 0;

    const lines = await newsroom.take(url);

    expect(lines).toEqual([expect.stringContaining("0 new, 1 changed")]);
    expect(await newsroom.article("stattia-7-lapky")).toMatchObject({
      id: before.id,
      title: "Виправлена",
      updatedAt: "2026-11-20",
    });
    expect(site.asked.length).toBeLessThan(5);
  },
);

test("a post that was written long ago and comes out today is seen", async () => {
  const { site, newsroom, url } = await both(30);
  site.put(31, { status: "draft", date: "2026-11-23T10:00:00", modified: "2026-10-01T00:00:00" });
  await newsroom.take(url);
  site.put(31, { status: "publish" });

  expect(await newsroom.take(url)).toEqual([expect.stringContaining("1 new")]);
});

test("posts that are deleted, private, drafts again or behind a password leave the phones; the rest stays", async () => {
  const { site, newsroom, url } = await both(12);
  await newsroom.take(url);
  site.posts.delete(1);
  site.put(2, { status: "private" });
  site.put(3, { status: "draft" });
  site.put(4, { status: "trash" });
  site.put(5, { password: "x", modified: "2026-11-20T10:00:00" });

  const lines = await newsroom.take(url);

  expect(lines).toEqual([expect.stringContaining("5 taken down")]);
  expect(await newsroom.articles()).toHaveLength(7);
  const pages = await Promise.all(
    [1, 2, 3, 4, 5].map((id) => newsroom.place.ask(`/a/stattia-${id}-lapky`)),
  );
  expect(pages.map(({ status }) => status)).toEqual([410, 410, 410, 410, 410]);
});

test("a post that is public again is an article again, a new one", async () => {
  const { site, newsroom, url } = await both(5);
  await newsroom.take(url);
  site.put(2, { status: "private" });
  await newsroom.take(url);
  site.put(2, { status: "publish", modified: "2026-11-20T10:00:00" });

  expect(await newsroom.take(url)).toEqual([expect.stringContaining("1 new")]);
  expect(await titlesOf(newsroom)).toContain("Стаття 2");
  expect((await newsroom.place.ask("/a/stattia-2-lapky")).status).toBe(410);
  expect((await newsroom.place.ask("/a/stattia-2-lapky-2")).status).toBe(200);
});

test("a site that suddenly has nothing, or whose REST is ill, loses nothing here", async () => {
  const { site, newsroom, url } = await both(6);
  await newsroom.take(url);
  const kept = [...site.posts.values()];
  site.posts.clear();
  expect(await newsroom.take(url)).toContainEqual(
    expect.stringMatching(/^6 of 6 articles .* more than half/),
  );
  for (const post of kept) site.posts.set(post.id, post);
  for (const rest of ["broken", "closed"] as const) {
    site.rest = rest;
    await newsroom.take(url);
  }

  expect(await newsroom.articles()).toHaveLength(6);
});

test("posts behind a password, private ones and drafts never come", async () => {
  const { site, newsroom, url } = await both(2);
  site.put(3, { password: "x" });
  site.put(4, { status: "private" });

  await newsroom.take(url);

  expect((await titlesOf(newsroom)).toSorted()).toEqual(["Стаття 1", "Стаття 2"]);
});

test("where REST is closed the feed is read; once it opens, the same articles go on", async () => {
  const { site, newsroom, url } = await both(3);
  site.rest = "closed";
  expect(await newsroom.take(url)).toEqual([
    `${url} (WordPress (RSS 2.0, its REST is closed)): 3 new, 0 changed, 0 as they were, 0 refused.`,
  ]);
  const before = (await newsroom.articles()).map(({ id, slug, language }) => [id, slug, language]);
  site.rest = "open";

  await newsroom.take(url);

  expect((await newsroom.articles()).map(({ id, slug, language }) => [id, slug, language])).toEqual(
    before,
  );
  expect(before.map(([, , language]) => language)).toEqual(["uk", "uk", "uk"]);
  site.rest = "closed";
  site.put(4, { date: "2026-11-22T10:00:00" });
  expect(await newsroom.take(url)).toEqual([
    expect.stringContaining("1 new, 0 changed, 3 as they were"),
  ]);
});

test("languages and translations as Polylang and WPML tell them", async () => {
  const { site, newsroom, url } = await both(0);
  site.put(1, { more: { lang: "uk", translations: { uk: 1, en: 2 } } });
  site.put(2, {
    title: "Bread for everybody",
    content: `<p>${"Every evening she put a candle on the sill. ".repeat(10)}</p>`,
    more: { lang: "en", translations: { uk: 1, en: 2 } },
  });
  site.put(3, { title: "Salt", content: "<p>Salt.</p>", more: { wpml_current_locale: "en_US" } });

  await newsroom.take(url);

  const [uk] = await newsroom.articles("uk");
  const en = await newsroom.articles("en");
  expect(en.map(({ title }) => title).toSorted()).toEqual(["Bread for everybody", "Salt"]);
  expect(en.find(({ title }) => title.startsWith("Bread"))?.work).toBe(uk?.work);
});

test("addresses of REST, with permalinks and without", () => {
  expect(addressOf("https://x.example/blog/wp-json/", "wp/v2/posts", { page: "2" })).toBe(
    "https://x.example/blog/wp-json/wp/v2/posts?page=2",
  );
  expect(addressOf("https://x.example/index.php?rest_route=/", "wp/v2/posts", { page: "2" })).toBe(
    "https://x.example/index.php?rest_route=%2Fwp%2Fv2%2Fposts&page=2",
  );
  expect(restRoot("https://x.example/wp-json/wp/v2/posts?per_page=3")).toBe(
    "https://x.example/wp-json/",
  );
  expect(restRoot("https://x.example/?rest_route=/wp/v2/posts")).toBe(
    "https://x.example/?rest_route=%2F",
  );
});

test("a plug-in that complains before the JSON is not heard", async () => {
  const { site, newsroom, url } = await both(1);
  const quiet: AWordPress["answer"] = site.answer;
  const noisy = await aServer((asked) => {
    const answered = quiet(asked);
    if (typeof answered === "function" || !/posts/.test(asked.url.href)) return answered;
    return { ...answered, body: `<br />\n<b>Notice</b>: x\n${String(answered.body)}` };
  });

  expect(url).not.toBe(noisy);
  expect(await newsroom.take(`${noisy}/`)).toEqual([expect.stringContaining("1 new")]);
});
