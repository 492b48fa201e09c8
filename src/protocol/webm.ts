// Recordings of a voice, as browsers make them: Opus in WebM (RFC 6716, https://www.matroska.org/technical/elements.html).
import { concat } from "./bytes.ts";

/** A stretch of sound and when it begins, in milliseconds from the start. */
export interface SoundFrame {
  readonly at: number;
  readonly bytes: Uint8Array;
}

/** What is taken from a recording: how it is to be decoded, and its sound. Nothing else that a file may say. */
export interface WebmSound {
  /** The `OpusHead` of RFC 7845, section 5.1. */
  readonly head: Uint8Array;
  readonly channels: number;
  /** Samples a second. */
  readonly rate: number;
  readonly frames: readonly SoundFrame[];
}

const ids = {
  header: 0x1a45dfa3,
  segment: 0x18538067,
  info: 0x1549a966,
  scale: 0x2ad7b1,
  duration: 0x4489,
  muxer: 0x4d80,
  writer: 0x5741,
  tracks: 0x1654ae6b,
  track: 0xae,
  trackNumber: 0xd7,
  trackUid: 0x73c5,
  trackType: 0x83,
  codec: 0x86,
  codecHead: 0x63a2,
  delay: 0x56aa,
  preRoll: 0x56bb,
  audio: 0xe1,
  rate: 0xb5,
  channels: 0x9f,
  cues: 0x1c53bb6b,
  cuePoint: 0xbb,
  cueTime: 0xb3,
  cuePositions: 0xb7,
  cueTrack: 0xf7,
  cueCluster: 0xf1,
  cluster: 0x1f43b675,
  clusterTime: 0xe7,
  simpleBlock: 0xa3,
  blockGroup: 0xa0,
  block: 0xa1,
} as const;

/** Read by going inside, so that it does not matter where they end: recorders leave that open. */
const masters: ReadonlySet<number> = new Set([
  ids.segment,
  ids.info,
  ids.tracks,
  ids.track,
  ids.audio,
  ids.cluster,
  ids.blockGroup,
]);

const opusHead = "OpusHead";
const headLength = 19;

/**
 * The sound in a WebM file, also in one that breaks off: what is whole of it counts. Undefined where it is no Opus in
 * WebM with one track. Never throws, whatever it is given.
 */
export function readWebm(bytes: Uint8Array): WebmSound | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 4 || view.getUint32(0) !== ids.header) return undefined;
  const frames: SoundFrame[] = [];
  let [scale, rate, channels, tracks, track, codec, clusterTime] = [1e6, 48_000, 1, 0, 1, "", 0];
  let head: Uint8Array | undefined;
  for (let at = 0; at < bytes.length;) {
    const element = elementAt(bytes, at);
    if (element === undefined) break;
    const { id, from, to } = element;
    at = masters.has(id) ? from : to;
    if (at > bytes.length) break;
    const content = bytes.subarray(from, to);
    switch (id) {
      case ids.track:
        tracks += 1;
        break;
      case ids.scale:
        scale = unsigned(content);
        break;
      case ids.trackNumber:
        track = unsigned(content);
        break;
      case ids.codec:
        codec = ascii(content);
        break;
      case ids.codecHead:
        head = content;
        break;
      case ids.rate:
        rate = float(content);
        break;
      case ids.channels:
        channels = unsigned(content);
        break;
      case ids.clusterTime:
        clusterTime = unsigned(content);
        break;
      case ids.simpleBlock:
      case ids.block: {
        const frame = frameOf(content, track);
        if (frame === undefined) break;
        frames.push({ at: ((clusterTime + frame.at) * scale) / 1e6, bytes: frame.bytes });
        break;
      }
    }
  }
  if (tracks !== 1 || codec !== "A_OPUS" || head === undefined) return undefined;
  if (head.length < headLength || ascii(head.subarray(0, 8)) !== opusHead) return undefined;
  if (frames.length === 0 || !(rate > 0) || (channels !== 1 && channels !== 2)) return undefined;
  const sound = { head: head.slice(0, headLength), channels, rate, frames: fromZero(frames) };
  return lengthOfSound(sound) <= longest ? sound : undefined;
}

