import fc from "fast-check";
import { expect, test } from "vitest";
import { movingDown, movingUp } from "../../src/app/writing/comfort/moving.ts";
import { applyChange, type Change, type Piece } from "../../src/device/draft-content.ts";

const text = (words: string): Piece => ({ kind: "text", text: words });
const photo = (number: number): Piece => ({ kind: "photo", photo: number, caption: "" });
const shown = (pieces: readonly Piece[]): readonly string[] =>
  pieces.map((piece) =>
    piece.kind === "text" ? piece.text : `#${piece.kind === "photo" ? piece.photo : "?"}`,
  );
const after = (pieces: readonly Piece[], change: Change | undefined): readonly string[] => {
  expect(change).toBeDefined();
  return shown(applyChange({ title: "", pieces }, change!).pieces);
};

test("a photo moves up past one paragraph, which joins the words behind it", () => {
  const pieces = [text("раз\nдва\n\nтри"), photo(1), text("чотири")];
  expect(after(pieces, movingUp(pieces, 1))).toEqual(["раз\nдва", "#1", "три\nчотири"]);
});

test("a photo moves down past one paragraph, which joins the words before it", () => {
  const pieces = [text("раз"), photo(1), text("два\n\nтри\nчотири")];
  expect(after(pieces, movingDown(pieces, 1))).toEqual(["раз\nдва", "#1", "три\nчотири"]);
});

test("at the first paragraph it goes above all words, and there is a place for words above it", () => {
  const pieces = [text("раз"), photo(1), text("")];
  expect(after(pieces, movingUp(pieces, 1))).toEqual(["", "#1", "раз"]);
});

test("where no words are between two photos, they change places", () => {
  const pieces = [text("раз"), photo(1), text(""), photo(2), text("два")];
  const turned = ["раз", "#2", "", "#1", "два"];
  expect(after(pieces, movingUp(pieces, 3))).toEqual(turned);
  expect(after(pieces, movingDown(pieces, 1))).toEqual(turned);
});

test("at the edges there is nowhere to move", () => {
  const pieces = [text(" "), photo(1), text("\n")];
  expect(movingUp(pieces, 1)).toBeUndefined();
  expect(movingDown(pieces, 1)).toBeUndefined();
});

test("however photos are moved, no word, no photo and no order of words changes", () => {
  const words = fc
    .array(fc.constantFrom("а", "б в", "", "г"), { maxLength: 4 })
    .map((lines) => lines.join("\n"));
  const page = fc
    .array(words, { minLength: 2, maxLength: 5 })
    .map((texts) => texts.flatMap((one, at) => (at === 0 ? [text(one)] : [photo(at), text(one)])));
  const moves = fc.array(fc.record({ which: fc.nat(), up: fc.boolean() }), { maxLength: 12 });
  fc.assert(
    fc.property(page, moves, (start, all) => {
      let pieces: readonly Piece[] = start;
      for (const { which, up } of all) {
        const photos = pieces.flatMap((piece, at) => (piece.kind === "photo" ? [at] : []));
        const at = photos[which % photos.length]!;
        const change = (up ? movingUp : movingDown)(pieces, at);
        if (change !== undefined) pieces = applyChange({ title: "", pieces }, change).pieces;
      }
      const lines = (page: readonly Piece[]): readonly string[] =>
        page.flatMap((piece) =>
          piece.kind === "text" ? piece.text.split("\n").filter((line) => line.trim() !== "") : [],
        );
      const photos = (page: readonly Piece[]): readonly number[] =>
        page
          .flatMap((piece) => (piece.kind === "photo" ? [piece.photo] : []))
          .toSorted((a, b) => a - b);
      expect(lines(pieces)).toEqual(lines(start));
      expect(photos(pieces)).toEqual(photos(start));
      // Words can be put before and behind every photo.
      expect(pieces.map(({ kind }) => kind)).toEqual(start.map(({ kind }) => kind));
    }),
  );
});

test("up and down again is where it was", () => {
  const pieces = [text("раз\nдва"), photo(1), text("три")];
  const up = applyChange({ title: "", pieces }, movingUp(pieces, 1)!).pieces;
  expect(after(up, movingDown(up, 1))).toEqual(shown(pieces));
});
