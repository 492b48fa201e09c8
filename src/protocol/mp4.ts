// Recordings of browsers that know no WebM (Safari before 18.4): fragmented MP4 (ISO/IEC 14496-12).

const containers: ReadonlySet<string> = new Set([
  "moov",
  "trak",
  "mdia",
  "minf",
  "dinf",
  "stbl",
  "edts",
  "mvex",
  "moof",
  "traf",
]);

/** What decoding needs, beside the containers. Whatever else there is (names, places, clocks) becomes empty space. */
const needed: ReadonlySet<string> = new Set(
  (
    "ftyp styp mvhd tkhd elst mdhd hdlr smhd dref stsd stts stsc stsz stz2 stco co64 sgpd sbgp " +
    "mehd trex mfhd tfhd tfdt trun sidx mdat"
  ).split(" "),
);

/** Boxes with the time when the recording was made and changed, seconds since 1904: 32 bits each, or 64 in version 1. */
const timed: ReadonlySet<string> = new Set(["mvhd", "tkhd", "mdhd"]);

const deepest = 8;

/**
 * The file without the time when it was made and without names: by an allow-list of boxes, at the same length, so that
 * nothing in it points elsewhere. Of a file that breaks off, what is whole. Undefined where it is no MP4 with sound alone.
 */
export function cleanMp4(bytes: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  const copy = Uint8Array.from(bytes);
  const boxes = boxesIn(copy, 0, copy.length);
  if (boxes[0]?.kind !== "ftyp") return undefined;
  // A fragment's description is worth nothing without its sound.
  while (boxes.length > 0 && boxes.at(-1)?.kind !== "mdat") boxes.pop();
  const end = boxes.at(-1)?.to;
  if (end === undefined || !boxes.some(({ kind }) => kind === "moov")) return undefined;
  const whole = copy.slice(0, end);
  if (!isVoice(whole)) return undefined;
  return clean(whole, 0, end, 0) ? whole : undefined;
}

/** One track, and that of sound: a film under the name of a recording is none. */
function isVoice(file: Uint8Array): boolean {
  const tracks = within(file, "moov", "trak");
  const [handler] = tracks.flatMap((track) => inside(file, track, "mdia", "hdlr"));
  return tracks.length === 1 && handler !== undefined && kindAt(file, handler.from + 8) === "soun";
}

/**
 * How long the sound lasts, in milliseconds, by the end of its last fragment; of a file without fragments what its header says.
 * Undefined where the file does not say, or claims to be longer than a day.
 */
export function lengthOfMp4(file: Uint8Array): number | undefined {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  try {
    const [header] = within(file, "moov", "trak", "mdia", "mdhd");
    if (header === undefined) return undefined;
    const isLong = file[header.from] === 1;
    const scale = view.getUint32(header.from + (isLong ? 20 : 12));
    const said = isLong
      ? Number(view.getBigUint64(header.from + 24))
      : view.getUint32(header.from + 16);
    const [defaults] = within(file, "moov", "mvex", "trex");
    const usual = defaults === undefined ? 0 : view.getUint32(defaults.from + 12);
    const fragments = within(file, "moof", "traf");
    const ends = fragments.reduce((at, one) => endOf(file, view, one, usual, at), 0);
    const length = (1_000 * (fragments.length > 0 ? ends : said)) / scale;
    return length > 0 && length <= longest ? length : undefined;
  } catch (error) {
    // A box that ends before what it must hold.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** A day, in milliseconds: what claims to be longer is no voice. */
const longest = 86_400_000;

/** Where a fragment ends: it begins where it says (8.8.12: a recorder leaves gaps), else where the one before ended. */
function endOf(file: Uint8Array, view: DataView, fragment: Box, usual: number, at: number): number {
  const [begin] = inside(file, fragment, "tfdt");
  const isLong = begin !== undefined && file[begin.from] === 1;
  const start =
    begin === undefined
      ? at
      : isLong
        ? Number(view.getBigUint64(begin.from + 4))
        : view.getUint32(begin.from + 4);
  return start + ticksOf(file, view, fragment, usual);
}

/** How long the samples of a fragment are together (ISO/IEC 14496-12, 8.8.7 and 8.8.8). */
function ticksOf(file: Uint8Array, view: DataView, fragment: Box, usual: number): number {
  const [header] = inside(file, fragment, "tfhd");
  const each = (header && ownDuration(view, header)) ?? usual;
  let ticks = 0;
  for (const { from, to } of inside(file, fragment, "trun")) {
    const flags = view.getUint32(from);
    const count = view.getUint32(from + 4);
    if ((flags & 0x100) === 0) {
      ticks += count * each;
      continue;
    }
    const size = 4 * [0x100, 0x200, 0x400, 0x800].filter((flag) => flags & flag).length;
    let at = from + 8 + (flags & 1 ? 4 : 0) + (flags & 4 ? 4 : 0);
    for (let n = 0; n < count && at + size <= to; n += 1, at += size) ticks += view.getUint32(at);
  }
  return ticks;
}

/** What a fragment's header says of each of its samples, if it does. */
function ownDuration(view: DataView, { from }: Box): number | undefined {
  const flags = view.getUint32(from);
  const before = 8 + (flags & 1 ? 8 : 0) + (flags & 2 ? 4 : 0);
  return flags & 8 ? view.getUint32(from + before) : undefined;
}

/** All boxes that lie on this way down through the file. */
const within = (file: Uint8Array, ...way: readonly string[]): readonly Box[] =>
  inside(file, { kind: "", at: 0, from: 0, to: file.length }, ...way);

const inside = (file: Uint8Array, box: Box, ...way: readonly string[]): readonly Box[] =>
  way.reduce<readonly Box[]>(
    (boxes, kind) =>
      boxes.flatMap(({ from, to }) => boxesIn(file, from, to).filter((one) => one.kind === kind)),
    [box],
  );

interface Box {
  readonly kind: string;
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

const kindAt = (bytes: Uint8Array, at: number): string =>
  String.fromCharCode(...bytes.subarray(at, at + 4));

/** The boxes between two places that are whole. */
function boxesIn(bytes: Uint8Array, from: number, to: number): Box[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const boxes: Box[] = [];
  for (let at = from; at + 8 <= to;) {
    const small = view.getUint32(at);
    const isLarge = small === 1;
    if (isLarge && at + 16 > to) break;
    const size = isLarge ? Number(view.getBigUint64(at + 8)) : small;
    const head = isLarge ? 16 : 8;
    if (size < head || at + size > to) break;
    const kind = kindAt(bytes, at + 4);
    boxes.push({ kind, at, from: at + head, to: at + size });
    at += size;
  }
  return boxes;
}

function clean(bytes: Uint8Array, from: number, to: number, depth: number): boolean {
  if (depth > deepest) return false;
  for (const box of boxesIn(bytes, from, to)) {
    if (containers.has(box.kind)) {
      if (!clean(bytes, box.from, box.to, depth + 1)) return false;
    } else if (!needed.has(box.kind)) {
      bytes.set([0x66, 0x72, 0x65, 0x65], box.at + 4); // free
      bytes.fill(0, box.from, box.to);
    } else if (timed.has(box.kind)) {
      const isLong = bytes[box.from] === 1;
      bytes.fill(0, box.from + 4, Math.min(box.to, box.from + (isLong ? 20 : 12)));
    } else if (box.kind === "hdlr") {
      // The name of the program behind the four that are needed.
      bytes.fill(0, Math.min(box.to, box.from + 24), box.to);
    }
  }
  return true;
}
