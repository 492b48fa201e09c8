import { expect, test } from "vitest";
import { askSeldom } from "../../../src/server/storage/free-bytes.ts";

test("a disk is asked once for all who want to know within half a second, and again afterwards", async () => {
  const clock = { now: 0 };
  let free = 100;
  let asked = 0;
  const freeBytes = askSeldom(
    async () => {
      asked += 1;
      return free;
    },
    () => clock.now,
  );

  const together = await Promise.all([freeBytes(), freeBytes()]);
  free = 50;
  clock.now = 499;
  const within = await freeBytes();
  clock.now = 500;
  const after = await freeBytes();

  expect(together).toEqual([100, 100]);
  expect([within, after]).toEqual([100, 50]);
  expect(asked).toBe(2);
});

test("a disk that does not answer is asked again by the next", async () => {
  const answers = [Promise.reject(new Error("EIO")), Promise.resolve(7)];
  const freeBytes = askSeldom(
    () => answers.shift()!,
    () => 0,
  );

  await expect(freeBytes()).rejects.toThrow("EIO");

  expect(await freeBytes()).toBe(7);
});
