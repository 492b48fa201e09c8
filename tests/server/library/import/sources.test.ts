import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { aFile, aPicture } from "../a-library.ts";
import { type Answered, aServer } from "./a-server.ts";
import { aNewsroom } from "./a-newsroom.ts";
import { rss } from "./feed-corpus.ts";

const long =
  "Щовечора вона ставила на підвіконня свічку, щоб сусіди знали: тут є кому відчинити. ".repeat(12);
interface AnItem {
  readonly id: string;
  readonly title?: string;
  readonly day?: string;
  readonly body?: string;
  readonly more?: string;
}
const itemOf = ({
  id,
  title = `Стаття ${id}`,
  day = "2026-11-20",
  body = `<p>${long}</p>`,
  more = "",
}: AnItem): string =>
  `<item><guid isPermaLink="false">${id}</guid><link>/p/${id}</link><title>${title}</title><pubDate>${day}T10:00:00Z</pubDate><content:encoded><![CDATA[${body}]]></content:encoded>${more}</item>`;

/** A server with one feed at `/feed`, whose items a test changes; other paths answer by `at`. */
async function aFeed(items: readonly AnItem[]) {
  const state = {
    items,
    at: {} as Record<string, Answered>,
    asked: [] as string[],
    headers: {} as Record<string, string>,
  };
  const origin = await aServer(({ url, headers }) => {
    state.asked.push(url.pathname);
    const other = state.at[url.pathname];
    if (other !== undefined) return other;
    if (url.pathname !== "/feed") return { status: 404 };
    const body = rss(state.items.map(itemOf).join("")).replace(
      "https://news.example/",
      `http://${headers.host}/`,
    );
    const etag = `"${Buffer.from(body).length}-${state.items.length}"`;
    if (headers["if-none-match"] === etag) return { status: 304, headers: { etag } };
    return { type: "application/rss+xml", headers: { etag, ...state.headers }, body };
  });
  return { ...state, state, origin, url: `${origin}/feed` };
}

test("a feed's items become articles: id, slug, language, day, words, page of origin", async () => {
  const newsroom = await aNewsroom();
  const { url, origin } = await aFeed([
    { id: "1", title: "Хліб &amp; сіль" },
    { id: "2", title: "Хліб &amp; сіль", day: "2026-11-21" },
  ]);

  const lines = await newsroom.take(url);

  expect(lines).toEqual([`${url} (RSS 2.0): 2 new, 0 changed, 0 as they were, 0 refused.`]);
  expect(
    (await newsroom.articles()).map(({ slug, title, date, provenance, source, language }) => [
      slug,
      title,
      date,
      provenance,
      source,
      language,
    ]),
  ).toEqual([
    ["khlib-sil", "Хліб & сіль", "2026-11-21", "report", `${origin}/p/2`, "uk"],
    ["khlib-sil-2", "Хліб & сіль", "2026-11-20", "report", `${origin}/p/1`, "uk"],
  ]);
});

test("nothing that has not changed travels or is read again: the second look is one 304", async () => {
  const newsroom = await aNewsroom();
  const feed = await aFeed([{ id: "1" }]);
  await newsroom.take(feed.url);
  const { number } = newsroom.place.head();
  feed.asked.length = 0;

  const lines = await newsroom.take(feed.url);

  expect(lines).toEqual([`${feed.url} (RSS 2.0): nothing has changed (it answered 304).`]);
  expect(feed.asked).toEqual(["/feed"]);
  expect(newsroom.place.head().number).toBe(number);
});

test("a correction is a new version of the same article, at the same address", async () => {
  const newsroom = await aNewsroom();
  const feed = await aFeed([{ id: "1", title: "Хліб" }, { id: "2" }]);
  await newsroom.take(feed.url);
  const before = await newsroom.article("khlib");
  feed.state.items = [
    { id: "1", title: "Хліб на всіх", body: `<p>Виправлено. ${long}</p>` },
    { id: "2" },
  ];

  const lines = await newsroom.take(feed.url);

  expect(lines).toEqual([expect.stringContaining("0 new, 1 changed, 1 as they were") as string]);
  const after = await newsroom.article("khlib");
  expect(after).toMatchObject({
    id: before.id,
    slug: "khlib",
    title: "Хліб на всіх",
    date: "2026-11-20",
    updatedAt: "2026-11-23",
  });
});

