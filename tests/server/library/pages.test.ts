import { createHash } from "node:crypto";
import { brotliDecompressSync } from "node:zlib";
import { expect, test } from "vitest";
import { aFile, aLibrary, anArticle, aPicture } from "./a-library.ts";

const redirectOf = (answer: Response) => [answer.status, answer.headers.get("location")];

test.each([
  ["/", "en-GB,en;q=0.9", "/en/"],
  ["/", "uk-UA,uk;q=0.9,en;q=0.8", "/uk/"],
  ["/", "en;q=0.3, uk;q=0.7", "/uk/"],
  ["/", "pl", "/uk/"],
  ["/", undefined, "/uk/"],
  ["/?lang=en", "uk", "/en/?lang=en"],
  ["/?lang=xx", "en", "/en/"],
  ["/uk/?lang=en", "uk", "/en/?lang=en"],
])("%s with %s leads to %s", async (path, language, location) => {
  const place = await aLibrary();
  const answer = await place.ask(
    path,
    language === undefined ? {} : { headers: { "accept-language": language } },
  );
  expect(redirectOf(answer)).toEqual([302, location]);
  if (path === "/") expect(answer.headers.get("vary")).toContain("accept-language");
});

test("a front page in the language that is asked for is answered at once", async () => {
  const place = await aLibrary();
  expect((await place.ask("/uk/?lang=uk", { headers: { "accept-language": "en" } })).status).toBe(
    200,
  );
});

test("a front page lists the newest twenty of its language, older ones behind a link", async () => {
  const place = await aLibrary();
  const day = (n: number) => `2026-11-${String(n).padStart(2, "0")}`;
  await place.library.publish(
    Array.from({ length: 23 }, (_, n) =>
      anArticle({ slug: `a-${n + 1}` as never, date: day(n + 1), title: `Стаття ${n + 1}.` }),
    ),
  );
  const html = await (await place.ask("/uk/")).text();
  expect(html).toContain('<html lang="uk"');
  expect(html).toContain("Стаття 23.");
  expect(html).toContain("Стаття 4.");
  expect(html).not.toContain("Стаття 3.");
  expect(html).toContain('rel="canonical" href="https://news.example/uk/"');
  expect(html).toContain('hreflang="en" href="https://news.example/en/"');
  const older = await (await place.ask("/uk/from/20")).text();
  expect(older).toContain("Стаття 3.");
  expect((await place.ask("/uk/from/40")).status).toBe(404);
  expect(await (await place.ask("/en/")).text()).not.toContain("Стаття");
});

test("an article's page is whole without script, carries its exact bytes, and names its translation", async () => {
  const place = await aLibrary();
  const made = await place.media.addPicture(await aPicture());
  if (!made.ok) throw new Error(made.why);
  const article = anArticle({ lead: { ...made.picture, alt: "Хліб" }, tags: ["Розповідь"] });
  await place.library.publish([
    article,
    anArticle({ language: "en", slug: "bread" as never, work: article.work }),
  ]);
  const answer = await place.ask("/a/khlib-na-vsikh");
  const html = await answer.text();
  expect([
    answer.status,
    answer.headers.get("cache-control"),
    answer.headers.get("content-language"),
  ]).toEqual([200, "no-cache", "uk"]);
  expect(html).toContain("Ми ділили кожну хлібину");
  expect(html).toContain('hreflang="en" href="https://news.example/a/bread"');
  expect(html).toContain('property="og:title"');
  const [, hash, json] = /id="served" data-hash="([^"]+)">([^<]*)<\/script>/.exec(html) ?? [];
  expect(
    createHash("sha256")
      .update(json ?? "")
      .digest("base64url"),
  ).toBe(hash);
  expect(hash).toBe((await place.library.listNewest({ language: "uk", limit: 1 }))[0]!.article);
  expect(html).not.toContain("style=");
  const held = await place.ask("/a/khlib-na-vsikh", {
    headers: { "if-none-match": answer.headers.get("etag")! },
  });
  expect(held.status).toBe(304);
});

test("a page of 1,000 words with its picture travels in well under 14 KB", async () => {
  const place = await aLibrary();
  place.write("a.png", await aPicture());
  const words =
    "світло зникає графіком мережа часто йде слідом саме тоді найбільше хочеться знати діється мати читати крім повідомлення з’єднання вечорів варто підвів".split(
      " ",
    );
  const text = Array.from(
    { length: 1_000 },
    (_, n) =>
      words[(n * n * 7 + n * 13) % words.length] +
      (n % 60 === 59 ? ".\n\n" : n % 9 === 8 ? "," : ""),
  ).join(" ");
  place.write("a.md", aFile({ picture: "a.png", pictureAlt: "Малюнок" }, text));
  await place.library.importFolder(place.content);
  const answer = await place.ask("/a/a", { headers: { "accept-encoding": "br" } });
  const body = Buffer.from(await answer.arrayBuffer());
  expect(brotliDecompressSync(body).toString()).toContain("світло");
  // The built template adds its own 4 to 5 KB of styles.
  expect(body.length).toBeLessThan(9_000);
});

test("a withdrawn article's page says so and nothing of the article; an unknown one is a page too", async () => {
  const place = await aLibrary();
  const article = anArticle();
  await place.library.publish([article]);
  await place.library.withdraw(article.id);
  const gone = await place.ask("/a/khlib-na-vsikh");
  const html = await gone.text();
  expect(gone.status).toBe(410);
  expect(html).toContain("Цю статтю відкликано");
  expect(html).not.toContain(article.title);
  const missing = await place.ask("/a/nichoho", { headers: { "accept-language": "en" } });
  expect([missing.status, missing.headers.get("content-type")]).toEqual([
    404,
    "text/html; charset=utf-8",
  ]);
  expect(await missing.text()).toContain('<html lang="en"');
});

test("a tag's page answers to the tag as it is written and to its slug", async () => {
  const place = await aLibrary();
  await place.library.publish([
    anArticle({ tags: ["Звідки це"] }),
    anArticle({ slug: "a-2" as never, title: "Інша стаття" }),
  ]);
  for (const path of [`/uk/t/${encodeURIComponent("Звідки це")}`, "/uk/t/zvidky-tse"]) {
    const html = await (await place.ask(path)).text();
    expect(html).toContain("Хліб на всіх");
    expect(html).not.toContain("Інша стаття");
  }
  expect((await place.ask("/en/t/zvidky-tse")).status).toBe(404);
});

test("the privacy page is in both languages and names the newsroom's contacts", async () => {
  const place = await aLibrary();
  const html = await (await place.ask("/uk/privacy")).text();
  expect(html).toContain("Читання не лишає нічого.");
  expect(html).toContain('href="mailto:editors@newsroom.example"');
  expect(html).not.toContain("{contacts}");
  expect(await (await place.ask("/en/privacy")).text()).toContain("Reading leaves nothing.");
});

test("the shelf is a frame that the app fills", async () => {
  const place = await aLibrary();
  const answer = await place.ask("/shelf", { headers: { "accept-language": "en" } });
  expect([answer.status, answer.headers.get("vary")]).toEqual([
    200,
    "accept-language, accept-encoding",
  ]);
  expect(await answer.text()).toContain('data-served="shell"');
});

test("a file shared with the app whose worker is gone is not read: the screen asks for it again", async () => {
  const place = await aLibrary();
  const body = new FormData();
  body.append("file", new File(["<!doctype html>"], "statti.html"));

  expect(redirectOf(await place.ask("/take", { method: "POST", body }))).toEqual([303, "/take"]);
  expect((await place.ask("/take")).status).toBe(200);
});
