// docs/reliability.md says which test shows what of each fault: the files it names have a test with that number.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const read = (path: string): string => readFileSync(join(root, path), "utf8");

interface Row {
  readonly number: number;
  readonly files: readonly string[];
}

/** The rows of the table: a number, what happens, and the files of the three levels. */
const rows: readonly Row[] = read("docs/reliability.md")
  .split("\n")
  .map((line) => line.split("|").map((cell) => cell.trim()))
  .filter((cells) => cells.length === 7 && /^\d+$/.test(cells[1] ?? ""))
  .map(([, number, , ...levels]) => ({
    number: Number(number),
    files: ["faults", "journeys", "faults"].flatMap((room, level) =>
      [...(levels[level] ?? "").matchAll(/`([a-z-]+)`/g)].map(
        ([, name]) => `tests/${room}/${name}.test.ts`,
      ),
    ),
  }));

test("all thirty-one faults stand in the table, each with a test", () => {
  expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 31 }, (_, at) => at + 1));
  expect(rows.filter(({ files }) => files.length === 0)).toEqual([]);
});

test.each(rows.flatMap(({ number, files }) => files.map((file) => ({ number, file }))))(
  "$number has a test in $file",
  ({ number, file }) => {
    expect(read(file)).toMatch(new RegExp(`["\\x60](?:\\d+, )*${number}(?:, \\d+)*: `));
  },
);
