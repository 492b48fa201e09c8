import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { someText } from "../../support/some-text.ts";
import { aLibrary, anArticle, aPicture } from "./a-library.ts";

const immutable = "public, max-age=31536000, immutable, s-maxage=86400";
const bytesOf = async (answer: Response) => Buffer.from(await answer.arrayBuffer());

test("the head is asked for each time and answered 304 while it is the same", async () => {
  const place = await aLibrary();
  const first = await place.ask("/library/head");
  expect([first.status, first.headers.get("cache-control")]).toEqual([200, "no-cache"]);
  expect(await bytesOf(first)).toEqual(Buffer.from(place.library.edition().head));
  const etag = first.headers.get("etag")!;
  const same = await place.ask("/library/head", {
    headers: { "if-none-match": etag, "accept-encoding": "br" },
  });
  expect([same.status, (await bytesOf(same)).length]).toEqual([304, 0]);
  await place.library.publish([anArticle()]);
  expect((await place.ask("/library/head", { headers: { "if-none-match": etag } })).status).toBe(
    200,
  );
});

test("the key list is served as the root signed it", async () => {
  const place = await aLibrary();
  const answer = await place.ask("/library/keys");
  expect([answer.headers.get("cache-control"), await answer.text()]).toEqual([
    "no-cache",
    "soniakh-1 keys …\n{}\n",
  ]);
});

test("articles, segments and lists of withdrawn articles are immutable files under their hashes", async () => {
  const place = await aLibrary();
  const gone = anArticle({ slug: "a-2" as never });
  await place.library.publish([anArticle(), gone]);
  await place.library.withdraw(gone.id);
  const [entry] = await place.library.listNewest({ language: "uk", limit: 1 });
  const [segment] = place.head().segments;
  const paths = [
    `/library/articles/${entry!.article}.json`,
    `/library/segments/${segment!.id}/${segment!.hash}.ndjson`,
    `/library/withdrawn/${place.head().withdrawn}`,
  ];
  for (const path of paths) {
    const answer = await place.ask(path);
    expect([path, answer.status, answer.headers.get("cache-control")]).toEqual([
      path,
      200,
      immutable,
    ]);
    expect(answer.headers.get("etag")).toMatch(/^".+"$/);
    const head = await place.ask(path, { method: "HEAD" });
    expect([head.status, head.headers.get("content-length"), (await bytesOf(head)).length]).toEqual(
      [200, String((await bytesOf(answer)).length), 0],
    );
  }
});

test("texts travel in brotli, else gzip, else as they are", async () => {
  const place = await aLibrary();
  await place.library.publish([anArticle()]);
  const path = `/library/packs/0-${place.head().number}/0.ndjson`;
  const as = async (accept: string) => {
    const answer = await place.ask(path, { headers: { "accept-encoding": accept } });
    return [
      answer.headers.get("content-encoding"),
      await bytesOf(answer),
      answer.headers.get("vary"),
    ] as const;
  };
  const [none, plain] = await as("identity");
  const [br, small, vary] = await as("gzip, deflate, br");
  const [gzip, zipped] = await as("gzip, br;q=0");
  expect([none, br, gzip, vary]).toEqual([null, "br", "gzip", "accept-encoding"]);
  expect(brotliDecompressSync(small)).toEqual(plain);
  expect(gunzipSync(zipped)).toEqual(plain);
  expect(small.length).toBeLessThan(plain.length);
});

test("the rest of a pack that broke off is made while it is taken, and phones that go leave nothing behind", async () => {
  const place = await aLibrary();
  const articles = [1, 2, 3, 4].map((seed) =>
    anArticle({
      slug: `a-${seed}` as never,
      body: [{ kind: "paragraph", runs: [{ text: someText(6_000, seed) }] }],
    }),
  );
  await place.library.publish(articles);
  const pack = (skip: number, init?: RequestInit) =>
    place.ask(`/library/packs/0-${place.head().number}/${skip}.ndjson`, init);
  const br = { headers: { "accept-encoding": "br" } };
  const plain = await bytesOf(await pack(1));
  expect(plain.length).toBeGreaterThan(200_000);

  for (let gone = 0; gone < 20; gone += 1) {
    const reader = (await pack(1, br)).body!.getReader();
    if (gone % 2 === 0) await reader.read();
    await reader.cancel();
  }
  const answer = await pack(1, br);

  expect([answer.headers.get("content-encoding"), answer.headers.get("content-length")]).toEqual([
    "br",
    null,
  ]);
  expect(brotliDecompressSync(await bytesOf(answer)).equals(plain)).toBe(true);
  const head = await pack(1, { ...br, method: "HEAD" });
  expect([head.status, (await bytesOf(head)).length]).toEqual([200, 0]);
});

test("pictures are served while an article shows them, recordings in ranges", async () => {
  const place = await aLibrary();
  const made = await place.media.addPicture(await aPicture());
  if (!made.ok) throw new Error(made.why);
  const sound = await place.media.addSound(
    new Uint8Array([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]),
    "webm",
    1,
  );
  const path = `/library/media/${sound.hash}.webm`;
  expect((await place.ask(path)).status).toBe(404);
  const body = [{ kind: "audio", media: { kind: "sound", ...sound }, caption: [] }];
  await place.library.publish([anArticle({ lead: { ...made.picture, alt: "" }, body } as never)]);

  for (const { hash, type } of made.picture.files) {
    const answer = await place.ask(`/library/media/${hash}.${type}`);
    expect([
      answer.status,
      answer.headers.get("content-type"),
      answer.headers.get("cache-control"),
      // What feeds name is shown by feed readers inside pages of their own.
      answer.headers.get("cross-origin-resource-policy"),
    ]).toEqual(
      type === "avif"
        ? [200, "image/avif", immutable, null]
        : [200, "image/jpeg", immutable, "cross-origin"],
    );
  }
  const range = async (value: string, more = {}) => {
    const answer = await place.ask(path, { headers: { range: value, ...more } });
    return [answer.status, answer.headers.get("content-range"), [...(await bytesOf(answer))]];
  };
  expect((await place.ask(path)).headers.get("accept-ranges")).toBe("bytes");
  expect(await range("bytes=2-4")).toEqual([206, "bytes 2-4/10", [2, 3, 4]]);
  expect(await range("bytes=7-")).toEqual([206, "bytes 7-9/10", [7, 8, 9]]);
  expect(await range("bytes=-2")).toEqual([206, "bytes 8-9/10", [8, 9]]);
  expect(await range("bytes=8-100")).toEqual([206, "bytes 8-9/10", [8, 9]]);
  expect(await range("bytes=10-")).toEqual([416, "bytes */10", []]);
  expect((await range("bytes=0-1,3-4"))[0]).toBe(200);
  expect((await range("bytes=0-1", { "if-range": '"other"' }))[0]).toBe(200);
});

test.each([
  "/library/articles/x.json",
  `/library/articles/${"A".repeat(43)}.json`,
  `/library/media/${"A".repeat(43)}.avif`,
  "/library/media/..%2f..%2fsoniakh.sqlite",
  "/library/packs/1-2/0.ndjson",
  "/library/segments/2026-11/x",
  "/library/nothing",
])("%s is not there, in a plain sentence", async (path) => {
  const place = await aLibrary();
  const answer = await place.ask(path);
  expect([
    answer.status,
    answer.headers.get("content-type"),
    answer.headers.get("cache-control"),
  ]).toEqual([404, "text/plain; charset=utf-8", "no-store"]);
});