test("markup that changes around the same words is no correction and no new edition", async () => {
  const newsroom = await aNewsroom();
  const feed = await aFeed([{ id: "1" }]);
  await newsroom.take(feed.url);
  const { number } = newsroom.place.head();
  feed.state.items = [{ id: "1", body: `<div class="x"><p data-n="7">${long}</p></div>` }];

  const lines = await newsroom.take(feed.url);

  expect(lines).toEqual([expect.stringContaining("0 new, 0 changed, 1 as they were")]);
  expect(newsroom.place.head().number).toBe(number);
});

test("a feed that shows only its last items takes nothing away", async () => {
  const newsroom = await aNewsroom();
  const feed = await aFeed(["1", "2", "3"].map((id) => ({ id, day: `2026-11-0${id}` })));
  await newsroom.take(feed.url);
  feed.state.items = [{ id: "4", day: "2026-11-04" }];

  await newsroom.take(feed.url);

  expect((await newsroom.articles()).map(({ title }) => title)).toEqual([
    "Стаття 4",
    "Стаття 3",
    "Стаття 2",
    "Стаття 1",
  ]);
});

test("an item that left the middle of its feed is asked for: 410 takes it off the phones, 404 off the lists, else it stays", async () => {
  const newsroom = await aNewsroom();
  const feed = await aFeed(
    ["1", "2", "3", "4", "5", "6", "7"].map((id) => ({ id, day: `2026-11-0${id}` })),
  );
  await newsroom.take(feed.url);
  feed.state.items = ["1", "5", "6", "7"].map((id) => ({ id, day: `2026-11-0${id}` }));
  Object.assign(feed.state.at, {
    "/p/2": { status: 410 },
    "/p/3": { status: 404 },
    "/p/4": { status: 200, body: "ще тут" },
  });

  const lines = await newsroom.take(feed.url);

  expect(lines).toEqual([expect.stringContaining("1 taken down, 1 not there any more") as string]);
  expect((await newsroom.articles()).map(({ title }) => title.slice(-1))).toEqual([
    "7",
    "6",
    "5",
    "4",
    "1",
  ]);
  expect((await newsroom.place.ask("/a/stattia-2")).status).toBe(410);
  expect((await newsroom.place.ask("/a/stattia-3")).status).toBe(200);
  expect(newsroom.place.head().withdrawn).toBeDefined();
});

test("a tombstone takes an article off the phones; published again it is a new article", async () => {
  const newsroom = await aNewsroom();
  const feed = await aFeed(["1", "2", "3"].map((id) => ({ id })));
  await newsroom.take(feed.url);
  const { id } = await newsroom.article("stattia-2");
  const grave = '<at:deleted-entry xmlns:at="http://purl.org/atompub/tombstones/1.0" ref="2"/>';
  feed.state.items = [
    { id: "1", more: "" },
    { id: "3", more: `</item>${grave}<item>` },
  ];
  expect(await newsroom.take(feed.url)).toContainEqual(expect.stringContaining("1 taken down"));
  expect((await newsroom.place.ask("/a/stattia-2")).status).toBe(410);

  feed.state.items = ["1", "2", "3"].map((one) => ({ id: one }));
  await newsroom.take(feed.url);

  const again = await newsroom.article("stattia-2-2");
  expect(again.id).not.toBe(id);
  expect(await newsroom.articles()).toHaveLength(3);
});

test("a source from which more than half would go is ill: nothing is taken down, and the operator is told", async () => {
  const newsroom = await aNewsroom();
  const feed = await aFeed(["1", "2", "3", "4"].map((id) => ({ id, day: `2026-11-0${id}` })));
  await newsroom.take(feed.url);
  feed.state.items = [{ id: "1", day: "2026-11-01" }];
  for (const id of ["2", "3", "4"]) feed.state.at[`/p/${id}`] = { status: 410 };

  const lines = await newsroom.take(feed.url);

  expect(lines).toContainEqual(
    "3 of 4 articles are not there any more; that is more than half, so none was taken down.",
  );
  expect(await newsroom.articles()).toHaveLength(4);
  feed.state.items = [];
  await newsroom.take(feed.url);
  expect(await newsroom.articles()).toHaveLength(4);
});

