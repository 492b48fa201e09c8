/** What a picture file says of itself before anything decodes it. */
export interface PictureSize {
  readonly type: "image/jpeg" | "image/webp";
  readonly width: number;
  readonly height: number;
}

/**
 * Type and size out of the first bytes of a JPEG or WebP file; undefined for anything else. Looked at before decoding:
 * a few kilobytes can claim a picture of gigabytes.
 */
export function findPictureSize(bytes: Uint8Array): PictureSize | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 30) return undefined;
  if (view.getUint16(0) === 0xffd8) return findJpegSize(view);
  return view.getUint32(0) === riff && view.getUint32(8) === webp ? findWebpSize(view) : undefined;
}

const riff = 0x52494646;
const webp = 0x57454250;

// A frame header is C0 to CF, but for C4 (Huffman tables), C8 (reserved) and CC (arithmetic coding). ITU-T T.81, B.1.1.3.
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

function findJpegSize(view: DataView): PictureSize | undefined {
  let at = 2;
  while (at + 9 < view.byteLength) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (isFrame(marker)) {
      return { type: "image/jpeg", height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    }
    at += 2 + view.getUint16(at + 2);
  }
  return undefined;
}

// https://developers.google.com/speed/webp/docs/riff_container: three kinds of the first chunk.
function findWebpSize(view: DataView): PictureSize | undefined {
  const type = "image/webp";
  const three = (at: number): number => view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
  switch (view.getUint32(12)) {
    case 0x56503858: // VP8X
      return { type, width: three(24) + 1, height: three(27) + 1 };
    case 0x5650384c: {
      // VP8L: 14 bits each, after a signature byte
      const bits = view.getUint32(21, true);
      return { type, width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 };
    }
    case 0x56503820: // VP8
      return {
        type,
        width: view.getUint16(26, true) & 0x3fff,
        height: view.getUint16(28, true) & 0x3fff,
      };
    default:
      return undefined;
  }
}
