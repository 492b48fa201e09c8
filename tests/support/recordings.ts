import type { Slice } from "../../src/device/sound-records.ts";
import { asciiBytes, concat } from "../../src/protocol/bytes.ts";

// A recording as browsers write it while it goes on: sizes left open, frames of 60 ms, and what a phone could add to it.

const frameLength = 60;
const unknown = Uint8Array.of(0x01, 255, 255, 255, 255, 255, 255, 255);
const sized = (size: number): Uint8Array => Uint8Array.of(0x40 | (size >> 8), size & 255);

/** An element of EBML under its id, in hexadecimal. */
export function element(id: string, ...content: readonly Uint8Array[]): Uint8Array {
  const inside = concat(...content);
  return concat(Buffer.from(id, "hex"), sized(inside.length), inside);
}

const beginning = (codec: string): Uint8Array =>
  concat(
    element("1a45dfa3", element("4282", asciiBytes("webm"))),
    Buffer.from("18538067", "hex"),
    unknown,
    element(
      "1549a966",
      element("2ad7b1", Uint8Array.of(0x0f, 0x42, 0x40)),
      // Nanoseconds since 2001: what no recording may tell.
      element("4461", Uint8Array.of(0x0b, 0x5e, 0x17, 0x2a, 0x9c, 0x33, 0x40, 0x00)),
      element("4d80", asciiBytes("SentinelBrowser 9")),
      element("5741", asciiBytes("SentinelPhone")),
      element("7ba9", asciiBytes("SentinelTitle")),
    ),
    element(
      "1654ae6b",
      element(
        "ae",
        element("d7", Uint8Array.of(1)),
        element("73c5", Uint8Array.of(0x53, 0x65, 0x6e, 0x74)),
        element("83", Uint8Array.of(2)),
        element("86", asciiBytes(codec)),
        element(
          "63a2",
          asciiBytes("OpusHead"),
          Uint8Array.of(1, 1, 0x38, 1, 0x80, 0xbb, 0, 0, 0, 0, 0),
        ),
        element(
          "e1",
          element("b5", Uint8Array.of(0x47, 0x3b, 0x80, 0)),
          element("9f", Uint8Array.of(1)),
        ),
      ),
    ),
    element("1254c367", asciiBytes("SentinelTag")),
    Buffer.from("1f43b675", "hex"),
    unknown,
    element("e7", Uint8Array.of(0)),
  );

/** The n-th frame: an Opus packet of 60 ms with bytes of its own. */
export const frameBytes = (n: number): Uint8Array =>
  Uint8Array.from({ length: 300 }, (_, at) => (at === 0 ? 0x18 : (n * 7 + at) % 251));

const block = (n: number): Uint8Array => {
  const time = n * frameLength;
  return element("a3", Uint8Array.of(0x81, time >> 8, time & 255, 0x80), frameBytes(n));
};

/** A recording in WebM, of so many milliseconds (at most 32 s), as it lies in a recorder's slices joined. */
export function aWebm(milliseconds: number, codec = "A_OPUS"): Uint8Array<ArrayBuffer> {
  const frames = Array.from({ length: Math.round(milliseconds / frameLength) }, (_, n) => block(n));
  return concat(beginning(codec), ...frames);
}

/** The same as slices of a second; they part where a recorder parts them: anywhere. */
export function someSlices(seconds: number): readonly Slice[] {
  const whole = aWebm(seconds * 1_000);
  const size = Math.ceil(whole.length / seconds);
  return Array.from({ length: seconds }, (_, n) => ({
    length: 1_000,
    levels: Uint8Array.from({ length: 10 }, (_level, at) => (n * 10 + at) % 256),
    bytes: whole.slice(n * size, (n + 1) * size),
  }));
}

/** A box of MP4. */
export function box(kind: string, ...content: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const inside = concat(...content);
  const size = new Uint8Array(4);
  new DataView(size.buffer).setUint32(0, inside.length + 8);
  return concat(size, asciiBytes(kind), inside);
}

const clock = Uint8Array.of(0xe6, 0x31, 0x5a, 0x77);
/** A header that tells twice when the recording was made, in 32 or 64 bits. */
const timedBox = (kind: string, isLong: boolean): Uint8Array => {
  const time = isLong ? concat(new Uint8Array(4), clock) : clock;
  return box(kind, Uint8Array.of(isLong ? 1 : 0, 0, 0, 0), time, time, asciiBytes("kept by all"));
};

const numbers = (...all: readonly number[]): Uint8Array =>
  concat(...all.map((n) => Uint8Array.of(n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255)));

/** How a fragment says how long its samples are: each by itself, all at once, or not at all (as the file says). */
export type Telling = "each" | "fragment" | "file";

/** A fragmented MP4 whose every fragment has 50 samples of 20 ms, at 48,000 ticks a second, with a gap of so many between them. */
export function aTimedMp4(
  fragments: number,
  telling: Telling = "each",
  handler = "soun",
  gap = 0,
): Uint8Array<ArrayBuffer> {
  const samples = 50;
  const ticks = 960;
  const hdlr = box("hdlr", new Uint8Array(8), asciiBytes(handler), new Uint8Array(13));
  const trak = box("trak", box("mdia", box("mdhd", numbers(0, 1, 1, 48_000, 0)), hdlr));
  const trex = box("trex", numbers(0, 1, 1, telling === "file" ? ticks : 7, 0, 0));
  const tfhd = telling === "fragment" ? numbers(0x2000a, 1, 1, ticks) : numbers(0x20000, 1);
  const trun =
    telling === "each"
      ? numbers(0x301, samples, 100, ...Array.from({ length: samples }, () => [ticks, 80]).flat())
      : numbers(0x201, samples, 100, ...Array.from({ length: samples }, () => 80));
  const beginsAt = (n: number): Uint8Array =>
    gap === 0 ? new Uint8Array(0) : box("tfdt", numbers(0x1000000, 0, n * (samples * ticks + gap)));
  return concat(
    box("ftyp", asciiBytes("iso5")),
    box("moov", trak, box("mvex", trex)),
    ...Array.from({ length: fragments }, (_, n) => [
      box("moof", box("traf", box("tfhd", tfhd), beginsAt(n), box("trun", trun))),
      box("mdat", asciiBytes("sound")),
    ]).flat(),
  );
}

/** A fragmented MP4 with clocks, names and a place in it; the sound is `fragments`. */
export const anMp4 = (fragments: readonly string[], isLong = false): Uint8Array<ArrayBuffer> =>
  concat(
    box("ftyp", asciiBytes("iso5")),
    box(
      "moov",
      timedBox("mvhd", isLong),
      box(
        "trak",
        timedBox("tkhd", isLong),
        box(
          "mdia",
          timedBox("mdhd", isLong),
          box(
            "hdlr",
            new Uint8Array(8),
            asciiBytes("soun"),
            new Uint8Array(12),
            asciiBytes("SentinelMaker"),
          ),
          box("minf", box("stbl", box("stsd", asciiBytes("how to decode")))),
        ),
        box("udta", asciiBytes("SentinelPlace")),
      ),
      box("meta", asciiBytes("SentinelPhone")),
    ),
    ...fragments.flatMap((sound) => [
      box("prft", clock, asciiBytes("Sentinel")),
      box("moof", box("traf", box("tfhd", asciiBytes("where")))),
      box("mdat", asciiBytes(sound)),
    ]),
  );

export { clock as mp4Clock };
