import fc from "fast-check";
import { expect, test } from "vitest";
import { cleanMp4, lengthOfMp4 } from "../../src/protocol/mp4.ts";
import { anMp4, aTimedMp4, box, mp4Clock, type Telling } from "../support/recordings.ts";

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

test.each<Telling>(["each", "fragment", "file"])(
  "a recording is as long as its samples are together (told by: %s)",
  (telling) => {
    for (const fragments of [1, 3])
      expect(lengthOfMp4(cleanMp4(aTimedMp4(fragments, telling))!)).toBe(fragments * 1_000);
  },
);

test("what a recorder left out between two fragments counts, as players count it", () => {
  expect(lengthOfMp4(aTimedMp4(3, "each", "soun", 4_800))).toBe(3_200);
});

test("of a file without fragments the header says how long it is", () => {
  const long = Uint8Array.of(0, 1, 0x77, 0); // 96,000
  const scale = Uint8Array.of(0, 0, 0xbb, 0x80); // 48,000
  const mdhd = box("mdhd", new Uint8Array(12), scale, long);
  const hdlr = box("hdlr", new Uint8Array(8), Buffer.from("soun"), new Uint8Array(13));
  const moov = box("moov", box("trak", box("mdia", mdhd, hdlr)));

  expect(lengthOfMp4(Buffer.concat([box("ftyp"), moov, box("mdat", mp4Clock)]))).toBe(2_000);
});

test("a film is no recording, nor is what has two tracks or does not say how long it is", () => {
  expect(cleanMp4(aTimedMp4(1, "each", "vide"))).toBeUndefined();
  const file = Buffer.from(aTimedMp4(1));
  const moov = file.indexOf("moov") - 4;
  const trak = file.indexOf("trak") - 4;
  const second = file.subarray(trak, trak + file.readUInt32BE(trak));
  const two = Buffer.concat([file.subarray(0, trak), second, file.subarray(trak)]);
  two.writeUInt32BE(file.readUInt32BE(moov) + second.length, moov);
  expect(cleanMp4(two)).toBeUndefined();
  expect(lengthOfMp4(box("ftyp"))).toBeUndefined();
});

test("no bytes, however bent, make it throw or grow", () => {
  const file = aTimedMp4(2);
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(file.length - 1), fc.nat(255)), { maxLength: 8 }),
      (bends) => {
        const bent = file.slice();
        for (const [at, byte] of bends) bent[at] = byte;
        expect(cleanMp4(bent)?.length ?? 0).toBeLessThanOrEqual(file.length);
        expect(lengthOfMp4(bent) ?? 1).toBeGreaterThan(0);
      },
    ),
    { numRuns: 2_000 },
  );
});
