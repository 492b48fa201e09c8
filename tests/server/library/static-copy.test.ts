// The reading side as files: the same bytes as the server's answers, at places where any web server finds them.
import { createHash } from "node:crypto";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import type { Slug } from "../../../src/protocol/article.ts";
import { placeOf } from "../../../src/server/library/export/file-places.ts";
import { writeStaticCopy } from "../../../src/server/library/export/static-copy.ts";
import {
  aLibrary,
  anArticle,
  aPicture,
  newsroom,
  type Place,
  privacy,
  template,
} from "./a-library.ts";

type Files = ReadonlyMap<string, Buffer>;

async function* aBuiltApp(): AsyncGenerator<readonly [string, Uint8Array<ArrayBuffer>]> {
  const bytes = (text: string) => new TextEncoder().encode(text);
  yield ["index.html", bytes("<!doctype html><title>the shell</title>")];
  yield ["parts.json", bytes('{"build":"1","entry":"/assets/a.js","files":[]}')];
}

async function copyOf(place: Place, withIntake = false): Promise<Files> {
  const files = new Map<string, Buffer>();
  await writeStaticCopy({
    library: place.library,
    newsroom,
    template: () => template,
    privacy,
    keys: () => new TextEncoder().encode("soniakh-1 keys …\n{}\n"),
    appFiles: aBuiltApp(),
    policy: { styleHashes: ["'sha256-abc='"], https: true },
    home: "https://home.example",
    withIntake,
    write: async (path, bytes) => void files.set(path, Buffer.from(bytes)),
    onProgress: () => undefined,
  });
  return files;
}

const textOf = (files: Files, path: string): string => files.get(path)?.toString() ?? "";

async function aPublishedPlace() {
  const place = await aLibrary();
  const made = await place.media.addPicture(await aPicture());
  if (!made.ok) throw new Error(made.why);
  const bread = anArticle({ lead: { ...made.picture, alt: "Хліб" }, tags: ["Хліб/сіль", "Дім"] });
  const [gone, unlisted] = [
    anArticle({ slug: "znyata" as Slug, title: "Знята" }),
    anArticle({ slug: "prykhovana" as Slug, title: "Прихована" }),
  ];
  await place.library.publish([bread, gone, unlisted]);
  await place.library.withdraw(gone.id);
  await place.library.unlist([unlisted.id]);
  place.clock.now += 60_000;
  await place.library.publish([{ ...bread, slug: "khlib" as Slug }]);
  return { place, bread, files: made.picture.files };
}

test("every file holds what the server answers under its path", async () => {
  const { place, files: pictures } = await aPublishedPlace();
  const files = await copyOf(place);
  const { number, segments, withdrawn } = place.head();

  const places = [
    "uk/index.html",
    "en/index.html",
    "uk/privacy/index.html",
    "uk/t/Дім/index.html",
    "uk/t/khlib-sil/index.html",
    "a/khlib/index.html",
    "a/prykhovana/index.html",
    "shelf/index.html",
    "library/head",
    "library/keys",
    `library/withdrawn/${withdrawn}`,
    ...segments.map(({ id, hash }) => `library/segments/${id}/${hash}.ndjson`),
    `library/packs/${number}.json`,
    `library/packs/0-${number}/0.ndjson`,
    ...pictures.map(({ hash, type }) => `library/media/${hash}.${type}`),
    "uk/feed.xml",
    "uk/atom.xml",
    "en/feed.json",
    "sitemap.xml",
    "robots.txt",
  ];
  for (const path of places) {
    const bytes = files.get(path);
    expect(bytes, path).toBeDefined();
    const folder = `/${path.replace(/index\.html$/, "")}`;
    const address = /^\/(uk|en)\/$/.test(folder) ? folder : folder.replace(/\/$/, "");
    const answer = await place.ask(encodeURI(address));
    expect(answer.status, path).toBe(200);
    expect(bytes!.equals(Buffer.from(await answer.arrayBuffer())), path).toBe(true);
  }
  expect(textOf(files, "index.html")).toContain("the shell");
  expect(textOf(files, "404.html")).toContain("Такої сторінки немає");
});

test("each text that is worth it lies there compressed as well", async () => {
  const { place } = await aPublishedPlace();
  const files = await copyOf(place);

  const page = files.get("a/khlib/index.html")!;
  expect(brotliDecompressSync(files.get("a/khlib/index.html.br")!).equals(page)).toBe(true);
  expect(gunzipSync(files.get("a/khlib/index.html.gz")!).equals(page)).toBe(true);
  for (const path of files.keys()) expect(path).not.toMatch(/\.(avif|jpg)\.(br|gz)$/);
});

