import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { plainLineOf, plainText } from "../../src/app/writing/comfort/plain-text.ts";
import { processorTime } from "../support/processor-time.ts";

const pasted = (text: string, html = ""): string => plainText({ text, html });

describe("what is pasted becomes words that an author could have typed", () => {
  test.each([
    ["line ends of Windows and old Macs", "перше\r\nдруге\rтретє", "перше\nдруге\nтретє"],
    [
      "the line ends of Word and of Unicode",
      "раз\vдва\u2028три\u2029чотири",
      "раз\nдва\nтри\nчотири",
    ],
    ["soft hyphens and zero widths", "зав\u00adтра\u200b й\ufeff нині\u2060", "завтра й нині"],
    ["no-break, thin and wide spaces", "2,4\u00a0МБ\u2009і\u3000все", "2,4 МБ і все"],
    ["many spaces and tabs", "один   два\t\tтри  ", "один два три"],
    ["marks that turn the direction", "a\u202eтекст\u202c \u2066b\u2069", "aтекст b"],
    ["a letter in two characters", "и\u0306од", "йод"],
    ["control characters", "a\u0000b\u0007c\u001bd", "abcd"],
    ["many blank lines", "\n\nабзац\n\n\n\nдругий\n\n\n", "абзац\n\nдругий\n"],
    [
      "bullets out of Word",
      "•\tхліб\r\n·\tсіль\r\n\uf0b7\tвода\r\no\tще",
      "– хліб\n– сіль\n– вода\n– ще",
    ],
    ["dashes of lists", "- раз\n* два\n— три\n– чотири", "– раз\n– два\n– три\n– чотири"],
    ["numbers of lists", "1.\tперше\n2)\tдруге", "1. перше\n2) друге"],
  ])("%s", (_, text, plain) => {
    expect(pasted(text)).toBe(plain);
  });

  test.each([
    ["an emoji of several", "👩‍👩‍👧 і 🇺🇦"],
    [
      "apostrophes, quotation marks, a dash inside a sentence",
      "Кам’янець — «місто на камені», п'ять",
    ],
    ["an article's own o and numbers", "o так\n2026. рік"],
    ["a minus before a number", "-5 градусів"],
  ])("%s stays as it is", (_, text) => {
    expect(pasted(text)).toBe(text);
  });

  test("rows of a page's lists keep their marks, which browsers leave out of plain text", () => {
    const html = `<p>Треба:</p><ul><li>борошно &amp; сіль</li><li><b>вода</b>,&nbsp;тепла<ul><li>не гаряча</li></ul></li></ul>
      <ol><li>замісити</li><li>чекати</li></ol><p>вода</p>`;
    const text =
      "Треба:\n\nборошно & сіль\nвода,\u00a0тепла\nне гаряча\n\nзамісити\nчекати\n\nвода";

    expect(pasted(text, html)).toBe(
      "Треба:\n\n– борошно & сіль\n– вода, тепла\n– не гаряча\n\n1. замісити\n2. чекати\n\nвода",
    );
  });

  test("a list's marks that the text has already are not doubled", () => {
    expect(pasted("- хліб\n1. сіль", "<ul><li>хліб</li></ul><ol><li>сіль</li></ol>")).toBe(
      "– хліб\n1. сіль",
    );
  });

  test("HTML that fits nothing changes nothing, and no tag of it is ever seen", () => {
    expect(pasted("просто слова", "<ul><li><script>alert(1)</script>інше</li><ol><li>")).toBe(
      "просто слова",
    );
  });

  test("no word is lost and nothing unseen is left, whatever comes", () => {
    const any = fc.string({ unit: "binary", maxLength: 200 });
    fc.assert(
      fc.property(any, any, (text, html) => {
        const plain = pasted(text, html);
        const words = (one: string): string =>
          one
            .normalize("NFC")
            .match(/[\p{L}\p{N}]/gu)
            ?.join("") ?? "";
        expect(plain).not.toMatch(/[\u00a0\u00ad\u200b\ufeff\r\t\u2028]| \n|\n{3}/);
        // Bullets are made of an «o» and of private characters, and numbers may come from a list.
        expect(words(plain).replace(/[o\d]/g, "")).toBe(
          words(text.replace(unseen, "")).replace(/[o\d]/g, ""),
        );
      }),
      { numRuns: 500 },
    );
  });

  test("cleaning what is clean changes nothing", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), (text) => {
        expect(pasted(pasted(text))).toBe(pasted(text));
      }),
      { numRuns: 500 },
    );
  });

  test("a title or a caption stays one line", () => {
    expect(plainLineOf({ text: "Хліб\r\n\r\n на всіх\n", html: "" })).toBe("Хліб на всіх");
  });

  test("a long text is cleaned in a moment", () => {
    const text = "Слово за словом, рядок за рядком.\r\n".repeat(20_000);
    const html = `<ul>${"<li>Інше</li>".repeat(20_000)}</ul>`;
    const began = processorTime();
    pasted(text, html);
    expect(processorTime() - began).toBeLessThan(2_000);
  });
});

const unseen = /[\ufff9-\uffff\u0000-\u0008\u000e-\u001f]/g;