/** A day, in milliseconds: what claims to be longer is no voice. */
const longest = 86_400_000;

/** The first frame is the beginning, and none lies before the one in front of it. */
function fromZero(frames: readonly SoundFrame[]): readonly SoundFrame[] {
  const start = frames[0]?.at ?? 0;
  let last = 0;
  return frames.map(({ at, bytes }) => {
    last = Math.max(last, at - start);
    return { at: last, bytes };
  });
}

interface Element {
  readonly id: number;
  readonly from: number;
  readonly to: number;
}

function elementAt(bytes: Uint8Array, at: number): Element | undefined {
  const idLength = lengthOfNumber(bytes[at], 4);
  if (idLength === undefined || at + idLength >= bytes.length) return undefined;
  const id = unsigned(bytes.subarray(at, at + idLength));
  const sizeAt = at + idLength;
  const sizeLength = lengthOfNumber(bytes[sizeAt], 8);
  if (sizeLength === undefined || sizeAt + sizeLength > bytes.length) return undefined;
  const from = sizeAt + sizeLength;
  const mark = 2 ** (7 * sizeLength);
  // Without the bit that tells the length: with it, eight bytes are more than a number holds exactly.
  const high = bytes[sizeAt]! & (0xff >> sizeLength);
  const size = high * 256 ** (sizeLength - 1) + unsigned(bytes.subarray(sizeAt + 1, from));
  // All ones: the size was not known yet. Only masters may leave it open.
  return { id, from, to: size === mark - 1 ? bytes.length + 1 : from + size };
}

/** How many bytes a number of EBML takes, by its first: leading zeros tell (RFC 8794, section 4). */
function lengthOfNumber(first: number | undefined, most: number): number | undefined {
  const length = first === undefined ? 9 : Math.clz32(first) - 23;
  return length > most ? undefined : length;
}

const unsigned = (bytes: Uint8Array): number =>
  bytes.reduce((value, byte) => value * 256 + byte, 0);

function float(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length === 4) return view.getFloat32(0);
  return bytes.length === 8 ? view.getFloat64(0) : 0;
}

const ascii = (bytes: Uint8Array): string => String.fromCharCode(...bytes.subarray(0, 40));

/** A block without lacing, which Opus of browsers never has. Its time is relative to its cluster's. */
function frameOf(block: Uint8Array, track: number): SoundFrame | undefined {
  const length = lengthOfNumber(block[0], 1);
  if (length === undefined || block.length < 5 || (block[0]! & 0x7f) !== track) return undefined;
  if ((block[3]! & 0x06) !== 0) return undefined;
  const time = new DataView(block.buffer, block.byteOffset).getInt16(1);
  return { at: time, bytes: block.subarray(4) };
}

/** Milliseconds of sound in an Opus packet, by its first byte or two (RFC 6716, section 3.1). */
export function lengthOfPacket(packet: Uint8Array): number {
  const first = packet[0] ?? 0;
  const config = first >> 3;
  const sizes = config < 12 ? [10, 20, 40, 60] : config < 16 ? [10, 20] : [2.5, 5, 10, 20];
  const size = sizes[config % sizes.length] ?? 20;
  const count = [1, 2, 2, (packet[1] ?? 0) & 0x3f][first & 3] ?? 1;
  return size * count;
}

/** Milliseconds from the beginning to the end of the last frame. */
export function lengthOfSound({ frames }: WebmSound): number {
  const last = frames.at(-1);
  return last === undefined ? 0 : last.at + lengthOfPacket(last.bytes);
}

/** A cluster's frames; their times are counted from its own, in 16 bits. Milliseconds. */
const clusterLength = 5_000;

/**
 * The file anew: whole, with its length and with places to seek to, and nothing in it that the sound did not need: no
 * clock time (`DateUTC`), no name of a browser, no random number.
 */
