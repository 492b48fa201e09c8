// What a reader pays, and what no reader pays for: measured on the built app and on what the server really sends.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { openNewsroom, type RunningNewsroom } from "../support/newsroom.ts";

const app = join(inject("newsroomTemplate"), "app");
const read = (path: string): string => readFileSync(join(app, path), "utf8");
const page = read("index.html");
const worker = read("sw.js");
const parts = JSON.parse(read("parts.json")) as {
  readonly files: readonly { readonly url: string }[];
};

/** What reading loads: the page's script and all that it imports, now or later, but for the authors' part. */
const readingScripts = (): readonly string[] => {
  const authors = new Set(parts.files.map(({ url }) => url));
  const assets = readdirSync(join(app, "assets")).map((name) => `/assets/${name}`);
  return assets.filter((url) => url.endsWith(".js") && !authors.has(url));
};

let newsroom: RunningNewsroom;
beforeAll(async () => {
  newsroom = await openNewsroom({ template: inject("newsroomTemplate") });
});
afterAll(() => newsroom.close());

test("reading's script is at most 30 KB compressed", () => {
  const bytes = readingScripts().reduce(
    (sum, url) => sum + brotliCompressSync(read(url)).length,
    0,
  );
  console.log(`reading script: ${bytes} bytes in ${readingScripts().length} files`);

  expect(readingScripts().length).toBeGreaterThan(0);
  expect(page).toMatch(/<script type="module"[^>]* src="\/assets\//);
  expect(bytes).toBeLessThanOrEqual(30_000);
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
