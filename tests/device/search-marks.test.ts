import { beforeAll, expect, test } from "vitest";
import {
  createSearchIndex,
  loadSearchLanguages,
  marksIn,
  type SearchLanguages,
  snippetIn,
  wantedOf,
} from "../../src/device/search.ts";
import { anArticle } from "../support/searching.ts";

let languages: SearchLanguages;
beforeAll(async () => {
  languages = await loadSearchLanguages();
});

/** What is marked, as words. */
const marked = (text: string, query: string): readonly string[] =>
  marksIn(text, wantedOf(query, languages), languages).map(({ start, end }) =>
    text.slice(start, end),
  );

test("words that were asked for are marked in all their forms, where they stand in the text", () => {
  expect(marked("Книга. Він читав книгами, а книгар — ні.", "книгу")).toEqual(["Книга", "книгами"]);
  expect(marksIn("Тут хліб.", wantedOf("хліб", languages), languages)).toEqual([
    { start: 4, end: 8 },
  ]);
});

test("a mark goes around the word as it is written: apostrophes, stress, soft hyphens, pictures before it", () => {
  expect(marked("📚 п’я\u0301ть, пʼять і пять", "п'ять")).toEqual(["п’я\u0301ть", "пʼять", "пять"]);
  expect(marked("пере\u00adселе\u00adнець", "переселенця")).toEqual(["пере\u00adселе\u00adнець"]);
});

test("a phrase is marked as one stretch, and its words alone are not", () => {
  expect(marked("новий день і новий", '"новий день"')).toEqual(["новий день"]);
  expect(marked("синьо-жовтий", "синьо-жовтий")).toEqual(["синьо-жовтий"]);
});

test("what a slip or a beginning has found is marked too", () => {
  const index = createSearchIndex(languages);
  index.add(anArticle({ id: "1", text: ["Довга розмова про соняшники"] }));
  const marks = (query: string): readonly string[] => {
    const { wanted } = index.search(query, { typing: true });
    const text = "Розмовою про соняшники";
    return marksIn(text, wanted, languages).map(({ start, end }) => text.slice(start, end));
  };

  expect(marks("рочмова")).toEqual(["Розмовою"]);
  expect(marks("соняш")).toEqual(["соняшники"]);
});

test("small words are not marked beside others", () => {
  expect(marked("і хліб, і сіль", "хліб і сіль")).toEqual(["хліб", "сіль"]);
  expect(marked("і хліб", "і")).toEqual(["і"]);
});

test("a snippet is the stretch that has most of what was asked for, with its marks", () => {
  const filler = "Тут довго йдеться про щось зовсім інше. ".repeat(20);
  const paragraphs = [
    filler,
    `${filler}Хліб. ${filler}`,
    `${filler}Хлібом і сіллю зустріли. ${filler}`,
  ];

  const { text, marks } = snippetIn(paragraphs, wantedOf("хліб сіль", languages), languages);

  expect(text).toContain("Хлібом і сіллю зустріли.");
  expect(text.startsWith("… ")).toBe(true);
  expect(text.endsWith(" …")).toBe(true);
  expect(text.length).toBeLessThan(180);
  expect(marks.map(({ start, end }) => text.slice(start, end))).toEqual(["Хлібом", "сіллю"]);
});

test("without a mark the snippet is the beginning, and a short paragraph stands whole", () => {
  expect(snippetIn(["", "Короткий вступ."], wantedOf("хліб", languages), languages)).toEqual({
    text: "Короткий вступ.",
    marks: [],
  });
  expect(snippetIn([], wantedOf("хліб", languages), languages)).toEqual({ text: "", marks: [] });
});

test("what is wanted is plain data, for a worker to post", () => {
  const wanted = wantedOf('хліб "нова сіль"', languages);

  expect(JSON.parse(JSON.stringify(wanted))).toEqual(wanted);
});
