import { expect, test } from "vitest";
import { inParallel } from "../../src/device/single-files.ts";

test("every item has its turn, so many at a time", async () => {
  let underWay = 0;
  let most = 0;
  const done: number[] = [];

  await inParallel([1, 2, 3, 4, 5, 6, 7], 3, async (n) => {
    most = Math.max(most, (underWay += 1));
    await Promise.resolve();
    done.push(n);
    underWay -= 1;
  });

  expect(new Set(done)).toEqual(new Set([1, 2, 3, 4, 5, 6, 7]));
  expect(most).toBe(3);
});

test("after a failure nothing more is begun, and what is under way comes first", async () => {
  const begun: number[] = [];
  const kept: number[] = [];
  const slow = Promise.withResolvers<void>();

  const whole = inParallel([1, 2, 3, 4, 5], 2, async (n) => {
    begun.push(n);
    if (n === 2) throw new Error("cut");
    await slow.promise;
    kept.push(n);
  });
  let isOver = false;
  const ended = whole.catch((error: unknown) => error).finally(() => (isOver = true));
  await new Promise(setImmediate);
  expect(isOver).toBe(false);
  slow.resolve();

  expect(await ended).toEqual(new Error("cut"));
  expect(begun).toEqual([1, 2]);
  expect(kept).toEqual([1]);
});
