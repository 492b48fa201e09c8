import { expect, test } from "vitest";
import { inMinutes } from "../../src/app/ui/minutes.ts";
import { barsOf } from "../../src/app/writing/sound/bars.ts";
import { inWords } from "../../src/app/writing/sound/Recorder.tsx";
import { soundEn } from "../../src/app/writing/sound/sound-words-en.ts";
import { soundUk } from "../../src/app/writing/sound/sound-words-uk.ts";

test.each([
  [0, "0:00"],
  [48_400, "0:48"],
  [725_000, "12:05"],
  [3_725_000, "1:02:05"],
])("%d ms are %s", (milliseconds, text) => {
  expect(inMinutes(milliseconds)).toBe(text);
});

test("what there is room for is said as people say it, and never more than there is", () => {
  expect(inWords(59_900, soundUk)).toBe("59\u00a0с");
  expect(inWords(119_000, soundUk)).toBe("1\u00a0хв");
  expect(inWords(2 * 3_600_000 + 18 * 60_000 + 59_000, soundUk)).toBe("2\u00a0год 18\u00a0хв");
  expect(inWords(8_280_000, soundEn)).toBe("2\u00a0h 18\u00a0min");
});

test("any number of levels is drawn as so many bars, the loudest whole", () => {
  for (const count of [0, 1, 7, 56, 500]) {
    const bars = barsOf(
      Uint8Array.from({ length: count }, (_, at) => (at % 10) + 1),
      56,
    );
    expect(bars).toHaveLength(56);
    expect(bars.every((bar) => bar >= 0 && bar <= 1)).toBe(true);
    if (count > 0) expect(Math.max(...bars)).toBe(1);
  }
  // An hour of tenths of a second: no stretch is spread over the stack.
  expect(barsOf(new Uint8Array(36_000).fill(9), 56)).toHaveLength(56);
  expect(barsOf(new Uint8Array(400_000).fill(9), 56)).toHaveLength(56);
});
