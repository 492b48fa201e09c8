import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  noteSize,
  parseNote,
  parseNoteFile,
  parseNoteReceipt,
  writeNoteBody,
} from "../../src/protocol/note.ts";
import type { SealedTerms } from "../../src/protocol/story.ts";
import { bending, bentText, mutantOf } from "../support/fuzzing.ts";
import { aHash } from "../support/makers.ts";
import { aNoteId, aNoteKey, signNote } from "../support/notes.ts";
import { aStoryId } from "../support/sealed.ts";

const terms: SealedTerms = {
  answers: { publish: "read-only", adult: true, harm: "no" },
  wording: [{ question: "Що можна зробити з розповіддю?", answer: "Лише прочитати" }],
  version: 1,
};
const [id, story] = [aNoteId(), aStoryId()];
const withdrawal = { format: 1, id, story, number: 1, kind: "withdraw" };
const changed = { format: 1, id, story, number: 2, kind: "terms", terms };
const receipt = { format: 1, note: id, story, hash: aHash(1), date: "2026-11-11" };
const frame = { format: 1, id, story, version: 1 } as const;
const file = signNote(writeNoteBody(frame, randomBytes(noteSize)), aNoteKey());

test("what was written is read again, with the padding behind it", () => {
  expect(parseNote(`${JSON.stringify(withdrawal)}${" ".repeat(500)}`)).toEqual({
    ok: true,
    value: withdrawal,
  });
  expect(parseNote(JSON.stringify(changed))).toEqual({ ok: true, value: changed });
  expect(parseNoteReceipt(JSON.stringify(receipt))).toEqual({ ok: true, value: receipt });
  expect(parseNoteFile(file)).toMatchObject({ ok: true, value: { frame } });
});

test("a note of a kind that is not known, or terms without terms, are a sentence", () => {
  for (const bad of [
    { ...withdrawal, kind: "publish" },
    { ...changed, terms: undefined },
    { ...changed, terms: { ...terms, answers: { publish: "publish" } } },
    { ...withdrawal, number: 0 },
  ])
    expect(parseNote(JSON.stringify(bad)).ok).toBe(false);
});

test("nothing that is put into a note, its receipt or its file makes a parser throw", () => {
  const texts = fc.oneof(
    ...[withdrawal, changed, receipt].map(mutantOf),
    ...[withdrawal, changed, receipt].map((value) => bentText(JSON.stringify(value))),
  );
  fc.assert(
    fc.property(texts, (text) => {
      for (const parse of [parseNote, parseNoteReceipt]) {
        const parsed = parse(text);
        // What is taken is what was meant, and no larger than what came, written in the same way: `2e6` is 2000000.
        if (parsed.ok) {
          const came = JSON.stringify(JSON.parse(text));
          expect(JSON.stringify(parsed.value).length).toBeLessThanOrEqual(came.length);
        }
      }
    }),
    { numRuns: 3_000 },
  );
  fc.assert(
    fc.property(
      fc.oneof(
        bending,
        fc.constant(() => new Uint8Array()),
      ),
      (bend) => {
        const parsed = parseNoteFile(bend(file));
        if (parsed.ok) expect(parsed.value.sealed.length).toBe(noteSize);
      },
    ),
    { numRuns: 3_000 },
  );
});