test("a site that gives its texts new keys has each of them once here", async () => {
  const newsroom = await aNewsroom();
  const feed = await aFeed(["1", "2", "3"].map((id) => ({ id })));
  await newsroom.take(feed.url);
  const before = (await newsroom.articles()).map(({ id }) => id).toSorted();
  const renewed = ["1", "2", "3", "4"].map((id) =>
    itemOf({ id }).replace(`>${id}</guid>`, `>new-${id}</guid>`),
  );
  feed.state.at["/feed"] = {
    body: rss(renewed.join("")).replace("https://news.example/", `${feed.origin}/`),
  };

  const lines = await newsroom.take(feed.url, {}, true);

  expect(lines).toEqual([expect.stringContaining("1 new, 0 changed, 3 as they were")]);
  const after = await newsroom.articles();
  expect(after).toHaveLength(4);
  expect(after.map(({ id }) => id)).toEqual(expect.arrayContaining(before));
});

test("an article that was withdrawn at the desk stays so, whatever its source says", async () => {
  const newsroom = await aNewsroom();
  const feed = await aFeed([{ id: "1" }, { id: "2" }]);
  await newsroom.take(feed.url);
  await newsroom.place.library.withdraw((await newsroom.article("stattia-1")).id);
  feed.state.items = [{ id: "1", title: "Інша" }, { id: "2" }];

  const lines = await newsroom.take(feed.url);

  expect(lines[1]).toMatch(/\/p\/1 was withdrawn at the desk and stays so\.$/);
  expect((await newsroom.articles()).map(({ title }) => title)).toEqual(["Стаття 2"]);
});

test("articles of a source and of the content folder live together; neither takes the other's away", async () => {
  const newsroom = await aNewsroom();
  const { place } = newsroom;
  const feed = await aFeed([{ id: "1" }, { id: "2" }]);
  for (const name of ["a", "b", "c"]) place.write(`${name}.md`, aFile({ title: name }));
  await place.library.importFolder(place.content);
  await newsroom.take(feed.url);

  place.write("stattia-1.md", aFile({ title: "Моя" }));
  place.remove("c.md");
  const report = await place.library.importFolder(place.content);
  await newsroom.take(feed.url, {}, true);

  expect(report).toMatchObject({ unlisted: 1 });
  expect(report.messages).toEqual([
    "stattia-1.md has the slug stattia-1 of an article that came from the desk or from elsewhere.",
  ]);
  expect((await newsroom.articles()).map(({ slug }) => slug).toSorted()).toEqual([
    "a",
    "b",
    "stattia-1",
    "stattia-2",
  ]);
});

test("pictures are fetched, made small and described; one that cannot be had leaves the text and a line", async () => {
  const newsroom = await aNewsroom();
  const body = `<p>${long}</p><figure><img src="/in.webp"><figcaption>Сіль</figcaption></figure><img src="/evil.svg" alt="s"><img src="/gone.png" alt="g"><img src="/words.png" alt="w"><img src="/bare.gif">`;
  const feed = await aFeed([
    {
      id: "1",
      body,
      more: '<media:content url="/lead.jpg" medium="image"><media:description>Хліб</media:description></media:content>',
    },
  ]);
  const picture = async (format: "jpeg" | "webp"): Promise<Answered> => ({
    type: `image/${format}`,
    headers: { etag: '"p"' },
    body: await aPicture(900, 600, format),
  });
  Object.assign(feed.state.at, {
    "/lead.jpg": await picture("jpeg"),
    "/in.webp": await picture("webp"),
    "/bare.gif": { type: "image/gif", body: gif },
    "/evil.svg": { type: "image/svg+xml", body: "<svg onload='alert(1)'/>" },
    "/words.png": { type: "image/png", body: "<html>Помилка</html>" },
  });

  const lines = await newsroom.take(feed.url);

  const article = await newsroom.article("stattia-1");
  expect(article.lead).toMatchObject({ alt: "Хліб", caption: "Хліб" });
  expect(article.lead?.files.map(({ type, width }) => [type, width])).toEqual([
    ["avif", 360],
    ["jpg", 360],
    ["avif", 720],
    ["jpg", 720],
  ]);
  expect(article.body.filter(({ kind }) => kind === "figure")).toMatchObject([
    { alt: "Сіль" },
    { alt: "" },
  ]);
  expect(lines.slice(1).map((line) => line.replaceAll(feed.origin, ""))).toEqual([
    "/p/1 names the picture /evil.svg, which is an SVG, which can carry scripts; the article is published without it.",
    "/p/1 names the picture /gone.png, which is not there (404); the article is published without it.",
    "/p/1 names the picture /words.png, which is not a PNG, JPEG, GIF, WebP or AVIF picture; the article is published without it.",
    "/p/1 shows the picture /bare.gif without a description.",
  ]);
});

