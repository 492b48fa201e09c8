// FAULTS.md, L2: histories drawn from seeds. 2,000 in `npm test`, 100,000 in `npm run proof`; `npm run history -- SEED`
// tells one again. Each is a phone with up to three windows, a network and a newsroom, to whom anything happens in any
// order; after each step and after a quiet time at the end: nothing lost, nothing doubled, the author told.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { availableParallelism } from "node:os";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const count = process.env["PROOF"] === undefined ? 2_000 : 100_000;
const atOnce = 500;
const minutes = 60_000;
const main = fileURLToPath(new URL("histories/main.ts", import.meta.url));

interface Sum {
  readonly histories: number;
  readonly failed: number;
  readonly stories: number;
  readonly requests: number;
  readonly together: number;
}

/** The histories of these seeds, in a process of their own. */
async function tell(
  seeds: string,
): Promise<{ readonly printed: string; readonly lines: string[] }> {
  const child = spawn(process.execPath, [main, seeds], { stdio: ["ignore", "pipe", "pipe"] });
  const [printed, errors] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "exit"),
  ]);
  return { printed: printed + errors, lines: printed.trimEnd().split("\n") };
}

async function tellSum(seeds: string): Promise<Sum> {
  const { printed, lines } = await tell(seeds);
  const sum = lines.at(-1) ?? "";
  if (!sum.startsWith("{")) throw new Error(`Histories ${seeds} ended with:\n${printed}`);
  if (lines.length > 1) console.log(lines.slice(0, -1).join("\n"));
  return JSON.parse(sum) as Sum;
}

test(
  `${count} histories: nothing lost, nothing doubled, the author told`,
  async () => {
    const ranges = Array.from({ length: count / atOnce }, (_, index) => {
      return `${index * atOnce + 1}-${(index + 1) * atOnce}`;
    });
    const sums: Sum[] = [];
    const work = async (): Promise<void> => {
      for (let range = ranges.shift(); range !== undefined; range = ranges.shift())
        sums.push(await tellSum(range));
    };
    await Promise.all(Array.from({ length: availableParallelism() }, work));

    const total = (key: keyof Sum): number => sums.reduce((sum, one) => sum + one[key], 0);
    console.log(
      `${total("histories")} histories (seeds 1-${count}), ${total("stories")} stories sealed, ` +
        `${total("requests")} requests (${total("together")} with several texts), ${total("failed")} ended badly`,
    );
    expect(total("histories")).toBe(count);
    expect(total("failed")).toBe(0);
    // A history in which nothing is ever sealed proves nothing.
    expect(total("stories")).toBeGreaterThan(count);
    expect(total("together")).toBeGreaterThan(count / 100);
  },
  count === 2_000 ? 10 * minutes : 24 * 60 * minutes,
);

test("the same seed is the same history, request by request, in another process too", async () => {
  for (const seed of ["3", "58", "176"]) {
    const [one, other] = await Promise.all([tell(seed), tell(seed)]);
    expect(one.lines.length).toBeGreaterThan(5);
    expect(other.lines).toEqual(one.lines);
  }
  expect((await tell("3")).lines).not.toEqual((await tell("4")).lines);
});
