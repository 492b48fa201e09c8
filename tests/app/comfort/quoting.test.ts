import { expect, test } from "vitest";
import { quoteWithSource } from "../../../src/app/reading/comfort/quoting.ts";
import { wordsEn } from "../../../src/rendering/words-en.ts";
import { wordsUk } from "../../../src/rendering/words-uk.ts";

const address = "https://newsroom.example/a/khlib";

test("a quote says who wrote it, where, when, and its address", () => {
  const article = { title: "Хліб на всіх", byline: "Леся", date: "2026-11-09" };
  const quote = quoteWithSource({
    text: " Ми ділили кожну. ",
    article,
    name: "Сонях",
    address,
    words: wordsUk,
  });

  expect(quote).toBe(
    "«Ми ділили кожну.»\n— Леся. Хліб на всіх. Сонях, 9\u00a0листопада\u00a02026\nhttps://newsroom.example/a/khlib",
  );
});

test("without a name nobody is named", () => {
  const article = { title: "Bread", date: "2026-11-09" };
  const quote = quoteWithSource({
    text: "We shared.",
    article,
    name: "Soniakh",
    address,
    words: wordsEn,
  });

  expect(quote).toMatch(/^“We shared\.”\n— Bread\. Soniakh, /);
});