/** 64 by 64, one colour, two images. */
const gif = Buffer.from(
  "R0lGODlhQABAAIAAAP8AAAAA/yH/C05FVFNDQVBFMi4wAwEAAAAsAAAAAEAAQAAAAkOEj6nL7Q+jnLTai7PevPsPhuJIluaJpurKtu4Lx/JM1/aN5/rO9/4PDAqHxKLxiEwql8ym8wmNSqfUqvWKzWq33G6iAAA7",
  "base64",
);

test("a picture that could not be had this time is asked for at the next look, and travels once", async () => {
  const newsroom = await aNewsroom();
  const feed = await aFeed([{ id: "1", body: `<p>${long}</p><img src="/a.png" alt="а">` }]);
  const state = feed.state.at;
  state["/a.png"] = { status: 503 };
  await newsroom.take(feed.url);
  expect((await newsroom.article("stattia-1")).body).toHaveLength(1);
  state["/a.png"] = { type: "image/png", headers: { etag: '"p"' }, body: await aPicture(400, 300) };

  await newsroom.take(feed.url);
  await newsroom.take(feed.url);

  expect((await newsroom.article("stattia-1")).body).toHaveLength(2);
  expect(feed.asked.filter((path) => path === "/a.png")).toHaveLength(2);
});

test("a server of pictures that does not answer is not waited for again and again", async () => {
  const newsroom = await aNewsroom();
  const pictures = Array.from(
    { length: 6 },
    (_, at) => `<img src="http://127.0.0.1:59999/${at}.png" alt="а">`,
  );
  const feed = await aFeed([{ id: "1", body: `<p>${long}</p>${pictures.join("")}` }]);

  const lines = await newsroom.take(feed.url);

  expect(lines.filter((line) => line.includes("ECONNREFUSED"))).toHaveLength(2);
  expect(
    lines.filter((line) => line.includes("stands on a server that does not answer")),
  ).toHaveLength(4);
});

test("excerpts end with a link to the whole text, and the operator is told", async () => {
  const newsroom = await aNewsroom();
  const origin = await aServer(() => ({
    body: rss(
      "<item><title>Хліб</title><link>/p/1</link><description>Лише початок…</description></item>",
    ).replace("https://news.example/", "http://www.news.example/"),
  }));

  const lines = await newsroom.take(origin);

  expect(lines[1]).toBe(
    "gives only the beginnings of its texts (1 of 1); each ends with a link to the whole.",
  );
  expect((await newsroom.article("khlib")).body).toEqual([
    { kind: "paragraph", runs: [{ text: "Лише початок…" }] },
    {
      kind: "paragraph",
      runs: [{ text: "Читати повністю на news.example", href: "http://www.news.example/p/1" }],
    },
  ]);
});

