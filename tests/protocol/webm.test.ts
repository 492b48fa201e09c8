import fc from "fast-check";
import { expect, test } from "vitest";
import { concat } from "../../src/protocol/bytes.ts";
import { lengthOfPacket, lengthOfSound, readWebm, writeWebm } from "../../src/protocol/webm.ts";
import { timed } from "../support/fuzzing.ts";
import { aWebm, element, frameBytes } from "../support/recordings.ts";

test("a recording that nobody closed is read: its frames in their order, and how long it is", () => {
  const sound = readWebm(aWebm(1_200))!;

  expect(sound.frames.map(({ at }) => at)).toEqual(Array.from({ length: 20 }, (_, n) => n * 60));
  expect(sound.frames.map(({ bytes }) => [...bytes])).toEqual(
    Array.from({ length: 20 }, (_, n) => [...frameBytes(n)]),
  );
  expect(lengthOfSound(sound)).toBe(1_200);
});

test("the file anew has the same sound, its length, and nothing else that the first one said", () => {
  const given = readWebm(aWebm(21_000))!;

  const file = writeWebm(given);

  expect(readWebm(file)).toEqual(given);
  expect(Buffer.from(file).includes("Sentinel")).toBe(false);
  // DateUTC and its content; TrackUID's.
  expect(Buffer.from(file).includes(Buffer.from("4461", "hex"))).toBe(false);
  expect(Buffer.from(file).includes("Sent")).toBe(false);
  // Duration, as a float of eight bytes.
  const at = Buffer.from(file).indexOf(Buffer.from("448988", "hex"));
  expect(Buffer.from(file).readDoubleBE(at + 3)).toBe(21_000);
});

test("each place to seek to is where a cluster begins", () => {
  const file = Buffer.from(writeWebm(readWebm(aWebm(21_000))!));
  const cluster = Buffer.from("1f43b675", "hex");
  // Behind the segment's id and its size in five bytes.
  const content = file.indexOf(Buffer.from("18538067", "hex")) + 9;

  const places: number[] = [];
  for (let at = file.indexOf("f184", 0, "hex"); at >= 0; at = file.indexOf("f184", at + 1, "hex"))
    if (places.length < 5) places.push(file.readUInt32BE(at + 2));

  expect(places).toHaveLength(5);
  for (const place of places)
    expect(file.subarray(content + place, content + place + 4)).toEqual(cluster);
});

test("sizes in eight bytes are read to the last bit, and a track may have any number (Firefox)", () => {
  const wide = (id: string, ...content: Uint8Array[]): Uint8Array => {
    const inside = concat(...content);
    const size = Buffer.from(`01${inside.length.toString(16).padStart(14, "0")}`, "hex");
    return concat(Buffer.from(id, "hex"), size, inside);
  };
  const entry = wide(
    "ae",
    element("d7", Uint8Array.of(2)),
    element("86", Buffer.from("A_OPUS")),
    element(
      "63a2",
      Buffer.from("OpusHead"),
      Uint8Array.of(1, 1, 0x38, 1, 0x44, 0xac, 0, 0, 0, 0, 0),
    ),
    wide("e1", element("b5", Uint8Array.of(0x40, 0xe5, 0x88, 0x80, 0, 0, 0, 0))),
  );
  const block = wide("a3", Uint8Array.of(0x82, 0, 60, 0x80), frameBytes(1));
  const file = concat(
    wide("1a45dfa3", element("4282", Buffer.from("webm"))),
    wide(
      "18538067",
      wide("1654ae6b", entry),
      wide("1f43b675", element("e7", Uint8Array.of(6)), block),
    ),
  );

  const sound = readWebm(file);

  expect(sound).toMatchObject({ rate: 44_100, channels: 1 });
  expect([...sound!.frames[0]!.bytes]).toEqual([...frameBytes(1)]);
});

test("wherever a recording breaks off, what was whole of it is heard", () => {
  const whole = aWebm(3_000);
  const frames = readWebm(whole)!.frames;
  fc.assert(
    fc.property(fc.nat(whole.length), (cut) => {
      const read = readWebm(whole.subarray(0, cut))?.frames ?? [];
      expect(read).toEqual(frames.slice(0, read.length));
      // A frame with what stands around it takes 307 bytes: no more than one is lost.
      expect(whole.length - cut).toBeGreaterThan((frames.length - read.length - 1) * 307 - 1);
    }),
  );
});

test.each([
  ["nothing", new Uint8Array(0)],
  ["no WebM", new TextEncoder().encode("OggS and so on")],
  ["another codec", aWebm(600, "A_VORBIS")],
  ["no sound", aWebm(0)],
  ["two tracks", concat(aWebm(600), element("ae", element("d7", Uint8Array.of(2))))],
])("%s is no recording", (_name, bytes) => {
  expect(readWebm(bytes)).toBeUndefined();
});

test("no bytes, however bent, make it throw or hang, and what is written can be read again", () => {
  const whole = aWebm(1_200);
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 12 }),
      (bends) => {
        const bent = whole.slice();
        for (const [at, byte] of bends) bent[at] = byte;
        const { took } = timed(() => {
          const sound = readWebm(bent);
          if (sound !== undefined) expect(readWebm(writeWebm(sound))).toBeDefined();
        });
        expect(took).toBeLessThan(1_000);
      },
    ),
    { numRuns: 2_000 },
  );
});

test.each([
  [[0x18], 60],
  [[0xfc], 20],
  [[0xf8], 20],
  [[0xfb, 3], 60],
  [[0x00], 10],
  [[0x01], 20],
])("a packet that begins with %j lasts %d ms", (packet, length) => {
  expect(lengthOfPacket(Uint8Array.from(packet))).toBe(length);
});
