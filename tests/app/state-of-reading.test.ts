import { expect, test } from "vitest";
import { en } from "../../src/app/messages/en.ts";
import { uk } from "../../src/app/messages/uk.ts";
import { megabytes } from "../../src/app/messages/plurals.ts";
import { type Known, stateOfReading } from "../../src/app/reading/state-of-reading.ts";

const at = (hours: number, minutes: number, day = 23): number =>
  new Date(2026, 10, day, hours, minutes).getTime();

const known = (change: Partial<Known> = {}): Known => ({
  line: { kind: "quiet" },
  articles: 44,
  texts: 44,
  checkedAt: at(14, 5),
  now: at(18, 0),
  day: (date) => `${date.getDate()} листопада`,
  ...change,
});

test("without a network it says so, and how old the news are", () => {
  expect(stateOfReading(known({ line: { kind: "offline" } }), uk)).toEqual({
    icon: "offline",
    strong: "Без мережі.",
    text: "Новини за сьогодні, 14:05",
    count: "44 статті",
  });
  const old = known({ line: { kind: "offline" }, checkedAt: at(8, 10, 22) });
  expect(stateOfReading(old, uk).text).toBe("Новини за учора, 8:10");
  const older = known({ line: { kind: "offline" }, checkedAt: at(8, 10, 19) });
  expect(stateOfReading(older, uk).text).toBe("Новини за 19 листопада");
});

test("as long as texts are missing it does not say that all is here", () => {
  const state = stateOfReading(known({ texts: 31, line: { kind: "updated", at: at(14, 5) } }), uk);

  expect(state.text).toBe("Усі заголовки, 31 з 44 текстів");
  expect(state.count).toBeUndefined();
});

test("while texts come it counts them as they land, and then pictures", () => {
  const coming = known({
    texts: 0,
    line: { kind: "updating", progress: { done: 31, all: 44, bytes: 1_000 } },
  });
  const pictures = known({
    line: { kind: "updating", progress: { done: 12, all: 30, bytes: 1_000 } },
  });
  const first = known({
    articles: 0,
    texts: 0,
    line: { kind: "updating", progress: { done: 3, all: 9, bytes: 1_000 } },
  });

  expect(stateOfReading(coming, uk).text).toBe("Усі заголовки, 31 з 44 текстів");
  expect(stateOfReading(coming, en).text).toBe("All headlines, 31 of 44 texts");
  expect(stateOfReading(pictures, uk).text).toBe("Оновлення: 12 з 30");
  expect(stateOfReading(first, uk).text).toBe("Оновлення: 3 з 9");
});

test("an update is said to be one only after the newsroom answered", () => {
  const asking = known({ line: { kind: "updating", progress: undefined } });
  const working = known({
    line: { kind: "updating", progress: { done: 12, all: 30, bytes: 1_000 } },
  });
  const done = known({ line: { kind: "updated", at: at(14, 5) } });

  expect(stateOfReading(asking, uk).text).toBe("Новини за сьогодні, 14:05");
  expect(stateOfReading(working, uk).text).toBe("Оновлення: 12 з 30");
  expect(stateOfReading(done, uk).text).toBe("Оновлено, 14:05");
});

test("what is not the newsroom's is said to be so", () => {
  const forged = known({ line: { kind: "trouble", why: "forged" } });

  expect(stateOfReading(forged, en).text).toBe(
    "What came was not from the newsroom. Nothing was added",
  );
});

test.each([
  [1, "1 стаття"],
  [2, "2 статті"],
  [5, "5 статей"],
  [11, "11 статей"],
  [21, "21 стаття"],
  [128, "128 статей"],
])("%i takes its form", (count, words) => {
  expect(uk.articles(count)).toBe(words);
});

test("sizes are printed as people say them", () => {
  expect(megabytes("uk", 2_400_000)).toBe("2,4\u00a0МБ");
  expect(megabytes("en", 52_000_000)).toBe("52\u00a0MB");
  expect(megabytes("uk", 10)).toBe("0,1\u00a0МБ");
  expect(megabytes("uk", 10_737_000_000)).toBe("11\u00a0ГБ");
});
