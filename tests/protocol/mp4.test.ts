import fc from "fast-check";
import { expect, test } from "vitest";
import { cleanMp4 } from "../../src/protocol/mp4.ts";
import { anMp4, box, mp4Clock } from "../support/recordings.ts";

const holds = (bytes: Uint8Array | undefined, what: string | Uint8Array): boolean =>
  Buffer.from(bytes ?? []).includes(typeof what === "string" ? what : Buffer.from(what));

test.each([false, true])(
  "clock times and names are gone, the sound and its description stay in their places (64 bits: %s)",
  (isLong) => {
    const file = anMp4(["first", "second"], isLong);
    expect(holds(file, mp4Clock)).toBe(true);

    const cleaned = cleanMp4(file);

    expect(cleaned).toHaveLength(file.length);
    expect(holds(cleaned, mp4Clock)).toBe(false);
    expect(holds(cleaned, "Sentinel")).toBe(false);
    for (const kept of ["first", "second", "how to decode", "where", "soun", "kept by all"])
      expect(Buffer.from(cleaned!).indexOf(kept), kept).toBe(Buffer.from(file).indexOf(kept));
  },
);

test("of a recording that breaks off, whole fragments stay", () => {
  const file = anMp4(["first", "second"]);
  const one = anMp4(["first"]).length;

  for (let cut = one; cut < file.length; cut += 1)
    expect(cleanMp4(file.subarray(0, cut)), String(cut)).toHaveLength(one);
});

test.each([
  ["nothing", new Uint8Array(0)],
  ["no MP4", new TextEncoder().encode("a text of some length")],
  ["no sound yet", anMp4([])],
  ["sound without a description", Buffer.concat([box("ftyp"), box("mdat", mp4Clock)])],
])("%s is no recording", (_name, bytes) => {
  expect(cleanMp4(bytes)).toBeUndefined();
});

test("no bytes, however bent, make it throw or grow", () => {
  const file = anMp4(["first"]);
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(file.length - 1), fc.nat(255)), { maxLength: 8 }),
      (bends) => {
        const bent = file.slice();
        for (const [at, byte] of bends) bent[at] = byte;
        expect(cleanMp4(bent)?.length ?? 0).toBeLessThanOrEqual(file.length);
      },
    ),
    { numRuns: 2_000 },
  );
});
