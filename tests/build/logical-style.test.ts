// Style sheets say start and end, never left and right: a page in a script that runs the other way is the same page.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../../src");

/** Properties that name a side of the screen and have a name for the side of the text. */
const physical = [
  /(^|[\s;{])(margin|padding|border|scroll-margin|scroll-padding)-(left|right|top|bottom)\b/,
  /(^|[\s;{])(left|right|top|bottom)\s*:/,
  /(^|[\s;{])(min-|max-)?(width|height)\s*:/,
  /(^|[\s;{])border-(top|bottom)-(left|right)-radius\s*:/,
  // `float: inline-start` is younger than the floor (Chrome 118).
  /(^|[\s;{])text-align\s*:\s*(left|right)\b/,
];
const fourSided = /(?:^|[\s;{])(?:margin|padding|inset|border-width)\s*:\s*([^;{}]+);/;

/** The declarations of a style sheet that name a side of the screen, each with its place. */
function physicalIn(css: string): readonly string[] {
  return css
    .replace(/\/\*[^]*?\*\//g, (comment) => comment.replace(/[^\n]/g, " "))
    .split("\n")
    .flatMap((line, index) => {
      const isQuery = /^\s*@(media|container|supports)/.test(line);
      const says = !isQuery && physical.some((pattern) => pattern.test(line));
      return says || isLopsided(line) ? [`${index + 1}: ${line.trim()}`] : [];
    });
}

/** Four lengths of which the second and the fourth differ: one for the left, another for the right. */
function isLopsided(line: string): boolean {
  const value = fourSided.exec(line)?.[1];
  const lengths = value?.match(/(?:[\w-]+\([^()]*(?:\([^()]*\)[^()]*)*\)|[^\s()]+)/g) ?? [];
  return lengths.length === 4 && lengths[1] !== lengths[3];
}

const sheets = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) =>
  name.endsWith(".css"),
);

test.each(sheets)("%s names no side of the screen", (name) => {
  const found = physicalIn(readFileSync(join(root, name), "utf8"));
  // A rail moves to the other side by a rule of its own.
  expect(
    found.filter((line) => !/inset: (0 auto 0 0|0 0 0 auto|auto -12px auto auto);/.test(line)),
  ).toEqual([]);
});

test("a side that is named would be found", () => {
  expect(physicalIn("a {\n  margin-left: 4px;\n}")).toHaveLength(1);
  expect(physicalIn("a { right: 0; }")).toHaveLength(1);
  expect(physicalIn("a { padding: 8px 16px 8px 0; }")).toHaveLength(1);
  expect(physicalIn("a { width: 4px; text-align: right; }")).toHaveLength(1);
  expect(physicalIn("a { padding: 8px 16px; inset-inline-start: 0; border-radius: 8px; }")).toEqual(
    [],
  );
  expect(physicalIn("@media (min-width: 700px) {")).toEqual([]);
});

test("no style sheet says light-dark(): the build leaves it as it is, and the oldest phones do not know it", () => {
  const saying = sheets.filter((name) =>
    readFileSync(join(root, name), "utf8").includes("light-dark("),
  );
  expect(sheets.length).toBeGreaterThan(20);
  expect(saying).toEqual([]);
});
