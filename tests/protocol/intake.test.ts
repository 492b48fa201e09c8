import fc from "fast-check";
import { expect, test } from "vitest";
import {
  attachmentBuckets,
  bucketFor,
  buckets,
  parseManifest,
  parseReceipt,
  parseRefusal,
  parseStates,
  parseStatesQuery,
  receiptCode,
} from "../../src/protocol/intake.ts";
import { aManifest, anId } from "../support/makers.ts";

test("a manifest is what was written", () => {
  const manifest = aManifest();

  expect(parseManifest(JSON.stringify(manifest))).toEqual({ ok: true, value: manifest });
});

test("a manifest with forty-one parts, a negative size or a foreign id is refused", () => {
  const [part] = aManifest().parts;
  const spoilt = [
    aManifest({ parts: Array.from({ length: 41 }, () => part!) }),
    { ...aManifest(), text: { ...aManifest().text, bytes: -1 } },
    { ...aManifest(), id: "../../etc/passwd" },
  ];

  for (const manifest of spoilt) expect(parseManifest(JSON.stringify(manifest)).ok).toBe(false);
});

test("no parser of the intake throws, whatever it is given", () => {
  fc.assert(
    fc.property(fc.json(), fc.jsonValue(), (text, value) => {
      for (const parse of [parseManifest, parseReceipt, parseStates])
        expect(parse(text).ok).toBe(false);
      for (const parse of [parseRefusal, parseStatesQuery]) expect(parse(value).ok).toBe(false);
    }),
  );
});

test("a captive portal's empty JSON is neither a receipt nor an answer", () => {
  expect(parseReceipt("{}").ok).toBe(false);
  expect(parseStates("{}").ok).toBe(false);
});

test("a sealed file goes into the least bucket that holds it, and each bucket is at most four times the last", () => {
  expect(bucketFor(1, buckets)).toBe(16_384);
  expect(bucketFor(16_385, buckets)).toBe(65_536);
  expect(bucketFor(50_331_649, attachmentBuckets)).toBeUndefined();
  for (const [index, size] of attachmentBuckets.entries()) {
    if (index > 0) expect(size / attachmentBuckets[index - 1]!).toBeLessThanOrEqual(1.5);
  }
});

test("a receipt reads the same in both alphabets, letter for letter", () => {
  const hash = Uint8Array.from([5, 18, 0, 27, 2, 17]);

  const uk = receiptCode(hash, "uk");
  const en = receiptCode(hash, "en");

  expect(uk).toMatch(/^.{3}-.{3}$/u);
  expect(en).toMatch(/^[0-9A-Z]{3}-[0-9A-Z]{3}$/);
  expect(uk[0]).toBe(en[0]);
  expect(receiptCode(Uint8Array.from([5, 18, 0, 27, 2, 16]), "uk")).not.toBe(uk);
});

test("the question 'which of these do you have?' names stories by their ids alone", () => {
  expect(parseStatesQuery({ format: 1, nonce: anId(9), stories: [anId(1), anId(2)] }).ok).toBe(
    true,
  );
  expect(parseStatesQuery({ format: 1, nonce: anId(9), stories: ["1 OR 1=1"] }).ok).toBe(false);
});
