import fc from "fast-check";
import { expect, test } from "vitest";
import { findStretches, type Stretch } from "../../../src/app/sending/hints/find-hints.ts";
import type { Fixture } from "./fixture.ts";
import { heldOut } from "./held-out.ts";
import { tuned } from "./tuned.ts";
import { tunedLater } from "./tuned-later.ts";
import { processorTime } from "../../support/processor-time.ts";

const hintsIn = (text: string): readonly Stretch[] => [...findStretches(text)].flat();

/** Of all that should be found, how much was; of all that was found, how much should be; and what went wrong. */
function measure(fixtures: readonly Fixture[]) {
  let [wanted, hit, found, right] = [0, 0, 0, 0];
  const wrong: string[] = [];
  for (const [sentence, ...kinds] of fixtures) {
    const stretches = hintsIn(sentence);
    const seen = new Set(stretches.map(({ kind }) => kind));
    wanted += kinds.length;
    hit += kinds.filter((kind) => seen.has(kind)).length;
    found += stretches.length;
    right += stretches.filter(({ kind }) => kinds.includes(kind)).length;
    if (
      kinds.some((kind) => !seen.has(kind)) ||
      stretches.some(({ kind }) => !kinds.includes(kind))
    )
      wrong.push(sentence);
  }
  return { recall: hit / wanted, precision: right / found, wrong };
}

test.each([
  ["sentences that the patterns were written by", [...tuned, ...tunedLater], 0.98],
  ["sentences held out from that", heldOut, 0.95],
] as const)("%s: enough is found, and little else", (name, fixtures, least) => {
  const { recall, precision, wrong } = measure(fixtures);
  console.log(
    `hints, ${fixtures.length} ${name}: recall ${recall.toFixed(3)}, precision ${precision.toFixed(3)}`,
  );
  for (const sentence of wrong) console.log(`  not as it should be: ${sentence}`);

  expect(recall).toBeGreaterThanOrEqual(least);
  expect(precision).toBeGreaterThanOrEqual(0.95);
});

test("a stretch is the very words, so that taking it out takes nothing else", () => {
  const text = "Ми жили на вул. Садова, 12, у бабусі. Мій номер +380 50 123 45 67.";
  expect(hintsIn(text).map(({ from, to }) => text.slice(from, to))).toEqual([
    "вул. Садова, 12",
    "+380 50 123 45 67",
  ]);
});

test("of troops the whole sentence is named, and what else stands in it too", () => {
  const text = "Було тихо. Колона техніки їде на Берислав, казав Іван Коваленко. Потім дощ.";
  expect(hintsIn(text).map(({ kind, from, to }) => [kind, text.slice(from, to)])).toEqual([
    ["troops", "Колона техніки їде на Берислав, казав Іван Коваленко."],
    ["name", "Іван Коваленко"],
  ]);
});

test("50,000 characters are looked through in slices of at most 50 ms, and what stands at a seam is found", () => {
  const filler = [...tuned, ...heldOut].map(([sentence]) => sentence).join(" ");
  const text = `${filler.repeat(10).slice(0, 49_900)} Тел. 0501234567, вул. Садова, 12.`;
  const walk = findStretches(text);
  let [longest, count] = [0, 0];
  for (;;) {
    const begun = processorTime();
    const next = walk.next();
    longest = Math.max(longest, processorTime() - begun);
    if (next.done === true) break;
    count += 1;
  }
  console.log(
    `hints: ${text.length} characters in ${count} slices, the longest ${longest.toFixed(1)} ms`,
  );

  expect(text.length).toBeGreaterThan(49_900);
  expect(longest).toBeLessThan(50);
  expect(
    hintsIn(text)
      .slice(-2)
      .map(({ kind }) => kind),
  ).toEqual(["phone", "address"]);
});

test("whatever is written, nothing throws or hangs, and every stretch lies within the text", () => {
  const pieces = fc.constantFrom(
    ...[...tuned, ...heldOut].map(([sentence]) => sentence),
    "1".repeat(3_000),
    "А".repeat(3_000),
    "(".repeat(1_000),
    "+380 ".repeat(400),
    "Аа ".repeat(900),
    "a@".repeat(1_000),
    "\ud800",
  );
  fc.assert(
    fc.property(
      fc.array(fc.oneof(pieces, fc.string({ unit: "binary" })), { maxLength: 6 }),
      (parts) => {
        const text = parts.join("");
        const begun = processorTime();
        for (const { from, to } of hintsIn(text)) {
          expect(from).toBeLessThan(to);
          expect(to).toBeLessThanOrEqual(text.length);
        }
        expect(processorTime() - begun).toBeLessThan(2_000);
      },
    ),
    { numRuns: 300 },
  );
});
