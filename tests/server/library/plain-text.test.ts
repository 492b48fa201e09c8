import { expect, test } from "vitest";
import { plainText } from "../../../src/protocol/block.ts";
import {
  guessLanguage,
  readPlainText,
  titleOf,
} from "../../../src/server/library/import/plain-text.ts";

test("the first sentence is the title and the text stays whole", () => {
  const read = readPlainText("Перше речення. Друге речення.\n\nДругий абзац.\n");
  if (!read.ok) throw new Error(read.why);
  expect(read.source.title).toBe("Перше речення");
  expect(plainText(read.source.body)).toBe("Перше речення. Друге речення.\nДругий абзац.");
});

test.each([
  ["У м. Києві та ін. місцях було тихо. Потім ні.", "У м. Києві та ін. місцях було тихо"],
  ["Що просили? Батьки просили.", "Що просили?"],
  ["«Сідайте!» Сіли.", "«Сідайте!»"],
  ["Без кінця", "Без кінця"],
  ["О 12.30 почалося. Далі", "О 12.30 почалося"],
])("the title of «%s» is «%s»", (text, title) => {
  expect(titleOf(text)).toBe(title);
});

test("a long first sentence is cut at a word within 90 characters", () => {
  const title = titleOf(
    `Уже третій рік поспіль батьки ${"мають унікальну можливість ".repeat(6)}отримати`,
  );
  expect(Array.from(title).length).toBeLessThanOrEqual(90);
  expect(title).toMatch(/^Уже третій рік .*\p{L}…$/u);
  expect(
    "Уже третій рік поспіль батьки мають унікальну можливість мають унікальну можливість мають",
  ).toContain(title.slice(0, -1));
  expect(Array.from(titleOf("щ".repeat(300)))).toHaveLength(90);
});

test("lines that were wrapped are one paragraph", () => {
  const read = readPlainText("Довгий рядок тексту\r\nйде далі тут.\r\nНовий абзац.");
  expect(read.ok && plainText(read.source.body)).toBe(
    "Довгий рядок тексту йде далі тут.\nНовий абзац.",
  );
});

test.each([
  ["Їжак і ґава", "uk"],
  ["Это было давно, очень", "ru"],
  ["It was long ago", "en"],
  ["Слово", "uk"],
])("«%s» is in %s", (text, language) => {
  expect(guessLanguage(text)).toBe(language);
});

test("an empty text is no article", () => {
  expect(readPlainText(" \n\n ")).toEqual({ ok: false, why: "is empty" });
});
