import { SaxesParser } from "saxes";
import { expect, test } from "vitest";
import type { Entry } from "../../../src/protocol/edition.ts";
import { writeSitemap } from "../../../src/server/library/export/sitemap.ts";
import { aLibrary, anArticle, newId } from "./a-library.ts";

interface Url {
  loc: string;
  lastmod?: string;
  links: (readonly [string, string])[];
}

/** The addresses of a sitemap's file; throws where it is not well-formed. */
function urlsOf(text: string): readonly Url[] {
  const parser = new SaxesParser({ xmlns: true });
  const urls: Url[] = [];
  let inside = "";
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ local, attributes }) => {
    inside = local;
    if (local === "url" || local === "sitemap") urls.push({ loc: "", links: [] });
    const value = (name: string) => String(attributes[name]?.value);
    if (local === "link") urls.at(-1)!.links.push([value("hreflang"), value("href")]);
  });
  parser.on("text", (said) => {
    if (inside === "loc") urls.at(-1)!.loc += said;
    if (inside === "lastmod") urls.at(-1)!.lastmod = said;
  });
  parser.on("closetag", () => (inside = ""));
  parser.write(text).close();
  return urls;
}

test("the sitemap names every page with its versions in other languages and the day it changed", async () => {
  const place = await aLibrary();
  const bread = anArticle({ updatedAt: "2026-11-22", tags: ["Хліб і сіль"] });
  await place.library.publish([
    bread,
    anArticle({ language: "en", slug: "bread" as never, work: bread.work }),
    anArticle({ slug: "sama" as never, date: "2026-10-01" }),
  ]);

  const answer = await place.ask("/sitemap.xml");
  const urls = urlsOf(await answer.text());

  expect(answer.headers.get("content-type")).toBe("application/xml; charset=utf-8");
  const origin = "https://news.example";
  const both = [
    ["en", `${origin}/a/bread`],
    ["uk", `${origin}/a/khlib-na-vsikh`],
    ["x-default", `${origin}/a/khlib-na-vsikh`],
  ];
  const find = (path: string) => urls.find(({ loc }) => loc === origin + path);
  expect(find("/a/khlib-na-vsikh")).toMatchObject({ lastmod: "2026-11-22", links: both });
  expect(find("/a/bread")).toMatchObject({ lastmod: "2026-11-20", links: both });
  expect(find("/a/sama")).toEqual({ loc: `${origin}/a/sama`, lastmod: "2026-10-01", links: [] });
  expect(find("/uk/")).toMatchObject({
    lastmod: "2026-11-22",
    links: [
      ["uk", `${origin}/uk/`],
      ["en", `${origin}/en/`],
      ["x-default", `${origin}/`],
    ],
  });
  expect(find(`/uk/t/${encodeURIComponent("Хліб і сіль")}`)).toBeDefined();
  // Each address leads somewhere.
  for (const { loc } of urls) expect((await place.ask(loc.slice(origin.length))).status).toBe(200);
});

test("more addresses than one file may hold are split, with an index first", () => {
  const entries = Array.from({ length: 9 }, (_, n) => ({
    slug: `a-${n}`,
    language: "uk",
    work: newId(),
    date: "2026-11-01",
    tags: [],
  })) as unknown as Entry[];

  const [index, ...parts] = writeSitemap(entries, "https://n.example", 5);

  expect(parts.map((part) => urlsOf(part).length)).toEqual([5, 5, 3]);
  expect(urlsOf(index!).map(({ loc }) => loc)).toEqual(
    [1, 2, 3].map((part) => `https://n.example/sitemap-${part}.xml`),
  );
});

test("robots.txt names the sitemap and keeps search engines out of the desk and the intake", async () => {
  const place = await aLibrary();
  const answer = await place.ask("/robots.txt");

  expect(answer.headers.get("content-type")).toBe("text/plain; charset=utf-8");
  expect((await answer.text()).split("\n")).toEqual([
    "User-agent: *",
    "Disallow: /desk",
    "Disallow: /intake",
    "",
    "Sitemap: https://news.example/sitemap.xml",
    "",
  ]);
});