test("a source that fails is left alone for longer each time, and for as long as it asks", async () => {
  const newsroom = await aNewsroom();
  const feed = await aFeed([{ id: "1" }]);
  await newsroom.take(feed.url);
  const { clock } = newsroom.place;
  const minute = 60_000;
  const waitAfter = async (answer: Answered): Promise<number> => {
    feed.state.at["/feed"] = answer;
    const [source] = await newsroom.storage.listSources();
    await newsroom.sources.look(source!);
    const [after] = await newsroom.storage.listSources();
    return (after!.nextAt! - clock.now) / minute;
  };

  expect(await waitAfter({ status: 500 })).toBe(60);
  expect(await waitAfter({ status: 500 })).toBe(120);
  expect(await waitAfter({ status: 503, headers: { "retry-after": "36000" } })).toBe(1_440);
  delete feed.state.at["/feed"];
  expect(await waitAfter({ headers: { "cache-control": "max-age=7200" }, body: rss("") })).toBe(
    120,
  );
  expect((await newsroom.storage.listSources())[0]).toMatchObject({ failures: 0 });
});

test("a source that never worked is not added, and says why", async () => {
  const newsroom = await aNewsroom();
  const origin = await aServer(() => ({
    type: "text/html",
    body: "<html><body>Нічого</body></html>",
  }));

  const lines = await newsroom.take(origin);

  expect(lines).toEqual([`${origin}: is a page that names no feed.`, "It was not added."]);
  expect(await newsroom.storage.listSources()).toEqual([]);
});

test("a site's page leads to its feed; a feed that has moved for good is asked there", async () => {
  const newsroom = await aNewsroom();
  const feed = await aFeed([{ id: "1" }]);
  feed.state.at["/"] = {
    type: "text/html",
    body: '<html lang="uk"><link rel="alternate" type="application/rss+xml" href="/feed">',
  };
  feed.state.at["/old"] = { status: 301, headers: { location: "/feed" } };

  expect(await newsroom.take(`${feed.origin}/`)).toEqual([expect.stringContaining("1 new")]);
  expect(await newsroom.take(`${feed.origin}/old`)).toEqual([expect.stringContaining("1 new")]);

  const sources = await newsroom.storage.listSources();
  expect(sources.map(({ feed: found }) => found)).toEqual([feed.url, feed.url]);
});

test("a file is taken once, packed or not, and again without doubles", async () => {
  const newsroom = await aNewsroom();
  const [plain, packed] = ["export.xml", "export.xml.gz"].map((name) =>
    join(newsroom.place.folder, name),
  );
  const text = rss(itemOf({ id: "1" }));
  writeFileSync(plain!, text);
  writeFileSync(packed!, gzipSync(text));

  expect(await newsroom.takeFile(plain!)).toEqual([expect.stringContaining("1 new")]);
  expect(await newsroom.takeFile(packed!)).toEqual([
    expect.stringContaining("0 new, 0 changed, 1 as they were"),
  ]);
  expect((await newsroom.storage.listSources())[0]?.nextAt).toBeUndefined();
});

test("a source that is removed leaves its articles, or takes them off the lists", async () => {
  const newsroom = await aNewsroom();
  const feed = await aFeed([{ id: "1" }]);
  await newsroom.take(feed.url);

  expect(await newsroom.remove(feed.url, false)).toEqual([
    `${feed.url} is not looked at any more; its 1 articles stay as they are.`,
  ]);
  expect(await newsroom.articles()).toHaveLength(1);

  await newsroom.take(feed.url);
  await newsroom.remove(feed.url, true);
  expect(await newsroom.articles()).toHaveLength(0);
  expect((await newsroom.place.ask("/a/stattia-1")).status).toBe(200);
});

test("hundreds of items come in editions of some each, newest first, and the second look changes nothing", async () => {
  const newsroom = await aNewsroom();
  const day = (at: number): string =>
    new Date(Date.UTC(2023, 0, 1 + at)).toISOString().slice(0, 10);
  const feed = await aFeed(
    Array.from({ length: 400 }, (_, at) => ({ id: String(at), day: day(at) })),
  );
  const before = newsroom.place.head().number;

  expect(await newsroom.take(feed.url)).toEqual([expect.stringContaining("400 new")]);

  expect(newsroom.place.head().number - before).toBe(16);
  expect(await newsroom.take(feed.url, {}, true)).toEqual([
    expect.stringContaining("0 new, 0 changed, 400 as they were"),
  ]);
  expect(newsroom.place.head().number - before).toBe(16);
});
