import { expect, test } from "vitest";
import { firstLanguage } from "../../src/app/shell/first-language.ts";
import { parsePath, parseState } from "../../src/app/shell/route.ts";

test.each([
  ["/", { kind: "start" }],
  ["/uk/", { kind: "front", language: "uk" }],
  ["/en", { kind: "front", language: "en" }],
  ["/a/try-zymy", { kind: "article", slug: "try-zymy" }],
  ["/a/try-zymy/", { kind: "article", slug: "try-zymy" }],
  ["/a/try-zymy/whole", { kind: "article", slug: "try-zymy" }],
  ["/uk/from/20", { kind: "front", language: "uk" }],
  ["/uk/privacy/", { kind: "privacy", language: "uk" }],
  ["/shelf", { kind: "shelf" }],
  ["/uk/privacy", { kind: "privacy", language: "uk" }],
  ["/uk/t/%D0%9F%D0%BE%D1%80%D0%B0%D0%B4%D0%B0", { kind: "tag", language: "uk", tag: "Порада" }],
])("%s is a screen of the app", (path, route) => {
  expect(parsePath(path)).toEqual(route);
});

test.each([
  "/desk/",
  "/library/head",
  "/a/",
  "/a/UPPER",
  "/de/",
  "/uk/t/",
  "/uk/t/%FF",
  "/uk/a/b/c",
  "/write",
])("%s is the browser's to open", (path) => {
  expect(parsePath(path)).toBeUndefined();
});

test("a history entry of writing holds a depth and nothing else", () => {
  expect(parseState({ depth: 2 })).toEqual({ depth: 2 });
  expect(parseState({ at: 3, layer: "room" })).toEqual({ at: 3, layer: "room" });
  expect(parseState({ at: 3, layer: "somebody-else's" })).toEqual({ at: 3 });
  expect(parseState("somebody else's")).toEqual({ at: 0 });
});

test("the first language is what was asked for, else the address's, else the phone's", () => {
  const at = (pathname: string, search = "") => ({ pathname, search });

  expect(firstLanguage(at("/uk/", "?lang=en"), ["uk"])).toEqual({ language: "en", asked: true });
  expect(firstLanguage(at("/en/"), ["uk-UA"])).toEqual({ language: "en", asked: false });
  expect(firstLanguage(at("/a/try-zymy"), ["de", "en-GB"]).language).toBe("en");
  expect(firstLanguage(at("/"), ["ru-UA"]).language).toBe("uk");
  expect(firstLanguage(at("/"), ["pl"]).language).toBe("en");
});
