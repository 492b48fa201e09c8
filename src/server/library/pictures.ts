import sharp, { type Sharp } from "sharp";

/** Changes when pictures come out differently: what was made by an older recipe is made again. */
export const pictureRecipe = "1: 360 and 720, avif 50/4, jpg 72";

/** What a picture may be at most: bytes of its file, pixels of its area. AVIF is decoded whole, at 18 bytes a pixel. */
export const pictureLimits = {
  bytes: 15_000_000,
  pixels: 25_000_000,
  avifPixels: 8_000_000,
} as const;

/** CSS pixels, narrowest first. */
const widths = [360, 720] as const;

/** One file of a picture before it has a name. */
export interface MadeFile {
  readonly type: "avif" | "jpg";
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** The files of a picture and its average colour, `#rrggbb`; or one clause that says why there are none. */
export type MadePicture =
  | { readonly ok: true; readonly files: readonly MadeFile[]; readonly colour: string }
  | { readonly ok: false; readonly why: string };

// The server shares two cores and 350 MB with everything else: one picture at a time, nothing kept in between.
sharp.concurrency(1);
sharp.cache(false);
let last: Promise<unknown> = Promise.resolve();

/**
 * Makes the files of a picture out of PNG, JPEG, GIF (its first image), WebP or AVIF: upright, in sRGB, without metadata, transparent parts
 * on white. Never rejects for any bytes. Pictures are made one after another.
 */
export function makePicture(source: Uint8Array): Promise<MadePicture> {
  const made = last.then(() => make(source));
  last = made;
  return made;
}

async function make(source: Uint8Array): Promise<MadePicture> {
  if (source.length > pictureLimits.bytes) {
    return { ok: false, why: `is larger than ${pictureLimits.bytes / 1_000_000} MB` };
  }
  const type = typeOf(source);
  if (type === undefined)
    return { ok: false, why: "is not a PNG, JPEG, GIF, WebP or AVIF picture" };
  const pixels = type === "avif" ? pictureLimits.avifPixels : pictureLimits.pixels;
  try {
    return await encode(source, pixels);
  } catch (error) {
    const isTooMany = error instanceof Error && /pixel limit/i.test(error.message);
    return {
      ok: false,
      why: isTooMany ? `has more than ${pixels / 1_000_000} million pixels` : "is damaged",
    };
  }
}

async function encode(source: Uint8Array, pixels: number): Promise<MadePicture> {
  const open = () =>
    sharp(source, { limitInputPixels: pixels, failOn: "error", sequentialRead: true, pages: 1 });
  const { width, height } = await open().metadata();
  if (width * height > pixels) throw new Error("pixel limit");
  // Scaled once to the widest; the narrower ones and the colour come from there.
  const widest = await open()
    .autoOrient()
    .flatten({ background: "#ffffff" })
    .toColourspace("srgb")
    .resize({ width: widths[1], height: widths[1] * 4, fit: "inside", withoutEnlargement: true })
    .raw({ depth: "uchar" })
    .toBuffer({ resolveWithObject: true });
  const raw = {
    width: widest.info.width,
    height: widest.info.height,
    channels: widest.info.channels,
  };
  const wanted = [...new Set(widths.map((one) => Math.min(one, raw.width)))];
  const files = await Promise.all(
    wanted.flatMap((one) => {
      const scaled = () => sharp(widest.data, { raw }).resize({ width: one });
      return [
        finish("avif", scaled().avif({ quality: 50, effort: 4 })),
        finish("jpg", scaled().jpeg({ quality: 72, mozjpeg: true })),
      ];
    }),
  );
  return { ok: true, files, colour: await averageColour(sharp(widest.data, { raw })) };
}

async function finish(type: MadeFile["type"], picture: Sharp): Promise<MadeFile> {
  const { data, info } = await picture.toBuffer({ resolveWithObject: true });
  return { type, width: info.width, height: info.height, bytes: Uint8Array.from(data) };
}

async function averageColour(picture: Sharp): Promise<string> {
  const { channels } = await picture.stats();
  const part = (index: number) =>
    Math.round(channels[Math.min(index, channels.length - 1)]?.mean ?? 0)
      .toString(16)
      .padStart(2, "0");
  return `#${part(0)}${part(1)}${part(2)}`;
}

/** By its first bytes: whatever else the decoder could read (SVG, PDF, TIFF) never gets to it. */
function typeOf(bytes: Uint8Array): "png" | "jpeg" | "gif" | "webp" | "avif" | undefined {
  const text = String.fromCharCode(...bytes.subarray(0, 32));
  if (text.startsWith("\x89PNG\r\n\x1a\n")) return "png";
  if (text.startsWith("\xff\xd8\xff")) return "jpeg";
  if (/^GIF8[79]a/.test(text)) return "gif";
  if (text.startsWith("RIFF") && text.slice(8, 12) === "WEBP") return "webp";
  return text.slice(4, 8) === "ftyp" && /avif|avis/.test(text.slice(8)) ? "avif" : undefined;
}
