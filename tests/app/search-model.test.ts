import { expect, test } from "vitest";
import { SearchModel } from "../../src/app/search/search-model.ts";
import { createSearchAnswers, type SearchAsk } from "../../src/device/search-answers.ts";
import { createSearching } from "../../src/device/searching.ts";
import type { Article } from "../../src/protocol/article.ts";
import { aLibraryServer, articleNumber } from "../support/library-fixture.ts";
import { aLockManager, aReadingDevice } from "../support/reading-device.ts";

const saying = (n: number, text: string, change: Partial<Article> = {}): Article =>
  articleNumber(n, { body: [{ kind: "paragraph", runs: [{ text }] }], ...change });

/** A search over a phone's library, with the real index behind it. */
async function aSearch(published: readonly Article[]) {
  const server = aLibraryServer();
  server.publish(published);
  const device = aReadingDevice(server);
  await device.catchingUp.catchUp();
  let time = 0;
  const searching = createSearching({
    store: device.store,
    locks: aLockManager(),
    loadLanguages: async () => ({ version: "plain", keysOf: (word) => [word] }),
    pause: () => Promise.resolve(),
    now: () => (time += 1),
    onProgress: () => undefined,
  });
  await searching.update();
  const answer = createSearchAnswers(searching);
  const asked: string[] = [];
  const line = { isThere: true, ended: 0 };
  const search = new SearchModel({
    open: () => ({
      ask: async <Ask extends SearchAsk>(ask: Ask) => {
        if (ask.kind === "search") asked.push(ask.question.text);
        return line.isThere ? ((await answer(ask)) as never) : undefined;
      },
    }),
    end: () => void (line.ended += 1),
  });
  const titles = (): readonly string[] =>
    search.results.value.kind === "found"
      ? search.results.value.answer.findings.map(({ entry }) => entry.title)
      : [];
  return { ...device, server, search, titles, asked, line };
}

const bread = [
  saying(1, "Хліб на всіх", { title: "Пекарня", tags: ["Порада"] }),
  saying(12, "Хліб і сіль", { title: "Весілля", tags: ["Річниця"], date: "2025-05-01" }),
  saying(13, "Bread", { title: "Bakery", tags: ["Advice"], language: "en" }),
];

test("what is typed is found as it is typed", async () => {
  const { search, titles } = await aSearch(bread);
  expect(search.results.value).toEqual({ kind: "resting" });

  await search.type("хлі");
  expect(new Set(titles())).toEqual(new Set(["Пекарня", "Весілля"]));
  await search.type("хліб і сіль");

  expect(titles()).toEqual(["Весілля"]);
  await search.type(" ");
  expect(search.results.value).toEqual({ kind: "resting" });
});

test("whoever types on waits for no answer to what was typed before", async () => {
  const { search, titles, asked } = await aSearch(bread);

  await Promise.all([
    search.type("п"),
    search.type("пе"),
    search.type("пек"),
    search.type("пекарня"),
  ]);

  expect(titles()).toEqual(["Пекарня"]);
  expect(asked).toEqual(["п", "пекарня"]);
});

test("what was chosen narrows what is found, together", async () => {
  const { search, titles, library } = await aSearch(bread);
  await search.type("хліб");

  await search.choose({ year: "2025" });
  expect(titles()).toEqual(["Весілля"]);
  await search.choose({ tag: "Порада" });
  expect(titles()).toEqual([]);
  await search.choose({ year: undefined });
  expect(titles()).toEqual(["Пекарня"]);
  await search.choose({ tag: undefined, shelf: true });
  expect(titles()).toEqual([]);
  await library.keep(bread[1]!.id);
  await search.follow();
  expect(titles()).toEqual(["Весілля"]);
});

test("without a word the filters alone choose, the newest first", async () => {
  const { search, titles } = await aSearch(bread);

  await search.choose({ onPhone: true });
  expect(titles()).toHaveLength(3);
  await search.choose({ onPhone: false, language: "en" });
  expect(titles()).toEqual(["Bakery"]);
  await search.choose({ language: undefined });

  expect(search.results.value).toEqual({ kind: "resting" });
});

test("where the search part cannot be had it says so, and asks again with a new one", async () => {
  const { search, titles, line } = await aSearch(bread);
  line.isThere = false;
  await search.type("хліб");
  expect(search.results.value).toEqual({ kind: "absent" });
  expect(line.ended).toBe(1);
  await search.follow();
  expect(search.results.value).toEqual({ kind: "absent" });

  line.isThere = true;
  await search.ask();

  expect(titles()).toHaveLength(2);
});

test("more is shown when it is asked for", async () => {
  const { search, titles } = await aSearch(
    Array.from({ length: 25 }, (_, at) => saying(at + 1, "Хліб")),
  );
  await search.type("хліб");
  expect(titles()).toHaveLength(20);
  expect(search.results.value).toMatchObject({ answer: { total: 25 } });

  await search.showMore();

  expect(titles()).toHaveLength(25);
});

test("while the index is being built, the screen knows", async () => {
  const { search } = await aSearch(bread);
  expect(search.isBuilding.value).toBe(false);

  search.onProgress({ done: 1, all: 3 });
  expect(search.isBuilding.value).toBe(true);
  search.onProgress({ done: 3, all: 3 });

  expect(search.isBuilding.value).toBe(false);
});

test("what the newsroom takes back goes from the results on the screen", async () => {
  const { search, titles, server, catchingUp } = await aSearch(bread);
  await search.type("хліб");
  server.publish(bread.slice(1), { gone: [bread[0]!.id] });
  await catchingUp.catchUp();

  await search.follow();

  expect(titles()).toEqual(["Весілля"]);
  expect(search.choices.value.tags).toEqual(["Річниця", "Advice"]);
});

test("rows stand at once, and each says what its text has of the words", async () => {
  const { search } = await aSearch(bread);

  await search.type("хліб");

  const marked = [...search.snippets.value.values()].map(({ text, marks }) =>
    marks.map(({ start, end }) => text.slice(start, end)),
  );
  expect(marked).toEqual([["Хліб"], ["Хліб"]]);
  await search.choose({ onPhone: true });
  await search.type("");
  expect(search.snippets.value.size).toBe(0);
});
