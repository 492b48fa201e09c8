import { beforeAll, expect, test } from "vitest";
import {
  createSearchIndex,
  loadSearchLanguages,
  type SearchableArticle,
  type SearchLanguages,
} from "../../src/device/search.ts";
import { anArticle, idsOf } from "../support/searching.ts";

let languages: SearchLanguages;
beforeAll(async () => {
  languages = await loadSearchLanguages();
});

function anIndexOf(...articles: readonly SearchableArticle[]) {
  const index = createSearchIndex(languages);
  for (const article of articles) index.add(article);
  return index;
}

test("a word in the title weighs more than in a tag, in a tag more than in the summary, there more than in the text", () => {
  const filler = "інші слова стоять поруч";
  const index = anIndexOf(
    anArticle({ id: "text", text: [`хліб ${filler}`] }),
    anArticle({ id: "summary", summary: "хліб", text: [filler] }),
    anArticle({ id: "tag", tags: ["хліб"], text: [filler] }),
    anArticle({ id: "title", title: "Хліб", text: [filler] }),
  );

  expect(idsOf(index, "хліб")).toEqual(["title", "tag", "summary", "text"]);
});

test("an article that says a word more often goes first, and a long one does not win by its length", () => {
  const long = Array.from({ length: 300 }, () => "слово").join(" ");
  const index = anIndexOf(
    anArticle({ id: "long", text: [`хліб ${long}`] }),
    anArticle({ id: "once", text: ["хліб і вода"] }),
    anArticle({ id: "twice", text: ["хліб, а потім хліб"] }),
  );

  expect(idsOf(index, "хліб")).toEqual(["twice", "once", "long"]);
});

test("a rare word weighs more than a frequent one", () => {
  const index = anIndexOf(
    anArticle({ id: "frequent", text: ["місто місто дім криниця"] }),
    anArticle({ id: "rare", text: ["місто сонях сонях криниця"] }),
    ...Array.from({ length: 20 }, (_, at) => anArticle({ id: `${at}`, text: ["місто місто"] })),
  );

  expect(idsOf(index, "місто сонях")).toEqual(["rare"]);
});

test("the form that was typed goes before other forms", () => {
  const index = anIndexOf(
    anArticle({ id: "other", text: ["хлібом пахне"] }),
    anArticle({ id: "typed", text: ["хліба нема"] }),
  );

  expect(idsOf(index, "хліба")).toEqual(["typed", "other"]);
});

test("what is as good goes by its date, the newest first", () => {
  const index = anIndexOf(
    anArticle({ id: "old", date: "2024-01-02", text: ["хліб"] }),
    anArticle({ id: "new", date: "2026-03-01", text: ["хліб"] }),
    anArticle({ id: "middle", date: "2025-12-31", text: ["хліб"] }),
  );

  expect(idsOf(index, "хліб")).toEqual(["new", "middle", "old"]);
});

test("hits can be held to a language, a tag, a year and to some articles, and all at once", () => {
  const index = anIndexOf(
    anArticle({ id: "uk", text: ["Київ"], tags: ["місто"], date: "2025-05-01" }),
    anArticle({ id: "en", text: ["Київ"], tags: ["city"], language: "en", date: "2026-05-01" }),
    anArticle({ id: "ru", text: ["Київ"], tags: ["місто"], language: "ru", date: "2026-05-01" }),
  );

  expect(idsOf(index, "Київ", { language: "en" })).toEqual(["en"]);
  expect(idsOf(index, "Київ", { tag: "місто" })).toEqual(["ru", "uk"]);
  expect(idsOf(index, "Київ", { year: "2026" })).toEqual(["en", "ru"]);
  expect(idsOf(index, "Київ", { ids: new Set(["uk", "gone"]) })).toEqual(["uk"]);
  expect(idsOf(index, "Київ", { tag: "місто", year: "2026", language: "ru" })).toEqual(["ru"]);
  expect(idsOf(index, "Київ", { tag: "місто", ids: new Set(["en"]) })).toEqual([]);
});

test("where a filter leaves none that has all words, the best of those it leaves are found", () => {
  const index = anIndexOf(
    anArticle({ id: "both", text: ["хліб сіль"], tags: ["а"] }),
    anArticle({ id: "one", text: ["хліб"], tags: ["б"] }),
  );

  expect(idsOf(index, "хліб сіль", { tag: "б" })).toEqual(["one"]);
});

test("a limit cuts the list, not the total, and does not change the order", () => {
  const index = anIndexOf(
    ...Array.from({ length: 200 }, (_, at) =>
      anArticle({
        id: `${at}`,
        text: [`${"хліб ".repeat((at * 7) % 13)} хліб ${"вода ".repeat((at * 3) % 17)}`],
        date: `2026-01-${String((at % 28) + 1).padStart(2, "0")}`,
      }),
    ),
  );
  const all = index.search("хліб");

  for (const limit of [0, 1, 7, 30, 60, 199]) {
    const some = index.search("хліб", {}, limit);
    expect(some.total).toBe(200);
    expect(some.hits).toEqual(all.hits.slice(0, limit));
  }
});