test("a former address leads on; one that was taken down says so and nothing else", async () => {
  const { place } = await aPublishedPlace();
  const files = await copyOf(place);

  const moved = textOf(files, "a/khlib-na-vsikh/index.html");
  expect(moved).toContain('<link rel="canonical" href="https://news.example/a/khlib"/>');
  expect(moved).toContain('<meta http-equiv="refresh" content="0; url=/a/khlib"/>');
  expect(moved).toContain('<a href="/a/khlib">');
  expect(textOf(files, "_redirects")).toBe("/a/khlib-na-vsikh /a/khlib 308\n");
  const gone = textOf(files, "a/znyata/index.html");
  expect(gone).toContain("Цю статтю відкликано");
  expect(gone).not.toContain("Знята");
  expect(textOf(files, "hosting/nginx.conf")).toContain("location = /a/znyata {");
  const all = [...files.values()].map(String).join("\n");
  expect(all.match(/"title":"Знята"/)).toBeNull();
});

test("the same library gives the same bytes", async () => {
  const { place } = await aPublishedPlace();
  const [one, other] = [await copyOf(place), await copyOf(place)];

  expect([...one.keys()]).toEqual([...other.keys()]);
  for (const [path, bytes] of one) expect(bytes.equals(other.get(path)!), path).toBe(true);
});

test("older parts of a list and the whole of a long text are files too", async () => {
  const place = await aLibrary();
  const long = Array.from({ length: 400 }, (_, n) => ({
    kind: "paragraph" as const,
    runs: [{ text: `Абзац ${n}: ${createHash("sha512").update(String(n)).digest("base64")}` }],
  }));
  await place.library.publish([
    ...Array.from({ length: 45 }, (_, n) => anArticle({ slug: `a-${n}` as Slug })),
    anArticle({ slug: "dovha" as Slug, body: long }),
  ]);
  const files = await copyOf(place);

  for (const path of ["uk/from/20/index.html", "uk/from/40/index.html"])
    expect(files.has(path), path).toBe(true);
  expect(textOf(files, "a/dovha/index.html").includes("Абзац 399")).toBe(false);
  expect(textOf(files, "a/dovha/whole/index.html").includes("Абзац 399")).toBe(true);
});

test("a copy without an intake says so where every phone looks; one with an intake does not", async () => {
  const place = await aLibrary();

  const list = (files: Files) => JSON.parse(textOf(files, "parts.json"));
  expect(list(await copyOf(place))).toMatchObject({ build: "1", copyOf: "https://home.example" });
  const withIntake = await copyOf(place, true);
  expect(list(withIntake)).not.toHaveProperty("copyOf");
  expect(textOf(withIntake, "hosting/Caddyfile")).toContain("reverse_proxy /intake/*");
});

test("hosts are told every header of the newsroom's own server, no path the same one twice", async () => {
  const { place } = await aPublishedPlace();
  const files = await copyOf(place);

  for (const file of ["_headers", ".htaccess", "hosting/nginx.conf", "hosting/Caddyfile"]) {
    const text = textOf(files, file).toLowerCase();
    for (const name of [
      "content-security-policy",
      "cross-origin-opener-policy",
      "cross-origin-embedder-policy",
      "strict-transport-security",
      "permissions-policy",
      "referrer-policy",
    ])
      expect(text, file).toContain(name);
    expect(text, file).toContain("'sha256-abc='");
    expect(text, file).toContain("max-age=31536000, immutable");
  }
  // Netlify and Cloudflare join what several rules that fit a path say of one header.
  const rules = textOf(files, "_headers")
    .trim()
    .split("\n\n")
    .map((rule) => {
      const [path = "", ...lines] = rule.split("\n");
      return { path, names: lines.map((line) => line.trim().split(":")[0]) };
    });
  for (const path of files.keys()) {
    const names = rules
      .filter((rule) =>
        rule.path.endsWith("*")
          ? `/${path}`.startsWith(rule.path.slice(0, -1))
          : `/${path}` === rule.path,
      )
      .flatMap((rule) => rule.names);
    expect(new Set(names).size, path).toBe(names.length);
  }
});

test.each([
  ["/uk/", "uk/index.html"],
  ["/a/khlib", "a/khlib/index.html"],
  ["/uk/t/%D0%94%D1%96%D0%BC", "uk/t/Дім/index.html"],
  ["/uk/t/Dim.%20Sad", "uk/t/Dim. Sad/index.html"],
  ["/uk/feed.xml", "uk/feed.xml"],
  ["/library/head", "library/head"],
  ["/uk/t/a%2Fb", undefined],
  ["/uk/t/..%2F..%2Fetc", undefined],
  ["/uk/t/%2e%2e", undefined],
  ["/uk/t/x%00y", undefined],
  [`/uk/t/${"%D0%94".repeat(130)}`, undefined],
])("%s lies at %s", (path, place) => {
  expect(placeOf(path)).toBe(place);
});