export function writeWebm(sound: WebmSound): Uint8Array<ArrayBuffer> {
  const clusters = clustersOf(sound.frames);
  const info = element(
    ids.info,
    element(ids.scale, number(1e6)),
    element(ids.duration, double(lengthOfSound(sound))),
    element(ids.muxer, text("Soniakh")),
    element(ids.writer, text("Soniakh")),
  );
  const tracks = element(ids.tracks, trackOf(sound));
  const cuesLength = cuesOf(clusters, 0).length;
  const cues = cuesOf(clusters, info.length + tracks.length + cuesLength);
  const segment = element(ids.segment, info, tracks, cues, ...clusters.map(({ bytes }) => bytes));
  return concat(headerOf(), segment);
}

const headerOf = (): Uint8Array =>
  element(
    ids.header,
    element(0x4286, number(1)),
    element(0x42f7, number(1)),
    element(0x42f2, number(4)),
    element(0x42f3, number(8)),
    element(0x4282, text("webm")),
    element(0x4287, number(4)),
    element(0x4285, number(2)),
  );

const trackOf = ({ head, channels, rate }: WebmSound): Uint8Array =>
  element(
    ids.track,
    element(ids.trackNumber, number(1)),
    element(ids.trackUid, number(1)),
    element(ids.trackType, number(2)),
    element(ids.codec, text("A_OPUS")),
    element(ids.codecHead, head),
    // The decoder settles for 80 ms after a jump (RFC 7845, section 4.6). Nanoseconds.
    element(ids.delay, number(Math.round((skipOf(head) * 1e9) / 48_000))),
    element(ids.preRoll, number(80_000_000)),
    element(ids.audio, element(ids.rate, double(rate)), element(ids.channels, number(channels))),
  );

/** Samples at 48 kHz that the decoder needs before the first that is heard. */
const skipOf = (head: Uint8Array): number => (head[10] ?? 0) + (head[11] ?? 0) * 256;

interface Cluster {
  readonly at: number;
  readonly bytes: Uint8Array;
}

function clustersOf(frames: readonly SoundFrame[]): readonly Cluster[] {
  const clusters: Cluster[] = [];
  for (let from = 0; from < frames.length;) {
    const at = Math.round(frames[from]!.at);
    let to = from + 1;
    while (to < frames.length && frames[to]!.at < at + clusterLength) to += 1;
    const blocks = frames.slice(from, to).map((frame) => blockOf(frame, at));
    clusters.push({
      at,
      bytes: element(ids.cluster, element(ids.clusterTime, four(at)), ...blocks),
    });
    from = to;
  }
  return clusters;
}

function blockOf(frame: SoundFrame, clusterAt: number): Uint8Array {
  const time = Math.round(frame.at) - clusterAt;
  return element(ids.simpleBlock, Uint8Array.of(0x81, time >> 8, time & 255, 0x80), frame.bytes);
}

/** Where each cluster begins, counted from the beginning of the segment's content; `before` stands in front of the first. */
function cuesOf(clusters: readonly Cluster[], before: number): Uint8Array {
  let place = before;
  const points = clusters.map(({ at, bytes }) => {
    const positions = element(
      ids.cuePositions,
      element(ids.cueTrack, number(1)),
      element(ids.cueCluster, four(place)),
    );
    place += bytes.length;
    return element(ids.cuePoint, element(ids.cueTime, four(at)), positions);
  });
  return element(ids.cues, ...points);
}

function element(id: number, ...content: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const size = content.reduce((sum, { length }) => sum + length, 0);
  return concat(number(id), sizeOf(size), ...content);
}

/** A size in one byte or two where it fits, else in five: enough for any recording. */
function sizeOf(size: number): Uint8Array {
  if (size < 0x7f) return Uint8Array.of(0x80 | size);
  if (size < 0x3fff) return Uint8Array.of(0x40 | (size >> 8), size & 255);
  return concat(Uint8Array.of(0x08), four(size));
}

/** Without leading zeros. */
function number(value: number): Uint8Array {
  const bytes: number[] = [];
  for (let rest = value; rest > 0 || bytes.length === 0; rest = Math.floor(rest / 256))
    bytes.unshift(rest % 256);
  return Uint8Array.from(bytes);
}

function four(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}

function double(value: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value);
  return bytes;
}

const text = (value: string): Uint8Array => Uint8Array.from(value, (sign) => sign.charCodeAt(0));
