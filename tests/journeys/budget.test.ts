// What a reader pays, and what no reader pays for: measured on the built app and on what the server really sends.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { weightOf, writingScripts } from "../support/app-weight.ts";
import { chromiumPage } from "../support/browsers/any-page.ts";
import { openChromium } from "../support/browsers/chromium.ts";
import { whenPresent } from "../support/browsers/finding-browsers.ts";
import { createProfile } from "../support/browsers/profiles.ts";
import { shows } from "../support/journey.ts";
import { openNewsroom, type RunningNewsroom } from "../support/newsroom.ts";

const app = join(inject("newsroomTemplate"), "app");
const read = (path: string): string => readFileSync(join(app, path), "utf8");
const page = read("index.html");
const worker = read("sw.js");
const parts = JSON.parse(read("parts.json")) as {
  readonly files: readonly { readonly url: string }[];
};

const compressed = (urls: readonly string[]): number => weightOf(app, urls);

/** Scripts of the page's own that are in no part: what a phone runs before it calls for anything. */
const readingScripts = (): readonly string[] => {
  const later = new Set(parts.files.map(({ url }) => url));
  const assets = readdirSync(join(app, "assets")).map((name) => `/assets/${name}`);
  return assets.filter((url) => url.endsWith(".js") && !later.has(url));
};

/** The scripts that a first visit fetches until every text is on the phone, as Chromium asks for them; pictures come after. */
async function scriptsOfVisit(language: "uk" | "en"): Promise<readonly string[]> {
  const profile = await createProfile("chromium");
  const browser = await openChromium({ userDataDir: profile.folder });
  try {
    const page = await browser.page();
    const asked: string[] = [];
    page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    await page.goto(`${newsroom.origin}/?lang=${language}`);
    await shows(chromiumPage(page), readyOffline[language]);
    const untilLibrary = asked.slice(
      0,
      asked.findLastIndex((path) => /^\/library\/(?!media\/)/.test(path)),
    );
    return [...new Set(untilLibrary.filter((path) => /^\/assets\/.*\.js$/.test(path)))];
  } finally {
    await browser.close();
    await profile.remove();
  }
}

const readyOffline = { uk: "Можна читати без мережі", en: "You can read offline" } as const;

let newsroom: RunningNewsroom;
beforeAll(async () => {
  newsroom = await openNewsroom({ template: inject("newsroomTemplate") });
});
afterAll(() => newsroom.close());

whenPresent("chromium", () => {
  test("what a visit runs to read and to get the library is at most 30,000 bytes, English words apart", async () => {
    const visit = await scriptsOfVisit("uk");
    const english = (await scriptsOfVisit("en")).filter((url) => !visit.includes(url));
    console.log(`reading script: ${compressed(visit)} bytes (${visit.join(", ")})`);
    console.log(`English words: ${compressed(english)} bytes (${english.join(", ")})`);

    expect(visit).toEqual(readingScripts());
    expect(page).toMatch(/<script type="module"[^>]* src="\/assets\//);
    expect(compressed(visit)).toBeLessThanOrEqual(30_000);
    expect(english.length).toBe(1);
    expect(compressed(english)).toBeLessThanOrEqual(1_500);
  });
});

test("the writing part, sealing included, is at most 70 KB", () => {
  const scripts = writingScripts(app);
  console.log(`writing part: ${compressed(scripts)} bytes in ${scripts.length} files`);

  expect(scripts.map(read).join("")).toContain("age-encryption.org");
  expect(compressed(scripts)).toBeLessThanOrEqual(70_000);
});

test("nothing of writing, sealing or the desk is in reading or in the precache", () => {
  const precached = [...worker.matchAll(/"?url"?:"([^"]+)"/g)].map(
    ([, url]) => `/${(url ?? "").replace(/^\//, "")}`,
  );
  const authors = parts.files.map(({ url }) => url);

  expect(precached).toContain("/index.html");
  expect(authors.length).toBeGreaterThan(0);
  expect(
    precached.filter(
      (url) => authors.includes(url) || url.includes("desk") || url === "/sending.js",
    ),
  ).toEqual([]);
  for (const text of [worker, ...readingScripts().map(read)]) {
    for (const trace of [
      "age-encryption.org",
      "scrypt",
      "createSyncAccessHandle",
      "Запечатати",
      "/desk/api",
    ]) {
      expect(text).not.toContain(trace);
    }
  }
  // They are somewhere, or the test looks for the wrong words.
  expect(
    authors
      .filter((url) => url.endsWith(".js"))
      .map(read)
      .join(""),
  ).toContain("age-encryption.org");
});

test("a first page of every sample article is less than 14 KB compressed", async () => {
  for (const language of ["uk", "en"]) {
    const front = await (await fetch(`${newsroom.origin}/${language}/`)).text();
    const slugs = new Set(
      [...front.matchAll(/href="(\/a\/[^"]+)"/g)].map(([, path]) => path ?? ""),
    );
    expect(slugs.size).toBeGreaterThanOrEqual(6);
    for (const path of [`/${language}/`, ...slugs]) {
      const html = await (await fetch(newsroom.origin + path)).text();
      const bytes = brotliCompressSync(html).length;
      console.log(`${path}: ${bytes} bytes`);
      expect(bytes, path).toBeLessThan(14_000);
    }
  }
});

test("the server sends pages and scripts compressed", async () => {
  for (const path of ["/uk/", "/a/bez-merezhi", readingScripts()[0] ?? ""]) {
    const response = await fetch(newsroom.origin + path, { headers: { "accept-encoding": "br" } });
    await response.arrayBuffer();
    expect(response.headers.get("content-encoding"), path).toBe("br");
  }
});

test("each precached file is named with a hash that fits it", () => {
  const entries = [...worker.matchAll(/\{[^{}]*"?integrity"?:"(sha384-[^"]+)"[^{}]*\}/g)];
  expect(entries.length).toBeGreaterThan(0);
  for (const [entry, integrity] of entries) {
    const url = /"?url"?:"([^"]+)"/.exec(entry ?? "")?.[1] ?? "";
    expect(
      `sha384-${createHash("sha384")
        .update(readFileSync(join(app, url)))
        .digest("base64")}`,
      url,
    ).toBe(integrity);
  }
});
