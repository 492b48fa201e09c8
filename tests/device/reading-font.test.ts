import { expect, test } from "vitest";
import { fontCache, isFontHere, keepFont, mayFetchFont } from "../../src/device/reading-font.ts";
import { aCacheStorage } from "../support/caches.ts";

const urls = ["/assets/letters-1.woff2", "/assets/more-1.woff2"];
const font = (): Response => new Response("wOF2 and what follows");

test("the font is never fetched where data is saved, nor for text alone", () => {
  expect(mayFetchFont("everything", true)).toBe(false);
  expect(mayFetchFont(undefined, true)).toBe(false);
  expect(mayFetchFont("text", false)).toBe(false);
  expect(mayFetchFont("small", false)).toBe(true);
});

test("kept once, it is on the phone without a network, and never asked for again", async () => {
  const caches = aCacheStorage();
  const asked: string[] = [];
  const fetch = async (url: RequestInfo | URL): Promise<Response> => {
    asked.push(url as string);
    return font();
  };
  expect(await isFontHere({ fetch, caches }, urls)).toBe(false);

  expect(await keepFont({ fetch, caches }, urls)).toBe(true);
  expect(await keepFont({ fetch, caches }, urls)).toBe(true);

  expect(await isFontHere({ fetch, caches }, urls)).toBe(true);
  expect(asked).toEqual(urls);
});

test("a login page is no font, and a network that goes leaves it to the next time", async () => {
  const caches = aCacheStorage();

  expect(await keepFont({ fetch: async () => new Response("<html>"), caches }, urls)).toBe(false);
  expect(await keepFont({ fetch: () => Promise.reject(new TypeError("cut")), caches }, urls)).toBe(
    false,
  );
  expect(await isFontHere({ fetch: async () => font(), caches }, urls)).toBe(false);
});

test("another font's files go when the new ones are whole", async () => {
  const caches = aCacheStorage();
  const deps = { fetch: async () => font(), caches };
  await keepFont(deps, ["/assets/letters-0.woff2"]);

  await keepFont(deps, urls);

  const kept = await (await caches.open(fontCache)).keys();
  expect(kept.map(({ url }) => new URL(url, "https://a.example").pathname)).toEqual(urls);
});
