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
 * nothing in it points elsewhere. Of a file that breaks off, what is whole. Undefined where it is no MP4 with sound.
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
  return clean(whole, 0, end, 0) ? whole : undefined;
}

interface Box {
  readonly kind: string;
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

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
    const kind = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
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
