import fc from "fast-check";
import { expect, test } from "vitest";
import { readFrontMatter } from "../../../src/server/library/import/front-matter.ts";

const head = (yaml: string) => `---\n${yaml}\n---\nТекст`;

test("all that front matter can say is read", () => {
  const read = readFrontMatter(
    head(`title: 'Три зими'
summary: Коротко
date: 2026-11-09
updatedAt: 2026-11-12T10:00:00Z
slug: try-zymy
language: uk
work: three-winters
provenance: told-to-us
verified: Перевірено за документами
warning: Про втрату
tags: [Розповідь, Дім, Дім]
byline: Леся
picture: ../p/a.png
pictureAlt: Свічка
pictureCaption: Малюнок
withdrawn: true
corrections:
  - date: 2026-11-10
    text: Виправлено рік`),
  );
  expect(read).toMatchObject({
    ok: true,
    body: "Текст",
    fields: {
      title: "Три зими",
      summary: "Коротко",
      date: "2026-11-09",
      updatedAt: "2026-11-12",
      slug: "try-zymy",
      language: "uk",
      work: "three-winters",
      provenance: "told-to-us",
      verified: "Перевірено за документами",
      warning: "Про втрату",
      tags: ["Розповідь", "Дім"],
      byline: "Леся",
      picture: { path: "../p/a.png", alt: "Свічка", caption: "Малюнок" },
      withdrawn: true,
      corrections: [{ date: "2026-11-10", text: "Виправлено рік" }],
    },
  });
});

test.each([
  ["no front matter", "Просто текст", /does not begin with front matter/],
  ["no end", "---\ntitle: a\n", /does not begin with front matter/],
  ["broken YAML", head("title: [a"), /not YAML \(line \d+\)/],
  ["a list", head("- a"), /without a single/],
  ["no title", head("date: 2026-11-09"), /has no title/],
  ["no date", head("title: a"), /has no date/],
  ["no such day", head("title: a\ndate: 2026-02-30"), /no day/],
  ["a title that is a list", head("title: [a, b]\ndate: 2026-11-09"), /title that is not text/],
  ["an unknown provenance", head("title: a\ndate: 2026-11-09\nprovenance: rumour"), /provenance/],
  ["a bad language", head("title: a\ndate: 2026-11-09\nlanguage: ../../etc"), /language tag/],
  [
    "a correction without text",
    head("title: a\ndate: 2026-11-09\ncorrections: [{date: 2026-11-09}]"),
    /correction/,
  ],
  ["brackets in brackets", head(`title: ${"[".repeat(20_000)}`), /not YAML|nested too deep/],
  [
    "a billion laughs",
    head(
      `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\ntitle: *c\ndate: 2026-11-09`,
    ),
    /refers to itself|not text/,
  ],
])("%s is one clause", (_name, text, why) => {
  const read = readFrontMatter(text);
  expect(read).toMatchObject({ ok: false });
  if (!read.ok) expect(read.why).toMatch(why);
});

test("names of the language's own objects are nothing but names", () => {
  const read = readFrontMatter(
    head("title: a\ndate: 2026-11-09\n__proto__: {withdrawn: true}\nconstructor: x"),
  );
  expect(read).toMatchObject({ ok: true, fields: { withdrawn: false } });
  expect(({} as { withdrawn?: true }).withdrawn).toBeUndefined();
});

test("whatever the bytes, reading never throws", () => {
  const part = fc.constantFrom(
    "title: ",
    "date: ",
    "&a ",
    "*a",
    "!!js ",
    "? ",
    ": ",
    "- ",
    "{",
    "}",
    "[",
    "]",
    "\n",
    "  ",
    "|",
    ">",
    "'",
    '"',
    "#",
    "%",
    "---\n",
    "2026-11-09",
    "\t",
    "!!binary x",
    "<<: *a",
  );
  fc.assert(
    fc.property(
      fc.array(fc.oneof(part, fc.string({ maxLength: 6 })), { maxLength: 40 }),
      (parts) => {
        readFrontMatter(head(parts.join("")));
      },
    ),
    { numRuns: 1_000 },
  );
});
