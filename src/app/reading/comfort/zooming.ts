/** How a picture lies in the window: its scale, and how far its middle is from the window's. CSS pixels. */
export interface Zoom {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The window, and the picture in it at scale 1. CSS pixels. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly pictureWidth: number;
  readonly pictureHeight: number;
}

export const whole: Zoom = { scale: 1, x: 0, y: 0 };
const nearest = 6;

/** Larger or smaller by a factor, with what is under `at` (from the window's middle) staying there. */
export function zoomAt(zoom: Zoom, factor: number, at: Point, frame: Frame): Zoom {
  const scale = Math.min(nearest, Math.max(1, zoom.scale * factor));
  const by = scale / zoom.scale;
  return within({ scale, x: at.x - (at.x - zoom.x) * by, y: at.y - (at.y - zoom.y) * by }, frame);
}

/** Pushed to a side, no farther than its edge. */
export const pan = (zoom: Zoom, x: number, y: number, frame: Frame): Zoom =>
  within({ ...zoom, x: zoom.x + x, y: zoom.y + y }, frame);

/** Two taps: near, or whole again. */
export const toggleZoom = (zoom: Zoom, at: Point, frame: Frame): Zoom =>
  zoom.scale > 1 ? whole : zoomAt(whole, 2.5, at, frame);

function within({ scale, x, y }: Zoom, frame: Frame): Zoom {
  const most = (picture: number, window: number): number =>
    Math.max(0, (picture * scale - window) / 2);
  const clamp = (value: number, limit: number): number =>
    Math.min(limit, Math.max(-limit, value)) + 0;
  return {
    scale,
    x: clamp(x, most(frame.pictureWidth, frame.width)),
    y: clamp(y, most(frame.pictureHeight, frame.height)),
  };
}
