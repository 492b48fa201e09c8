import type { Drawing } from "./photos.ts";

/** The longest side of a photo on the desk and in print, in pixels; articles need no more than 1440. */
const longestSide = 2_048;

/** The browser's decoder and canvas: what comes out is pixels, encoded anew; whatever else the file held is gone. */
export const drawing: Drawing = {
  async redraw(picture) {
    const bitmap = await createImageBitmap(picture);
    try {
      const scale = Math.min(1, longestSide / Math.max(bitmap.width, bitmap.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.max(1, Math.round(bitmap.width * scale));
      canvas.height = Math.max(1, Math.round(bitmap.height * scale));
      const context = canvas.getContext("2d");
      if (context === null) throw new Error("no canvas");
      context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
      return await encode(canvas);
    } finally {
      bitmap.close();
    }
  },
  show: (picture) => URL.createObjectURL(picture),
};

const encode = (canvas: HTMLCanvasElement): Promise<Blob> =>
  new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob === null ? reject(new Error("not encoded")) : resolve(blob)),
      "image/jpeg",
      0.92,
    );
  });
