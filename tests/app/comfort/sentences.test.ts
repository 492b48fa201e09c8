import fc from "fast-check";
import { expect, test } from "vitest";
import { inPieces } from "../../../src/app/reading/comfort/sentences.ts";

test("a text is read sentence by sentence, marks and quotation marks with their sentence", () => {
  expect(inPieces("Вона питала: «Хто ви?» Він мовчав… А тоді пішов.")).toEqual([
    "Вона питала: «Хто ви?»",
    "Він мовчав…",
    "А тоді пішов.",
  ]);
});

test("what says nothing is left out", () => {
  expect(inPieces("  … —  ")).toEqual([]);
});

test("no piece is longer than a voice lasts in Chromium, and no letter is lost", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 2_000, unit: "grapheme" }), (text) => {
      const pieces = inPieces(text);
      const letters = (all: string): string => all.replace(/[^\p{L}\p{N}]/gu, "");
      expect(pieces.every((piece) => piece.length <= 160)).toBe(true);
      expect(letters(pieces.join(""))).toBe(letters(text));
    }),
  );
});

test("a long sentence is cut where one takes a breath", () => {
  const long = `${"Дуже довге речення про хліб і сіль, ".repeat(8)}кінець.`;
  for (const piece of inPieces(long).slice(0, -1)) expect(piece).toMatch(/,$/);
});
