import { encodePhoto, offscreenCanvas } from "./picture-encoding.ts";
import type { Photo } from "./photo-records.ts";

/** What is painted over a photo. In pixels of the photo. */
export type Mark =
  /** A solid line along the points (x, y, x, y, …), with round ends; one point is a dot. */
  | { readonly kind: "stroke"; readonly width: number; readonly points: readonly number[] }
  | {
      readonly kind: "box";
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
    };

/** The ink: no colour shines through it. */
export const ink = "#14150f";

/** What painting needs of a canvas's context. */
export type Paint = Pick<
  OffscreenCanvasRenderingContext2D,
  "fillStyle" | "strokeStyle" | "lineWidth" | "lineCap" | "lineJoin"
> &
  Pick<
    OffscreenCanvasRenderingContext2D,
    "beginPath" | "moveTo" | "lineTo" | "stroke" | "arc" | "fill" | "fillRect"
  >;

/** Draws marks, in their order. */
export function paintMarks(paint: Paint, marks: readonly Mark[]): void {
  Object.assign(paint, { fillStyle: ink, strokeStyle: ink, lineCap: "round", lineJoin: "round" });
  for (const mark of marks) {
    if (mark.kind === "box") paint.fillRect(mark.x, mark.y, mark.width, mark.height);
    else paintStroke(paint, mark.points, mark.width);
  }
}

function paintStroke(paint: Paint, points: readonly number[], width: number): void {
  const [x = 0, y = 0] = points;
  paint.beginPath();
  // Not every browser draws the ends of a line without length.
  paint.arc(x, y, width / 2, 0, 2 * Math.PI);
  paint.fill();
  paint.beginPath();
  paint.moveTo(x, y);
  for (let at = 2; at < points.length; at += 2) paint.lineTo(points[at] ?? 0, points[at + 1] ?? 0);
  paint.lineWidth = width;
  paint.stroke();
}

/**
 * The photo with the marks burned in: decoded, painted over and encoded anew, so that nothing of what is covered is in
 * its bytes. Undefined where the browser cannot (no memory for a canvas).
 */
export const paintOver = (
  { bytes, type }: Photo,
  marks: readonly Mark[],
): Promise<Photo | undefined> =>
  encodePhoto(new Blob([bytes], { type }), (bitmap, width, height, quality) =>
    offscreenCanvas(bitmap, width, height, quality, (context) => paintMarks(context, marks)),
  );

/** The worker's end, as a page sees it. */
export interface PaintingPort {
  postMessage(message: unknown): void;
  addEventListener(type: "message" | "error", listener: (event: Event) => void): void;
  terminate(): void;
}

/** {@link paintOver} in a worker of its own; on the page where there is none, or it has no canvas (before Safari 16.4). */
export async function paintInWorker(
  open: () => PaintingPort,
  photo: Photo,
  marks: readonly Mark[],
): Promise<Photo | undefined> {
  const port = open();
  try {
    const painted = await new Promise<Photo | undefined>((resolve) => {
      port.addEventListener("message", (event) =>
        resolve((event as MessageEvent<Photo | undefined>).data),
      );
      port.addEventListener("error", () => resolve(undefined));
      port.postMessage({ photo, marks });
    });
    return painted ?? (await paintOver(photo, marks));
  } finally {
    port.terminate();
  }
}
