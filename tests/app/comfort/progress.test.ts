import { expect, test } from "vitest";
import { minutesLeft, percentOf } from "../../../src/app/reading/comfort/progress.ts";

test("minutes are left until the last word, and none after it", () => {
  expect(minutesLeft(7, 0)).toBe(7);
  expect(minutesLeft(7, 0.14)).toBe(7);
  expect(minutesLeft(7, 0.99)).toBe(1);
  expect(minutesLeft(7, 1)).toBe(0);
  expect(percentOf(0.143)).toBe(14);
});
