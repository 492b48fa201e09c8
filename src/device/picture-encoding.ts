import type { Photo } from "./photo-records.ts";

/** The longest side of a photo that is kept, in pixels. */
export const longestSide = 2_048;
const jpegQuality = 0.82;

/** Draws a bitmap at a size and gives it as a JPEG. Undefined where there is no canvas. */
export type PhotoCanvas = (
  bitmap: ImageBitmap,
  width: number,
  height: number,
  quality: number,
) => Promise<Blob | undefined>;

/**
 * A picture decoded upright, scaled to at most {@link longestSide} and encoded anew as a JPEG: nothing but pixels
 * goes through, so no place, time or name of a phone. Undefined where the browser cannot decode or draw it.
 */
export async function encodePhoto(file: Blob, canvas: PhotoCanvas): Promise<Photo | undefined> {
  const bitmap = await decode(file);
  if (bitmap === undefined) return undefined;
  try {
    const { width, height } = fitWithin(bitmap.width, bitmap.height);
    const blob = await canvas(bitmap, width, height, jpegQuality);
    if (blob?.type !== "image/jpeg") return undefined;
    return { type: "image/jpeg", width, height, bytes: new Uint8Array(await blob.arrayBuffer()) };
  } catch {
    // A canvas that finds no memory throws; whoever waits for the photo must hear of it.
    return undefined;
  } finally {
    bitmap.close();
  }
}

/** The size with the same shape whose longest side is at most {@link longestSide}; never enlarged. */
export function fitWithin(
  width: number,
  height: number,
): { readonly width: number; readonly height: number } {
  const scale = Math.min(1, longestSide / Math.max(width, height));
  return {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  };
}

/** Draws on an OffscreenCanvas, in a worker or a page; then lets something be drawn over the picture. */
export const offscreenCanvas = async (
  bitmap: ImageBitmap,
  width: number,
  height: number,
  quality: number,
  over?: (context: OffscreenCanvasRenderingContext2D) => void,
): Promise<Blob | undefined> => {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d", { alpha: false });
  if (context === null) return undefined;
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, width, height);
  over?.(context);
  return canvas.convertToBlob({ type: "image/jpeg", quality });
};

async function decode(file: Blob): Promise<ImageBitmap | undefined> {
  try {
    // Upright by default, everywhere. The option's name for that is newer than our oldest browsers, which then refuse
    // every picture (Chrome before 112, Safari before 17.2; https://bugs.webkit.org/show_bug.cgi?id=250476).
    return await createImageBitmap(file);
  } catch {
    // No picture, a damaged one, or a format that this browser does not know (HEIC outside Safari).
    return undefined;
  }
}
