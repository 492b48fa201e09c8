import { expect, test } from "vitest";
import { parseOrder } from "../../../../src/server/library/import/sources/ordering.ts";

const isFile = (name: string): boolean => name === "feed.xml";

test.each([
  [
    ["take", "feed://news.example/rss"],
    {},
    { kind: "order", order: { kind: "take", source: "https://news.example/rss", all: false } },
  ],
  [["list"], {}, { kind: "list" }],
  [["take"], {}, { kind: "take-all" }],
  [
    ["take", "https://news.example"],
    { again: true },
    { kind: "order", order: { kind: "take", source: "https://news.example/", all: true } },
  ],
  [
    ["remove", "news.example/feed"],
    { unlist: true },
    { kind: "order", order: { kind: "remove", source: "https://news.example/feed", unlist: true } },
  ],
  [
    ["news.example"],
    {},
    {
      kind: "order",
      order: { kind: "take", source: "https://news.example/", options: {}, all: false },
    },
  ],
  [
    ["feed.xml"],
    { language: "uk-UA" },
    { kind: "order", order: { kind: "file", path: "feed.xml", options: { language: "uk" } } },
  ],
  [
    ["http://127.0.0.1:8123"],
    { provenance: "own-words", every: "10", most: "50", once: true, "allow-private": true },
    {
      kind: "order",
      order: {
        kind: "take",
        source: "http://127.0.0.1:8123/",
        options: { provenance: "own-words", minutes: 10, most: 50, once: true, allowPrivate: true },
        all: false,
      },
    },
  ],
] as const)("%j with %j is an order", (words, values, wanted) => {
  expect(parseOrder(words, values, isFile)).toEqual({ ok: true, value: wanted });
});

test.each([
  [[], {}, "Which source?"],
  [["a", "b", "c"], {}, "Which source?"],
  [["https://a.example/", "https://b.example/"], {}, "One source at a time."],
  [["not-there.xml"], {}, "not-there.xml was found neither as a file nor as a host."],
  [
    ["ftp://news.example/"],
    {},
    "ftp://news.example/ is neither a file nor an http or https address.",
  ],
  [["remove", "nowhere"], {}, "nowhere is no address of a source."],
  [["https://news.example/"], { every: "0" }, "--every is a number of minutes, at least 1."],
  [["https://news.example/"], { most: "0" }, "--most is a number from 1 to 5000."],
  [["https://news.example/"], { language: "?" }, "--language is a tag such as uk or en."],
  [
    ["https://news.example/"],
    { provenance: "rumour" },
    "--provenance is one of report, own-words, told-to-us.",
  ],
] as const)("%j with %j is a sentence", (words, values, why) => {
  expect(parseOrder(words, values, isFile)).toEqual({ ok: false, why });
});
