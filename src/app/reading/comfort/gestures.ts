import type { Point, Zoom } from "./zooming.ts";

/** What fingers, a mouse or a wheel ask for. Points are from the window's middle. */
export interface Gestures {
  readonly zoom: () => Zoom;
  readonly onZoom: (factor: number, at: Point) => void;
  readonly onPan: (x: number, y: number) => void;
  readonly onTwice: (at: Point) => void;
  /** Swept sideways while the picture is whole; 1 is onwards. */
  readonly onSwipe: (by: 1 | -1) => void;
}

const twiceWithin = 320;
const near = 30;
const swipeFrom = 60;

/** Listens to pointers and the wheel over an element; the answer ends it. */
export function watchGestures(element: HTMLElement, gestures: Gestures): () => void {
  const fingers = new Map<number, Point>();
  let began: Point | undefined;
  let lastTap: { readonly at: Point; readonly when: number } | undefined;
  const middle = ({ clientX, clientY }: { clientX: number; clientY: number }): Point => ({
    x: clientX - element.clientWidth / 2,
    y: clientY - element.clientHeight / 2,
  });
  const onDown = (event: PointerEvent): void => {
    element.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, middle(event));
    began = fingers.size === 1 ? middle(event) : undefined;
  };
  const onMove = (event: PointerEvent): void => {
    const before = fingers.get(event.pointerId);
    if (before === undefined) return;
    const now = middle(event);
    const other = Array.from(fingers).find(([id]) => id !== event.pointerId)?.[1];
    fingers.set(event.pointerId, now);
    if (other !== undefined) {
      gestures.onPan((now.x - before.x) / 2, (now.y - before.y) / 2);
      const between = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 };
      gestures.onZoom(distance(now, other) / Math.max(1, distance(before, other)), between);
    } else if (gestures.zoom().scale > 1) {
      gestures.onPan(now.x - before.x, now.y - before.y);
    }
  };
  const onUp = (event: PointerEvent): void => {
    if (!fingers.delete(event.pointerId) || began === undefined) return;
    const at = middle(event);
    const aside = at.x - began.x;
    if (distance(at, began) < near / 3) tapped(at, event.timeStamp);
    else if (
      gestures.zoom().scale === 1 &&
      Math.abs(aside) > swipeFrom &&
      Math.abs(aside) > Math.abs(at.y - began.y)
    )
      gestures.onSwipe(aside < 0 ? 1 : -1);
    began = undefined;
  };
  const tapped = (at: Point, when: number): void => {
    const isSecond =
      lastTap !== undefined && when - lastTap.when < twiceWithin && distance(at, lastTap.at) < near;
    lastTap = isSecond ? undefined : { at, when };
    if (isSecond) gestures.onTwice(at);
  };
  const onWheel = (event: WheelEvent): void => {
    event.preventDefault();
    gestures.onZoom(Math.exp(-event.deltaY / 300), middle(event));
  };
  const onCancel = (event: PointerEvent): void => {
    fingers.delete(event.pointerId);
    began = undefined;
  };
  element.addEventListener("pointerdown", onDown);
  element.addEventListener("pointermove", onMove);
  element.addEventListener("pointerup", onUp);
  element.addEventListener("pointercancel", onCancel);
  element.addEventListener("wheel", onWheel, { passive: false });
  return () => {
    element.removeEventListener("pointerdown", onDown);
    element.removeEventListener("pointermove", onMove);
    element.removeEventListener("pointerup", onUp);
    element.removeEventListener("pointercancel", onCancel);
    element.removeEventListener("wheel", onWheel);
  };
}

const distance = (one: Point, other: Point): number => Math.hypot(one.x - other.x, one.y - other.y);
