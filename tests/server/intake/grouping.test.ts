import { expect, test } from "vitest";
import { inGroups } from "../../../src/server/storage/grouping.ts";

test("what comes while the disk is waited for is done together, and nobody is told before it is", async () => {
  const groups: (readonly number[])[] = [];
  const disk: (() => void)[] = [];
  const double = inGroups(async (given: readonly number[]) => {
    groups.push(given);
    await new Promise<void>((resolve) => disk.push(resolve));
    return given.map((one) => one * 2);
  });
  const told: number[] = [];
  const tell = (done: number): void => void told.push(done);

  const first = double(1).then(tell);
  await new Promise((resolve) => setImmediate(resolve));
  const others = [2, 3, 4].map((one) => double(one).then(tell));
  await new Promise((resolve) => setImmediate(resolve));
  expect(groups).toEqual([[1]]);
  disk[0]!();
  await first;
  expect(told).toEqual([2]);
  while (disk.length < 2) await new Promise((resolve) => setImmediate(resolve));
  disk[1]!();
  await Promise.all(others);

  expect(groups).toEqual([[1], [2, 3, 4]]);
  expect(told).toEqual([2, 4, 6, 8]);
});

test("those of one request wait for the disk once, though each was looked at first", async () => {
  const groups: (readonly number[])[] = [];
  const keep = inGroups(async (given: readonly number[]) => {
    groups.push(given);
    return given;
  });
  const looked = Promise.resolve();

  await Promise.all(
    [1, 2, 3].map(async (one) => {
      await looked;
      return keep(one);
    }),
  );

  expect(groups).toEqual([[1, 2, 3]]);
});

test("one that cannot be done takes nobody along", async () => {
  const done: number[] = [];
  const keep = inGroups(async (given: readonly number[]) => {
    if (given.includes(3)) throw new Error("3 does not fit");
    done.push(...given);
    return given;
  });

  const ends = await Promise.allSettled([1, 2, 3, 4].map(keep));

  expect(ends.map(({ status }) => status)).toEqual([
    "fulfilled",
    "fulfilled",
    "rejected",
    "fulfilled",
  ]);
  expect(new Set(done)).toEqual(new Set([1, 2, 4]));
});
