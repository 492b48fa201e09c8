import { expect, test } from "vitest";
import {
  createSearchIndex,
  loadSearchLanguages,
  marksIn,
  snippetIn,
  wantedOf,
} from "../../src/device/search.ts";

test("an article is found by a word of its title, of its text and by the beginning of one", () => {
  const index = createSearchIndex();
  index.add(anArticle({ id: "bread", title: "Хліб у темряві", text: ["Пекарня не спить."] }));
  index.add(anArticle({ id: "salt", title: "Сіль", text: ["Ані слова про борошно."] }));

  expect(found("хліб")).toEqual(["bread"]);
  expect(found("пекарня")).toEqual(["bread"]);
  expect(found("борош")).toEqual(["salt"]);
  expect(index.has("bread", "1")).toBe(true);

  function found(query: string): readonly string[] {
    return index.search(query).hits.map(({ id }) => id);
  }
});

test("what was asked for is marked in a text and stands in the snippet", async () => {
  const languages = await loadSearchLanguages();
  const wanted = wantedOf("хліб", languages);

  expect(marksIn("Тут хліб.", wanted, languages)).toEqual([{ start: 4, end: 8 }]);
  expect(snippetIn(["Нічого.", "Тут хліб."], wanted, languages).text).toBe("Тут хліб.");
});

function anArticle(given: { id: string; title: string; text: readonly string[] }) {
  return { version: "1", language: "uk", summary: "", tags: [], date: "2026-11-20", ...given };
}
