import { expect, test } from "vitest";
import { createWritingParts, findCopyOf, type Parts } from "../../src/device/parts.ts";
import { aCacheStorage } from "../support/caches.ts";

const integrity = `sha384-${"A".repeat(64)}`;
const partsOf = (build: string, ...names: readonly string[]): Parts => ({
  build: build.padEnd(16, "0"),
  entry: `/assets/index-${build}.js`,
  files: names.map((name) => ({ url: `/assets/${name}.js`, integrity, bytes: 10 })),
});

/** A server of one build; `missing` paths fail. Remembers what was asked for and how. */
function aServer(parts: Parts, missing: ReadonlySet<string> = new Set()) {
  const asked: { path: string; integrity: string | undefined }[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const path = input as string;
    asked.push({ path, integrity: init?.integrity });
    if (missing.has(path)) throw new TypeError("network error");
    return new Response(path === "/parts.json" ? JSON.stringify(parts) : `script of ${path}`);
  };
  return { fetch, asked };
}

test("the writing part is ready once every file is kept, each asked for with its integrity", async () => {
  const caches = aCacheStorage();
  const parts = partsOf("a", "writing-1", "keyring-1");
  const server = aServer(parts);
  const writing = createWritingParts({ fetch: server.fetch, caches, entry: parts.entry });
  expect(await writing.isReadyToWrite()).toBe(false);

  expect(await writing.prepare()).toBe("ready");

  expect(await writing.isReadyToWrite()).toBe(true);
  expect(server.asked.slice(1)).toEqual(parts.files.map(({ url }) => ({ path: url, integrity })));
  const kept = await (await caches.open(`writing-${parts.build}`)).match("/assets/writing-1.js");
  expect(await kept?.text()).toBe("script of /assets/writing-1.js");
});

test("a network that goes in the middle leaves it not ready, and the next run asks only for the rest", async () => {
  const caches = aCacheStorage();
  const parts = partsOf("a", "one", "two");
  const cut = aServer(parts, new Set(["/assets/two.js"]));
  const deps = { caches, entry: parts.entry };
  expect(await createWritingParts({ ...deps, fetch: cut.fetch }).prepare()).toBe("unreachable");
  expect(await createWritingParts({ ...deps, fetch: cut.fetch }).isReadyToWrite()).toBe(false);

  const whole = aServer(parts);
  expect(await createWritingParts({ ...deps, fetch: whole.fetch }).prepare()).toBe("ready");

  expect(whole.asked.map(({ path }) => path)).toEqual(["/parts.json", "/assets/two.js"]);
});

test("a deploy that waits is fetched beside the old build, which goes once the page is of the new one", async () => {
  const caches = aCacheStorage();
  const old = partsOf("a", "one");
  const next = partsOf("b", "two");
  await createWritingParts({ fetch: aServer(old).fetch, caches, entry: old.entry }).prepare();

  const oldPage = createWritingParts({ fetch: aServer(next).fetch, caches, entry: old.entry });
  expect(await oldPage.prepare()).toBe("ready");
  const newPage = createWritingParts({ fetch: aServer(next).fetch, caches, entry: next.entry });
  expect(await newPage.isReadyToWrite()).toBe(true);
  expect(await oldPage.isReadyToWrite()).toBe(true);
  await newPage.prepare();

  expect(await caches.keys()).toEqual([`writing-${next.build}`]);
});

test("a file that takes longer than a first byte may is waited for: with its integrity it is given whole or not at all", async () => {
  const parts = partsOf("a", "one");
  const server = aServer(parts);
  const fetch: typeof globalThis.fetch = async (path, init) => {
    if (path !== "/parts.json")
      await new Promise((resolve, reject) => {
        setTimeout(resolve, 60);
        init!.signal!.addEventListener("abort", reject);
      });
    return server.fetch(path, init);
  };
  const deps = { fetch, caches: aCacheStorage(), entry: parts.entry };

  const writing = createWritingParts({ ...deps, patience: { firstByte: 20, stall: 20 } });

  expect(await writing.prepare()).toBe("ready");
});

test("a page whose own build can no longer be had does not wait for it", async () => {
  const next = partsOf("b", "two");
  const deps = { fetch: aServer(next).fetch, caches: aCacheStorage() };
  const entry = partsOf("a").entry;

  expect(await createWritingParts({ ...deps, entry }).prepare()).toBe("older");
});

test("without a network what is ready stays ready, and a portal's page changes nothing", async () => {
  const caches = aCacheStorage();
  const parts = partsOf("a", "one");
  await createWritingParts({ fetch: aServer(parts).fetch, caches, entry: parts.entry }).prepare();

  for (const fetch of [
    async () => Promise.reject(new TypeError("network error")),
    async () => new Response("<html>Wi-Fi</html>"),
  ]) {
    expect(await createWritingParts({ fetch, caches, entry: parts.entry }).prepare()).toBe("ready");
  }
  const empty = { caches: aCacheStorage(), entry: parts.entry };
  const portal = async () => new Response("<html>Wi-Fi</html>");
  expect(await createWritingParts({ ...empty, fetch: portal }).prepare()).toBe("unreachable");
});

test("a full disk is said", async () => {
  const parts = partsOf("a", "one", "two");
  const { fetch } = aServer(parts);

  const writing = createWritingParts({ fetch, caches: aCacheStorage(1), entry: parts.entry });

  expect(await writing.prepare()).toBe("full");
  expect(await writing.isReadyToWrite()).toBe(false);
});

test("a copy for reading only is known by the list that every phone keeps, without a request", async () => {
  const caches = aCacheStorage();
  const parts = { ...partsOf("a", "one"), copyOf: "https://newsroom.example" };
  const server = aServer(parts);
  const deps = { fetch: server.fetch, caches };

  expect(await findCopyOf(deps)).toBe("https://newsroom.example");
  expect(server.asked.map(({ path }) => path)).toEqual(["/parts.json"]);
  await createWritingParts({ ...deps, entry: parts.entry }).prepare();
  const before = server.asked.length;
  expect(await findCopyOf(deps)).toBe("https://newsroom.example");
  expect(server.asked).toHaveLength(before);
});

test("the newsroom itself is no copy, and without a network nothing is claimed", async () => {
  const caches = aCacheStorage();
  const parts = partsOf("a", "one");
  expect(await findCopyOf({ fetch: aServer(parts).fetch, caches })).toBeUndefined();
  const cut = aServer(parts, new Set(["/parts.json"]));
  expect(await findCopyOf({ fetch: cut.fetch, caches })).toBeUndefined();
});
